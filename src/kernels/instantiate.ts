/** From a compiled module to running kernels, each instance with a memory of its own. Apart from the builds, which workers do not need. */
import { type Kernels, UNSIGNED_RESULTS } from './abi.ts';

/** A fresh instance with a memory of its own. */
export async function loadKernels(module: WebAssembly.Module): Promise<Kernels> {
  return initialised(await WebAssembly.instantiate(module));
}

/** The same at once, for worker threads: pages may not do it in their main thread. */
export function loadKernelsSync(module: WebAssembly.Module): Kernels {
  return initialised(new WebAssembly.Instance(module));
}

function initialised(instance: WebAssembly.Instance): Kernels {
  // Exports of an instance are frozen, and some results are read in another way here.
  const exports = { ...instance.exports } as unknown as Kernels & Record<string, unknown>;
  exports.initialise();
  const results = UNSIGNED_RESULTS.map((name) => [name, unsigned(exports[name])]);
  return Object.assign(exports, Object.fromEntries(results));
}

/** The function with its 32-bit result read as unsigned. */
function unsigned(call: (...values: number[]) => number) {
  return (...values: number[]): number => call(...values) >>> 0;
}
