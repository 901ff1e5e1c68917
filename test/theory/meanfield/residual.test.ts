import { describe, expect, it } from 'vitest';
import { residualDepthScale, residualMeanField } from '../../../src/theory/meanfield/residual.ts';

const relu = { activation: 'relu', sigmaW: 1.5, sigmaB: 0, sigmaV: 0.8, scale: 0.5 } as const;
/** scale² sigmaV² sigmaW² / 2. */
const A = (0.5 * 0.8 * 1.5) ** 2 / 2;

describe('residualMeanField', () => {
  it('is in closed form for ReLU without biases', () => {
    const layers = residualMeanField(relu, { q: 2, c: 0.3 }, 4);
    let c = 0.3;
    for (const [l, layer] of layers.entries()) {
      c = (c + (A * (Math.sqrt(1 - c * c) + c * (Math.PI - Math.acos(c)))) / Math.PI) / (1 + A);
      expect(layer.layer).toBe(l + 1);
      expect(layer.q).toBeCloseTo(2 * (1 + A) ** (l + 1), 12);
      expect(layer.c).toBeCloseTo(c, 12);
      expect(layer.growth).toBeCloseTo(Math.sqrt(1 + A), 13);
    }
  });

  it('lets points come together like (2 / (K l))², K = (A / (1 + A)) 2 √2 / (3π)', () => {
    const layers = residualMeanField({ ...relu, scale: 0.2 }, { q: 1, c: 0.9 }, 7000);
    const share = (0.2 * 0.8 * 1.5) ** 2 / 2;
    const rate = ((share / (1 + share)) * 2 * Math.SQRT2) / (3 * Math.PI);
    const gap = (l: number) => Math.sqrt(1 - layers[l - 1]!.c);
    // 1 / √(1 - c) rises by K / 2 a block.
    expect((1 / gap(7000) - 1 / gap(3500)) / 3500 / (rate / 2)).toBeCloseTo(1, 1);
  });

  it('adds a bounded amount a block for a bounded activation, and biases of both layers', () => {
    const law = { activation: 'erf', sigmaW: 2, sigmaB: 0.5, sigmaV: 1.2, sigmaC: 0.3, scale: 0.7 } as const;
    const [first, second] = residualMeanField(law, { q: 0.9, c: -0.2 }, 2);
    const variance = 4 * 0.9 + 0.25;
    const square = (2 / Math.PI) * Math.asin((2 * variance) / (1 + 2 * variance));
    const product = (2 / Math.PI) * Math.asin((2 * (4 * -0.18 + 0.25)) / (1 + 2 * variance));
    const q = 0.9 + 0.49 * (1.44 * square + 0.09);
    expect(first!.q).toBeCloseTo(q, 12);
    expect(first!.c).toBeCloseTo((-0.18 + 0.49 * (1.44 * product + 0.09)) / q, 12);
    expect(first!.growth).toBeCloseTo(
      Math.sqrt(1 + (0.49 * 1.44 * 4 * (4 / Math.PI)) / Math.sqrt(1 + 4 * variance)),
      12,
    );
    expect(second!.q - first!.q).toBeLessThan(0.49 * (1.44 + 0.09));
  });

  it('leaves everything alone at scale 0, and equal points equal', () => {
    const still = residualMeanField({ ...relu, scale: 0 }, { q: 2, c: 0.3 }, 3);
    expect(still.at(-1)).toEqual({ layer: 3, q: 2, c: 0.3, growth: 1 });
    expect(residualMeanField({ ...relu, activation: 'tanh' }, { q: 2, c: 1 }, 50).at(-1)!.c).toBe(1);
  });

  it('refuses numbers out of range', () => {
    expect(() => residualMeanField({ ...relu, scale: -1 }, { q: 1, c: 0 }, 1)).toThrow(/^scale: expected/);
    expect(() => residualMeanField({ ...relu, sigmaV: -1 }, { q: 1, c: 0 }, 1)).toThrow(/^sigmaV: expected/);
    expect(() => residualMeanField(relu, { q: 1, c: 2 }, 1)).toThrow(/^c: expected/);
    expect(() => residualMeanField(relu, { q: 1, c: 0 }, 20_000)).toThrow(
      /^q: expected .* overflow in block/,
    );
  });
});

describe('residualDepthScale', () => {
  it('is the number of blocks in which lengths grow by e', () => {
    const blocks = residualDepthScale(relu)!;
    expect(Math.sqrt(1 + A) ** blocks).toBeCloseTo(Math.E, 12);
    expect(residualDepthScale({ ...relu, scale: 0 })).toBeNull();
    expect(residualDepthScale({ ...relu, activation: 'tanh' })).toBeNull();
  });
});
