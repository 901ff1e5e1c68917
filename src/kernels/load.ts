/** The one place that turns the embedded bytes into running kernels. */
import { instantiate } from '@assemblyscript/loader';
import type { Kernels } from './abi.ts';
import { simd128 } from './generated/simd128.ts';

/** Name and SHA-256 of the kernels that `compileKernels` compiles, for the provenance of a result. */
export const kernelsBuild: { readonly name: string; readonly sha256: string } = {
  name: simd128.name,
  sha256: simd128.sha256,
};

export class KernelsUnavailableError extends Error {
  override readonly name = 'KernelsUnavailableError';
}

/**
 * Compiles the kernels. Do it once and share the module: it can be posted to workers.
 * @throws KernelsUnavailableError where WebAssembly or its SIMD instructions are missing or not allowed.
 */
export async function compileKernels(): Promise<WebAssembly.Module> {
  if (typeof WebAssembly === 'undefined') {
    throw new KernelsUnavailableError('WebAssembly: expected an engine that has it, got one without');
  }
  const bytes = Uint8Array.from(atob(simd128.base64), (c) => c.charCodeAt(0));
  if (!WebAssembly.validate(bytes)) {
    throw new KernelsUnavailableError(
      'WebAssembly SIMD: expected an engine with 128-bit SIMD (every browser since 2023, Node 16.4 and later), got one without',
    );
  }
  try {
    return await WebAssembly.compile(bytes);
  } catch (error) {
    throw new KernelsUnavailableError(
      `WebAssembly: expected a page that allows it ('wasm-unsafe-eval' in the script-src of its policy), got: ${(error as Error).message}`,
    );
  }
}

/** A fresh instance with a memory of its own. */
export async function loadKernels(module: WebAssembly.Module): Promise<Kernels> {
  const { exports } = await instantiate<Kernels & Record<string, unknown>>(module, {});
  exports.initialise();
  return exports;
}
