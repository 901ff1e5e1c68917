/**
 * From a compiled module to running kernels, each instance with a memory of its own. Apart from the builds,
 * which workers do not need. The kernels import nothing and hand out plain numbers, so that what AssemblyScript's
 * own loader adds, strings and arrays, would be dead weight in a page; it loads them as well.
 */
import { wrongKind, wrongValue } from '../input/check.ts';
import { KERNEL_NAMES, type Kernels, UNSIGNED_RESULTS } from './abi.ts';

type Exports = Kernels & Record<string, unknown>;

/**
 * A fresh instance with a memory of its own. @throws TypeError, RangeError for anything but a module of the
 * kernels.
 */
export async function loadKernels(module: WebAssembly.Module): Promise<Kernels> {
  checkModule(module);
  return initialised(await WebAssembly.instantiate(module));
}

/** The same at once, for worker threads; engines may refuse it in the main thread of a page. */
export function loadKernelsSync(module: WebAssembly.Module): Kernels {
  checkModule(module);
  return initialised(new WebAssembly.Instance(module));
}

function checkModule(module: unknown): void {
  if (!(module instanceof WebAssembly.Module))
    wrongKind('module', 'a WebAssembly.Module, as compileKernels makes it', module);
  const names = WebAssembly.Module.exports(module).map(({ name }) => name);
  if (!KERNEL_NAMES.every((name) => names.includes(name)))
    wrongValue('module', 'the kernels, as compileKernels makes them', names);
}

function initialised(instance: WebAssembly.Instance): Kernels {
  // Exports are frozen: functions whose results are read as unsigned take the place of theirs in a copy.
  const exports = { ...instance.exports } as Exports;
  exports.initialise();
  const results = UNSIGNED_RESULTS.map((name) => [name, unsigned(exports[name])]);
  return Object.assign(exports, Object.fromEntries(results));
}

/** The function with its 32-bit result read as unsigned. */
function unsigned(call: (...values: number[]) => number) {
  return (...values: number[]): number => call(...values) >>> 0;
}
