import { expect, test } from 'vitest';
import { type Executor, InterruptedError, planExperiment } from '../../src/ensemble/index.ts';
import { parseExperiment } from '../../src/experiment/index.ts';
import { measureTrajectory, runPlan } from '../../src/run/trajectory.ts';

/** Measures nothing: every length is 1, at once. */
function instant(depth: number): Executor & { closed: boolean } {
  return {
    closed: false,
    concurrency: 1,
    kernels: 'simd128',
    async execute({ first, networks }) {
      const ones = () => new Float64Array(networks * depth).fill(1);
      const exponent = new Int32Array(networks * depth);
      return { first, networks, depth, length: ones(), preLength: ones(), exponent, measures: {} };
    },
    async close() {
      this.closed = true;
    },
  };
}

const NETWORKS = 40_000;
const plan = () => planExperiment(parseExperiment({ width: 2, depth: 3, sigmaW: 1, networks: NETWORKS }));

test('a run that is interrupted when all is measured stops before all is summarised', async () => {
  const controller = new AbortController();
  const executor = instant(3);
  const run = runPlan(plan(), executor, {
    signal: controller.signal,
    onProgress({ networks }) {
      if (networks === NETWORKS) setTimeout(() => controller.abort(), 0);
    },
  });
  await expect(run).rejects.toThrow(InterruptedError);
  await expect(run).rejects.toMatchObject({ networks: NETWORKS, planned: NETWORKS });
  expect(executor.closed).toBe(true);
});

test('pauses change nothing: every statistic is there', async () => {
  const { cells } = await runPlan(plan(), instant(3));
  expect(cells[0]!.layers.map(({ length, growth }) => [length.mean, length.n, growth.sd])).toEqual([
    [1, NETWORKS, 0],
    [1, NETWORKS, 0],
    [1, NETWORKS, 0],
  ]);
});

test('vertices replace the endpoints, under the name given or their own', async () => {
  const input = { width: 3, depth: 1, networks: 2, points: 5 };
  const vertices = [
    [1, 2],
    [4, 6],
  ];
  const unnamed = await measureTrajectory(input, { vertices });
  const named = await measureTrajectory({ ...input, endpoints: 'mine' }, { vertices });
  expect(unnamed.experiment).toMatchObject({ endpoints: 'given' });
  expect(unnamed.cells[0]!.input).toMatchObject({ length: 5, dim: 2 });
  expect(named.cells).toEqual(unnamed.cells);
  await expect(measureTrajectory({ ...input, endpoints: 'gaussian' }, { vertices })).rejects.toThrow(
    /^endpoints: expected a name for the vertices that are given, got "gaussian"$/,
  );
});
