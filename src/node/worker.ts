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
import type { Subject } from '../measure/subject.ts';
import type { PoolData } from './pool.ts';

const { module, kernels: build, subjects } = workerData as PoolData;
const kernels = loadKernelsSync(module);
let measurer = new BlockMeasurer(kernels, subjects, build);
/** The subject that an order brought last, by its key. */
let brought: string | null = null;

/**
 * Result of a task: its record, or its own error. A rejected promise means that the worker died.
 */
export type Outcome = { readonly block: LengthRecord } | { readonly error: Error };

/** A task under a number, by which the worker says how far it is. */
export interface Order {
  readonly id: number;
  readonly task: Task;
  /** The subject of the task, where it is none of the pool's own; `task.run` is then 0. */
  readonly brought?: Brought;
}

/** A subject that comes with its task. */
export interface Brought {
  /** Equal keys, equal subjects. */
  readonly key: string;
  readonly subject: Subject;
  /** Shared memory. Once entry 0 is not 0, the task ends with an error, within a second. */
  readonly stop: Int32Array;
}

/** Posted to the pool now and then: the share of a task that is done. */
export interface Share {
  readonly id: number;
  readonly share: number;
}

export default function measure({ id, task, brought: own }: Order): Outcome {
  try {
    if (own !== undefined && own.key !== brought) {
      measurer = new BlockMeasurer(kernels, [own.subject], build);
      brought = own.key;
    }
    const onShare = (share: number) => {
      if (own !== undefined && Atomics.load(own.stop, 0) !== 0) throw new Error('the task was stopped');
      parentPort!.postMessage({ id, share } satisfies Share);
    };
    return { block: measurer.measure(task, onShare) };
  } catch (error) {
    // A task that was left in the middle may have left its workspace in any state.
    if (own !== undefined) brought = null;
    return { error: error as Error };
  }
}
