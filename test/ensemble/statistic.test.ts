import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { statistic } from '../../src/ensemble/statistic.ts';
import type { ScaledColumn } from '../../src/ensemble/types.ts';

const columnOf = (values: readonly number[], exponent: number | readonly number[] = 0): ScaledColumn => ({
  mantissa: Float64Array.from(values),
  exponent: Int32Array.from(values, (_, i) => (typeof exponent === 'number' ? exponent : exponent[i]!)),
});
const positive = fc.array(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 40 });

describe('known data', () => {
  // The numbers 1 … 10, shuffled: squared deviations add to 82.5, sd = sqrt(82.5 / 9).
  const stat = statistic(columnOf([7, 1, 10, 4, 2, 9, 3, 6, 8, 5]));

  it('has the textbook mean, sd and standard error', () => {
    expect(stat.mean).toBe(5.5);
    expect(stat.sd).toBeCloseTo(3.0276503540974917, 14);
    expect(stat.sem).toBeCloseTo(0.9574271077563381, 14);
  });
  it('has the t interval of nine degrees of freedom, quantile 2.2621571628', () => {
    expect(stat.ci95![0]).toBeCloseTo(5.5 - 2.2621571628 * 0.9574271077563381, 9);
    expect(stat.ci95![1]).toBeCloseTo(5.5 + 2.2621571628 * 0.9574271077563381, 9);
  });
  it('interpolates quantiles linearly (type 7)', () => {
    expect(stat.median).toBe(5.5);
    expect(stat.q05).toBeCloseTo(1.45, 14);
    expect(stat.q95).toBeCloseTo(9.55, 14);
  });
  it('has the mean logarithm ln(10!)/10', () => {
    expect(stat.meanLog).toBeCloseTo(1.5104412573075516, 14);
    expect(stat.n).toBe(10);
  });
});

describe('signed data', () => {
  it('is the mirror image of its mirror image', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 40 });
    fc.assert(
      fc.property(values, (x) => {
        const [there, back] = [statistic(columnOf(x)), statistic(columnOf(x.map((v) => -v)))];
        const near = (a: number | null, b: number | null) =>
          expect(Math.abs(a! + b!)).toBeLessThanOrEqual(1e-12 * Math.max(...x.map(Math.abs)));
        near(there.mean, back.mean);
        near(there.median, back.median);
        near(there.q05, back.q95);
        expect(there.sd).toBeCloseTo(back.sd!, 12);
      }),
      { seed: 7 },
    );
  });
  it('is put in order across zero, and however far apart', () => {
    expect(statistic(columnOf([0, -1])).median).toBe(-0.5);
    expect(statistic(columnOf([-0.75, 0.25, -0.5])).median).toBe(-0.5);
    const far = statistic(columnOf([1, -1, 0, -1, 1], [-2000, 900, 0, -2000, 900]));
    expect(far.median).toBe(0);
    expect(statistic(columnOf([1, -1, -1], [900, 900, -900])).median! / -(2 ** -900)).toBe(1);
  });
  it('has a mean logarithm over its positive values alone', () => {
    expect(statistic(columnOf([-1, 1, Math.E]))).toMatchObject({ n: 2, meanLog: 0.5 });
  });
});

describe('special columns', () => {
  it('of one value has a mean but no spread', () => {
    expect(statistic(columnOf([3]))).toMatchObject({
      mean: 3,
      sd: null,
      sem: null,
      ci95: null,
      median: 3,
      n: 1,
    });
  });
  it('of equal values has exactly that mean and no spread', () => {
    const stat = statistic(columnOf(new Array(49).fill(0.1)));
    expect(stat).toMatchObject({ mean: 0.1, sd: 0, sem: 0, ci95: [0.1, 0.1], median: 0.1, q05: 0.1 });
  });
  it('of zeros has mean 0 and no logarithm', () => {
    const zero = { mean: 0, sd: 0, sem: 0, ci95: [0, 0], median: 0, q05: 0, q95: 0, meanLog: null, n: 0 };
    expect(statistic(columnOf([0, 0, 0], [0, 7, -9]))).toEqual(zero);
  });
  it('with no defined value is empty', () => {
    const none = { mean: null, sd: null, sem: null, ci95: null, median: null, q05: null, q95: null };
    expect(statistic(columnOf([Number.NaN, Number.NaN]))).toEqual({ ...none, meanLog: null, n: 0 });
  });
  it('leaves undefined entries out', () => {
    expect(statistic(columnOf([1, Number.NaN, 3]))).toEqual(statistic(columnOf([1, 3])));
  });
  it('counts zeros in the mean and the quantiles, not in the logarithm', () => {
    expect(statistic(columnOf([0, 4]))).toMatchObject({ mean: 2, median: 2, meanLog: Math.log(4), n: 1 });
  });
});

describe('range of a double', () => {
  it('does not overflow in the spread of values near 1e300', () => {
    const stat = statistic(columnOf([1e300, 3e300]));
    expect(stat.mean).toBe(2e300);
    expect(stat.sd! / 1e300).toBeCloseTo(Math.SQRT2, 14);
  });
  it('does not underflow in the spread of values near 1e-300', () => {
    expect(statistic(columnOf([1e-300, 3e-300])).sd! / 1e-300).toBeCloseTo(Math.SQRT2, 14);
  });
  it('says null and keeps the logarithm where a value overflows', () => {
    const stat = statistic(columnOf([1, 1.5, 1.25], [0, 5000, 1]));
    expect(stat).toMatchObject({ mean: null, sd: null, sem: null, ci95: null, median: 2.5, q95: null, n: 3 });
    expect(stat.meanLog).toBeCloseTo((5001 * Math.LN2 + Math.log(1.5 * 1.25)) / 3, 9);
  });
  it('says null, not a silent 0, where a value underflows', () => {
    const stat = statistic(columnOf([1, 1.5], [-5000, -1023]));
    expect(stat).toMatchObject({ mean: null, median: null, q05: null, n: 2 });
    expect(stat.meanLog).toBeCloseTo((-6023 * Math.LN2 + Math.log(1.5)) / 2, 9);
  });
  it('does not mind how a value is split in mantissa and exponent', () => {
    expect(statistic(columnOf([2 ** 600, 3 * 2 ** -600], [-600, 600]))).toEqual(statistic(columnOf([1, 3])));
  });
});

describe('properties', () => {
  it('agrees with a naive computation', () => {
    fc.assert(
      fc.property(positive, (values) => {
        const stat = statistic(columnOf(values));
        const n = values.length;
        const mean = values.reduce((a, b) => a + b, 0) / n;
        const sd = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / (n - 1));
        const logs = values.reduce((a, b) => a + Math.log(b), 0) / n;
        expect(Math.abs(stat.mean! - mean)).toBeLessThanOrEqual(1e-13 * mean);
        expect(Math.abs(stat.sd! - sd)).toBeLessThanOrEqual(1e-12 * sd + 1e-13 * mean);
        expect(Math.abs(stat.meanLog! - logs)).toBeLessThanOrEqual(1e-12);
        expect(stat.q05!).toBeLessThanOrEqual(stat.median!);
        expect(stat.median!).toBeLessThanOrEqual(stat.q95!);
      }),
      { seed: 2 },
    );
  });
  it('scales exactly with powers of two', () => {
    fc.assert(
      fc.property(positive, fc.integer({ min: -900, max: 900 }), (values, k) => {
        const one = statistic(columnOf(values));
        const scaled = statistic(columnOf(values, k));
        expect(scaled.mean).toBe(one.mean! * 2 ** k);
        expect(scaled.sd).toBe(one.sd! * 2 ** k);
        expect(scaled.median).toBe(one.median! * 2 ** k);
      }),
      { seed: 3 },
    );
  });
  it('does not depend on the order of the networks but for rounding', () => {
    fc.assert(
      fc.property(positive, (values) => {
        const one = statistic(columnOf(values));
        const reversed = statistic(columnOf([...values].reverse()));
        expect(reversed).toMatchObject({ n: one.n, median: one.median, q05: one.q05, q95: one.q95 });
        expect(Math.abs(reversed.mean! - one.mean!)).toBeLessThanOrEqual(4e-16 * one.mean!);
      }),
      { seed: 4 },
    );
  });
});
