/** Measures in the thread that asks, for programs without workers, for workers, and for tests. */
import type { Subject } from '../measure/index.ts';
import type { Executor, ExecutorOptions } from './executor.ts';
import { executorInThread } from './in-thread.ts';
import { openInstance } from './open-instance.ts';

/**
 * An executor in the calling thread. It pauses between blocks of networks, and inside them every few hundredths
 * of a second, so that a signal can arrive and a page can draw.
 *
 * @throws TypeError, RangeError for wrong subjects and options; KernelsUnavailableError where WebAssembly
 * SIMD is missing.
 */
export async function inlineExecutor(
  subjects: readonly Subject[],
  options: ExecutorOptions = {},
): Promise<Executor> {
  const { instance, kernels } = await openInstance(subjects, options);
  return executorInThread(instance, kernels, subjects);
}
