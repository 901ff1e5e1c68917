import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Stat } from '../../src/ensemble/index.ts';
import { type Claim, equals, expects, judge } from '../../src/figures/checks.ts';

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
