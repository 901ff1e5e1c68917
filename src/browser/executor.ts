/** An executor on the module workers of a page: as many cores as there are, and a main thread that stays free. */

import type { Executor, Task } from '../ensemble/executor.ts';
import { valueFault } from '../input/faults.ts';
import { compileKernels, type KernelsName } from '../kernels/load.ts';
import type { LengthRecord } from '../measure/record.ts';
import type { Subject } from '../measure/subject.ts';
import type { Request, Response } from './messages.ts';

export interface WorkerExecutorOptions {
  /** Number of workers; by default as many as the machine runs at once. They change no digit. */
  readonly workers?: number;
  /** Build of the kernels. Default `simd128`. */
  readonly kernels?: KernelsName;
  /** Starts a worker, where a bundler wants it said in another way; its module is `expressivity/worker`. */
  readonly start?: () => Worker;
}

/** A worker that waits for a task, or has one under way. */
interface Hand {
  readonly worker: Worker;
  settle: { resolve(block: LengthRecord): void; reject(error: Error): void } | null;
}

/** Bundlers and plain pages find the worker's module by this very expression. */
const startWorker = () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });

/**
 * An executor whose tasks run in module workers. Give it to `measureTrajectory` or `trajectory` as `executor`; closing ends its workers at once.
 *
 * @param subjects the subjects of the plan's runs.
 * @throws RangeError for a number of workers below 1; KernelsUnavailableError where WebAssembly SIMD is missing; Error where a worker cannot start.
 */
export async function workerExecutor(
  subjects: readonly Subject[],
  {
    workers = navigator.hardwareConcurrency,
    kernels = 'simd128',
    start = startWorker,
  }: WorkerExecutorOptions = {},
): Promise<Executor> {
  if (!Number.isInteger(workers) || workers < 1) {
    throw valueFault('workers', 'an integer of at least 1', workers);
  }
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
    hand.settle = null;
    free.push(hand);
    if (response.kind === 'block') settle?.resolve(response.block);
    else if (response.kind === 'error') settle?.reject(response.error);
    handOut();
  };
  const open = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = start();
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
    execute: (task) =>
      new Promise((resolve, reject) => {
        if (failure !== null) return reject(failure);
        waiting.push({ task, settle: { resolve, reject } });
        handOut();
      }),
    close,
  };
}

function send(worker: Worker, request: Request): void {
  worker.postMessage(request);
}
