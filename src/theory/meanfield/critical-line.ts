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
   * Whether the slope of the length map at q* is below 1, so that lengths near q* come to it. Where it is
   * not, q* is a fixed point that wide networks do not settle at: they leave it, or (slope 1, as at q* = 0)
   * come to it slowly at most. `null` without q*.
   */
  readonly stable: boolean | null;
}

const [SMALLEST, LARGEST] = [1e-12, 1e110];

/**
 * The edge of chaos at a given sigma_b: the sigma_w at which chi1 = 1. On the line density sigma_w^2 = 1 / E
 * phi'^2 and sigma_b^2 = q - E phi^2 / E phi'^2, both at variance q = q* (docs/theory.md); of several q the
 * smallest is taken, stable or not. `null` where there is none: for ReLU and its like with biases, and at
 * density 0.
 *
 * @param at where on the edge. Default density 1.
 * @throws TypeError, RangeError if sigmaB is not in [0, 1e50] or the density is not in [0, 1].
 */
export function edgeOfChaos(
  activation: TheoryActivation,
  at: { readonly sigmaB: number; readonly density?: number },
): EdgeOfChaos | null {
  checkPlain('at', at, ['sigmaB', 'density']);
  const { sigmaB, density = 1 } = at;
  checkSigma('sigmaB', sigmaB);
  checkDensity(density);
  const kernel = anyKernelOf(activation);
  if (density === 0) return null;
  const sigmaAt = (q: number) => Math.sqrt(1 / (density * kernel.slopeSquare(q)));
  if (kernel.homogeneous) {
    const sigmaW = sigmaAt(1);
    return sigmaB === 0 && sigmaW < Infinity ? { sigmaW, qStar: null, stable: null } : null;
  }
  const qStar = variance(kernel, sigmaB * sigmaB);
  if (qStar === null) return null;
  const slope = kernel.squareSlope(qStar) / kernel.slopeSquare(qStar);
  return { sigmaW: sigmaAt(qStar), qStar, stable: slope < 1 - CRITICAL };
}

/** The least q at which the bias on the line reaches `bias`. */
function variance(kernel: Kernel, bias: number): number | null {
  const { linear } = kernel;
  const biasAt = (q: number) => {
    const slope = kernel.slopeSquare(q);
    if (linear === null) return q - kernel.square(q) / slope;
    return (linear.squareDeficit(q) - q * linear.slopeDeficit(q)) / slope;
  };
  if (bias === 0 && kernel.square(0) === 0 && kernel.slopeSquare(0) > 0) return 0;
  let low = SMALLEST;
  if (biasAt(low) >= bias) return null;
  let high = 2 * low;
  while (biasAt(high) < bias) {
    low = high;
    high *= 2;
    if (high > LARGEST) return null;
  }
  // Nothing is known of the slope of biasAt: halve.
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (biasAt(middle) < bias) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
