/** Measures in the thread that asks, for pages without workers and for tests. */
import { compileKernels, type KernelsName, loadKernels } from '../kernels/index.ts';
import type { Subject } from '../measure/index.ts';
import { BlockMeasurer } from './block.ts';
import type { Executor } from './executor.ts';

/**
 * An executor in the calling thread. Between blocks it yields, so that a page can draw and a signal can arrive.
 * @throws KernelsUnavailableError where WebAssembly SIMD is missing.
 */
export async function inlineExecutor(
  subjects: readonly Subject[],
  kernels: KernelsName = 'simd128',
): Promise<Executor> {
  const measurer = new BlockMeasurer(await loadKernels(await compileKernels(kernels)), subjects, kernels);
  return {
    concurrency: 1,
    kernels,
    async execute(task) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      return measurer.measure(task);
    },
    async close() {},
  };
}
