/**
 * From a compiled module to running kernels, each instance with a memory of its own. Apart from the builds,
 * which workers do not need.
 */
import { instantiate, instantiateSync } from '@assemblyscript/loader';
import { wrongKind, wrongValue } from '../input/check.ts';
import { KERNEL_NAMES, type Kernels, UNSIGNED_RESULTS } from './abi.ts';

type Exports = Kernels & Record<string, unknown>;

/**
 * A fresh instance with a memory of its own. @throws TypeError, RangeError for what is no module of the
 * kernels.
 */
export async function loadKernels(module: WebAssembly.Module): Promise<Kernels> {
  checkModule(module);
  const { exports } = await instantiate<Exports>(module, {});
  return initialised(exports);
}

/**
 * The same at once, for worker threads: pages may not do it in their main thread, and in Node the other way
 * loads the whole of `fetch` (to ask whether the module is a Response), 40 ms.
 */
export function loadKernelsSync(module: WebAssembly.Module): Kernels {
  checkModule(module);
  return initialised(instantiateSync<Exports>(module, {}).exports);
}

function checkModule(module: unknown): void {
  if (!(module instanceof WebAssembly.Module))
    wrongKind('module', 'a WebAssembly.Module, as compileKernels makes it', module);
  const names = WebAssembly.Module.exports(module).map(({ name }) => name);
  if (!KERNEL_NAMES.every((name) => names.includes(name)))
    wrongValue('module', 'the kernels, as compileKernels makes them', names);
}

function initialised(exports: Exports): Kernels {
  exports.initialise();
  const results = UNSIGNED_RESULTS.map((name) => [name, unsigned(exports[name])]);
  return Object.assign(exports, Object.fromEntries(results));
}

/** The function with its 32-bit result read as unsigned. */
function unsigned(call: (...values: number[]) => number) {
  return (...values: number[]): number => call(...values) >>> 0;
}
