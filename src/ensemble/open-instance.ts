import { loadKernels } from '../kernels/instantiate.ts';
import { compileKernels, type KernelsName } from '../kernels/load.ts';
import type { Subject } from '../measure/subject.ts';
import { checkOpening, type ExecutorOptions } from './executor.ts';

/**
 * What an executor in the calling thread needs: an instance of the kernels, and the name of their build.
 * @throws as `inlineExecutor`.
 */
export async function openInstance(subjects: readonly Subject[], options: ExecutorOptions) {
  checkOpening(subjects, options);
  const kernels: KernelsName = options.kernels ?? 'simd128';
  return { instance: await loadKernels(await compileKernels(kernels)), kernels };
}
