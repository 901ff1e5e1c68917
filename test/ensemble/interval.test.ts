import { describe, expect, test } from 'vitest';
import { statistic } from '../../src/ensemble/index.ts';
import { skewedReach, studentReach } from '../../src/ensemble/interval.ts';
import { tQuantile } from '../../src/numeric/t-quantile.ts';

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
