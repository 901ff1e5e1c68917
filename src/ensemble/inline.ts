/** Measures in the thread that asks, for programs without workers, for workers, and for tests. */
import { compileKernels, loadKernels } from '../kernels/index.ts';
import type { Subject } from '../measure/index.ts';
import { BlockMeasurer } from './block.ts';
import { checkOpening, type Executor, type ExecutorOptions } from './executor.ts';

/**
 * An executor in the calling thread. It pauses between blocks of networks, so that a signal can arrive; a
 * network itself is measured in one go, which can take seconds: in a page use `workerExecutor`.
 *
 * @throws TypeError, RangeError for wrong subjects and options; KernelsUnavailableError where WebAssembly
 * SIMD is missing.
 */
export async function inlineExecutor(
  subjects: readonly Subject[],
  options: ExecutorOptions = {},
): Promise<Executor> {
  checkOpening(subjects, options);
  const { kernels = 'simd128' } = options;
  const measurer = new BlockMeasurer(await loadKernels(await compileKernels(kernels)), subjects, kernels);
  let closed = false;
  return {
    concurrency: 1,
    kernels,
    async execute(task) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (closed) throw new Error('executor: expected an open one, got one that was closed');
      return measurer.measure(task);
    },
    async close() {
      closed = true;
    },
  };
}
