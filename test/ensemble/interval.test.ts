import { describe, expect, test } from 'vitest';
import { statistic } from '../../src/ensemble/index.ts';
import { shortfallReach, skewedReach, studentReach } from '../../src/ensemble/interval.ts';
import { meanOf } from '../../src/ensemble/statistic.ts';
import { tQuantile } from '../../src/numeric/t-quantile.ts';
import { normals, openStream } from '../../src/random/index.ts';

const column = (values: readonly number[]) => ({
  mantissa: Float64Array.from(values),
  exponent: new Int32Array(values.length),
});

describe('skewed intervals', () => {
  test('are Student’s where nothing is skewed', () => {
    expect(skewedReach(7, 3, 0)).toEqual(studentReach(7));
    expect(skewedReach(2, 3, 1)).toEqual(studentReach(2));
  });

  test('undo Hall’s transformation, whose skewness is that of the values', () => {
    const values = [1, 2, 2, 3, 9, 1, 4];
    const { mean, sem, ci95 } = statistic(column(values), true);
    const n = values.length;
    const moment = (k: number) => values.reduce((sum, x) => sum + (x - mean!) ** k, 0) / n;
    const skewness = ((moment(3) / moment(2) ** 1.5) * Math.sqrt(n * (n - 1))) / (n - 2);
    const c = skewness / Math.sqrt(n);
    // The transform of the studentised mean at the upper end of the interval is the lower quantile.
    const x = (mean! - ci95![1]) / sem!;
    expect(x + (c * x * x) / 3 + (c * c * x ** 3) / 27 + c / 6).toBeCloseTo(-tQuantile(0.025, n - 1), 12);
    expect(x).toBeLessThan(-tQuantile(0.025, n - 1));
    expect((mean! - ci95![0]) / sem!).toBeCloseTo(tQuantile(0.025, n - 1), 12);
  });

  test('are mirrored with the values, and scale with powers of two', () => {
    const values = [1, 2, 2, 3, 9, 1, 4];
    const { ci95 } = statistic(column(values), true);
    expect(statistic(column(values.map((x) => -x)), true).ci95).toEqual([-ci95![1], -ci95![0]]);
    expect(statistic(column(values.map((x) => x * 2 ** 90)), true).ci95).toEqual(
      ci95!.map((x) => x * 2 ** 90),
    );
  });

  test('of equal values are a point', () => {
    expect(statistic(column([3, 3, 3]), true)).toMatchObject({ sem: 0, ci95: [3, 3] });
  });
});

describe('intervals of values that fall short of a limit', () => {
  const limit = { root: { mantissa: 1.25, exponent: 3 }, spread: 2 };
  const values = [9.5, 9, 9.75, 8, 9.25, 6];

  test('make the cube root of the mean shortfall normal, with its own degrees of freedom', () => {
    const { mean, sem, ci95 } = meanOf(column(values), true, limit);
    const short = 10 - mean!;
    // Of gamma variables of unbiased shape a, 1/a = R/(1 - R/n), R the squared coefficient of variation.
    const squared = (sem! ** 2 * values.length) / short ** 2;
    const degrees = (2 * values.length * (1 - squared / values.length)) / squared;
    const transformed = ci95!.map((end) => (short / (10 - end)) ** (1 / 3));
    const normal = transformed.map((x) => (x - 1 + 2 / (9 * degrees)) / Math.sqrt(2 / (9 * degrees)));
    const t = tQuantile(0.025, values.length - 1);
    expect(normal[0]).toBeCloseTo(-t, 10);
    expect(normal[1]).toBeCloseTo(t, 10);
  });

  test('are Hall’s below where that is farther, Student’s where the limit is far, and scale', () => {
    const [below] = shortfallReach(6, 10, -17, 8.5, 1e9, 2);
    expect(below).toBe(skewedReach(6, 10, -17)[0]);
    const far = shortfallReach(6, 10, 0, 8.5, 1e9, 2);
    studentReach(6).forEach((t, i) => void expect(far[i]).toBeCloseTo(t, 6));
    const { ci95 } = meanOf(column(values), true, limit);
    const scaled = meanOf(column(values.map((x) => x * 2 ** 90)), true, {
      ...limit,
      root: { mantissa: 1.25, exponent: 93 },
    });
    expect(scaled.ci95).toEqual(ci95!.map((x) => x * 2 ** 90));
  });

  test('do not reach below 0 or beyond the limit, and are skewed where nothing falls short', () => {
    for (const few of [
      [0, 9.9],
      [9.999, 9.999, 9.999, -3],
      [10, 10, 10, 10, 0],
    ]) {
      const { ci95 } = meanOf(column(few), true, limit);
      expect(ci95![0]).toBeGreaterThanOrEqual(-1e-12);
      expect(ci95![1]).toBeLessThanOrEqual(10);
    }
    expect(shortfallReach(6, 10, -17, 8.5, 8.5, 2)).toEqual(skewedReach(6, 10, -17));
  });

  test('take no shortfall for more variable than it can be', () => {
    const few = column([10, 10, 10, 10, 9.5]);
    const [low, high] = meanOf(few, true, limit).ci95!;
    const degrees = 5;
    const part = Math.sqrt(2 / (9 * degrees));
    expect((0.1 / (10 - low)) ** (1 / 3)).toBeCloseTo(1 - part ** 2 - tQuantile(0.025, 4) * part, 10);
    expect((0.1 / (10 - high)) ** (1 / 3)).toBeCloseTo(1 - part ** 2 + tQuantile(0.025, 4) * part, 10);
    expect(meanOf(few, true, { ...limit, spread: 9 }).ci95![0]).toBeLessThan(low);
  });

  test('cover where five shortfalls are squares of normal values, as skewed ones do not', () => {
    const repetitions = 4000;
    const draws = normals(openStream(3n), 5 * repetitions);
    const hits = [0, 0];
    for (let r = 0; r < repetitions; r++) {
      const sample = column(Array.from(draws.subarray(5 * r, 5 * r + 5), (x) => 10 - x * x));
      [meanOf(sample, true, limit), meanOf(sample, true)].forEach(({ ci95 }, i) => {
        if (ci95![0] <= 9 && 9 <= ci95![1]) hits[i]!++;
      });
    }
    const [shortfall, skewed] = hits.map((n) => (100 * n) / repetitions);
    // Four standard errors of 0.34 points about 95, and below 93.
    expect(Math.abs(shortfall! - 95)).toBeLessThan(1.4);
    expect(skewed).toBeLessThan(93 - 1.4);
  });
});
