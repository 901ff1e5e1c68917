export type { Kernels } from './abi.ts';
export { Arena } from './arena.ts';
export { loadKernels, loadKernelsSync } from './instantiate.ts';
export {
  compileKernels,
  type KernelBuild,
  type KernelsName,
  KernelsUnavailableError,
  kernelBuilds,
  kernelBytes,
  supportsKernels,
} from './load.ts';
