/** Running results: when an ensemble is looked at, and what is there to see. */
import { describe, expect, test } from 'vitest';
import { ensembleLooks, runEnsemble } from '../../src/ensemble/index.ts';
import { fakeExecutor, planOf, withBlockSize } from './fixture.ts';

const lengthOf = (network: number) => 1 + (network % 7);
const shape = { width: 4, depth: 2, points: 4 } as const;
/** Two runs: laws do not share networks. */
const two = { ...shape, weights: ['gaussian', 'uniform'] } as const;

async function looksOf(plan: ReturnType<typeof planOf>, executor = fakeExecutor(2, lengthOf)) {
  const looks = [];
  for await (const look of ensembleLooks(plan, executor)) looks.push(look);
  return looks;
}

describe('an ensemble is looked at', () => {
  test('on the fixed schedule below the number of networks, and at that number', async () => {
    const counts = async (networks: number) =>
      (await looksOf(planOf({ ...shape, networks }))).map((look) => look.records[0]!.networks);
    expect(await counts(10)).toEqual([10]);
    expect(await counts(64)).toEqual([64]);
    expect(await counts(65)).toEqual([64, 65]);
    expect(await counts(200)).toEqual([64, 96, 128, 192, 200]);
  });

  test('where every run has as many networks, and all runs go on together', async () => {
    const executor = fakeExecutor(2, lengthOf);
    const looks = await looksOf(withBlockSize(planOf({ ...two, networks: 130 }), 50), executor);
    expect(looks.map(({ networks }) => networks)).toEqual([128, 192, 256, 260]);
    expect(looks.map(({ records }) => records.map((record) => record.networks))).toEqual([
      [64, 64],
      [96, 96],
      [128, 128],
      [130, 130],
    ]);
    const first = executor.tasks.slice(0, 4).map(({ run, first, networks }) => [run, first, networks]);
    expect(first).toEqual([
      [0, 0, 50],
      [0, 50, 14],
      [1, 0, 50],
      [1, 50, 14],
    ]);
  });

  test('until the interval is reached, where that decides', async () => {
    const plan = planOf({ ...shape, untilRelativeCi: 0.05 });
    const looks = await looksOf(plan);
    const [record] = await runEnsemble(plan, fakeExecutor(2, lengthOf));
    expect(looks.length).toBeGreaterThan(2);
    expect(looks.slice(0, 3).map(({ networks }) => networks)).toEqual([64, 96, 128]);
    expect(looks.at(-1)!.records).toEqual([record]);
  });
});

test('records at a look are those of that many networks', async () => {
  const looks = await looksOf(withBlockSize(planOf({ ...two, networks: 100 }), 7));
  for (const { records } of looks) {
    const alone = planOf({ ...two, networks: records[0]!.networks });
    expect(records).toEqual(await runEnsemble(alone, fakeExecutor(2, lengthOf)));
  }
});

test('leaving early hands out no more work', async () => {
  const executor = fakeExecutor(2, lengthOf);
  const plan = withBlockSize(planOf({ ...shape, networks: 1_000_000 }), 10);
  for await (const { networks } of ensembleLooks(plan, executor)) if (networks >= 96) break;
  const handedOut = executor.tasks.length;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(executor.tasks.length).toBe(handedOut);
  expect(executor.tasks.reduce((sum, { networks }) => sum + networks, 0)).toBeLessThan(1000);
});
