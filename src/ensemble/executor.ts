/** Where blocks of networks are measured. The ensemble knows this face and not what is behind it. */
import type { KernelsName } from '../kernels/index.ts';
import type { LengthRecord } from '../measure/index.ts';

/** A block of consecutive networks of one run of the plan. */
export interface Task {
  readonly run: number;
  readonly first: number;
  readonly networks: number;
}

export interface Executor {
  /** Tasks that are worked on at the same time. */
  readonly concurrency: number;
  /** The build of the kernels that measures. */
  readonly kernels: KernelsName;
  /** Measures a block. The result is a pure function of the plan and the task. */
  execute(task: Task): Promise<LengthRecord>;
  /** Stops at once and gives resources back; tasks under way are rejected or forgotten. */
  close(): Promise<void>;
}
