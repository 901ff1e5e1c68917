import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Activation, NetworkSpec, UniformNetwork } from '../../src/network/index.ts';
import { growthTheory } from '../../src/theory/index.ts';
import { expandedGrowth } from '../../src/theory/relu-like.ts';
import { expectClose, golden, homogeneousNetworks, network, rademacher, uniform } from './fixture.ts';

const theory = (spec: NetworkSpec) => growthTheory(spec, { meanSquare: 1 });
const growth = (changes: Partial<UniformNetwork>) => theory(network(changes)).at(-1)!.growth;
const leaky = (slope: number): Activation => ({ name: 'leaky-relu', slope });
const properties = { seed: 20240917, numRuns: 150 };

describe('exact growth', () => {
  it.each([1, 10, 100, 784])('is the golden He value at width %i', (k) => {
    expectClose(growth({ inputDim: k, widths: [k] }).exact, golden(`G_relu_He_k${k}`));
  });

  it('is the golden value in rectangular layers, for linear maps and for leaky ReLU', () => {
    expectClose(growth({ inputDim: 784, widths: [100] }).exact, golden('G_relu_rect_784_100'));
    expectClose(growth({ activation: { name: 'linear' }, sigmaW: 1 }).exact, golden('G_linear_k100'));
    const narrow = { inputDim: 10, widths: [10, 10] };
    expectClose(growth({ ...narrow, activation: leaky(0.1) }).exact, golden('G_leaky0.1_k10'));
  });

  it('multiplies up to the golden ratio at depth 10', () => {
    const layers = theory(network({ widths: Array(10).fill(100), sigmaW: 2, sigmaB: 0.5 }));
    expectClose(layers[9]!.ratio.exact, golden('G_relu_sw2_k100_d10'));
    expect(layers.map((l) => l.layer)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('of leaky ReLU is that of ReLU, linear and abs at slopes 0, 1 and -1, and symmetric in its two slopes', () => {
    for (const k of [1, 3, 50]) {
      const at = (activation: Activation) => growth({ inputDim: k, widths: [k], activation });
      expect(at(leaky(0))).toEqual(at({ name: 'relu' }));
      expect(at(leaky(1))).toEqual(at({ name: 'linear' }));
      expect(at(leaky(-1))).toEqual(at({ name: 'abs' }));
      expect(at(leaky(-0.3))).toEqual(at(leaky(0.3)));
      expectClose(at(leaky(4)).exact, 4 * at(leaky(0.25)).exact!);
    }
  });

  it('increases with the slope', () => {
    const values = [0, 1e-20, 0.01, 0.3, 0.9, 1, 1.1, 3].map((a) => growth({ activation: leaky(a) }).exact!);
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(values[1]).toBeGreaterThanOrEqual(values[0]!);
    expect(values[7]).toBeGreaterThan(values[2]!);
  });

  it('is null for sparse or other laws', () => {
    expect(growth({ density: 0.5 }).exact).toBeNull();
    expect(growth({ weights: uniform }).exact).toBeNull();
    expect(growth({ weights: rademacher }).exact).toBeNull();
  });

  it('is null, and not 0, where weights are too small for a double', () => {
    const least = {
      priceTanner: null,
      priceTannerSharp: null,
      lower: null,
      exact: null,
      upper: null,
      approximate: null,
    };
    expect(growth({ sigmaW: Number.MIN_VALUE })).toEqual(least);
  });

  it('is 0 where there are no weights, for every law and activation', () => {
    const zero = { priceTanner: 0, priceTannerSharp: 0, lower: 0, exact: 0, upper: 0, approximate: 0 };
    const [first, second] = theory(network({ density: 0, weights: rademacher }));
    expect(first).toEqual({ layer: 1, ratio: zero, growth: zero });
    expect(second!.ratio).toEqual(zero);
    expect(growth({ sigmaW: 0, weights: uniform })).toEqual(zero);
    expect(growth({ density: 0, activation: { name: 'hard-tanh' } })).toEqual({
      ...zero,
      priceTanner: null,
      priceTannerSharp: null,
      lower: null,
      upper: null,
    });
  });
});

it.each(['tanh', 'erf', 'sin'] as const)(
  'claims no bound for %s, and an exact value only where there are no weights',
  (name) => {
    const nothing = { priceTanner: null, priceTannerSharp: null, lower: null, exact: null, upper: null };
    expect(growth({ activation: { name }, sigmaB: 0.3 })).toMatchObject(nothing);
    expect(growth({ activation: { name }, density: 0 })).toEqual({ ...nothing, exact: 0, approximate: 0 });
  },
);

describe('Price & Tanner bound', () => {
  const poster = { inputDim: 784, widths: [784], sigmaW: 6, density: 0.5 };
  it('has the golden values of the three laws', () => {
    expectClose(growth(poster).priceTanner, golden('PT_gauss_k784_sw6_a0.5'));
    expectClose(growth({ ...poster, weights: uniform }).priceTanner, golden('PT_unif_k784_sw6_a0.5'));
    expectClose(
      growth({ ...poster, weights: rademacher }).priceTanner,
      golden('PT_rademacher_k784_sw6_a0.5'),
    );
    const unscaled = growth({
      weights: { kind: 'discrete', values: [-3, -2, -1, 1, 2, 3] },
      sigmaW: Math.sqrt(14 / 3),
      density: 0.5,
      scaling: 'none',
    });
    expectClose(unscaled.priceTanner, golden('PT_discrete_123_k100_a0.5'));
  });

  it('does not depend on the unit of a finite set, nor overflow for a large one', () => {
    const at = (unit: number) =>
      growth({ weights: { kind: 'discrete', values: [-2, -1, 1, 2].map((v) => v * unit) }, density: 0.7 });
    expect(at(2 ** 300)).toEqual(at(1));
    expect(at(2 ** -300)).toEqual(at(1));
  });

  it('has the mean slope of the activation', () => {
    const relu = growth({}).priceTanner!;
    expectClose(growth({ activation: leaky(0.5) }).priceTanner, 1.5 * relu);
    expectClose(growth({ activation: leaky(-3) }).priceTanner, 4 * relu);
    expectClose(growth({ activation: { name: 'abs' } }).priceTanner, 2 * relu);
  });

  it('is attained by one dense Gaussian output', () => {
    const one = growth({ widths: [1], activation: leaky(0.3) });
    expectClose(one.priceTanner, one.exact!, 1e-14);
  });

  it('can exceed the lower end of the bracket at one sparse output', () => {
    const one = growth({ widths: [1], density: 0.1 });
    expect(one.priceTanner).toBeGreaterThan(one.lower!);
  });
});

describe('two-sided bracket', () => {
  it('has the golden values', () => {
    const { lower, upper } = growth({ inputDim: 200, widths: [200], sigmaW: 2, density: 0.1 });
    expectClose(lower, golden('Hoelder_gauss_k200_sw2_a0.1'));
    expectClose(upper, golden('Jensen_k200_sw2_a0.1'));
  });

  it('contains the exact value, and Price & Tanner lies below both it and the upper end', () => {
    fc.assert(
      fc.property(homogeneousNetworks, (spec) => {
        for (const { growth: g } of theory(spec)) {
          const top = g.exact ?? g.upper!;
          const slack = 1 + 1e-14;
          expect(g.lower!).toBeLessThan(top);
          expect(top).toBeLessThanOrEqual(g.upper!);
          expect(g.priceTannerSharp!).toBeLessThanOrEqual(top * slack);
          expect(g.priceTanner!).toBeLessThanOrEqual(g.priceTannerSharp! * slack);
          if (g.approximate !== null) {
            expect(g.approximate).toBeGreaterThanOrEqual(g.lower!);
            expect(g.approximate).toBeLessThanOrEqual(g.upper!);
          }
        }
      }),
      properties,
    );
  });

  it('contains the growth of one-output layers on the two extreme tangents, by enumeration', () => {
    // One row of n_in = 2 kept ±1 weights: E|w.u| is elementary for u = (1, 0) and u = (1, 1) / sqrt 2.
    for (const density of [0.05, 0.3, 1]) {
      const { lower, upper, priceTanner } = growth({
        inputDim: 2,
        widths: [1],
        weights: rademacher,
        density,
        scaling: 'none',
        sigmaW: 1,
        activation: { name: 'abs' },
      });
      const oneHot = density;
      const flat = (2 * density * (1 - density) + density * density) / Math.SQRT2;
      for (const exact of [oneHot, flat]) {
        expect(lower!).toBeLessThanOrEqual(exact);
        expect(upper!).toBeGreaterThanOrEqual(exact);
        expect(priceTanner!).toBeLessThanOrEqual(exact * (1 + 1e-15));
      }
    }
  });

  it('of a ratio is the product of the growths', () => {
    fc.assert(
      fc.property(homogeneousNetworks, (spec) => {
        let product = 1;
        for (const { ratio, growth: g } of theory(spec))
          expectClose(ratio.lower, (product *= g.lower!), 1e-14);
      }),
      properties,
    );
  });
});

describe('large-width expansion', () => {
  it('agrees with the exact value up to order 1/k^2', () => {
    for (const slopes of [0, 0.4, 1].map((minor) => ({ scale: 1, minor }))) {
      for (const k of [20, 100, 1000]) {
        const spec = network({ inputDim: k, widths: [k, k], activation: leaky(slopes.minor) });
        const exact = growthTheory(spec, { meanSquare: 1 })[1]!.growth.exact!;
        expect(Math.abs(expandedGrowth(spec, 2, slopes, Number.NaN)! / exact - 1)).toBeLessThan(
          1.5 / (k * k),
        );
      }
    }
  });

  // Mean growth of layers 4 … 7 in an independent simulation, unscaled weights of unit variance and fair-coin
  // gates. Its standard error is below 0.12 % throughout.
  it.each([
    ['relu', uniform, 9, 1, 1.99363],
    ['relu', rademacher, 9, 1, 2.00562],
    ['relu', { kind: 'gaussian' } as const, 40, 0.225, 2.06304],
    ['relu', { kind: 'gaussian' } as const, 50, 0.25, 2.45063],
    ['relu', uniform, 30, 0.25, 1.88296],
    ['relu', rademacher, 60, 0.1, 1.7071],
    ['linear', uniform, 5, 1, 2.14741],
    ['linear', { kind: 'gaussian' } as const, 40, 0.2, 2.80155],
    ['linear', rademacher, 20, 0.3, 2.4186],
  ] as const)(
    'within 0.015 of simulation for %s, %j, width %i, density %d',
    (name, weights, k, density, mean) => {
      const spec = { inputDim: k, widths: [k, k], weights, density, scaling: 'none', sigmaW: 1 } as const;
      expectClose(growth({ ...spec, activation: { name } }).approximate, mean, 0.015);
    },
  );

  // The same at the edge of where it is given, layers 1 … 7 in numpy; standard errors 0.05 %.
  it.each([
    [rademacher, 9, 0.3334, [1.1348, 1.1256, 1.1205, 1.1185, 1.1173, 1.1152, 1.1159], 0.023],
    [uniform, 9, 0.6001, [1.5244, 1.5207, 1.5179, 1.5183, 1.5175, 1.5174, 1.5175], 0.01],
    [rademacher, 12, 0.2501, [1.154, 1.1432, 1.1386, 1.1341, 1.1334, 1.1323, 1.1312], 0.014],
  ] as const)('at its edge, %j, width %i, density %d', (weights, k, density, means, within) => {
    const spec = {
      inputDim: k,
      widths: Array(7).fill(k),
      weights,
      density,
      scaling: 'none',
      sigmaW: 1,
    } as const;
    const layers = theory(network(spec));
    for (const [l, { growth }] of layers.entries()) expectClose(growth.approximate, means[l]!, within);
  });

  it('is the exact value where one is known', () => {
    const g = growth({ activation: leaky(0.2) });
    expect(g.approximate).toBe(g.exact);
  });

  it('is refused where a width is too small for the density', () => {
    expect(growth({ density: 0.091 }).approximate).not.toBeNull(); // density * n = 9.1 > 3 kappa4
    expect(growth({ density: 0.089 }).approximate).toBeNull();
    expect(growth({ density: 0.089, weights: rademacher }).approximate).not.toBeNull();
    expect(growth({ widths: [8], weights: uniform }).approximate).toBeNull();
    const throughNarrow = theory(network({ widths: [100, 5, 100, 100], weights: uniform }));
    expect(throughNarrow.map((l) => l.growth.approximate !== null)).toEqual([true, false, false, true]);
    expect(throughNarrow.map((l) => l.ratio.approximate !== null)).toEqual([true, false, false, false]);
  });
});

describe('range of a double', () => {
  const deep = (sigmaW: number) => theory(network({ widths: Array(1000).fill(100), sigmaW }));

  it('never gives Infinity, a subnormal or a silent 0', () => {
    for (const layers of [deep(10), deep(0.1)]) {
      const values = layers.flatMap((l) => [...Object.values(l.ratio), ...Object.values(l.growth)]);
      expect(
        values.filter((v) => v !== null && !(v >= 2.2250738585072014e-308 && v <= Number.MAX_VALUE)),
      ).toEqual([]);
      expect(layers[200]!.ratio.exact).not.toBeNull();
      expect(layers[999]!.ratio.exact).toBeNull();
    }
  });

  it('holds for single factors too', () => {
    const tiny = growth({ density: 1e-310 });
    expect([tiny.lower, tiny.priceTanner]).toEqual([null, null]);
    expect(growth({ sigmaW: 1e308, scaling: 'none' }).upper).toBeNull();
  });
});

describe('input', () => {
  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY])('refuses meanSquare %d', (meanSquare) => {
    const line = `meanSquare: expected a finite number >= 0, got ${meanSquare}`;
    expect(() => growthTheory(network(), { meanSquare })).toThrow(new RangeError(line));
  });

  it('refuses a meanSquare of another kind', () => {
    expect(() => growthTheory(network(), { meanSquare: '1' as never })).toThrow(TypeError);
  });
});
