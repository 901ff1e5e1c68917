/**
 * A worker of the pool: its own instance of the kernels, compiled once by the main thread. Every module that
 * it loads is loaded again by every worker, so it takes what it needs from where it is and not through the
 * indices.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { BlockMeasurer } from '../ensemble/block.ts';
import type { Task } from '../ensemble/executor.ts';
import { loadKernelsSync } from '../kernels/instantiate.ts';
import type { LengthRecord } from '../measure/record.ts';
import type { PoolData } from './pool.ts';

const { module, kernels: build, subjects } = workerData as PoolData;
const measurer = new BlockMeasurer(loadKernelsSync(module), subjects, build);

/**
 * What a task came to. Errors of its own are part of that: whatever rejects instead is the end of a worker.
 */
export type Outcome = { readonly block: LengthRecord } | { readonly error: Error };

/** A task under a number, by which the worker says how far it is. */
export interface Order {
  readonly id: number;
  readonly task: Task;
}

/** Posted to the pool now and then: the share of a task that is done. */
export interface Share {
  readonly id: number;
  readonly share: number;
}

export default function measure({ id, task }: Order): Outcome {
  const onShare = (share: number) => parentPort!.postMessage({ id, share } satisfies Share);
  try {
    return { block: measurer.measure(task, onShare) };
  } catch (error) {
    return { error: error as Error };
  }
}
