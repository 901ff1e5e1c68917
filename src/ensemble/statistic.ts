/** Statistics over networks of one non-negative quantity that may leave the range of a double. */
import ln from '@stdlib/math-base-special-ln';
import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { exponentOf, ldexp, SMALLEST_NORMAL } from '../numeric/scaled.ts';
import type { ScaledColumn, Stat } from './types.ts';

/** `mantissa * 2 ** exponent` with the mantissa in [1, 2); zero is 0 with an exponent below every other. */
interface Scaled {
  readonly mantissa: number;
  readonly exponent: number;
}

type Moments = Pick<Stat, 'mean' | 'sd' | 'sem' | 'ci95'>;
const NO_MOMENTS: Moments = { mean: null, sd: null, sem: null, ci95: null };

/**
 * Statistics of a column of non-negative numbers, one per network; undefined (NaN) entries are left out of everything.
 *
 * - `mean`, `sd` (n - 1), `sem`, `ci95` (Student t) are `null` where any value lies outside the normal range of a
 *   double, and `sd`, `sem`, `ci95` for fewer than two values. They are summed with compensation, in index order and
 *   on one power-of-two scale: bit-reproducible, and exact under scaling of the column by a power of two.
 * - `median`, `q05`, `q95` interpolate linearly between order statistics (Hyndman & Fan 1996, type 7).
 * - `meanLog` covers the positive values, `n` counts them; it is right whatever the exponents.
 */
export function statistic(column: ScaledColumn): Stat {
  const values = definedValues(column);
  const positive = values.filter((v) => v.mantissa > 0);
  const sorted = [...values].sort((a, b) => a.exponent - b.exponent || a.mantissa - b.mantissa);
  return {
    ...moments(values),
    median: quantile(sorted, 0.5),
    q05: quantile(sorted, 0.05),
    q95: quantile(sorted, 0.95),
    meanLog: meanLog(positive),
    n: positive.length,
  };
}

function definedValues({ mantissa, exponent }: ScaledColumn): Scaled[] {
  const values: Scaled[] = [];
  mantissa.forEach((m, i) => {
    if (Number.isNaN(m)) return;
    if (m === 0) values.push({ mantissa: 0, exponent: Number.NEGATIVE_INFINITY });
    else {
      const e = exponentOf(m);
      values.push({ mantissa: ldexp(m, -e), exponent: exponent[i]! + e });
    }
  });
  return values;
}

function moments(values: readonly Scaled[]): Moments {
  const count = values.length;
  if (count === 0 || !values.every(isNormal)) return NO_MOMENTS;
  const scale = values.reduce((top, v) => Math.max(top, v.exponent), -1022);
  const x = values.map((v) => (v.mantissa === 0 ? 0 : ldexp(v.mantissa, v.exponent - scale)));
  const rough = sum(x) / count;
  // The second pass takes back the rounding of the first: equal values have exactly that mean, and sd 0.
  const mean = rough + sum(x.map((v) => v - rough)) / count;
  const result = { ...NO_MOMENTS, mean: toDouble(mean, scale) };
  if (count < 2) return result;
  const sd = Math.sqrt(sum(x.map((v) => (v - mean) * (v - mean))) / (count - 1));
  const sem = sd / Math.sqrt(count);
  const half = sem * tQuantile(0.975, count - 1);
  const low = toDouble(mean - half, scale);
  const high = toDouble(mean + half, scale);
  return {
    ...result,
    sd: toDouble(sd, scale),
    sem: toDouble(sem, scale),
    ci95: low === null || high === null ? null : [low, high],
  };
}

function isNormal({ mantissa, exponent }: Scaled): boolean {
  return mantissa === 0 || (Number.isFinite(mantissa) && exponent >= -1022 && exponent <= 1023);
}

/** `x * 2 ** exponent` where that is zero or a normal double, else null. */
function toDouble(x: number, exponent: number): number | null {
  if (x === 0) return 0;
  const value = ldexp(x, exponent);
  return Number.isFinite(value) && Math.abs(value) >= SMALLEST_NORMAL ? value : null;
}

function quantile(sorted: readonly Scaled[], p: number): number | null {
  if (sorted.length === 0) return null;
  const position = (sorted.length - 1) * p;
  const index = Math.floor(position);
  const below = sorted[index]!;
  const fraction = position - index;
  // An order statistic itself is not touched by its neighbour, however far away.
  const above = fraction === 0 ? below : sorted[index + 1]!;
  if (above.mantissa === 0) return 0;
  // On the scale of the upper neighbour, so that the difference cannot overflow.
  const low = below.mantissa === 0 ? 0 : ldexp(below.mantissa, below.exponent - above.exponent);
  return toDouble(low + fraction * (above.mantissa - low), above.exponent);
}

function meanLog(positive: readonly Scaled[]): number | null {
  if (positive.length === 0) return null;
  // Mantissas in [3/4, 3/2), so that values on either side of 1 have a small logarithm without cancellation.
  const shift = positive.map((v) => (v.mantissa >= 1.5 ? 1 : 0));
  const exponents = sum(positive.map((v, i) => v.exponent + shift[i]!));
  const logs = sum(positive.map((v, i) => ln(shift[i] ? v.mantissa / 2 : v.mantissa)));
  const mean = (logs + exponents * Math.LN2) / positive.length;
  return Number.isFinite(mean) ? mean : null;
}

/** Compensated sum in index order (Neumaier 1974). */
function sum(values: readonly number[]): number {
  let total = 0;
  let lost = 0;
  for (const v of values) {
    const next = total + v;
    lost += Math.abs(total) >= Math.abs(v) ? total - next + v : v - next + total;
    total = next;
  }
  return total + lost;
}
