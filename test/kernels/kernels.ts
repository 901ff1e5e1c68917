/** One instance of the real kernels for a test file, whose panels are cut as for `build`. */
import { Arena, compileKernels, type KernelsName, loadKernels } from '../../src/kernels/index.ts';

export async function arena(build?: KernelsName): Promise<Arena> {
  return new Arena(await loadKernels(await compileKernels()), build);
}
