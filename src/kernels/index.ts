export type { Kernels } from './abi.ts';
export { Arena } from './arena.ts';
export {
  compileKernels,
  type KernelsName,
  KernelsUnavailableError,
  kernelBuilds,
  loadKernels,
  supportsKernels,
} from './load.ts';
