import type { Law } from './network.ts';

/** Absolute values of a finite law, divided by the largest, so that no power of them overflows. */
export function relativeSizes(values: readonly number[]): number[] {
  const largest = values.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
  return values.map((v) => Math.abs(v) / largest);
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}

/** kappa4 = E v^4 / (E v^2)^2 of a kept weight v: 3 Gaussian, 9/5 uniform, 1 for ±c. */
export function kurtosis(law: Law): number {
  switch (law.kind) {
    case 'gaussian':
      return 3;
    case 'uniform':
      return 1.8;
    case 'discrete': {
      const squares = relativeSizes(law.values).map((v) => v * v);
      const m2 = mean(squares);
      return mean(squares.map((s) => s * s)) / (m2 * m2);
    }
  }
}

/**
 * Price & Tanner's constant of the dense law at standard deviation 1: an M with E|w.u| >= M |u| for every
 * vector u. Gaussian sqrt(2/pi), exact. Uniform on [-C, C], C = sqrt 3: C / (2 sqrt 2). Finite set: E|v| /
 * sqrt 2 once the set has been rescaled to standard deviation 1. The last two are Khintchine's inequality
 * followed by Jensen's (arXiv 1911.10651, corollaries); they are valid, not the largest possible.
 */
export function linearFormConstant(law: Law): number {
  switch (law.kind) {
    case 'gaussian':
      return Math.sqrt(2 / Math.PI);
    case 'uniform':
      return Math.sqrt(3) / (2 * Math.SQRT2);
    case 'discrete': {
      const values = relativeSizes(law.values);
      return mean(values) / Math.sqrt(2 * mean(values.map((v) => v * v)));
    }
  }
}
