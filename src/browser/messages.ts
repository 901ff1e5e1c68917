/** What a page and its workers say to each other. Plain data. */
import type { Task } from '../ensemble/executor.ts';
import type { KernelsName } from '../kernels/load.ts';
import type { LengthRecord } from '../measure/record.ts';
import type { Subject } from '../measure/subject.ts';

/** To a worker: first what it measures with, then one task at a time. */
export type Request =
  | {
      readonly kind: 'start';
      readonly module: WebAssembly.Module;
      readonly kernels: KernelsName;
      readonly subjects: readonly Subject[];
    }
  | { readonly kind: 'task'; readonly task: Task };

/**
 * From a worker: that it is ready, or the block that was asked for, and before it the share of it that is done;
 * an error in place of either.
 */
export type Response =
  | { readonly kind: 'ready' }
  | { readonly kind: 'share'; readonly share: number }
  | { readonly kind: 'block'; readonly block: LengthRecord }
  | { readonly kind: 'error'; readonly error: Error };
