import { instantiate } from '@assemblyscript/loader';
import { expect, test } from 'vitest';
import { KERNEL_NAMES, type Kernels } from '../../src/kernels/abi.ts';
import {
  compileKernels,
  KernelsUnavailableError,
  kernelBuilds,
  kernelBytes,
  loadKernels,
  supportsKernels,
} from '../../src/kernels/index.ts';

test('the interface lists exactly what the module exports', async () => {
  const module = await compileKernels();
  const names = WebAssembly.Module.exports(module).map(({ name }) => name);
  expect(names.sort()).toEqual([...KERNEL_NAMES].sort());
  expect(WebAssembly.Module.imports(module)).toEqual([]);
});

test("AssemblyScript's own loader loads them, too", async () => {
  const { exports } = await instantiate<Kernels & Record<string, unknown>>(await kernelBytes('simd128'));
  const kernels = await loadKernels(await compileKernels());
  exports.initialise();
  expect(exports.memoryStart()).toBe(kernels.memoryStart());
});

test('instances of one module have memories of their own', async () => {
  const module = await compileKernels();
  const [a, b] = [await loadKernels(module), await loadKernels(module)];
  const at = a.memoryStart();
  new Uint8Array(a.memory.buffer)[at] = 77;
  expect(new Uint8Array(b.memory.buffer)[at]).toBe(0);
  for (const { sha256 } of Object.values(kernelBuilds)) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
});

test('the bytes of a build are those that its hash is of', async () => {
  for (const name of ['simd128', 'relaxed'] as const) {
    const hash = await crypto.subtle.digest('SHA-256', await kernelBytes(name));
    expect(Buffer.from(hash).toString('hex')).toBe(kernelBuilds[name].sha256);
  }
});

test('turbo is relaxed, marked so that no engine takes one for the other', async () => {
  const [relaxed, turbo] = [await kernelBytes('relaxed'), await kernelBytes('turbo')];
  expect(turbo.slice(0, relaxed.length)).toEqual(relaxed);
  const mark = turbo.slice(relaxed.length);
  expect(mark).toEqual(new Uint8Array([0, 6, 5, ...Buffer.from('turbo')]));
  expect(kernelBuilds.turbo.sha256).toBe(kernelBuilds.relaxed.sha256);
  // The mark is what WebAssembly calls a custom section, behind any module.
  const module = new WebAssembly.Module(new Uint8Array([...(await kernelBytes('simd128')), ...mark]));
  expect(WebAssembly.Module.customSections(module, 'turbo')).toHaveLength(1);
});

test('turbo is refused where no flag of the engine can be set', async () => {
  expect(await supportsKernels('turbo')).toBe(false);
  const refused = compileKernels('turbo');
  await expect(refused).rejects.toThrow(KernelsUnavailableError);
  await expect(refused).rejects.toThrow(/^turbo: expected expressivity\/node on Node 24 or later, .* got /);
});
