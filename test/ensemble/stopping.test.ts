import { describe, expect, test } from 'vitest';
import { runEnsemble } from '../../src/ensemble/index.ts';
import { statistic } from '../../src/ensemble/statistic.ts';
import { nextLook, relativeHalfWidth } from '../../src/ensemble/stopping.ts';
import type { ScaledColumn } from '../../src/ensemble/types.ts';
import { tQuantile } from '../../src/numeric/t-quantile.ts';
import { endpointStream, normals, openStream } from '../../src/random/index.ts';
import { resultDocument } from '../../src/result/document.ts';
import { measuredCells } from '../../src/run/beside-theory.ts';
import { EXPERIMENT, PROVENANCE } from '../result/fixture.ts';
import { fakeExecutor, planOf, withBlockSize, withLeast } from './fixture.ts';

const column = (values: readonly number[], exponent = 0): ScaledColumn => ({
  mantissa: Float64Array.from(values),
  exponent: new Int32Array(values.length).fill(exponent),
});

describe('the schedule', () => {
  test('is 64, 96, 128, 192, … whatever number it is asked from', () => {
    const looks: number[] = [];
    for (let look = nextLook(0); look < 10_000; look = nextLook(look)) looks.push(look);
    expect(looks).toEqual([64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096, 6144, 8192]);
    for (let n = 0; n < 8192; n++) expect(nextLook(n)).toBe(looks.find((look) => look > n));
  });
});

describe('relativeHalfWidth', () => {
  const values = [3, 5, 4, 8, 2, 2.5];

  test('is the farther end of the interval over the mean, as the statistics have it', () => {
    const { mean, ci95 } = statistic(column(values), true);
    expect(relativeHalfWidth(column(values))).toBeCloseTo((ci95![1] - mean!) / mean!, 14);
    const even = [1, 2, 4, 5];
    const { sem } = statistic(column(even));
    expect(relativeHalfWidth(column(even))).toBeCloseTo((tQuantile(0.025, 3) * sem!) / 3, 14);
  });

  test('does not depend on a common factor, far beyond the range of a double', () => {
    const expected = relativeHalfWidth(column(values));
    for (const exponent of [-100_000, -1080, 77, 1020, 100_000]) {
      expect(relativeHalfWidth(column(values, exponent))).toBe(expected);
    }
    expect(relativeHalfWidth(column(values.map((v) => 2 ** 40 * v)))).toBe(expected);
  });

  test('is exactly 0 for equal values and for one network', () => {
    expect(relativeHalfWidth(column([0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]))).toBe(0);
    expect(relativeHalfWidth(column([0.3]))).toBe(0);
    expect(relativeHalfWidth(column([2, 0]))).toBeGreaterThan(1);
  });

  test('is infinite while all networks are dead: they say nothing on the mean', () => {
    expect(relativeHalfWidth(column([0, 0, 0]))).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('an ensemble with untilRelativeCi', () => {
  const z = normals(openStream(endpointStream(0, 0)), 100_000);
  const lengthOf = (network: number) => 1 + 0.2 * z[network]!;

  test.each([0.1, 0.03, 0.02, 0.01, 0.005])(
    'of ±%d stops at the second look in a row that is within',
    async (x) => {
      const plan = withLeast(planOf({ width: 5, depth: 2, points: 10, untilRelativeCi: x }), 0);
      const [record] = await runEnsemble(withBlockSize(plan, 13), fakeExecutor(2, lengthOf));
      const halfWidth = (n: number) =>
        relativeHalfWidth(column(Array.from({ length: n }, (_, i) => lengthOf(i))));
      let [before, expected] = [nextLook(0), nextLook(nextLook(0))];
      while (halfWidth(before) > x || halfWidth(expected) > x) {
        before = expected;
        expected = nextLook(expected);
      }
      expect(record!.networks).toBe(expected);
    },
  );

  test('stops at its second look if all lengths are equal, and at its first if there are no weights', async () => {
    const input = { width: 5, depth: 2, points: 10, untilRelativeCi: 0.001 };
    const equal = fakeExecutor(2, () => 0.1);
    expect((await runEnsemble(withLeast(planOf(input), 0), equal))[0]!.networks).toBe(96);
    const dead = fakeExecutor(2, () => 0);
    expect((await runEnsemble(planOf({ ...input, density: 0 }), dead))[0]!.networks).toBe(64);
  });

  test('takes the networks that theory asks, however narrow the interval', async () => {
    const plan = planOf({ width: 5, depth: 2, points: 10, untilRelativeCi: 0.02 });
    const { leastNetworks } = plan.runs[0]!;
    const [record] = await runEnsemble(
      plan,
      fakeExecutor(2, () => 0.1),
    );
    expect(record!.networks).toBe(nextLook(leastNetworks - 1));
    expect(leastNetworks).toBeGreaterThan(96);
  });

  test('goes no further than records hold: what there is then is the result, and says so', async () => {
    const plan = planOf({ width: 5, depth: 2, points: 10, untilRelativeCi: 1e-6, sigmaW: [1, 2] });
    const limited = (mostNetworks: number) => ({
      ...plan,
      runs: plan.runs.map((run) => ({ ...run, mostNetworks, leastNetworks: 0 })),
    });
    for (const most of [20, 64, 150]) {
      const records = await runEnsemble(limited(most), fakeExecutor(2, lengthOf));
      expect(records.map(({ networks }) => networks)).toEqual([most]);
      const { cells } = resultDocument(
        EXPERIMENT,
        PROVENANCE,
        await measuredCells(limited(most), (run) => records[run]!),
      );
      expect(cells.map((cell) => cell.intervalReached)).toEqual([false, false]);
    }
    const records = await runEnsemble(
      limited(100),
      fakeExecutor(2, () => 7),
    );
    expect(records[0]!.networks).toBe(96);
    const { cells } = resultDocument(
      EXPERIMENT,
      PROVENANCE,
      await measuredCells(limited(100), (run) => records[run]!),
    );
    expect(cells.some((cell) => 'intervalReached' in cell)).toBe(false);
  });

  test('decides run by run', async () => {
    const input = { width: 5, depth: 2, points: 10, density: [0.5, 1], untilRelativeCi: 0.02 };
    const plan = withLeast(planOf(input), 0);
    const [quick, slow] = [fakeExecutor(2, () => 7), fakeExecutor(2, lengthOf)];
    const executor = {
      kernels: 'simd128' as const,
      concurrency: 2,
      execute: (task: Parameters<typeof quick.execute>[0]) => (task.run === 0 ? quick : slow).execute(task),
      async close() {},
    };
    const [first, second] = await runEnsemble(plan, executor);
    expect(first!.networks).toBe(96);
    expect(second!.networks).toBeGreaterThan(96);
  });
});
