/** Verdicts: what a figure measured against what theory predicts, in standard errors. */

import { best, type Estimate, type Stat } from '../ensemble/index.ts';
import { tQuantile } from '../numeric/t-quantile.ts';

/** What theory says of one number. */
export interface Claim {
  readonly what: string;
  readonly measured: number;
  /** Of `measured`; 0 where nothing is random. */
  readonly standardError: number;
  /** Independent networks behind `measured`. */
  readonly networks?: number;
  /** A value, or the ends of an interval; `null`: no end. */
  readonly predicted: number | Range;
  /** What the prediction leaves open, in units of `measured`: 0 where it is exact. */
  readonly tolerance?: number;
}

export interface Range {
  readonly low: number | null;
  readonly high: number | null;
}

export interface Check {
  readonly what: string;
  readonly measured: number;
  readonly standardError: number;
  readonly predicted: number | Range;
  readonly tolerance: number;
  /** Standard errors, beyond the tolerance, that `measured` may be off. */
  readonly band: number;
  /** From the prediction, the nearest of an interval, to `measured`; its own unit. */
  readonly difference: number;
  readonly pass: boolean;
}

/** A figure all of whose predictions hold fails with at most this probability. */
const FALSE_ALARM = 1e-3;

/** The measured mean has this expectation. A mean whose standard error is not known, as of one network, says nothing and does not pass. */
export function expects(
  what: string,
  stat: Stat & { readonly estimate?: Estimate },
  predicted: number | Range,
  tolerance = 0,
): Claim {
  const { mean, sem } = best(stat);
  const measured = mean ?? Number.NaN;
  // `n` counts positive values alone; the plain standard error knows of how many values it is.
  const plain = stat.sem !== null && stat.sem > 0 && stat.sd !== null;
  const networks = plain ? Math.round((stat.sd! / stat.sem!) ** 2) : stat.n;
  return { what, measured, standardError: sem ?? Number.NaN, networks, predicted, tolerance };
}

/** Nothing random: the two are equal up to a tolerance, by default exactly. */
export function equals(what: string, measured: number, predicted: number | Range, tolerance = 0): Claim {
  return { what, measured, standardError: 0, predicted, tolerance };
}

/**
 * Judges the claims of one figure together: bands are quantiles of Student's t with the false alarm shared out over all of them
 * (Bonferroni; it holds for claims that are not independent as well). NaN never passes.
 */
export function judge(claims: readonly Claim[]): Check[] {
  const random = claims.filter(({ standardError }) => standardError > 0).length;
  return claims.map(({ what, measured, standardError, networks, predicted, tolerance = 0 }) => {
    const band = standardError > 0 ? quantile(FALSE_ALARM / random / 2, networks) : 0;
    const difference = measured - nearest(predicted, measured);
    const pass = Math.abs(difference) <= tolerance + band * standardError;
    return { what, measured, standardError, predicted, tolerance, band, difference, pass };
  });
}

/** The standard normal's where the number of networks is not given: rounding up the degrees of freedom costs nothing there. */
function quantile(tail: number, networks = 1e6): number {
  return tQuantile(1 - tail, Math.max(1, networks - 1));
}

function nearest(predicted: number | Range, measured: number): number {
  if (typeof predicted === 'number') return predicted;
  const { low, high } = predicted;
  return Math.min(high ?? Number.POSITIVE_INFINITY, Math.max(low ?? Number.NEGATIVE_INFINITY, measured));
}
