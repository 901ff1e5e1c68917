import { describe, expect, it } from 'vitest';
import type { NetworkSpec, UniformNetwork } from '../../src/network/index.ts';
import { bentLayers } from '../../src/theory/bent-growth.ts';
import { growthTheory, lengthsByLayer, meanField } from '../../src/theory/index.ts';
import { expectClose, network, rademacher } from './fixture.ts';

const bentGrowth = (spec: NetworkSpec, meanSquare: number) =>
  bentLayers(spec, meanSquare).map(({ growth }) => growth);
const NAMES = ['tanh', 'erf', 'sin'] as const;
const law = (name: (typeof NAMES)[number]) => ({ activation: { name }, sigmaW: 2.5, sigmaB: 0.3 });
const wide = (
  name: (typeof NAMES)[number],
  width: number,
  depth = 40,
  changes: Partial<UniformNetwork> = {},
) => network({ ...law(name), inputDim: width, widths: new Array(depth).fill(width), ...changes });

describe('growth through wide smooth layers', () => {
  it.each(NAMES)('of %s tends to the root of chi1 with depth and width', (name) => {
    const { chi1 } = meanField(law(name));
    for (const width of [1e3, 1e4, 1e5]) {
      const { growth } = growthTheory(wide(name, width), { meanSquare: 1 }).at(-1)!;
      const missing = 1 - growth.approximate! / Math.sqrt(chi1!);
      expect(missing).toBeGreaterThan(0);
      expect(missing).toBeLessThan(5 / width);
    }
  });
  it.each(NAMES)('of %s follows the variances of the length map from the input on', (name) => {
    const spec = wide(name, 1e6, 3);
    const q1 = 2.5 ** 2 * 0.04 + 0.09;
    const variances = lengthsByLayer(law(name), q1, 3);
    bentGrowth(spec, 0.04).forEach((growth, l) => {
      const slopeSquare = { tanh: tanhSlopes, erf: erfSlopes, sin: sinSlopes }[name](variances[l]!);
      expectClose(growth, 2.5 * Math.sqrt(slopeSquare), 1e-5);
    });
  });
  it('knows a law of weights by its variance alone, but for the finite width', () => {
    const gaussian = bentGrowth(wide('tanh', 1e5, 3), 1);
    const signs = bentGrowth(wide('tanh', 1e5, 3, { weights: rademacher }), 1);
    for (const [l, growth] of signs.entries()) expectClose(growth, gaussian[l]!, 1e-8);
    const [sparse] = bentGrowth(wide('tanh', 1e5, 1, { density: 0.25, sigmaW: 5 }), 1);
    expectClose(sparse!, gaussian[0]!, 1e-8);
  });
  it('says nothing where layers are too narrow or saturated, nor of other activations', () => {
    expect(bentGrowth(wide('tanh', 3, 2), 1)).toEqual([null, null]);
    expect(bentGrowth(wide('tanh', 100, 1, { sigmaW: 1e6 }), 1)).toEqual([null]);
    expect(bentGrowth(network(), 1)).toEqual([null, null]);
  });
  it('is no bound, and 0 exactly without weights', () => {
    const { growth } = growthTheory(wide('erf', 100), { meanSquare: 1 })[0]!;
    expect(growth).toMatchObject({ priceTanner: null, lower: null, exact: null, upper: null });
    const none = growthTheory(wide('erf', 100, 40, { density: 0 }), { meanSquare: 1 })[0]!;
    expect(none.growth).toMatchObject({ exact: 0, approximate: 0 });
  });
});

/** E phi'^2 over N(0, q), by a plain Riemann sum. */
function slopes(square: (h: number) => number) {
  return (q: number) => {
    let sum = 0;
    const step = 0.001;
    for (let z = -9; z <= 9; z += step)
      sum += (square(Math.sqrt(q) * z) * Math.exp((-z * z) / 2) * step) / Math.sqrt(2 * Math.PI);
    return sum;
  };
}
const tanhSlopes = slopes((h) => (1 - Math.tanh(h) ** 2) ** 2);
const erfSlopes = slopes((h) => (4 / Math.PI) * Math.exp(-2 * h * h));
const sinSlopes = slopes((h) => Math.cos(h) ** 2);
