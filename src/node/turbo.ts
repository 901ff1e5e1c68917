/**
 * `--kernels turbo`: the relaxed build, compiled by a V8 that joins pairs of neighbouring 128-bit operations
 * into 256-bit ones. The flag that asks for it is experimental, so nothing is measured before the compiled
 * code has proved itself (`turbo-test.ts`).
 */
import { setFlagsFromString } from 'node:v8';
import type { Fault } from '../input/faults.ts';
import { KernelsUnavailableError, kernelBytes, loadKernels } from '../kernels/index.ts';

/** The first version of Node whose V8 makes 256-bit code; Node 22 knows the flag and does nothing. */
const LEAST_NODE = 24;

/** What Node has to be, and is instead, to run `turbo`; null where it can. */
export function turboProblem(
  node: string = process.versions.node,
  arch: string = process.arch,
): Pick<Fault, 'expected' | 'got'> | null {
  if (Number.parseInt(node, 10) < LEAST_NODE) {
    return { expected: `Node ${LEAST_NODE} or later for turbo`, got: node };
  }
  return arch === 'x64' ? null : { expected: 'an x64 processor for turbo', got: arch };
}

/**
 * Compiles with V8's optimising compiler alone, all functions at once, in the calling thread: its baseline
 * compiler joins nothing, and functions compiled later would not be those that were tested. The flags hold
 * for the whole process, so they are taken back at once.
 */
export function compileJoined(bytes: Uint8Array<ArrayBuffer>): WebAssembly.Module {
  const flags = ['experimental-wasm-revectorize', 'no-liftoff', 'no-wasm-lazy-compilation'];
  for (const flag of flags) setFlagsFromString(`--${flag}`);
  try {
    return new WebAssembly.Module(bytes);
  } finally {
    for (const flag of flags)
      setFlagsFromString(flag.startsWith('no-') ? `--${flag.slice(3)}` : `--no-${flag}`);
  }
}

/** The module of `turbo`, once it has been tested. */
let tested: WebAssembly.Module | null = null;

/**
 * @throws KernelsUnavailableError where Node cannot run it, or where it computes anything that `relaxed` does
 * not.
 */
export async function compileTurbo(): Promise<WebAssembly.Module> {
  const problem = turboProblem();
  if (problem !== null)
    throw new KernelsUnavailableError(`kernels: expected ${problem.expected}, got ${problem.got}`);
  if (tested === null) {
    const module = compileJoined(await kernelBytes('turbo'));
    await requireAgreement(module);
    tested = module;
  }
  return tested;
}

/** @throws KernelsUnavailableError naming what differs between this module and the plain `relaxed` build. */
export async function requireAgreement(module: WebAssembly.Module): Promise<void> {
  // Only who asks for turbo loads its test.
  const { firstDifference } = await import('./turbo-test.ts');
  const plain = new WebAssembly.Module(await kernelBytes('relaxed'));
  const difference = firstDifference(await loadKernels(module), await loadKernels(plain));
  if (difference === null) return;
  throw new KernelsUnavailableError(
    `turbo: expected the digits of the relaxed build from this engine (V8 ${process.versions.v8}), got others in ${difference}; use --kernels relaxed`,
  );
}
