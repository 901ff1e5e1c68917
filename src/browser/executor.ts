/**
 * An executor on the module workers of a page: as many cores as there are, and a main thread that stays free.
 */
import { checkOpening, type Executor, type ExecutorOptions, type Task } from '../ensemble/executor.ts';
import { compileKernels } from '../kernels/load.ts';
import type { LengthRecord } from '../measure/record.ts';
import type { Subject } from '../measure/subject.ts';
import type { Request, Response } from './messages.ts';

/** Options of `workerExecutor`. */
export interface WorkerExecutorOptions extends ExecutorOptions {
  /** Number of workers; by default as many as the machine runs at once. They change no digit. */
  readonly workers?: number | undefined;
}

/** Many more workers than there are cores would only fill memory. */
const MOST_WORKERS = 256;

/** A worker that waits for a task, or has one under way. */
interface Hand {
  readonly worker: Worker;
  settle: {
    resolve(block: LengthRecord): void;
    reject(error: Error): void;
    onShare?: ((share: number) => void) | undefined;
  } | null;
}

/** Bundlers and plain pages find the worker's module by this very expression. */
const startWorker = () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });

/**
 * An executor whose tasks run in module workers, so that the main thread of a page stays free. Closing it
 * ends its workers at once. Pages use it by default; given as `executor` it is an error where workers cannot
 * start. Node has `poolExecutor` of `expressivity/node` instead.
 *
 * @param subjects the subjects of the plan's runs.
 * @throws TypeError, RangeError for wrong subjects and options; KernelsUnavailableError where WebAssembly
 * SIMD is missing; Error where a worker cannot start.
 */
export async function workerExecutor(
  subjects: readonly Subject[],
  options: WorkerExecutorOptions = {},
): Promise<Executor> {
  // Node 20 has no navigator.
  const cores = globalThis.navigator?.hardwareConcurrency ?? 1;
  checkOpening(subjects, options, { name: 'workers', most: Math.max(MOST_WORKERS, cores) });
  const { workers: most = cores, kernels = 'simd128', tasks = most } = options;
  if (typeof Worker === 'undefined') {
    throw new Error('workers: expected a page, which has them, got a thread without Worker');
  }
  const workers = Math.min(most, tasks);
  const module = await compileKernels(kernels);
  const waiting: { readonly task: Task; readonly settle: NonNullable<Hand['settle']> }[] = [];
  const free: Hand[] = [];
  const all: Hand[] = [];
  let failure: Error | null = null;

  const fail = (error: Error) => {
    failure ??= error;
    for (const { settle } of [...all, ...waiting]) settle?.reject(failure);
    waiting.length = 0;
    for (const hand of all) hand.settle = null;
  };
  const handOut = () => {
    while (free.length > 0 && waiting.length > 0) {
      const hand = free.pop()!;
      const { task, settle } = waiting.shift()!;
      hand.settle = settle;
      send(hand.worker, { kind: 'task', task });
    }
  };
  const hear = (hand: Hand, response: Response) => {
    const { settle } = hand;
    if (response.kind === 'share') return settle?.onShare?.(response.share);
    hand.settle = null;
    free.push(hand);
    if (response.kind === 'block') settle?.resolve(response.block);
    else if (response.kind === 'error') settle?.reject(response.error);
    handOut();
  };
  const open = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = startWorker();
      const hand: Hand = { worker, settle: null };
      all.push(hand);
      worker.onmessage = ({ data }: MessageEvent<Response>) => {
        if (data.kind === 'error' && hand.settle === null) return reject(data.error);
        hear(hand, data);
        resolve();
      };
      worker.onerror = ({ message }) => {
        const error = new Error(
          `worker: expected one that runs, got an error (${message || 'it could not be loaded'})`,
        );
        fail(error);
        reject(error);
      };
      send(worker, { kind: 'start', module, kernels, subjects });
    });
  const close = async () => {
    for (const { worker } of all) worker.terminate();
    fail(new Error('the executor was closed'));
  };
  try {
    await Promise.all(Array.from({ length: workers }, open));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    concurrency: workers,
    kernels,
    execute: (task, onShare) =>
      new Promise((resolve, reject) => {
        if (failure !== null) return reject(failure);
        waiting.push({ task, settle: { resolve, reject, onShare } });
        handOut();
      }),
    close,
  };
}

function send(worker: Worker, request: Request): void {
  worker.postMessage(request);
}
