import { expect, test } from 'vitest';
import { builds } from '../../bench/builds.ts';
import { layerCase } from '../../bench/layer.ts';
import { kernelBuilds } from '../../src/kernels/index.ts';
import { arena } from '../kernels/kernels.ts';

test('every build is timed that this Node can run; the one that it cannot is named', () => {
  const said: string[] = [];
  const names = (problem: Parameters<typeof builds>[1]) =>
    builds((text) => said.push(text), problem).map(({ name }) => name);
  expect(names(null)).toEqual(Object.keys(kernelBuilds));
  expect(said).toEqual([]);
  expect(names({ expected: 'Node 24 or later for turbo', got: '20.1.0' })).toEqual(['simd128', 'relaxed']);
  expect(said).toEqual(['turbo is left out: expected Node 24 or later for turbo, got 20.1.0']);
});

test.each(['sparse', 'dense'] as const)(
  'the %s product is timed and checked in the panels of its build',
  async (product) => {
    const memory = await arena();
    const shape = { product, width: 100, density: 0.4, points: 50, kernels: 'turbo' } as const;
    const layer = layerCase(memory, shape);
    layer.multiply();
    expect(() => layer.check()).not.toThrow();
    expect(layer.usefulMacs).toBe(layerCase(memory, { ...shape, kernels: 'simd128' }).usefulMacs);
  },
);
