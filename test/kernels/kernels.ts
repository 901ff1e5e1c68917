/** One instance of the real kernels for a test file. */
import { Arena, compileKernels, loadKernels } from '../../src/kernels/index.ts';

export async function arena(): Promise<Arena> {
  return new Arena(await loadKernels(await compileKernels()));
}
