/** The executor of those who ask for none: workers in a page, the calling thread elsewhere. */
import type { Executor, ExecutorOptions, OpenExecutor } from '../ensemble/executor.ts';
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
  if (typeof document === 'undefined' || typeof Worker === 'undefined')
    return inThisThread(subjects, options);
  try {
    return await workerExecutor(subjects, options);
  } catch (error) {
    if (error instanceof KernelsUnavailableError) throw error;
    return inThisThread(subjects, options);
  }
}

/** Loaded where there are no workers: a page with workers needs no code that measures. */
const inThisThread: OpenExecutor = async (subjects, options) =>
  (await import('../ensemble/inline.ts')).inlineExecutor(subjects, options);
