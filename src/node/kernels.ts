/** Builds of the kernels as Node runs them. */
import { setFlagsFromString } from 'node:v8';
import { echo, InputError } from '../experiment/index.ts';
import { compileKernels, type KernelsName, supportsKernels } from '../kernels/index.ts';
import { compileTurbo, turboProblem } from './turbo.ts';

/**
 * What `--kernels` accepts. `auto` is `simd128`, whose digits are the same on every machine, so that a result
 * does not depend on where it was computed unless that was asked for.
 */
export const KERNEL_CHOICES = ['auto', 'simd128', 'relaxed', 'turbo'] as const;

/** The build that a choice stands for. @throws InputError, also for `turbo` where this Node cannot run it. */
export function kernelsOf(choice: string, problem = turboProblem()): KernelsName {
  if (!(KERNEL_CHOICES as readonly string[]).includes(choice)) {
    throw new InputError('--kernels', KERNEL_CHOICES.join(', '), echo(choice));
  }
  if (choice === 'turbo' && problem !== null)
    throw new InputError('--kernels', problem.expected, problem.got);
  return choice === 'auto' ? 'simd128' : (choice as KernelsName);
}

/**
 * Compiles a build. Node 20 has relaxed SIMD behind a flag of V8, which holds for the whole process, workers
 * included. `turbo` is compiled with flags of its own, and tested.
 * @throws KernelsUnavailableError where the engine cannot run it.
 */
export async function compileForNode(name: KernelsName): Promise<WebAssembly.Module> {
  if (name === 'turbo') return compileTurbo();
  const isNode20 = process.versions.node.startsWith('20.');
  if (name === 'relaxed' && isNode20 && !(await supportsKernels(name))) {
    setFlagsFromString('--experimental-wasm-relaxed-simd');
  }
  return compileKernels(name);
}
