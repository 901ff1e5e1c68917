export type { Kernels } from './abi.ts';
export { Arena } from './arena.ts';
export {
  compileKernels,
  type KernelsName,
  KernelsUnavailableError,
  kernelBuilds,
  kernelBytes,
  loadKernels,
  supportsKernels,
} from './load.ts';
