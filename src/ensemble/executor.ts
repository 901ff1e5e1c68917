/** Where blocks of networks are measured. The ensemble knows this face and not what is behind it. */
import type { KernelsName } from '../kernels/index.ts';
import type { LengthRecord, Subject } from '../measure/index.ts';

/** A block of consecutive networks of one run of the plan. */
export interface Task {
  /** Index of the run, and of its subject. */
  readonly run: number;
  /** Number of the block's first network. */
  readonly first: number;
  readonly networks: number;
}

/** Measures blocks of networks, in the calling thread or elsewhere. */
export interface Executor {
  /** Tasks that are worked on at the same time. */
  readonly concurrency: number;
  /** The build of the kernels that measures. */
  readonly kernels: KernelsName;
  /** Measures a block. The result is a pure function of the subjects and the task. */
  execute(task: Task): Promise<LengthRecord>;
  /** Stops at once and gives resources back; tasks under way are rejected or forgotten. */
  close(): Promise<void>;
}

/** What every executor can be told; no option changes a digit, but for the build. */
export interface ExecutorOptions {
  /** Build of the kernels. Default `simd128`, whose digits are the same on every machine. */
  readonly kernels?: KernelsName | undefined;
  /** Tasks that there will be at most: more workers than that would only start and end. Default: not known. */
  readonly tasks?: number | undefined;
}

/**
 * Opens an executor for the subjects of a plan, one a run: `inlineExecutor`, `workerExecutor`, `poolExecutor` of `expressivity/node`, or one of
 * your own.
 */
export type OpenExecutor = (subjects: readonly Subject[], options?: ExecutorOptions) => Promise<Executor>;
