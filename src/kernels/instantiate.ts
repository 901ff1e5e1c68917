/** From a compiled module to running kernels, each instance with a memory of its own. Apart from the builds, which workers do not need. */
import { instantiate, instantiateSync } from '@assemblyscript/loader';
import type { Kernels } from './abi.ts';

type Exports = Kernels & Record<string, unknown>;

/** A fresh instance with a memory of its own. */
export async function loadKernels(module: WebAssembly.Module): Promise<Kernels> {
  const { exports } = await instantiate<Exports>(module, {});
  return initialised(exports);
}

/**
 * The same at once, for worker threads: pages may not do it in their main thread, and in Node the other way loads the whole of `fetch`
 * (to ask whether the module is a Response), 40 ms.
 */
export function loadKernelsSync(module: WebAssembly.Module): Kernels {
  return initialised(instantiateSync<Exports>(module, {}).exports);
}

function initialised(exports: Exports): Kernels {
  exports.initialise();
  return exports;
}
