/** Statistics over networks of one quantity that may leave the range of a double. */
import { ln } from '../numeric/functions.ts';
import { ldexp, toDouble } from '../numeric/scaled.ts';
import { type Defined, definedValues } from './defined.ts';
import { shortfallReach, skewedReach, studentReach } from './interval.ts';
import { quantiles } from './quantiles.ts';
import type { GrowthLimit, ScaledColumn, Stat } from './types.ts';

type Moments = Pick<Stat, 'mean' | 'sd' | 'sem' | 'ci95'>;
const NO_MOMENTS: Moments = { mean: null, sd: null, sem: null, ci95: null };

/**
 * Statistics of a column of numbers, one per network; undefined (NaN) entries are left out of everything.
 *
 * - `mean`, `sd` (n - 1), `sem`, `ci95` (Student t; `skewed`: see `skewedReach`) are `null` where any value
 *   lies outside the normal range of a double, and `sd`, `sem`, `ci95` for fewer than two values. They are
 *   summed with compensation, in index order and on one power-of-two scale: bit-reproducible, and exact under
 *   scaling of the column by a power of two.
 * - `median`, `q05`, `q95` interpolate linearly between order statistics (Hyndman & Fan 1996, type 7).
 * - `meanLog` covers the positive values, `n` counts them; it is right whatever the exponents.
 */
export function statistic(column: ScaledColumn, skewed = false): Stat {
  const values = definedValues(column);
  const { mean, sd, sem, ci95 } = moments(values, skewed);
  const [median, q05, q95] = quantiles(values, [0.5, 0.05, 0.95]);
  const { meanLog, n } = logMean(values);
  // Field by field: an object made of others by spreading takes twice the memory, and sweeps hold millions.
  return { mean, sd, sem, ci95, median: median!, q05: q05!, q95: q95!, meanLog, n };
}

/**
 * The statistics that mean something of numbers whose moments exist below `order` alone: without the mean up to
 * order 1, and without what measures spread up to order 2. The others are there.
 */
export function withinOrder<S extends Moments>(stat: S, order: number): S {
  if (order > 2) return stat;
  return { ...stat, ...NO_MOMENTS, mean: order > 1 ? stat.mean : null };
}

/**
 * The mean of a column and its interval alone, as `statistic` has them; the interval is that of
 * `shortfallReach` where values have a `limit`.
 */
export function meanOf(column: ScaledColumn, skewed: boolean, limit: GrowthLimit | null = null): Moments {
  return moments(definedValues(column), skewed, limit);
}

function moments(
  { scaled: x, top, bottom }: Defined,
  skewed: boolean,
  limit: GrowthLimit | null = null,
): Moments {
  const count = x.length;
  if (count === 0 || bottom < -1022 || top > 1023) return NO_MOMENTS;
  const rough = sum(x) / count;
  // The second pass takes back the rounding of the first: equal values have exactly that mean, and sd 0.
  const mean = rough + sum(x, rough) / count;
  const result = { ...NO_MOMENTS, mean: toDouble(mean, top) };
  if (count < 2) return result;
  const squares = sum(x, mean, 2);
  const sd = Math.sqrt(squares / (count - 1));
  const sem = sd / Math.sqrt(count);
  const reach = () => {
    if (!skewed || !(squares > 0)) return studentReach(count);
    const cubes = sum(x, mean, 3);
    if (limit === null) return skewedReach(count, squares, cubes);
    const { root, spread } = limit;
    return shortfallReach(count, squares, cubes, mean, ldexp(root.mantissa, root.exponent - top), spread);
  };
  const [below, above] = reach();
  const low = toDouble(mean - below * sem, top);
  const high = toDouble(mean + above * sem, top);
  return {
    ...result,
    sd: toDouble(sd, top),
    sem: toDouble(sem, top),
    ci95: low === null || high === null ? null : [low, high],
  };
}

/** Overwrites `scaled`. */
function logMean({ mantissa, exponent, scaled: terms }: Defined): Pick<Stat, 'meanLog' | 'n'> {
  const count = mantissa.length;
  let n = 0;
  for (const m of mantissa) if (m > 0) n++;
  if (n === 0) return { meanLog: null, n };
  // Mantissas in [3/4, 3/2), so that values on either side of 1 have a small logarithm without cancellation.
  // What is not positive adds 0, which changes no sum.
  for (let i = 0; i < count; i++) {
    const m = mantissa[i]!;
    terms[i] = m <= 0 ? 0 : ln(m >= 1.5 ? m / 2 : m);
  }
  const logs = sum(terms);
  for (let i = 0; i < count; i++) {
    const m = mantissa[i]!;
    terms[i] = m <= 0 ? 0 : exponent[i]! + (m >= 1.5 ? 1 : 0);
  }
  const mean = (logs + sum(terms) * Math.LN2) / n;
  return { meanLog: Number.isFinite(mean) ? mean : null, n };
}

/** Compensated sum of (x - centre) ** power in index order (Neumaier 1974). */
function sum(x: Float64Array, centre = 0, power: 1 | 2 | 3 = 1): number {
  let total = 0;
  let lost = 0;
  for (const value of x) {
    const d = value - centre;
    const v = power === 1 ? d : power === 2 ? d * d : d * d * d;
    const next = total + v;
    lost += Math.abs(total) >= Math.abs(v) ? total - next + v : v - next + total;
    total = next;
  }
  return total + lost;
}
