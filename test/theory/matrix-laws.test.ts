/** Growth of orthogonal and low-rank layers, masks with a structure, and laws without moments. */
import { describe, expect, test } from 'vitest';
import { type Law, type Mask, uniformNetwork } from '../../src/network/index.ts';
import { exp, gammaln } from '../../src/numeric/functions.ts';
import { lengthVariation } from '../../src/theory/growth-variance.ts';
import { growthTheory, typicalGrowth } from '../../src/theory/index.ts';
import { countTheory } from '../../src/theory/transitions/index.ts';

const orthogonal: Law = { kind: 'orthogonal' };
const gaussian: Law = { kind: 'gaussian' };
const lowRank = (rank: number): Law => ({ kind: 'low-rank', rank });
const relu = { name: 'relu' } as const;
const linear = { name: 'linear' } as const;

interface Changes {
  readonly width?: number;
  readonly inputDim?: number;
  readonly activation?: typeof relu | typeof linear;
  readonly density?: number;
  readonly mask?: Mask;
  readonly scaling?: 'fan-in' | 'fan-out' | 'fan-avg' | 'density';
}

function network(weights: Law, { width = 12, inputDim = width, ...rest }: Changes = {}) {
  const plain = { density: 1, sigmaW: Math.SQRT2, sigmaB: 0, scaling: 'fan-in', activation: relu } as const;
  return uniformNetwork({ inputDim, widths: [width], weights, biases: gaussian, ...plain, ...rest });
}

const growthOf = (weights: Law, changes?: Changes) =>
  growthTheory(network(weights, changes), { meanSquare: 1 })[0]!.growth;

/** E chi_m, from gamma functions. */
const chi = (m: number) => Math.SQRT2 * exp(gammaln((m + 1) / 2) - gammaln(m / 2));

describe('orthogonal', () => {
  test('linear layers keep every length, scaled', () => {
    expect(growthOf(orthogonal, { activation: linear }).exact).toBeCloseTo(Math.SQRT2, 12);
    // Columns of length sqrt(2 · 30 / 12).
    expect(growthOf(orthogonal, { activation: linear, width: 30, inputDim: 12 }).exact).toBeCloseTo(
      Math.sqrt(5),
      12,
    );
  });

  test('a projection has the mean length of coordinates of a point on a sphere', () => {
    // E |first 3 of 10 coordinates|, of entries of variance 2/10 · 10.
    const expected = Math.SQRT2 * (chi(3) / chi(10));
    expect(growthOf(orthogonal, { activation: linear, width: 3, inputDim: 10 }).exact).toBeCloseTo(
      expected,
      12,
    );
  });

  test('ReLU: 1 - 3/(8n), and less variation than Gaussian weights', () => {
    const n = 4000;
    expect(n * (1 - growthOf(orthogonal, { width: n }).exact!)).toBeCloseTo(3 / 8, 3);
    const variation = (law: Law) => lengthVariation(network(law, { width: n }))[0]!.shortSegment! * n;
    // Relative variances of squared lengths are 3/n and 5/n, of lengths a quarter of them.
    expect(variation(orthogonal)).toBeCloseTo(3 / 4, 2);
    expect(variation(gaussian)).toBeCloseTo(5 / 4, 2);
    expect(n * (1 - typicalGrowth(network(orthogonal, { width: n }))[0]!.growth!)).toBeCloseTo(3 / 4, 2);
  });

  test('transitions are those of Gaussian weights', () => {
    expect(countTheory(network(orthogonal), 1)).toEqual(countTheory(network(gaussian), 1));
    expect(countTheory(network(lowRank(3)), 1)[0]!.transitions.exact).toBeNull();
  });
});

test('low rank: Gaussian growth times E chi_r / sqrt r, and Gaussian for a high one', () => {
  const full = growthOf(gaussian).exact!;
  for (const r of [1, 2, 7])
    expect(growthOf(lowRank(r)).exact! / full).toBeCloseTo(chi(r) / Math.sqrt(r), 12);
  expect(growthOf(lowRank(1_000_000)).exact! / full).toBeCloseTo(1, 6);
  // Whose constant of Price & Tanner is E |w.u|.
  const { exact, priceTanner } = growthOf(lowRank(2), { width: 1, inputDim: 5, activation: linear });
  expect(exact).toBeCloseTo(priceTanner!, 12);
});

test('brackets hold the exact value, and typical growth is below it', () => {
  for (const law of [orthogonal, lowRank(1), lowRank(4), gaussian])
    for (const activation of [relu, linear])
      for (const [width, inputDim] of [
        [2, 9],
        [9, 9],
        [20, 9],
      ] as const) {
        const { lower, exact, upper, priceTanner } = growthOf(law, { width, inputDim, activation });
        const rounding = 1 + 1e-12;
        expect(lower!).toBeLessThanOrEqual(exact! * rounding);
        expect(exact!).toBeLessThanOrEqual(upper! * rounding);
        expect(priceTanner!).toBeLessThanOrEqual(exact! * rounding);
        if (activation === linear)
          expect(
            typicalGrowth(network(law, { width, inputDim, activation }))[0]!.growth!,
          ).toBeLessThanOrEqual(exact! * rounding);
      }
});

test('masks of rows and groups have the bracket of independent entries, blocks a wider one', () => {
  const plain = growthOf(gaussian, { density: 0.5 });
  for (const mask of [{ kind: 'fixed-fan-in' }, { kind: 'group', keep: 2, of: 4 }] as const)
    expect(growthOf(gaussian, { density: 0.5, mask })).toEqual(plain);
  const blocks = (size: number) => growthOf(gaussian, { density: 0.5, mask: { kind: 'block', size } });
  expect(blocks(4)).toMatchObject({ priceTanner: plain.priceTanner, upper: plain.upper, approximate: null });
  // Rows of two share: r T - 1 = 11 beside 1 = (2 - 1)(1/α - 1), 12 neurons, upper end 1/√2 · √2.
  expect(blocks(2).lower!).toBeCloseTo(blocks(2).upper! / Math.sqrt(1 + 12 / 12), 12);
  expect(blocks(4).lower!).toBeLessThan(blocks(2).lower!);
});

test('Student: theory where there are moments', () => {
  const student = (nu: number) => growthOf({ kind: 'student', nu });
  for (const nu of [1, 1.5, 2])
    expect(Object.values(student(nu))).toEqual([null, null, null, null, null, null]);
  expect(student(3)).toMatchObject({
    lower: null,
    exact: null,
    approximate: null,
    upper: growthOf(gaussian).upper,
  });
  // Kurtosis 9: r T - 1 = 17.
  const { lower, upper } = student(5);
  expect(lower!).toBeCloseTo(upper! / Math.sqrt(1 + 17 / 12), 12);
});

test('scalings divide by what they say', () => {
  const rms = (scaling: Changes['scaling'] & string, changes: Changes = {}) =>
    growthOf(gaussian, { width: 30, inputDim: 10, activation: linear, scaling, ...changes }).upper!;
  expect(rms('fan-in')).toBeCloseTo(Math.sqrt((2 * 30) / 10), 12);
  expect(rms('fan-out')).toBeCloseTo(Math.SQRT2, 12);
  expect(rms('fan-avg')).toBeCloseTo(Math.sqrt((2 * 30) / 20), 12);
  expect(rms('density', { density: 0.25 })).toBeCloseTo(rms('fan-in'), 12);
});
