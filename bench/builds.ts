/** Which builds of the kernels are timed. */
import { type KernelsName, kernelBuilds } from '../src/kernels/index.ts';
import { compileForNode } from '../src/node/kernels.ts';

export interface Build {
  readonly name: string;
  readonly sha256: string;
  compile(): Promise<WebAssembly.Module>;
}

export const BUILDS: readonly Build[] = (Object.keys(kernelBuilds) as KernelsName[]).map((name) => ({
  name,
  sha256: kernelBuilds[name].sha256,
  compile: () => compileForNode(name),
}));
