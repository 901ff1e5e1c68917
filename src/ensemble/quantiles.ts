/** Quantiles of values that may leave the range of a double. */
import { exponentOf, ldexp, toDouble } from '../numeric/scaled.ts';
import type { Defined } from './defined.ts';

/**
 * Quantiles by linear interpolation between order statistics; null where there are no values, or the number is
 * none of a double. Sorts `scaled`.
 */
export function quantiles(values: Defined, shares: readonly number[]): (number | null)[] {
  const most = values.scaled.length - 1;
  const ranked = order(values);
  return shares.map((share) => (most < 0 ? null : quantile(ranked, most * share)));
}

/** Values on one scale lose nothing while their exponents differ by less than this. */
const WIDEST_SPREAD = 1000;

/** A value by its rank in ascending order: mantissa of size in [1, 2) or 0, and exponent. */
type Ranked = (rank: number) => { mantissa: number; exponent: number };

function order({ mantissa, exponent, scaled, top, bottom }: Defined): Ranked {
  if (top - bottom < WIDEST_SPREAD) {
    scaled.sort();
    return (rank) => {
      const value = scaled[rank]!;
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
  const places = Array.from(mantissa, (_, i) => i).sort(compare);
  return (rank) => ({ mantissa: mantissa[places[rank]!]!, exponent: exponent[places[rank]!]! });
}

function quantile(ranked: Ranked, position: number): number | null {
  const index = Math.floor(position);
  const below = ranked(index);
  const fraction = position - index;
  // An order statistic itself is not touched by its neighbour, however far away.
  const above = fraction === 0 ? below : ranked(index + 1);
  const exponents = [below, above].filter((value) => value.mantissa !== 0).map((value) => value.exponent);
  // On the scale of the larger neighbour, so that the difference cannot overflow.
  const scale = Math.max(...exponents, Number.NEGATIVE_INFINITY);
  if (scale === Number.NEGATIVE_INFINITY) return 0;
  const [low, high] = [below, above].map((value) =>
    value.mantissa === 0 ? 0 : ldexp(value.mantissa, value.exponent - scale),
  ) as [number, number];
  return toDouble(low + fraction * (high - low), scale);
}
