/** An executor on worker threads: Piscina, one instance of the kernels and one memory per worker. */

import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { checkOpening, type Executor, type ExecutorOptions } from '../ensemble/executor.ts';
import type { KernelsName } from '../kernels/index.ts';
import type { LengthRecord, Subject } from '../measure/index.ts';
import { compileForNode } from './kernels.ts';
import { mostThreads } from './machine.ts';
import type { Order, Outcome, Share } from './worker.ts';

/** What every worker is given at its start. */
export interface PoolData {
  readonly module: WebAssembly.Module;
  readonly kernels: KernelsName;
  readonly subjects: readonly Subject[];
}

/** A worker died or could not start; the run has failed. */
export class WorkerError extends Error {
  override readonly name = 'WorkerError';
}

/** Options of `poolExecutor`. */
export interface PoolOptions extends ExecutorOptions {
  /** Number of workers; by default as many as the machine runs at once. They change no digit. */
  readonly threads?: number | undefined;
}

/** An executor whose pool tests can reach. */
export interface PoolExecutor extends Executor {
  readonly pool: Piscina;
}

/** The number of threads that `poolExecutor` uses where none is given. */
export function defaultThreads(): number {
  return availableParallelism();
}

/**
 * An executor on a pool of worker threads. `execute` rejects with a WorkerError if a worker dies, and with
 * the worker's own error if measuring fails.
 *
 * @param subjects the subjects of the plan's runs.
 * @throws TypeError, RangeError for wrong subjects and options; KernelsUnavailableError where this Node
 * cannot run the build.
 */
export async function poolExecutor(
  subjects: readonly Subject[],
  options: PoolOptions = {},
): Promise<Executor> {
  return openPool(subjects, options);
}

/** The same, with the pool itself. */
export async function openPool(
  subjects: readonly Subject[],
  options: PoolOptions = {},
): Promise<PoolExecutor> {
  checkOpening(subjects, options, { name: 'threads', most: mostThreads() });
  const { threads: most = defaultThreads(), kernels = 'simd128', tasks = most } = options;
  const count = Math.min(most, tasks);
  const threads = await startThreads(subjects, kernels, count);
  return {
    pool: threads.pool,
    concurrency: count,
    kernels,
    execute: (task, onShare) => threads.measure({ task }, onShare),
    close: threads.close,
  };
}

/** Threads that measure. */
export interface Threads {
  readonly pool: Piscina;
  /** @throws WorkerError if a thread dies; what measuring throws. */
  measure(order: Omit<Order, 'id'>, onShare?: (share: number) => void): Promise<LengthRecord>;
  close(): Promise<void>;
}

/** Starts threads that know these subjects, and those that come with their tasks. */
export async function startThreads(
  subjects: readonly Subject[],
  kernels: KernelsName,
  count: number,
): Promise<Threads> {
  const module = await compileForNode(kernels);
  // From sources (tests, development) workers need the loader that understands TypeScript; the built package
  // does not.
  const fromSource = import.meta.url.endsWith('.ts');
  const data: PoolData = { module, kernels, subjects };
  const pool = new Piscina({
    filename: new URL(fromSource ? './worker.ts' : './worker.js', import.meta.url).href,
    ...(fromSource ? { execArgv: ['--import', createRequire(import.meta.url).resolve('tsx')] } : {}),
    minThreads: count,
    maxThreads: count,
    workerData: data,
  });
  const { orDeath, loaded } = watchWorkers(pool);
  const onShares = new Map<number, (share: number) => void>();
  pool.on('message', ({ id, share }: Share) => onShares.get(id)?.(share));
  let orders = 0;
  return {
    pool,
    async measure(ordered, onShare) {
      const id = orders++;
      if (onShare !== undefined) onShares.set(id, onShare);
      const order: Order = { id, ...ordered };
      const outcome = await orDeath<Outcome>(pool.run(order))
        .catch(({ message }: Error) => {
          throw new WorkerError(`a worker thread died: ${message}`);
        })
        .finally(() => onShares.delete(id));
      if ('error' in outcome) throw outcome.error;
      return outcome.block;
    },
    async close() {
      await loaded();
      await pool.destroy();
    },
  };
}

/**
 * Watches the workers of a pool, and those that Piscina starts in the place of one that died.
 *
 * `loaded` waits until none is still loading its modules: Node 20 aborts the whole process if one is ended
 * while it does. The first message of a worker of Piscina says that it has loaded. `orDeath` is a task's
 * result, unless a worker ends by itself: Piscina tells a task that the worker had, but not the tasks that
 * come later and wait for a worker that there will never be. (A race with one promise for all tasks would
 * hold every result until the pool is gone.)
 */
export function watchWorkers(pool: Piscina) {
  const loading = new Map<Worker, Promise<void>>();
  let failure: Error | null = null;
  const waiting = new Set<(error: Error) => void>();
  const fail = (error: Error) => {
    failure ??= error;
    for (const reject of waiting) reject(failure);
  };
  const orDeath = <T>(work: Promise<T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      if (failure !== null) reject(failure);
      waiting.add(reject);
      work.then(resolve, reject).finally(() => waiting.delete(reject));
    });
  pool.on('error', fail);
  const ended = (code: number) => fail(new Error(`worker exited with code: ${code}`));
  const watch = () => {
    for (const worker of pool.threads) {
      if (loading.has(worker)) continue;
      const over = (done: () => void) => worker.once('message', done).once('exit', done);
      loading.set(worker, new Promise((resolve) => over(() => resolve())));
      worker.once('exit', ended);
    }
  };
  watch();
  pool.on('workerDestroy', () => queueMicrotask(watch));
  return { orDeath, loaded: () => Promise.all(loading.values()) };
}
