import { meanRootOfTwo } from '../numeric/mean-root.ts';
import type { Law } from './network.ts';

/** Absolute values of a finite law, divided by the largest, so that no power of them overflows. */
export function relativeSizes(values: readonly number[]): number[] {
  const largest = values.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  return values.map((v) => Math.abs(v) / largest);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}

/**
 * kappa4 = E v^4 / (E v^2)^2 of a kept weight v: 3 Gaussian, 9/5 uniform, 1 for ±c; Infinity where there is
 * no fourth moment. Of an entry of a matrix law that of w.u in place of v, to leading order in the widths.
 */
export function kurtosis(law: Law): number {
  switch (law.kind) {
    case 'gaussian':
    case 'orthogonal':
      return 3;
    case 'uniform':
      return 1.8;
    case 'truncated-normal':
      return TRUNCATED.kurtosis;
    case 'student':
      return law.nu > 4 ? 3 + 6 / (law.nu - 4) : Number.POSITIVE_INFINITY;
    case 'low-rank':
      return 3 * (1 + 2 / law.rank);
    case 'discrete': {
      const squares = relativeSizes(law.values).map((v) => v * v);
      const m2 = mean(squares);
      return mean(squares.map((s) => s * s)) / (m2 * m2);
    }
  }
}

/**
 * E v^4 and E|v| of the normal law cut off at ±2 and rescaled to variance 1. With f the normal density, P its
 * mass within ±2 and s² = 1 - 4 f(2)/P its variance: (3 s² - 16 f(2)/P) / s^4 and 2 (f(0) - f(2)) / (P s).
 */
const TRUNCATED = { kurtosis: 2.3655367171296495, size: 0.821701530848241 };

/** Moments of an entry exist below this order. */
export function momentOrder(law: Law): number {
  return law.kind === 'student' ? law.nu : Number.POSITIVE_INFINITY;
}

/** Whether a kept weight has a variance; theory is silent where it has none. */
export function hasVariance(law: Law): boolean {
  return momentOrder(law) > 2;
}

/**
 * Whether wide layers of such weights average: pre-activations become Gaussian, and their mean square a
 * constant. A low rank does not, and neither do weights without a variance.
 */
export function isSelfAveraging({ weights }: { readonly weights: Law }): boolean {
  return weights.kind !== 'low-rank' && hasVariance(weights);
}

/**
 * Price & Tanner's constant of the dense law at standard deviation 1: an M with E|w.u| >= M |u| for every
 * vector u. Gaussian sqrt(2/pi), exact. Uniform on [-C, C], C = sqrt 3: C / (2 sqrt 2). Finite set: E|v| /
 * sqrt 2 once the set has been rescaled to standard deviation 1, truncated normal the same. These are
 * Khintchine's inequality followed by Jensen's (arXiv 1911.10651, corollaries); they are valid, not the
 * largest possible. Orthogonal: w.u is sqrt N times a coordinate of a point on the unit sphere of R^N, whose
 * mean size is at least Gaussian. Low rank: a normal number times chi_r / sqrt r. `null` for Student's t,
 * whose constant is not given here.
 */
export function linearFormConstant(law: Law): number | null {
  switch (law.kind) {
    case 'gaussian':
    case 'orthogonal':
      return Math.sqrt(2 / Math.PI);
    case 'low-rank':
      return Math.sqrt(2 / (Math.PI * law.rank)) * meanRootOfTwo(law.rank, 0.5, 1);
    case 'truncated-normal':
      return TRUNCATED.size / Math.SQRT2;
    case 'student':
      return null;
    case 'uniform':
      return Math.sqrt(3) / (2 * Math.SQRT2);
    case 'discrete': {
      const values = relativeSizes(law.values);
      return mean(values) / Math.sqrt(2 * mean(values.map((v) => v * v)));
    }
  }
}
