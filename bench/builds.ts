/** Which builds of the kernels are timed. */
import { compileKernels, kernelsBuild } from '../src/kernels/index.ts';

export interface Build {
  readonly name: string;
  readonly sha256: string;
  compile(): Promise<WebAssembly.Module>;
}

/** The one place: a new build is a line here. */
export const BUILDS: readonly Build[] = [{ ...kernelsBuild, compile: compileKernels }];
