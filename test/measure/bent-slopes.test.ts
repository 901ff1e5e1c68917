import { describe, expect, test } from 'vitest';
import { parseActivation } from '../../src/experiment/index.ts';
import { isBent, slopeTable } from '../../src/measure/bent-slopes.ts';
import { integrate } from '../../src/numeric/gauss-legendre.ts';
import { planOf } from '../ensemble/fixture.ts';

const SLOPES: Readonly<Record<string, (h: number) => number>> = {
  tanh: (h) => 1 / Math.cosh(h) ** 2,
  erf: (h) => (2 / Math.sqrt(Math.PI)) * Math.exp(-h * h),
  sin: Math.cos,
  'hard-tanh': (h) => Number(Math.abs(h) <= 1),
  'shifted-relu:0.3': (h) => Number(h > 0.3),
};

/** E f(h) for h of variance q, on a line cut at the kinks and where the slope is steep. */
function direct(f: (h: number) => number, q: number): number {
  const sd = Math.sqrt(q);
  const density = (h: number) => Math.exp((-h * h) / (2 * q)) / Math.sqrt(2 * Math.PI * q);
  const cuts = [-12 * sd, -12, -1, 0, 0.3, 1, 12, 12 * sd].filter((h) => Math.abs(h) <= 12 * sd);
  cuts.sort((a, b) => a - b);
  return cuts.slice(1).reduce((sum, to, i) => {
    const from = cuts[i]!;
    const parts = Math.min(200, Math.ceil((to - from) / 2) + 1);
    const length = (to - from) / parts;
    const pieces = Array.from({ length: parts }, (_, k) => from + k * length);
    return sum + pieces.reduce((own, at) => own + integrate((h) => f(h) * density(h), at, at + length), 0);
  }, 0);
}

describe('mean squares of tangents through bent activations', () => {
  test.each(Object.keys(SLOPES))('of %s are those of a direct quadrature to 1e-8', (name) => {
    const table = slopeTable(parseActivation(name));
    const slope = SLOPES[name]!;
    for (const q of [1e-6, 0.003, 0.07, 0.2999, 0.5, 1, 1.7, 3.999, 4, 9.3, 77, 350]) {
      const across = direct((h) => slope(h) ** 2, q);
      const along = direct((h) => (slope(h) * h) ** 2 / q, q);
      for (const rho2 of [0, 0.3, 1]) {
        const expected = (1 - rho2) * across + rho2 * along;
        expect(Math.abs(table.at(q, rho2)! - expected), `q = ${q}, rho² = ${rho2}`).toBeLessThan(1e-8);
      }
    }
  });

  test('have closed forms: erf, sin and their limits', () => {
    for (const q of [2 ** -33, 0.01, 0.6, 2, 31, 1000]) {
      expect(slopeTable({ name: 'erf' }).at(q, 0)).toBeCloseTo(4 / Math.PI / Math.sqrt(1 + 4 * q), 9);
      expect(slopeTable({ name: 'erf' }).at(q, 1)).toBeCloseTo(4 / Math.PI / (1 + 4 * q) ** 1.5, 9);
      expect(slopeTable({ name: 'sin' }).at(q, 0)).toBeCloseTo((1 + Math.exp(-2 * q)) / 2, 9);
    }
    expect(slopeTable({ name: 'tanh' }).at(1e-200, 0.5)).toBeCloseTo(1, 9);
    expect(slopeTable({ name: 'tanh' }).at(1e30, 0.5)).toBeNull();
    expect(slopeTable({ name: 'tanh' }).at(0, 0)).toBeNull();
  });

  test('are known of dense Gaussian layers alone', () => {
    const bent = (input: object) => isBent(planOf(input).cells[0]!.network.layers[0]!);
    expect(bent({ activation: 'tanh', sigmaB: 0.2 })).toBe(true);
    expect(bent({ activation: 'tanh', density: 0.5 })).toBe(false);
    expect(bent({ activation: 'tanh', weights: 'uniform' })).toBe(false);
    expect(bent({ activation: 'tanh', sigmaB: 0.2, biases: 'uniform' })).toBe(false);
    expect(bent({ activation: 'relu' })).toBe(false);
  });
});
