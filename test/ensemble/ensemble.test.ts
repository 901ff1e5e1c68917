import { describe, expect, test } from 'vitest';
import { InterruptedError, inlineExecutor, type Progress, runEnsemble } from '../../src/ensemble/index.ts';
import type { ExperimentInput } from '../../src/experiment/index.ts';
import { mapLayers } from '../../src/network/index.ts';
import { openPool, poolExecutor, WorkerError } from '../../src/node/pool.ts';
import { cellsOf, fakeExecutor, planOf, subjectsOf, withBlockSize } from './fixture.ts';

const base = { width: 30, depth: 3, points: 20, seed: 9, sigmaB: 0.3 } as const;
const sweep = { ...base, density: [0.1, 0.4, 1], activation: ['relu', 'hard-tanh'], sigmaB: [0, 0.3] };

describe('cells are the same, byte for byte', () => {
  const fixed = planOf({ ...sweep, networks: 41 });
  const adaptive = planOf({ ...sweep, estimator: 'exact', untilRelativeCi: 0.06 });

  test('for 1 and 3 threads, in the calling thread, and however the work is cut', async () => {
    expect(subjectsOf(adaptive)).toEqual(subjectsOf(fixed));
    const inline = await inlineExecutor(subjectsOf(fixed));
    const expected = [await cellsOf(fixed, inline), await cellsOf(adaptive, inline)];
    expect(JSON.parse(expected[0]!)).toHaveLength(12);
    expect(expected[1]).not.toBe(expected[0]);
    for (const blockSize of [10, 1000]) {
      expect(await cellsOf(withBlockSize(fixed, blockSize), inline)).toBe(expected[0]);
      expect(await cellsOf(withBlockSize(adaptive, blockSize), inline)).toBe(expected[1]);
    }
    for (const threads of [1, 3]) {
      const pool = await poolExecutor(subjectsOf(fixed), { threads });
      try {
        expect(await cellsOf(withBlockSize(fixed, 6), pool), `${threads} threads`).toBe(expected[0]);
        expect(await cellsOf(withBlockSize(adaptive, 20), pool), `${threads} threads`).toBe(expected[1]);
      } finally {
        await pool.close();
      }
    }
  });

  test('alone and inside a sweep', async () => {
    const all = await cellsOf(fixed, await inlineExecutor(subjectsOf(fixed)));
    const alone = planOf({ ...base, density: 0.4, activation: 'hard-tanh', networks: 41 });
    const cell = await cellsOf(alone, await inlineExecutor(subjectsOf(alone)));
    expect(all).toContain(cell.slice(1, -1));
  });
});

test('measures are the same, byte for byte, for any number of threads and however the work is cut', async () => {
  const measure = ['transitions', 'patterns', 'q', 'autocorrelation', 'metric', 'deadShare'];
  const plan = planOf({ ...sweep, networks: 23, measure } as ExperimentInput);
  const expected = await cellsOf(plan, await inlineExecutor(subjectsOf(plan)));
  expect(expected).toContain('"deadShare":{"mean":');
  const pool = await poolExecutor(subjectsOf(plan), { threads: 2 });
  try {
    expect(await cellsOf(withBlockSize(plan, 4), pool)).toBe(expected);
  } finally {
    await pool.close();
  }
});

test('blocks of convolutions are the same, byte for byte, for 1 and 2 threads', async () => {
  const conv = { type: 'conv2d', channels: 2, kernel: 3 } as const;
  const layers = [
    { type: 'residual', branch: [{ ...conv, channels: 3 }, conv] },
    { type: 'max-pool', kernel: 2 },
    { type: 'dense', width: 4 },
  ] as const;
  for (const estimator of ['polyline', 'exact', 'tangent'] as const) {
    const plan = planOf({ inputShape: [4, 4, 2], layers, estimator, points: 16, networks: 9 });
    const cells: string[] = [];
    for (const threads of [1, 2]) {
      const pool = await poolExecutor(subjectsOf(plan), { threads });
      try {
        cells.push(await cellsOf(withBlockSize(plan, 2), pool));
      } finally {
        await pool.close();
      }
    }
    expect(cells[1], estimator).toBe(cells[0]);
    expect(JSON.parse(cells[0]!)[0].layers).toHaveLength(3);
  }
});

test('n networks are the first of any larger number', async () => {
  const records = [];
  for (const networks of [5, 30, 100]) {
    const plan = planOf({ ...base, networks });
    records.push((await runEnsemble(plan, await inlineExecutor(subjectsOf(plan))))[0]!);
  }
  const longest = records.pop()!;
  for (const { networks, depth, length, preLength, exponent } of records) {
    expect(length).toEqual(longest.length.slice(0, networks * depth));
    expect(preLength).toEqual(longest.preLength.slice(0, networks * depth));
    expect(exponent).toEqual(longest.exponent.slice(0, networks * depth));
  }
});

describe('blocks', () => {
  test('cover every network once, and are put in order however late they come', async () => {
    const plan = withBlockSize(planOf({ ...base, networks: 50 }), 4);
    const executor = fakeExecutor(3, (network) => network);
    const [record] = await runEnsemble(plan, executor);
    expect(record!.networks).toBe(50);
    expect([...record!.length]).toEqual(Array.from({ length: 150 }, (_, at) => Math.floor(at / 3)));
    const drawn = executor.tasks.flatMap(({ first, networks }) =>
      Array.from({ length: networks }, (_, i) => first + i),
    );
    expect(drawn.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });

  test('are never more under way than two per worker', async () => {
    let [underWay, most] = [0, 0];
    const executor = fakeExecutor(3, () => 1, 2);
    const plan = withBlockSize(planOf({ ...base, networks: 40 }), 1);
    await runEnsemble(plan, {
      ...executor,
      async execute(task) {
        most = Math.max(most, ++underWay);
        return executor.execute(task).finally(() => underWay--);
      },
    });
    expect(most).toBe(4);
  });
});

test('progress counts networks up to what was planned, and work up to all of it', async () => {
  const plan = withBlockSize(planOf({ ...sweep, networks: 20 }), 6);
  const seen: Progress[] = [];
  await runEnsemble(
    plan,
    fakeExecutor(3, (network) => 1 + network),
    { onProgress: (p) => seen.push(p) },
  );
  expect(seen).toHaveLength(4 * plan.runs.length);
  for (const [i, { planned, runs, share, networks }] of seen.entries()) {
    expect(planned).toBe(20 * plan.runs.length);
    expect(runs).toBe(plan.runs.length);
    if (i === 0) continue;
    expect(share).toBeGreaterThanOrEqual(seen[i - 1]!.share);
    expect(networks).toBeGreaterThanOrEqual(seen[i - 1]!.networks);
  }
  expect(seen.at(-1)).toMatchObject({ networks: 20 * plan.runs.length, share: 1 });
  expect(seen.at(-1)!.relativeHalfWidth()).toBeGreaterThan(0);
});

describe('progress inside a block', () => {
  test('counts the share that an executor tells of', async () => {
    const plan = withBlockSize(planOf({ ...base, networks: 20 }), 10);
    const executor = fakeExecutor(3, (network) => 1 + network, 1);
    const seen: Progress[] = [];
    await runEnsemble(
      plan,
      {
        ...executor,
        async execute(task, onShare) {
          const block = await executor.execute(task);
          // The second block is done while the first is not there yet.
          if (task.first === 0) await new Promise((resolve) => setTimeout(resolve, 50));
          onShare!(0.5);
          return block;
        },
      },
      { onProgress: (p) => seen.push(p) },
    );
    // Networks count from the first on without a gap, shares as they come.
    expect(seen.map(({ networks, share }) => [networks, Math.round(100 * share)])).toEqual([
      [0, 25],
      [0, 50],
      [0, 75],
      [20, 100],
    ]);
  });

  // Far larger than what is measured before the first report comes.
  const large = planOf({ width: 3000, depth: 100, points: 2000, estimator: 'polyline', networks: 5 });

  test.each([
    ['the calling thread', inlineExecutor],
    ['a worker thread', (subjects: Parameters<typeof openPool>[0]) => openPool(subjects, { threads: 1 })],
  ])('comes from %s, and ends with an interrupt', async (_, open) => {
    const controller = new AbortController();
    const executor = await open(subjectsOf(large));
    const seen: Progress[] = [];
    const running = runEnsemble(large, executor, {
      signal: controller.signal,
      onProgress: (progress) => {
        seen.push(progress);
        controller.abort();
      },
    });
    await expect(running).rejects.toThrow(InterruptedError);
    await executor.close();
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ networks: 0, planned: 5 });
    expect(seen[0]!.share).toBeGreaterThan(0);
    expect(seen[0]!.share).toBeLessThan(0.2);
  });
});

test('tasks that the calling thread is given at the same time do not disturb each other', async () => {
  const plan = planOf({ ...base, width: 200, depth: 20, points: 400, networks: 8 });
  const tasks = [0, 4].map((first) => ({ run: 0, first, networks: 4 }));
  const together = await inlineExecutor(subjectsOf(plan));
  const records = await Promise.all(tasks.map((task) => together.execute(task)));
  for (const [i, task] of tasks.entries()) {
    const alone = await inlineExecutor(subjectsOf(plan));
    expect(records[i]).toEqual(await alone.execute(task));
  }
});

describe('stopping from outside', () => {
  const plan = withBlockSize(planOf({ ...base, networks: 1000 }), 5);

  test('rejects with an InterruptedError that says how far it came', async () => {
    const controller = new AbortController();
    const executor = await inlineExecutor(subjectsOf(plan));
    const running = runEnsemble(plan, executor, {
      signal: controller.signal,
      onProgress: ({ networks }) => networks >= 50 && controller.abort(),
    });
    const error = await running.catch((e) => e);
    expect(error).toBeInstanceOf(InterruptedError);
    expect(error).toMatchObject({ networks: 50, planned: 1000 });
  });

  test('is heeded before the first block', async () => {
    const executor = fakeExecutor(3, () => 1);
    const running = runEnsemble(plan, executor, { signal: AbortSignal.abort() });
    await expect(running).rejects.toThrow(InterruptedError);
    expect(executor.tasks.length).toBeLessThanOrEqual(2 * executor.concurrency);
  });
});

describe('failure', () => {
  test('of a block is the failure of the run, with its own error', async () => {
    const plan = withBlockSize(planOf({ ...base, networks: 100 }), 5);
    const executor = fakeExecutor(3, () => 1);
    const failing = {
      ...executor,
      execute: (task: Parameters<typeof executor.execute>[0]) =>
        task.first === 30 ? Promise.reject(new RangeError('block 6')) : executor.execute(task),
    };
    await expect(runEnsemble(plan, failing)).rejects.toThrow(new RangeError('block 6'));
    expect(executor.tasks.length).toBeLessThan(20);
  });

  test('of measuring arrives from a thread with its own message', async () => {
    const plan = planOf({ ...base, activation: 'hard-tanh', networks: 3 });
    // Planning would refuse such weights.
    const [subject] = subjectsOf(plan);
    const pool = await poolExecutor(
      [{ ...subject!, network: mapLayers(subject!.network, (layer) => ({ ...layer, sigmaW: 1e30 })) }],
      { threads: 1 },
    );
    try {
      await expect(runEnsemble(plan, pool)).rejects.toThrow(
        /^sigmaW: expected a number less than .*, got 1e\+30$/,
      );
    } finally {
      await pool.close();
    }
  });

  test('of a worker thread that dies is a WorkerError, never a hang', async () => {
    const plan = withBlockSize(planOf({ width: 200, depth: 20, points: 500, networks: 100_000 }), 4);
    const pool = await openPool(subjectsOf(plan), { threads: 2 });
    let killed = false;
    try {
      const running = runEnsemble(plan, pool, {
        onProgress: () => {
          if (!killed) void pool.pool.threads[0]!.terminate();
          killed = true;
        },
      });
      await expect(running).rejects.toThrow(WorkerError);
      expect(killed).toBe(true);
    } finally {
      await pool.close();
    }
  });
});

describe('progress names the run by its parameters', () => {
  test.for([
    [{ ...base, density: [0.1, 0.4], sigmaB: 0.3 }, [{ density: 0.1 }, { density: 0.4 }]],
    // Without biases, cells that differ in sigmaW alone share a run.
    [{ ...base, density: [0.1, 0.4], sigmaB: 0, sigmaW: [1, 2] }, [{ density: 0.1 }, { density: 0.4 }]],
    [
      { ...base, activation: ['relu', 'tanh'], sigmaB: 0, sigmaW: [1, 2] },
      [{ activation: 'relu' }, { sigmaW: 1, activation: 'tanh' }, { sigmaW: 2, activation: 'tanh' }],
    ],
    [base, [{}]],
  ] as const)('%j', async ([input, expected]) => {
    const seen = new Map<number, Progress['parameters']>();
    await runEnsemble(
      planOf({ ...input, networks: 4 } as ExperimentInput),
      fakeExecutor(3, (network) => 1 + network),
      { onProgress: ({ run, parameters }) => seen.set(run, parameters) },
    );
    expect([...seen].sort(([a], [b]) => a - b).map(([, parameters]) => parameters)).toEqual(expected);
  });
});
