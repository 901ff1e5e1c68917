/** Verdicts: what a figure measured against what theory predicts, in standard errors. */

import { best, type Estimate, type Stat } from '../ensemble/index.ts';
import { exp, ln } from '../numeric/functions.ts';
import { tQuantile } from '../numeric/t-quantile.ts';

/** What theory says of one number. */
export interface Claim {
  readonly what: string;
  readonly measured: number;
  /** Of `measured`; 0 where nothing is random. */
  readonly standardError: number;
  /** Independent networks behind `measured`. */
  readonly networks?: number;
  /**
   * Standard deviation of the logarithm over networks, of a positive quantity whose mean may be that of a
   * few; 0 or none: it is not known.
   */
  readonly logSpread?: number;
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

/**
 * The measured mean has this expectation. A mean whose standard error is not known, as of one network, says
 * nothing and does not pass.
 */
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
  const logSpread = logSpreadOf(stat, networks);
  return { what, measured, standardError: sem ?? Number.NaN, networks, logSpread, predicted, tolerance };
}

/** Below, a distribution is as good as one without a tail. */
const TAIL = 0.2;

/**
 * From the distance of the 5 % and 95 % quantiles, in those of a normal logarithm; 0 for light tails,
 * negative values and fewer than five networks.
 */
function logSpreadOf({ q05, q95 }: Stat, networks: number): number {
  if (q05 === null || q95 === null || !(q05 > 0) || networks < 5) return 0;
  // Blom's approximation of what an order statistic is a quantile of.
  const below = (0.625 + 0.05 * (networks - 1)) / (networks + 0.25);
  const spread = (ln(q95) - ln(q05)) / (2 * quantile(below));
  return spread > TAIL ? spread : 0;
}

/** Nothing random: the two are equal up to a tolerance, by default exactly. */
export function equals(what: string, measured: number, predicted: number | Range, tolerance = 0): Claim {
  return { what, measured, standardError: 0, predicted, tolerance };
}

/**
 * Judges the claims of one figure together: bands are quantiles of Student's t with the false alarm shared
 * out over all of them (Bonferroni; it holds for claims that are not independent as well). NaN never passes.
 *
 * Of a quantity with a heavy tail, few networks miss the tail and with it most of their own standard error,
 * so Student's t is far too narrow. Those are allowed what a log-normal quantity may be off (Cox's interval),
 * where that is more.
 */
export function judge(claims: readonly Claim[]): Check[] {
  const random = claims.filter(({ standardError }) => standardError > 0).length;
  return claims.map((claim) => {
    const { what, measured, standardError, networks, predicted, tolerance = 0 } = claim;
    const difference = measured - nearest(predicted, measured);
    const student = standardError > 0 ? quantile(FALSE_ALARM / random / 2, networks) : 0;
    const band = Math.max(student, tailBand(claim, student, difference < 0));
    const pass = Math.abs(difference) <= tolerance + band * standardError;
    return { what, measured, standardError, predicted, tolerance, band, difference, pass };
  });
}

/**
 * Standard errors that a log-normal mean may be off: with s the deviation of the logarithm, widened for its
 * own error, the expectation lies within a factor exp(t √(s²/n + s⁴/(2(n-1)))) of the measured mean.
 */
function tailBand(
  { measured, standardError, networks = 0, logSpread = 0 }: Claim,
  student: number,
  isLow: boolean,
): number {
  if (!(logSpread > 0 && standardError > 0)) return 0;
  const s = logSpread * (1 + WIDENING / Math.sqrt(networks));
  const factor = exp(student * Math.sqrt((s * s) / networks + s ** 4 / (2 * (networks - 1))));
  return (Math.abs(measured) * (isLow ? factor - 1 : 1 - 1 / factor)) / standardError;
}

/**
 * By simulation of ReLU lengths, widths 16 … 100, depths 10 and 30, 10 … 100 networks: false alarms at or
 * below their level.
 */
const WIDENING = 1.2;

/**
 * The standard normal's where the number of networks is not given: rounding up the degrees of freedom costs
 * nothing there.
 */
function quantile(tail: number, networks = 1e6): number {
  return tQuantile(tail, Math.max(1, networks - 1));
}

function nearest(predicted: number | Range, measured: number): number {
  if (typeof predicted === 'number') return predicted;
  const { low, high } = predicted;
  return Math.min(high ?? Number.POSITIVE_INFINITY, Math.max(low ?? Number.NEGATIVE_INFINITY, measured));
}
