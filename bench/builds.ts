/** Which builds of the kernels are timed. */
import { type KernelsName, kernelBuilds } from '../src/kernels/index.ts';
import { compileForNode } from '../src/node/kernels.ts';
import { turboProblem } from '../src/node/turbo.ts';

export interface Build {
  readonly name: KernelsName;
  readonly sha256: string;
  compile(): Promise<WebAssembly.Module>;
}

/** All builds that this Node can run; what is left out is told to `log`, and why. */
export function builds(log: (text: string) => void, problem = turboProblem()): Build[] {
  const names = (Object.keys(kernelBuilds) as KernelsName[]).filter(
    (name) => name !== 'turbo' || problem === null,
  );
  if (problem !== null) log(`turbo is left out: expected ${problem.expected}, got ${problem.got}`);
  return names.map((name) => ({
    name,
    sha256: kernelBuilds[name].sha256,
    compile: () => compileForNode(name),
  }));
}
