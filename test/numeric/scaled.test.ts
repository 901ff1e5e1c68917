import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exponentOf, ldexp } from '../../src/numeric/scaled.ts';

const TINY = Number.MIN_VALUE; // 2 ** -1074

describe('ldexp', () => {
  it.each([
    [1, 0, 1],
    [1, 10, 1024],
    [-3, -1, -1.5],
    [1, -1074, TINY],
    [TINY, 1074, 1],
    [TINY, 2097, 8.98846567431158e307],
    [Number.MAX_VALUE, -2098, TINY], // (2 - 2^-52) * 2^-1075 rounds up to 2^-1074
    [1, 1024, Number.POSITIVE_INFINITY],
    [-1, 5000, Number.NEGATIVE_INFINITY],
    [1, -1075, 0], // a tie goes to even
    [1.5, -1075, TINY],
    [1, -2_000_000_000, 0],
    [TINY, 2_000_000_000, Number.POSITIVE_INFINITY],
    [0, 2_000_000_000, 0],
  ])('%d * 2^%d = %d', (mantissa, exponent, expected) => {
    expect(ldexp(mantissa, exponent)).toBe(expected);
  });

  it('rounds a subnormal result once', () => {
    // Just above 2.5 units goes to 3; rounded first to 2.5 it would be a tie and go to 2.
    const x = 2.5 + 2 ** -51;
    expect(ldexp(x, -1074)).toBe(3 * TINY);
    expect(ldexp(x * 2 ** 900, -1974)).toBe(3 * TINY);
  });

  it('comes back from any exponent that stays within the normal range', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true, min: 1, max: 2, maxExcluded: true }),
        fc.integer({ min: -1022, max: 1023 }),
        (m, e) => {
          expect(ldexp(ldexp(m, e), -e)).toBe(m);
          expect(exponentOf(ldexp(m, e))).toBe(e);
        },
      ),
      { seed: 1 },
    );
  });
});

describe('exponentOf', () => {
  it.each([
    [1, 0],
    [1.999, 0],
    [-2, 1],
    [0.5, -1],
    [TINY, -1074],
    [3 * TINY, -1073],
    [Number.MAX_VALUE, 1023],
  ])('of %d is %d', (x, expected) => {
    expect(exponentOf(x)).toBe(expected);
  });

  it('of 0 is less than that of any other number', () => {
    expect(exponentOf(0)).toBeLessThan(exponentOf(TINY));
    expect(exponentOf(-0)).toBe(exponentOf(0));
  });
});
