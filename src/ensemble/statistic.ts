/** Statistics over networks of one quantity that may leave the range of a double. */
import { ln } from '../numeric/functions.ts';
import { exponentOf, ldexp, SMALLEST_NORMAL } from '../numeric/scaled.ts';
import { shortfallReach, skewedReach, studentReach } from './interval.ts';
import type { GrowthLimit, ScaledColumn, Stat } from './types.ts';

type Moments = Pick<Stat, 'mean' | 'sd' | 'sem' | 'ci95'>;
const NO_MOMENTS: Moments = { mean: null, sd: null, sem: null, ci95: null };

/** Defined values as mantissas of size in [1, 2) and exponents; 0 is mantissa 0, exponent 0. */
interface Defined {
  readonly mantissa: Float64Array;
  readonly exponent: Int32Array;
  /** Largest and smallest exponent of the values other than 0; 0 where there are none. */
  readonly top: number;
  readonly bottom: number;
}

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

function quantiles(values: Defined, shares: readonly number[]): (number | null)[] {
  const sorted = order(values);
  return shares.map((share) => quantile(values, sorted, share));
}

function definedValues(column: ScaledColumn): Defined {
  const mantissa = new Float64Array(column.mantissa.length);
  const exponent = new Int32Array(column.mantissa.length);
  let [top, bottom] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  let count = 0;
  for (let i = 0; i < mantissa.length; i++) {
    const m = column.mantissa[i]!;
    if (Number.isNaN(m)) continue;
    const at = count++;
    const e = m === 0 ? 0 : exponentOf(m);
    mantissa[at] = ldexp(m, -e);
    exponent[at] = m === 0 ? 0 : column.exponent[i]! + e;
    if (m === 0) continue;
    top = Math.max(top, exponent[at]!);
    bottom = Math.min(bottom, exponent[at]!);
  }
  const defined = { mantissa: mantissa.subarray(0, count), exponent: exponent.subarray(0, count) };
  return Number.isFinite(top) ? { ...defined, top, bottom } : { ...defined, top: 0, bottom: 0 };
}

/** The values on the scale 2 ** `scale`. */
function onScale({ mantissa, exponent }: Defined, scale: number): Float64Array {
  return mantissa.map((m, i) => (m === 0 ? 0 : ldexp(m, exponent[i]! - scale)));
}

/**
 * The mean of a column and its interval alone, as `statistic` has them; the interval is that of
 * `shortfallReach` where values have a `limit`.
 */
export function meanOf(column: ScaledColumn, skewed: boolean, limit: GrowthLimit | null = null): Moments {
  return moments(definedValues(column), skewed, limit);
}

function moments(values: Defined, skewed: boolean, limit: GrowthLimit | null = null): Moments {
  const count = values.mantissa.length;
  const { top, bottom } = values;
  if (count === 0 || bottom < -1022 || top > 1023) return NO_MOMENTS;
  const x = onScale(values, top);
  const rough = sum(count, (i) => x[i]!) / count;
  // The second pass takes back the rounding of the first: equal values have exactly that mean, and sd 0.
  const mean = rough + sum(count, (i) => x[i]! - rough) / count;
  const result = { ...NO_MOMENTS, mean: toDouble(mean, top) };
  if (count < 2) return result;
  const squares = sum(count, (i) => (x[i]! - mean) * (x[i]! - mean));
  const sd = Math.sqrt(squares / (count - 1));
  const sem = sd / Math.sqrt(count);
  const cubes = () => sum(count, (i) => (x[i]! - mean) * (x[i]! - mean) * (x[i]! - mean));
  const reach = () => {
    if (!skewed || !(squares > 0)) return studentReach(count);
    if (limit === null) return skewedReach(count, squares, cubes());
    const { root, spread } = limit;
    return shortfallReach(count, squares, cubes(), mean, ldexp(root.mantissa, root.exponent - top), spread);
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

/** `x * 2 ** exponent` where that is zero or a normal double, else null. */
export function toDouble(x: number, exponent: number): number | null {
  if (x === 0) return 0;
  const value = ldexp(x, exponent);
  return Number.isFinite(value) && Math.abs(value) >= SMALLEST_NORMAL ? value : null;
}

/** Values on one scale lose nothing while their exponents differ by less than this. */
const WIDEST_SPREAD = 1000;

/**
 * The values in ascending order, as a function of the rank: mantissa of size in [1, 2) or 0, and exponent.
 */
function order(values: Defined): (rank: number) => { mantissa: number; exponent: number } {
  const { mantissa, exponent, top, bottom } = values;
  if (top - bottom < WIDEST_SPREAD) {
    const x = onScale(values, top).sort();
    return (rank) => {
      const value = x[rank]!;
      if (value === 0) return { mantissa: 0, exponent: 0 };
      const e = exponentOf(value);
      return { mantissa: ldexp(value, -e), exponent: e + top };
    };
  }
  const compare = (i: number, j: number): number => {
    const sign = Math.sign(mantissa[i]!);
    if (sign !== Math.sign(mantissa[j]!) || sign === 0) return sign - Math.sign(mantissa[j]!);
    return sign * (exponent[i]! - exponent[j]!) || mantissa[i]! - mantissa[j]!;
  };
  const ranks = Array.from(mantissa, (_, i) => i).sort(compare);
  return (rank) => ({ mantissa: mantissa[ranks[rank]!]!, exponent: exponent[ranks[rank]!]! });
}

function quantile(values: Defined, sorted: ReturnType<typeof order>, p: number): number | null {
  if (values.mantissa.length === 0) return null;
  const position = (values.mantissa.length - 1) * p;
  const index = Math.floor(position);
  const below = sorted(index);
  const fraction = position - index;
  // An order statistic itself is not touched by its neighbour, however far away.
  const above = fraction === 0 ? below : sorted(index + 1);
  const exponents = [below, above].filter((value) => value.mantissa !== 0).map((value) => value.exponent);
  // On the scale of the larger neighbour, so that the difference cannot overflow.
  const scale = Math.max(...exponents, Number.NEGATIVE_INFINITY);
  if (scale === Number.NEGATIVE_INFINITY) return 0;
  const [low, high] = [below, above].map((value) =>
    value.mantissa === 0 ? 0 : ldexp(value.mantissa, value.exponent - scale),
  ) as [number, number];
  return toDouble(low + fraction * (high - low), scale);
}

function logMean({ mantissa, exponent }: Defined): Pick<Stat, 'meanLog' | 'n'> {
  const count = mantissa.length;
  let n = 0;
  for (const m of mantissa) if (m > 0) n++;
  if (n === 0) return { meanLog: null, n };
  // Mantissas in [3/4, 3/2), so that values on either side of 1 have a small logarithm without cancellation.
  // What is not positive adds 0, which changes no sum.
  const logs = sum(count, (i) => {
    const m = mantissa[i]!;
    if (m <= 0) return 0;
    return ln(m >= 1.5 ? m / 2 : m);
  });
  const exponents = sum(count, (i) => {
    const m = mantissa[i]!;
    if (m <= 0) return 0;
    return m >= 1.5 ? exponent[i]! + 1 : exponent[i]!;
  });
  const mean = (logs + exponents * Math.LN2) / n;
  return { meanLog: Number.isFinite(mean) ? mean : null, n };
}

/** Compensated sum of the terms in index order (Neumaier 1974). */
function sum(count: number, term: (i: number) => number): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < count; i++) {
    const v = term(i);
    const next = total + v;
    lost += Math.abs(total) >= Math.abs(v) ? total - next + v : v - next + total;
    total = next;
  }
  return total + lost;
}
