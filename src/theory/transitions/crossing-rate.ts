import { erf, exp } from '../../numeric/functions.ts';
import { atLeast } from '../check.ts';

/** Covariances of a Gaussian pre-activation h(t) and its derivative h'(t) at one t. */
export interface JointLaw {
  /** K = Var h. */
  readonly variance: number;
  /** c = Cov(h, h'). */
  readonly covariance: number;
  /** g = Var h'. */
  readonly slopeVariance: number;
}

/** E|X| for X ~ N(m, sd^2). */
function meanAbsolute(m: number, sd: number): number {
  if (sd === 0) return Math.abs(m);
  const x = m / (sd * Math.SQRT2);
  return sd * Math.sqrt(2 / Math.PI) * exp(-x * x) + m * erf(x);
}

/**
 * Rice's formula: expected number of times per unit of t that a centred Gaussian h crosses `threshold` a, up or down:
 *
 *     (2 pi K)^(-1/2) exp(-a^2 / (2 K)) E|N(a c/K, g - c^2/K)|,     for a = 0: sqrt(g/K - (c/K)^2) / pi.
 *
 * 0 where h is constant 0.
 * @throws TypeError, RangeError for a variance that is not a finite number >= 0.
 */
export function crossingRate(threshold: number, { variance, covariance, slopeVariance }: JointLaw): number {
  atLeast(0, 'variance', variance);
  atLeast(0, 'slopeVariance', slopeVariance);
  if (variance === 0) return 0;
  const slope = covariance / variance;
  const free = Math.sqrt(Math.max(0, slopeVariance - covariance * slope));
  const density = exp((-threshold * threshold) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
  return density * meanAbsolute(threshold * slope, free);
}
