/** The executor of those who ask for none: workers in a page, the calling thread elsewhere. */
import type { Executor, ExecutorOptions } from '../ensemble/executor.ts';
import { openInstance } from '../ensemble/open-instance.ts';
import { KernelsUnavailableError } from '../kernels/load.ts';
import type { Subject } from '../measure/subject.ts';
import { workerExecutor } from './executor.ts';

/**
 * Workers where there is a page to keep responsive. Where their module cannot be loaded, as after a bundler
 * that does not know `new Worker(new URL(…))`, the calling thread does the work: slower, with the same
 * digits.
 */
export async function defaultExecutor(
  subjects: readonly Subject[],
  options: ExecutorOptions = {},
): Promise<Executor> {
  if (typeof document === 'undefined' || typeof Worker === 'undefined') return inThread(subjects, options);
  try {
    return await workerExecutor(subjects, options);
  } catch (error) {
    if (error instanceof KernelsUnavailableError) throw error;
    return inThread(subjects, options);
  }
}

/** `inlineExecutor`, whose code is loaded where it is needed. */
async function inThread(subjects: readonly Subject[], options: ExecutorOptions): Promise<Executor> {
  const { instance, kernels } = await openInstance(subjects, options);
  const { executorInThread } = await import('./in-thread.ts');
  return executorInThread(instance, kernels, subjects);
}
