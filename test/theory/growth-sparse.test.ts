import { describe, expect, it } from 'vitest';
import type { UniformNetwork } from '../../src/network/index.ts';
import { flatTangentGrowth, growthTheory } from '../../src/theory/index.ts';
import { expectClose, golden, network, rademacher } from './fixture.ts';

const layer = (k: number, changes: Partial<UniformNetwork> = {}) =>
  network({ inputDim: k, widths: [k], sigmaW: 1, ...changes });

describe('flatTangentGrowth', () => {
  it.each([
    [20, 0.5, 1],
    [20, 0.5, 20],
    [50, 0.1, 50],
  ])('has the golden value at width %i, density %d, %i entries', (k, density, entries) => {
    const value = flatTangentGrowth(layer(k, { density }), 1, entries);
    expectClose(value, golden(`G_sparse_gauss_k${k}_a${density}_flat${entries}`));
  });

  it('of one entry is the dense growth with open gates half as dense', () => {
    // sum_B P(B) chi_B with B ~ Bin(3, density/2), E chi_1, chi_2, chi_3 = sqrt(2/pi), sqrt(pi/2),
    // sqrt(8/pi).
    const p = 0.15;
    const chi = [Math.sqrt(2 / Math.PI), Math.sqrt(Math.PI / 2), Math.sqrt(8 / Math.PI)] as const;
    const mean = 3 * p * (1 - p) ** 2 * chi[0] + 3 * p * p * (1 - p) * chi[1] + p ** 3 * chi[2];
    expectClose(flatTangentGrowth(layer(3, { density: 0.3 }), 1, 1), mean / Math.sqrt(3), 1e-13);
  });

  it('at density 1 is the exact growth, whatever the tangent and the activation', () => {
    for (const activation of [
      { name: 'relu' },
      { name: 'abs' },
      { name: 'leaky-relu', slope: -3 },
    ] as const) {
      const spec = layer(30, { activation });
      const { exact } = growthTheory(spec, { meanSquare: 1 })[0]!.growth;
      for (const entries of [1, 7, 30]) expectClose(flatTangentGrowth(spec, 1, entries), exact!, 1e-14);
    }
  });

  it('increases with the number of entries, inside the bracket, towards its upper end', () => {
    for (const density of [1e-6, 0.05, 0.5, 0.999]) {
      const spec = layer(784, { density });
      const { lower, upper } = growthTheory(spec, { meanSquare: 1 })[0]!.growth;
      const values = [1, 2, 10, 100, 784].map((entries) => flatTangentGrowth(spec, 1, entries)!);
      expect(values).toEqual([...values].sort((a, b) => a - b));
      expect(values[0]!).toBeGreaterThanOrEqual(lower!);
      expect(values[4]!).toBeLessThanOrEqual(upper!);
    }
    const spread = flatTangentGrowth(layer(784, { density: 0.5 }), 1, 784)!;
    // The large-width expansion at p = 1/784: 1 - v/8, v = 5.0076/784.
    expectClose(spread, Math.sqrt(0.25) * (1 - (5 + (2 * 3) / 784) / 784 / 8), 2e-6);
  });

  it('is 0 at density 0, null for other laws and hard-tanh', () => {
    expect(flatTangentGrowth(layer(9, { density: 0 }), 1, 3)).toBe(0);
    expect(flatTangentGrowth(layer(9, { weights: rademacher }), 1, 3)).toBeNull();
    expect(flatTangentGrowth(layer(9, { activation: { name: 'hard-tanh' } }), 1, 3)).toBeNull();
  });

  it('refuses layers and entries that are not there', () => {
    expect(() => flatTangentGrowth(layer(9), 2, 3)).toThrow(
      new RangeError('layer: expected an integer in 1 … 1, got 2'),
    );
    expect(() => flatTangentGrowth(layer(9), 1, 10)).toThrow(
      new RangeError('entries: expected an integer in 1 … 9, got 10'),
    );
  });
});
