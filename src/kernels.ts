/**
 * expressivity/kernels, the WebAssembly core by itself: builds, loader, memory, layout. Every function is a
 * free function over addresses (`Kernels`); docs/kernels.md begins with an example. It runs in browsers,
 * workers and Node.
 * @module
 */
export {
  type Address,
  KERNEL_NAMES,
  type Kernels,
  LAW,
  lawNumber,
  lawTable,
  unitValues,
} from './kernels/abi.ts';
export { activationCode } from './kernels/activation-code.ts';
export { Arena } from './kernels/arena.ts';
export { loadKernels, loadKernelsSync } from './kernels/instantiate.ts';
export {
  blocksPerGroup,
  keptRoom,
  type PanelLayout,
  type Product,
  panelLayout,
  productAt,
} from './kernels/layout.ts';
export {
  compileKernels,
  type KernelBuild,
  type KernelsName,
  KernelsUnavailableError,
  kernelBuilds,
  kernelBytes,
  supportsKernels,
} from './kernels/load.ts';
export type {
  Activation,
  ActivationCode,
  ActivationInput,
  BentActivation,
  EntryLaw,
  Law,
  MatrixLaw,
  PiecewiseActivation,
  SmoothActivation,
} from './network/index.ts';
export { BLOCK_ROWS, COMPARE_FROM, PURPOSE, type Purpose } from './random/index.ts';
