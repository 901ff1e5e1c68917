import type { Scale } from '../measure/index.ts';

/**
 * Statistics over networks of one quantity, as they stand in the result document. `null`: not representable.
 */
export interface Stat {
  readonly mean: number | null;
  /** Sample standard deviation (n - 1). */
  readonly sd: number | null;
  /** Standard error of the mean. */
  readonly sem: number | null;
  /**
   * 95 % confidence interval of the mean, Student t. Without a better estimate, skewness may move an end
   * farther out.
   */
  readonly ci95: readonly [number, number] | null;
  readonly median: number | null;
  readonly q05: number | null;
  readonly q95: number | null;
  /** Mean of the natural logarithm over the networks whose value is positive. */
  readonly meanLog: number | null;
  /** Number of networks whose value is positive. */
  readonly n: number;
}

/**
 * One number per network that may lie outside the range of a double: `mantissa[i] * 2 ** exponent[i]`.
 * A NaN mantissa marks a network for which the quantity is not defined (0/0 after a dead layer).
 */
export interface ScaledColumn {
  readonly mantissa: Float64Array;
  readonly exponent: Int32Array;
}

/**
 * Ways to estimate a mean. `plain`: the mean over networks. `energy-martingale`: over networks, each less
 * what its conditional energies say of it (`controls.ts`), with the same expectation. `growth-product`:
 * the product of the layers' mean growths, each less its energy. `conditional`: over networks, of what is
 * expected given the layer below.
 */
export const METHODS = ['plain', 'energy-martingale', 'growth-product', 'conditional'] as const;
/**
 * How a mean was estimated: as a plain mean, corrected by conditional energies, as a product of mean growths,
 * or as a mean of conditional expectations given the layer below.
 */
export type EstimateMethod = (typeof METHODS)[number];

/** The best available estimate of an expectation; `null` where the statistic is. */
export interface Estimate {
  readonly mean: number | null;
  readonly sem: number | null;
  /** 95 % confidence interval. */
  readonly ci95: readonly [number, number] | null;
  readonly method: EstimateMethod;
  /**
   * Variance of the plain mean over that of the estimate: the plain mean would need so many times more
   * networks.
   */
  readonly gain: number | null;
}

/** Upper bound of growth less its energy in a layer. */
export interface GrowthLimit {
  readonly root: Scale;
  /** The most that the squared coefficient of variation of a network's shortfall may be. */
  readonly spread: number;
}

/** Statistics over networks, and the best estimate of the expectation. */
export interface EstimatedStat extends Stat {
  readonly estimate: Estimate;
}
