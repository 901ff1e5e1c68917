/** The builds of the kernels, and the one place that compiles their embedded bytes. */
import { checkBuild } from './builds.ts';
import { SHA256 } from './generated/sha256.ts';
import { type Packed, unpack } from './packed.ts';

/** Description of a build. */
export interface KernelBuild {
  /** SHA-256 of its bytes, in hexadecimal; `turbo` has that of `relaxed`. */
  readonly sha256: string;
}

/** The name of a build of the kernels; `kernelBuilds` says what each is. */
export type KernelsName = 'simd128' | 'relaxed' | 'turbo';

/**
 * The builds of the kernels. `simd128` rounds every product and every sum: the same digits on every machine.
 * `relaxed` may fuse them (relaxed SIMD): faster, and its last digits depend on the processor. `turbo` is
 * `relaxed` compiled to 256-bit instructions by Node 24 or later, with the digits of `relaxed`. All draw the
 * same weights.
 */
export const kernelBuilds: Readonly<Record<KernelsName, KernelBuild>> = {
  simd128: { sha256: SHA256.simd128 },
  relaxed: { sha256: SHA256.relaxed },
  turbo: { sha256: SHA256.relaxed },
};

/** Each build is a module of its own, so that a page loads only the one that it runs. */
const EMBEDDED: Readonly<Record<KernelsName, () => Promise<Packed>>> = {
  simd128: () => import('./generated/simd128.ts'),
  relaxed: () => import('./generated/relaxed.ts'),
  turbo: () => import('./generated/relaxed.ts'),
};

/** This engine cannot run the kernels; the message says what it lacks. */
export class KernelsUnavailableError extends Error {
  override readonly name = 'KernelsUnavailableError';
}

/** Engines that have what a build needs. */
const NEEDS: Record<KernelsName, string> = {
  simd128:
    'WebAssembly SIMD: expected an engine with 128-bit SIMD (every browser since 2023, Node 16.4 and later), got one without',
  relaxed:
    'relaxed WebAssembly SIMD: expected an engine with it (Chrome 114, Node 22 and later; in Node 20 behind a flag that expressivity/node sets), got one without',
  turbo:
    'turbo: expected expressivity/node on Node 24 or later, which sets a flag of the engine that no page can set, got compileKernels or a page; relaxed is the next best',
};

/** A custom section of WebAssembly: id 0, its length, the length of its name, the name. Engines skip it. */
function customSection(name: string): number[] {
  return [0, name.length + 1, name.length, ...Array.from(name, (letter) => letter.charCodeAt(0))];
}

/**
 * The bytes of a build. Those of `turbo` end with a custom section of that name: engines keep compiled code
 * by a module's bytes, and `turbo` must not be given what was compiled for `relaxed`.
 */
export async function kernelBytes(name: KernelsName): Promise<Uint8Array<ArrayBuffer>> {
  checkBuild('kernels', name);
  const bytes = unpack(await EMBEDDED[name]());
  return name === 'turbo' ? Uint8Array.of(...bytes, ...customSection(name)) : bytes;
}

/**
 * Whether `compileKernels` can compile the build in this engine. Never `turbo`: that takes
 * `expressivity/node`.
 */
export async function supportsKernels(name: KernelsName): Promise<boolean> {
  checkBuild('kernels', name);
  if (name === 'turbo' || typeof WebAssembly === 'undefined') return false;
  return WebAssembly.validate(await kernelBytes(name));
}

const compiled = new Map<KernelsName, WebAssembly.Module>();

/**
 * Compiles the kernels, once in each thread: later calls return the same module, which can be posted to workers.
 * @throws KernelsUnavailableError where WebAssembly or its SIMD instructions are missing or not allowed, and
 * for `turbo`; TypeError, RangeError for an unknown build.
 */
export async function compileKernels(name: KernelsName = 'simd128'): Promise<WebAssembly.Module> {
  checkBuild('kernels', name);
  if (typeof WebAssembly === 'undefined') {
    throw new KernelsUnavailableError('WebAssembly: expected an engine that has it, got one without');
  }
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const bytes = await kernelBytes(name);
  if (name === 'turbo' || !WebAssembly.validate(bytes)) throw new KernelsUnavailableError(NEEDS[name]);
  try {
    const module = await WebAssembly.compile(bytes);
    compiled.set(name, module);
    return module;
  } catch (error) {
    throw new KernelsUnavailableError(
      `WebAssembly: expected a page that allows it ('wasm-unsafe-eval' in the script-src of its policy), got: ${(error as Error).message}`,
    );
  }
}
