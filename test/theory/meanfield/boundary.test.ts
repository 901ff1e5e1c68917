import { describe, expect, it } from 'vitest';
import {
  boundaryCurvatureByLayer,
  lengthsByLayer,
  type MeanFieldLaw,
  meanField,
} from '../../../src/theory/index.ts';
import { expectClose } from '../fixture.ts';

const law = (
  name: 'tanh' | 'erf' | 'sin' | 'linear' | 'relu',
  sigmaW: number,
  sigmaB = 0.3,
): MeanFieldLaw => ({
  activation: { name },
  sigmaW,
  sigmaB,
});

describe('curvature of a decision boundary by layer', () => {
  it('is a geometric sum at the fixed point', () => {
    for (const name of ['tanh', 'erf', 'sin'] as const) {
      const { chi1, chi2 } = meanField(law(name, 2));
      const layers = boundaryCurvatureByLayer(law(name, 2), 7);
      expect(layers.map(({ layer }) => layer)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
      for (const { layer, sumOfSquares } of layers.slice(1))
        expectClose(sumOfSquares, ((chi2! / chi1!) * (chi1! ** (8 - layer) - 1)) / (chi1! - 1), 1e-12);
      expectClose(layers[0]!.sumOfSquares, 4 * layers[1]!.sumOfSquares!);
    }
  });
  it('off the fixed point takes chi1 and chi2 at the q of each layer', () => {
    const [first, second] = lengthsByLayer(law('erf', 2), 9, 2) as [number, number];
    const chi1 = (q: number) => 16 / Math.PI / Math.sqrt(1 + 4 * q);
    const chi2 = (q: number) => (64 / Math.PI) * (q / (1 + 4 * q) ** 1.5);
    const last = chi2(second) / chi1(second);
    const found = boundaryCurvatureByLayer(law('erf', 2), 2, { first: 9 });
    expectClose(found[2]!.sumOfSquares, last);
    expectClose(found[1]!.sumOfSquares, chi1(first) * last + chi2(first) / chi1(first));
  });
  it('takes a sparse network for a dense one of smaller weights', () => {
    const [sparse, dense] = [{ ...law('tanh', 4), density: 0.25 }, law('tanh', 2)];
    const found = boundaryCurvatureByLayer(dense, 5);
    for (const [l, { sumOfSquares }] of boundaryCurvatureByLayer(sparse, 5).entries())
      expectClose(sumOfSquares, found[l]!.sumOfSquares!);
  });
  it('is 0 for linear networks, and not known with kinks or without a fixed point', () => {
    for (const { sumOfSquares } of boundaryCurvatureByLayer(law('linear', 0.5), 3))
      expect(sumOfSquares).toBe(0);
    for (const { sumOfSquares } of boundaryCurvatureByLayer(law('relu', 1), 3))
      expect(sumOfSquares).toBe(null);
    for (const { sumOfSquares } of boundaryCurvatureByLayer(law('relu', 2), 3, { first: 1 }))
      expect(sumOfSquares).toBe(null);
    expect(boundaryCurvatureByLayer(law('linear', 2), 3).map(({ sumOfSquares }) => sumOfSquares)).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
  it('is null where it leaves the range of a double', () => {
    const deep = boundaryCurvatureByLayer(law('tanh', 20), 2000);
    expect(deep[0]!.sumOfSquares).toBe(null);
    expect(deep[2000]!.sumOfSquares).toBeGreaterThan(0);
  });
  it.each([0, 1.5, 1e6])('refuses the depth %d', (depth) => {
    expect(() => boundaryCurvatureByLayer(law('tanh', 2), depth)).toThrow(/^depth: expected an integer/);
  });
});
