/** The library's runs in folders. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parseNpz } from '../../src/formats/npz.ts';
import { runTrajectory } from '../../src/node/run-trajectory.ts';

const folder = mkdtempSync(join(tmpdir(), 'expressivity-run-'));
afterAll(() => rmSync(folder, { recursive: true }));

const experiment = { width: 8, depth: 3, networks: 40, sigmaW: [1, 2] };
const threads = 1;

test('keeps the numbers of every network, and adds networks to them', async () => {
  const out = join(folder, 'run');
  const alone = await runTrajectory(experiment, { threads });
  const { cells } = await runTrajectory(experiment, { threads, out });
  expect(cells).toEqual(alone.cells);
  expect(JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')).cells).toEqual(
    JSON.parse(JSON.stringify(cells)),
  );
  const few = await ratios(out);
  expect(few.shape).toEqual([40, 3]);
  const larger = { ...experiment, networks: 60 };
  await expect(runTrajectory(larger, { threads, out })).rejects.toThrow(
    `${out}: expected resume: true, to go on with the records that are there, got unfinished records`,
  );
  const extended = await runTrajectory(larger, { threads, out, resume: true });
  expect(extended.cells).toEqual((await runTrajectory(larger, { threads })).cells);
  const more = await ratios(out);
  expect(more.shape).toEqual([60, 3]);
  expect(more.values.slice(0, 120)).toEqual(few.values);
});

test('a run that is stopped keeps its records and goes on', async () => {
  const out = join(folder, 'stopped');
  const controller = new AbortController();
  const long = { width: 40, depth: 6, density: [0.3, 1], networks: 2000 };
  const running = runTrajectory(long, {
    threads,
    out,
    signal: controller.signal,
    onProgress: ({ networks }) => networks > 100 && controller.abort(),
  });
  await expect(running).rejects.toThrow();
  expect(existsSync(join(out, 'result.json'))).toBe(false);
  expect(readdirSync(join(out, 'records')).some((name) => name.endsWith('.blocks'))).toBe(true);
  const short = { ...long, networks: 150 };
  const { cells } = await runTrajectory(short, { threads, out, resume: true });
  expect(cells).toEqual((await runTrajectory(short, { threads })).cells);
});

test('refuses options that would have no effect', async () => {
  await expect(runTrajectory(experiment, { saveNetworks: true })).rejects.toThrow(
    'saveNetworks: expected out with it, got none',
  );
  await expect(runTrajectory(experiment, { resume: true })).rejects.toThrow(
    'resume: expected out with it, got none',
  );
});

async function ratios(out: string) {
  const arrays = await parseNpz(readFileSync(join(out, 'networks.npz')));
  const { shape, values } = arrays.find(({ name }) => name === 'c0_ratio')!;
  return { shape, values: [...values()] };
}
