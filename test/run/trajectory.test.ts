import { describe, expect, test } from 'vitest';
import {
  type Executor,
  type ExecutorOptions,
  InterruptedError,
  inlineExecutor,
  planExperiment,
} from '../../src/ensemble/index.ts';
import { parseExperiment } from '../../src/experiment/index.ts';
import { runPlan } from '../../src/run/plan.ts';
import { measureTrajectory, trajectory } from '../../src/run/trajectory.ts';

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

describe('running results', () => {
  const input = { width: 5, depth: 2, density: [0.5, 1], sigmaW: [1, 2], networks: 100, points: 8 };

  test('end in the result, byte for byte, and begin as results of fewer networks', async () => {
    const seen = [];
    for await (const { networks, schema, experiment, cells } of trajectory(input)) {
      seen.push({ networks, json: JSON.stringify(cells) });
      expect(schema).toBe('expressivity/result@1');
      expect(experiment).toEqual(parseExperiment({ ...input, estimator: 'exact', draw: 'weights' }));
    }
    // Cells that differ in sigmaW alone share their networks.
    expect(seen.map(({ networks }) => networks)).toEqual([128, 192, 200]);
    for (const [i, networks] of [64, 96, 100].entries()) {
      const { cells } = await measureTrajectory({ ...input, networks });
      expect(seen[i]!.json).toBe(JSON.stringify(cells));
    }
  });

  test('stop, and the executor with them, where the loop is left', async () => {
    let closed = 0;
    const executor = async (subjects: Parameters<typeof inlineExecutor>[0], options?: ExecutorOptions) => {
      const inline = await inlineExecutor(subjects, options);
      return {
        ...inline,
        async close() {
          closed++;
          await inline.close();
        },
      };
    };
    for await (const { networks } of trajectory({ ...input, networks: 1_000_000 }, { executor })) {
      expect(networks).toBe(128);
      break;
    }
    expect(closed).toBe(1);
  });

  test('are interrupted by a signal', async () => {
    const controller = new AbortController();
    const looks = trajectory({ ...input, networks: 1_000_000 }, { signal: controller.signal });
    expect((await looks.next()).value).toMatchObject({ networks: 128 });
    controller.abort();
    await expect(looks.next()).rejects.toThrow(InterruptedError);
    expect(await looks.next()).toEqual({ done: true, value: undefined });
  });

  test('refuse wrong input when the first is asked for', async () => {
    await expect(trajectory({ density: 2 }).next()).rejects.toThrow(/^density: expected/);
  });
});

test('an inline executor that was closed measures no more', async () => {
  const [run] = planExperiment(parseExperiment({ width: 3, depth: 1, networks: 1 })).runs;
  const executor = await inlineExecutor([run!.subject]);
  const task = executor.execute({ run: 0, first: 0, networks: 1 });
  await executor.close();
  await expect(task).rejects.toThrow('executor: expected an open one, got one that was closed');
});
