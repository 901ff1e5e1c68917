import { atLeast, checkPlain, wrongNumber } from '../../input/check.ts';
import { erf, exp } from '../../numeric/functions.ts';

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
 * Rice's formula: expected number of times per unit of t that a centred Gaussian h crosses `threshold` a, up
 * or down:
 *
 *     (2 pi K)^(-1/2) exp(-a^2 / (2 K)) E|N(a c/K, g - c^2/K)|,     for a = 0: sqrt(g/K - (c/K)^2) / pi.
 *
 * 0 where h is constant 0.
 * @throws TypeError, RangeError for a threshold that is not finite, a variance that is not a finite number >=
 * 0, and a covariance beyond sqrt(K g), which no two variables have.
 */
export function crossingRate(threshold: number, law: JointLaw): number {
  if (!Number.isFinite(threshold)) wrongNumber('threshold', 'a finite number', threshold);
  checkPlain('law', law);
  const { variance, covariance, slopeVariance } = law;
  atLeast(0, 'variance', variance);
  atLeast(0, 'slopeVariance', slopeVariance);
  const most = Math.sqrt(variance) * Math.sqrt(slopeVariance);
  if (typeof covariance !== 'number' || !(Math.abs(covariance) <= most * (1 + SLACK)))
    wrongNumber(
      'covariance',
      `a number of at most sqrt(variance slopeVariance) = ${most} in size`,
      covariance,
    );
  return rateOf(threshold, law);
}

/** For a covariance that is known up to rounding. */
const SLACK = 1e-9;

/** `crossingRate` of what has been checked. */
export function rateOf(threshold: number, { variance, covariance, slopeVariance }: JointLaw): number {
  if (variance === 0) return 0;
  const slope = covariance / variance;
  const free = Math.sqrt(Math.max(0, slopeVariance - covariance * slope));
  const density = exp((-threshold * threshold) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
  return density * meanAbsolute(threshold * slope, free);
}
