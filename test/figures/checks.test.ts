import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Stat } from '../../src/ensemble/index.ts';
import { type Claim, equals, expects, judge } from '../../src/figures/checks.ts';
import { normals, openStream } from '../../src/random/index.ts';
import { growthTheory } from '../../src/theory/index.ts';

const stat = (mean: number | null, sem: number | null, n = 1e6): Stat => ({
  ...{ mean, sem, n, sd: null, ci95: null, median: null, q05: null, q95: null, meanLog: null },
});
const bandOf = (claims: readonly Claim[]) => judge(claims)[0]!.band;

describe('the band', () => {
  it('of one check is the quantile of the normal distribution at many networks', () => {
    // Two-sided, 1 in 1000.
    expect(bandOf([expects('', stat(1, 0.1), 1)])).toBeCloseTo(3.2905, 3);
  });
  it('is wider for few networks, as Student says', () => {
    expect(bandOf([expects('', stat(1, 0.1, 8), 1)])).toBeCloseTo(5.4079, 3);
  });
  it('counts negative values too', () => {
    const signed = { ...stat(-1, 0.1, 0), sd: 0.1 * Math.sqrt(8) };
    expect(bandOf([expects('', signed, -1)])).toBeCloseTo(5.4079, 3);
  });
  it('is wider among many random checks, and not for those that are not random', () => {
    const claim = expects('', stat(1, 0.1), 1);
    expect(bandOf(new Array<Claim>(50).fill(claim))).toBeCloseTo(4.2648, 3);
    expect(bandOf([claim, ...new Array<Claim>(49).fill(equals('', 1, 1))])).toBeCloseTo(3.2905, 3);
  });
});

describe('heavy tails', () => {
  /**
   * Statistics of n lengths of a short segment behind dense ReLU layers: products of root mean squares over
   * gates that are open.
   */
  const lengths = (stream: ReturnType<typeof openStream>, n: number, width: number, depth: number): Stat => {
    const values = Array.from({ length: n }, () => {
      let log = 0;
      for (let l = 0; l < depth; l++) {
        let square = 0;
        for (const g of normals(stream, 2 * width).subarray(0, width))
          square += stream.next() & 1 ? g * g : 0;
        log += Math.log((2 * square) / width) / 2;
      }
      return Math.exp(log);
    }).sort((a, b) => a - b);
    const mean = values.reduce((sum, x) => sum + x, 0) / n;
    const sd = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1));
    const at = (p: number) => {
      const k = Math.floor((n - 1) * p);
      return values[k]! + ((n - 1) * p - k) * (values[k + 1]! - values[k]!);
    };
    return { ...stat(mean, sd / Math.sqrt(n), n), sd, q05: at(0.05), q95: at(0.95) };
  };
  const growth = growthTheory(
    {
      ...{
        inputDim: 16,
        widths: Array(30).fill(16),
        density: 1,
        weights: { kind: 'gaussian' },
        sigmaW: Math.SQRT2,
      },
      ...{ biases: { kind: 'gaussian' }, sigmaB: 0, scaling: 'fan-in', activation: { name: 'relu' } },
    },
    { meanSquare: 1 },
  );

  it('fail no more often than the level says, where Student’s t does in one of seven', () => {
    const expected = growth.at(-1)!.ratio.exact!;
    const stream = openStream(20n);
    const claims = Array.from({ length: 1500 }, () => expects('', lengths(stream, 10, 16, 30), expected));
    const fails = (of: readonly Claim[]) => of.filter((claim) => !judge([claim])[0]!.pass).length;
    // 1 in 1000 of 1500: more than 6 are seen once in 1000 seeds.
    expect(fails(claims)).toBeLessThanOrEqual(6);
    expect(fails(claims.map((claim) => ({ ...claim, logSpread: 0 })))).toBeGreaterThan(150);
    // A prediction that is wrong by much is still seen, from more networks.
    const many = expects('', lengths(stream, 400, 16, 30), 8 * expected);
    expect(judge([many])[0]!.pass).toBe(false);
  });
  it('are none where the quantiles are near each other, or of either sign', () => {
    const light = { ...stat(1, 0.01, 100), sd: 0.1, q05: 0.85, q95: 1.15 };
    const signed = { ...light, q05: -3, q95: 3 };
    for (const one of [light, signed]) expect(expects('', one, 1).logSpread).toBe(0);
  });
});

describe('a check', () => {
  const verdict = (claim: Claim) => judge([claim])[0]!.pass;

  it('passes exactly within band and tolerance', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -10, max: 10, noNaN: true }),
        fc.double({ min: 0, max: 5, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (difference, standardError, tolerance) => {
          const claim = { what: '', measured: difference, standardError, predicted: 0, tolerance };
          const [{ pass, band }] = judge([claim]) as [ReturnType<typeof judge>[number]];
          expect(pass).toBe(Math.abs(difference) <= tolerance + band * standardError);
        },
      ),
      { seed: 20 },
    );
  });
  it('of something that is not random wants equality', () => {
    expect(verdict(equals('', 56, 56))).toBe(true);
    expect(verdict(equals('', 56, 57))).toBe(false);
    expect(verdict(equals('', 1, 1 + 1e-12, 1e-9))).toBe(true);
  });
  it('of an interval measures from the nearer end, and from none inside', () => {
    const differences = [0, 1.5, 3].map((x) => judge([equals('', x, { low: 1, high: 2 })])[0]!.difference);
    expect(differences).toEqual([-1, 0, 1]);
    expect(verdict(equals('', 5, { low: 1, high: null }))).toBe(true);
    expect(verdict(equals('', 0, { low: 1, high: null }))).toBe(false);
    expect(verdict(equals('', 5, { low: null, high: 1 }))).toBe(false);
  });
  it('never passes without a number', () => {
    expect(verdict(expects('', stat(null, null), 1))).toBe(false);
    expect(verdict(expects('', stat(1, 0.1), Number.NaN))).toBe(false);
    // Nor of one network, whose standard error nobody knows.
    expect(verdict(expects('', stat(1, null, 1), 1))).toBe(false);
    expect(verdict(equals('', Number.NaN, { low: null, high: null }))).toBe(false);
  });
});
