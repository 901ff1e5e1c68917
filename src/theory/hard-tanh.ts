import { layerOf, type NetworkSpec, weightSd } from '../network/index.ts';
import { erf, exp } from '../numeric/functions.ts';
import { meanRootOfTwo } from '../numeric/mean-root.ts';

/** P(|h| < 1) for h ~ N(0, q), q >= 0: the probability that a hard-tanh unit is in its linear piece. */
export function linearProbability(q: number): number {
  return q === 0 ? 1 : erf(1 / Math.sqrt(2 * q));
}

/**
 * E clip(h, -1, 1)^2 for h ~ N(0, q), q >= 0. With y = 1/sqrt(2 q):
 * q (erf y - (2/sqrt pi) y exp(-y^2)) + 1 - erf y.
 */
export function clippedSecondMoment(q: number): number {
  if (q === 0) return 0;
  const y = 1 / Math.sqrt(2 * q);
  const gauss = exp(-y * y);
  const outside = 1 - erf(y);
  if (y >= 1) return q * (erf(y) - (2 / Math.sqrt(Math.PI)) * y * gauss) + outside;
  // For small y the bracket cancels; its series (2/sqrt pi) exp(-y^2) sum_n 2^n y^(2n+1) / (2n+1)!! does not.
  let term = 2 / 3;
  let sum = term;
  for (let n = 2; term > sum * 1e-17; n++) sum += term *= (2 * y * y) / (2 * n + 1);
  return (gauss * y * sum) / Math.sqrt(Math.PI) + outside;
}

/**
 * Finite-width formula for growth through layer l whose units pass a tangent with probability `open` and else
 * stop it (docs/theory.md): sd sqrt 2 E[Gamma((B+1)/2) / Gamma(B/2); B >= 1], B ~ Bin(n_l, open), sd^2 =
 * density * weightSd^2. Gates independent of the tangent: exact only where the tangent is orthogonal to the
 * point and weights are dense and Gaussian; elsewhere an approximation, never a bound.
 */
export function gatedGrowth(spec: NetworkSpec, layer: number, open: number): number {
  const { width, density } = layerOf(spec, layer);
  const sd = Math.sqrt(density) * weightSd(spec, layer);
  return sd * meanRootOfTwo(width, open, 0);
}
