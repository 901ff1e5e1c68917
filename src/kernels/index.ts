export type { Kernels } from './abi.ts';
export { Arena } from './arena.ts';
export { compileKernels, KernelsUnavailableError, kernelsBuild, loadKernels } from './load.ts';
