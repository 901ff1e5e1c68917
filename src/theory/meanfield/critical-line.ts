import { checkPlain } from '../../input/check.ts';
import type { TheoryActivation } from './activation.ts';
import { anyKernelOf } from './any-kernel.ts';
import { checkDensity, checkSigma } from './law.ts';
import { CRITICAL } from './length-map.ts';
import type { Kernel } from './types.ts';

/** A point on the edge of chaos. */
export interface EdgeOfChaos {
  readonly sigmaW: number;
  /** Fixed point of the length map there; `null` where every q is one (ReLU and its like, without biases). */
  readonly qStar: number | null;
  /**
   * Whether the slope of the length map at q* is below 1, so that lengths near q* converge to it. Otherwise
   * wide networks do not settle at q*: lengths leave it, or (slope 1, as at q* = 0) converge slowly at most.
   * `null` without q*.
   */
  readonly stable: boolean | null;
  /** That slope. */
  readonly lengthMapSlope: number | null;
}

const [SMALLEST, LARGEST] = [1e-12, 1e110];
/** Edges are looked for up to this q, eight times an octave: two that are nearer to each other may go unseen. */
const FARTHEST = 1e12;
const FINE = 2 ** (1 / 8);
/** Less than this part of q on either side of the line is rounding. */
const UNDECIDED = 1e-11;

/**
 * The edge of chaos at a given sigma_b: the sigma_w at which chi1 = 1. On the line density sigma_w^2 = 1 / E
 * phi'^2 and sigma_b^2 = q - E phi^2 / E phi'^2, both at variance q = q* (docs/theory.md); of several q the
 * smallest is taken, stable or not. `null` where there is none: for ReLU, maxout and their like with biases,
 * and at density 0. For maxout of three and more q* is 0, and not stable.
 *
 * @param at where on the edge. Default density 1.
 * @throws TypeError, RangeError if sigmaB is not in [0, 1e50] or the density is not in [0, 1].
 */
export function edgeOfChaos(
  activation: TheoryActivation,
  at: { readonly sigmaB: number; readonly density?: number },
): EdgeOfChaos | null {
  return (
    edgesUntil(activation, at, (kernel, bias) => {
      const least = variance(kernel, bias);
      return least === null ? [] : [least];
    })[0] ?? null
  );
}

/**
 * All points of the edge of chaos at a given sigma_b, by rising q*, up to q* = 1e12: chi1 may be 1 at several
 * sigma_w, each with a q* of its own. Empty where there is none.
 *
 * @param at where on the edge. Default density 1.
 * @throws TypeError, RangeError if sigmaB is not in [0, 1e50] or the density is not in [0, 1].
 */
export function edgesOfChaos(
  activation: TheoryActivation,
  at: { readonly sigmaB: number; readonly density?: number },
): EdgeOfChaos[] {
  return edgesUntil(activation, at, variances);
}

function edgesUntil(
  activation: TheoryActivation,
  at: { readonly sigmaB: number; readonly density?: number },
  variancesOf: (kernel: Kernel, bias: number) => readonly number[],
): EdgeOfChaos[] {
  checkPlain('at', at, ['sigmaB', 'density']);
  const { sigmaB, density = 1 } = at;
  checkSigma('sigmaB', sigmaB);
  checkDensity(density);
  const kernel = anyKernelOf(activation);
  if (density === 0) return [];
  const sigmaAt = (q: number) => Math.sqrt(1 / (density * kernel.slopeSquare(q)));
  if (kernel.homogeneous) {
    const sigmaW = sigmaAt(1);
    if (sigmaB !== 0 || sigmaW === Infinity) return [];
    const slope = kernel.squareSlope(1) / kernel.slopeSquare(1);
    if (slope <= 1 + CRITICAL) return [{ sigmaW, qStar: null, stable: null, lengthMapSlope: null }];
    // Lengths of maxout grow from 0 on.
    return [{ sigmaW, qStar: 0, stable: false, lengthMapSlope: slope }];
  }
  return variancesOf(kernel, sigmaB * sigmaB).map((qStar) => {
    const slope = kernel.squareSlope(qStar) / kernel.slopeSquare(qStar);
    return { sigmaW: sigmaAt(qStar), qStar, stable: slope < 1 - CRITICAL, lengthMapSlope: slope };
  });
}

/** sigma_b² on the line, as a function of q. */
function biasOf({ linear, slopeSquare, square }: Kernel): (q: number) => number {
  return (q) => {
    const slope = slopeSquare(q);
    if (linear === null) return q - square(q) / slope;
    return (linear.squareDeficit(q) - q * linear.slopeDeficit(q)) / slope;
  };
}

const startsAtZero = (kernel: Kernel, bias: number) =>
  bias === 0 && kernel.square(0) === 0 && kernel.slopeSquare(0) > 0;

/** The least q at which the bias on the line reaches `bias`. */
function variance(kernel: Kernel, bias: number): number | null {
  const biasAt = biasOf(kernel);
  if (startsAtZero(kernel, bias)) return 0;
  let low = SMALLEST;
  if (biasAt(low) >= bias) return null;
  let high = 2 * low;
  // Where phi' is 0 to rounding nothing is known, as at small q below a threshold.
  while (!(biasAt(high) >= bias)) {
    low = high;
    high *= 2;
    if (high > LARGEST) return null;
  }
  return halved((q) => !(biasAt(q) >= bias), low, high);
}

/** Where `isLow`, true at `low` and false at `high`, changes. Nothing is known of slopes. */
function halved(isLow: (q: number) => boolean, low: number, high: number): number {
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (isLow(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Every q at which the bias on the line passes `bias`, in rising order. */
function variances(kernel: Kernel, bias: number): number[] {
  const biasAt = biasOf(kernel);
  const found = startsAtZero(kernel, bias) ? [0] : [];
  const least = variance(kernel, bias);
  let before: { readonly q: number; readonly below: boolean } | null = null;
  for (let q = SMALLEST; q < FARTHEST; q *= FINE) {
    const excess = biasAt(q) - bias;
    if (!(Math.abs(excess) > UNDECIDED * q)) continue;
    const below = excess < 0;
    if (before !== null && below !== before.below)
      found.push(halved((at) => biasAt(at) < bias === before!.below, before.q, q));
    before = { q, below };
  }
  // The least one is that of `edgeOfChaos`, to the last digit.
  const others = found.filter((q) => least === null || Math.abs(q - least) > 1e-6 * least);
  return least === null ? others : [least, ...others].sort((a, b) => a - b);
}
