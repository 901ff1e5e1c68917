/** Growth of activations whose slope depends on |h|, where the tangent of the curve leans on its point. */
import { describe, expect, it } from 'vitest';
import { curve, curveMeanSquare } from '../../src/curve/index.ts';
import type { Activation, DenseLayer } from '../../src/network/index.ts';
import { growthTheory } from '../../src/theory/index.ts';
import { expectClose, network } from './fixture.ts';

const DIM = 50;
const point = (...entries: number[]) =>
  Float64Array.from({ length: DIM }, (_, i) => (entries[i] ?? 0) * Math.sqrt(DIM));
const LINES = {
  far: curve('line', [point(1), point(-0.5, 1)]),
  near: curve('line', [point(0.2), point(2, 0.5)]),
};
type Name = 'tanh' | 'erf' | 'sin' | 'hard-tanh';

const law = (name: Name, sigmaW: number, sigmaB: number) =>
  network({
    ...{ inputDim: DIM, widths: [120, 120, 120, 120], sigmaW, sigmaB },
    activation: { name } as Activation,
  });

/**
 * Means over 400 networks in numpy, of lengths by tangents at 40 points; standard errors are below 0.35 %.
 */
const SIMULATED: readonly [Name, number, number, keyof typeof LINES, number[]][] = [
  ['tanh', 2, 0.3, 'far', [1.4681, 1.1413, 1.1457, 1.1478]],
  ['erf', 2, 0.3, 'far', [1.6019, 1.2289, 1.2226, 1.2194]],
  ['sin', 1.5, 0.2, 'far', [1.6425, 1.1181, 1.1219, 1.1258]],
  ['hard-tanh', 2, 0.3, 'far', [1.7928, 1.34, 1.3329, 1.3276]],
  ['tanh', 2, 0.3, 'near', [0.6181, 0.9727, 1.1322, 1.1515]],
  ['erf', 1.2, 0, 'near', [0.604, 0.7851, 0.8909, 0.9547]],
  ['hard-tanh', 1.5, 0.1, 'near', [0.7758, 1.0666, 1.1467, 1.1761]],
];

describe('growth along lines', () => {
  it.each(SIMULATED)(
    'of %s, σ_w %d, σ_b %d, is that of a simulation, %s from the origin',
    (name, sigmaW, sigmaB, where, measured) => {
      const spec = law(name, sigmaW, sigmaB);
      const path = LINES[where];
      const meanSquare = curveMeanSquare(path);
      const along = growthTheory(spec, { meanSquare, curve: path });
      for (const [l, growth] of measured.entries()) expectClose(along[l]!.growth.approximate, growth, 0.009);
      // Without the curve, tangents count as orthogonal to their points.
      const [first] = growthTheory(spec, { meanSquare });
      expect(Math.abs(first!.growth.approximate! / measured[0]! - 1)).toBeGreaterThan(0.02);
    },
  );

  it('goes on behind layers that grow alike however the tangent leans', () => {
    const behind = (count: number) => {
      const spec = network({ inputDim: DIM, widths: Array(count + 1).fill(120), sigmaW: 1 });
      const layers = spec.layers.map((layer, l) => ({
        ...(layer as DenseLayer),
        activation: { name: l < count ? ('linear' as const) : ('tanh' as const) },
      }));
      const [along, across] = [{ curve: LINES.near }, {}].map((own) =>
        growthTheory({ ...spec, layers }, { meanSquare: 1, ...own }),
      );
      return along!.at(-1)!.growth.approximate! / across!.at(-1)!.growth.approximate!;
    };
    expect(behind(0)).toBeLessThan(0.98);
    expectClose(behind(2), behind(1), 1e-12);
    expectClose(behind(5), behind(1), 1e-12);
  });

  it('is the same to the digit on circles, and for activations whose slope does not depend on |h|', () => {
    const circle = curve('circle', [point(1), point(0, 1)]);
    const spec = law('tanh', 2, 0.3);
    expect(growthTheory(spec, { meanSquare: 1, curve: circle })).toEqual(
      growthTheory(spec, { meanSquare: 1 }),
    );
    const relu = network({ inputDim: DIM, density: 0.5 });
    expect(growthTheory(relu, { meanSquare: 1, curve: LINES.near })).toEqual(
      growthTheory(relu, { meanSquare: 1 }),
    );
  });

  it('refuses a curve of another space', () => {
    expect(() => growthTheory(network(), { meanSquare: 1, curve: LINES.far })).toThrow(
      new RangeError("curve: expected dimension 100, the network's, got 50"),
    );
  });
});
