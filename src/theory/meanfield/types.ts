import type { Long } from '../../numeric/long.ts';
import type { TheoryActivation } from './activation.ts';

/** Wide networks: the law of their weights and biases, and their activation. */
export interface MeanFieldLaw {
  readonly activation: TheoryActivation;
  /** Weights have standard deviation sigmaW / sqrt(fan-in). */
  readonly sigmaW: number;
  /** Standard deviation of a bias. */
  readonly sigmaB: number;
  /** Probability that a weight is kept; only density * sigmaW^2 enters. Default 1. */
  readonly density?: number | undefined;
  /**
   * Probability p in [0, 1) that a unit is dropped; kept ones are divided by 1 - p. Every input has its own
   * masks; tangents share the masks of their point. Default 0.
   */
  readonly dropout?: number | undefined;
}

/** Where a recursion over layers starts. */
export interface StartOptions {
  /** q^1, the mean square of the first layer's pre-activations. Default: the fixed point q*. */
  readonly first?: number | undefined;
}

/**
 * Expectations of an activation phi over a Gaussian h ~ N(0, q), q >= 0, and over Gaussian pairs (u1, u2) of
 * variances q1, q2 and correlation c in [-1, 1].
 */
export interface Kernel {
  /** phi(-h) = -phi(h): pairs with correlation 0 have E phi phi = 0 exactly. */
  readonly odd: boolean;
  /** sup phi - inf phi of a monotone bounded phi, else null. */
  readonly range: number | null;
  /**
   * Where phi(h) = s h + … near 0: `gain` s^2, and what is missing to it, s^2 q - E phi^2 and s^2 - E phi'^2,
   * without cancellation. For kinked homogeneous phi the gain is that of E phi^2, and nothing is missing.
   * `null`: not known.
   */
  readonly linear: {
    readonly gain: Long;
    readonly squareDeficit: (q: number) => number;
    readonly slopeDeficit: (q: number) => number;
  } | null;
  /** phi(t h) = t phi(h) for t > 0: the length map is a straight line. */
  readonly homogeneous: boolean;
  /** E phi^2. */
  readonly square: (q: number) => number;
  /** d/dq E phi^2. */
  readonly squareSlope: (q: number) => number;
  /** E phi'^2. */
  readonly slopeSquare: (q: number) => number;
  /** E phi''^2; null where phi has kinks and it is infinite. */
  readonly bendSquare: (q: number) => number | null;
  /** E phi(u1) phi(u2). */
  readonly product: (q1: number, q2: number, c: number) => number;
  /** E phi'(u1) phi'(u2). */
  readonly slopeProduct: (q1: number, q2: number, c: number) => number;
  /** The same two at q1 = q2 = q > 0, for many correlations. */
  readonly at: (q: number) => PairKernel;
  /** What `at` has to sample where nothing is known in closed form (`price.ts`), else null. */
  readonly sampled: { readonly at: (q: number) => PairSamples; readonly kinked: boolean } | null;
}

/** E phi(u1) phi(u2) at c = 0, and E phi'(u1) phi'(u2) at the nodes of `price.ts`. */
export interface PairSamples {
  readonly apart: number;
  readonly slopes: readonly number[];
}

/** E phi(u1) phi(u2) and E phi'(u1) phi'(u2) at one variance q > 0, as functions of the correlation. */
export interface PairKernel {
  readonly product: (c: number) => number;
  readonly slope: (c: number) => number;
  /**
   * E phi^2 - E phi(u1) phi(u2) at c = 1 - gap, with full relative accuracy for small gaps; gap in [0, 1].
   */
  readonly deficit: (gap: number) => number;
}
