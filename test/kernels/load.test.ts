import { expect, test } from 'vitest';
import { KERNEL_NAMES } from '../../src/kernels/abi.ts';
import { compileKernels, kernelBuilds, loadKernels } from '../../src/kernels/index.ts';

test('the interface lists exactly what the module exports', async () => {
  const module = await compileKernels();
  const names = WebAssembly.Module.exports(module).map(({ name }) => name);
  expect(names.sort()).toEqual([...KERNEL_NAMES].sort());
  expect(WebAssembly.Module.imports(module).filter(({ kind }) => kind !== 'function')).toEqual([]);
});

test('instances of one module have memories of their own', async () => {
  const module = await compileKernels();
  const [a, b] = [await loadKernels(module), await loadKernels(module)];
  const at = a.memoryStart();
  new Uint8Array(a.memory.buffer)[at] = 77;
  expect(new Uint8Array(b.memory.buffer)[at]).toBe(0);
  for (const { sha256 } of Object.values(kernelBuilds)) expect(sha256).toMatch(/^[0-9a-f]{64}$/);
});
