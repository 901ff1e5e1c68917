import { atLeast, checkPlain, integerIn, numberIn } from '../../input/check.ts';
import { valueFault } from '../../input/faults.ts';
import { ln } from '../../numeric/functions.ts';
import { checkSigma, checkVariance, type Field, fieldOf, MOST_VARIANCE } from './law.ts';
import type { MeanFieldLaw } from './types.ts';

/**
 * Wide residual blocks z + scale (V phi(W z + b) + c). The fields of `MeanFieldLaw` are those of W and b.
 */
export interface ResidualLaw extends MeanFieldLaw {
  /** Weights of V have standard deviation sigmaV / sqrt(fan-in). */
  readonly sigmaV: number;
  /** Standard deviation of an entry of c. Default 0. */
  readonly sigmaC?: number | undefined;
  /** Factor of the branch, a finite number >= 0. */
  readonly scale: number;
}

/** Two points after so many blocks. */
export interface ResidualFieldLayer {
  /** Number of the block, from 1. */
  readonly layer: number;
  /** Mean square of the coordinates of z, the same for both points. */
  readonly q: number;
  /** Correlation of the two points, from the origin. */
  readonly c: number;
  /** Factor by which the block stretches a curve through the point. */
  readonly growth: number;
}

/**
 * Mean field of residual networks, block by block (docs/theory.md, "Residual networks"): with h = W z + b of
 * variance Q = w q + b and correlation C = (w c q + b) / Q,
 *
 *     q' = q + s^2 (v E phi(h)^2 + c0),   c' q' = c q + s^2 (v E phi(h1) phi(h2) + c0),
 *     growth^2 = 1 + s^2 v w E phi'(h)^2,
 *
 * w = density sigmaW^2, b = sigmaB^2, v = sigmaV^2, c0 = sigmaC^2, s the scale (Yang & Schoenholz, arXiv
 * 1712.08969). q has no fixed point: every block adds to it.
 *
 * @param start mean square and correlation of the two points that go in.
 * @throws TypeError, RangeError for numbers out of range or layers that are not an integer in 1 … 10^5, and where q
 * leaves the range of variances.
 */
export function residualMeanField(
  law: ResidualLaw,
  start: { readonly q: number; readonly c: number },
  layers: number,
): ResidualFieldLayer[] {
  const block = blockOf(law);
  checkPlain('start', start, ['q', 'c']);
  checkVariance('q', start.q);
  numberIn(-1, 1, 'c', start.c);
  integerIn(1, 100_000, 'layers', layers);
  const { kernel, weight, bias } = block.field;
  let [q, c] = [start.q, start.c];
  return Array.from({ length: layers }, (_, l) => {
    const variance = weight * q + bias;
    const together = variance === 0 ? 1 : Math.min(1, Math.max(-1, (weight * c * q + bias) / variance));
    const square = kernel.square(variance);
    // Equal points stay equal, to the last digit.
    const product = together === 1 ? square : kernel.product(variance, variance, together);
    const next = q + block.outer * square + block.bias;
    if (!(next <= MOST_VARIANCE)) {
      throw valueFault(
        'q',
        'values that a double holds',
        `an overflow in block ${l + 1}; ask for fewer layers`,
      );
    }
    c = next === 0 ? c : Math.min(1, Math.max(-1, (c * q + block.outer * product + block.bias) / next));
    q = next;
    return { layer: l + 1, q, c, growth: Math.sqrt(1 + block.outer * weight * kernel.slopeSquare(variance)) };
  });
}

/**
 * Blocks in which the length of a curve grows by a factor e: 2 / ln(1 + s^2 v w E phi'^2). `null` where phi is
 * not homogeneous, so that the growth changes from block to block, and where nothing grows.
 * @throws TypeError, RangeError as `residualMeanField`.
 */
export function residualDepthScale(law: ResidualLaw): number | null {
  const { field, outer } = blockOf(law);
  if (!field.kernel.homogeneous) return null;
  const energy = outer * field.weight * field.kernel.slopeSquare(1);
  return energy > 0 ? 2 / ln(1 + energy) : null;
}

/** `outer` = scale^2 sigmaV^2, `bias` = scale^2 sigmaC^2. */
function blockOf(law: ResidualLaw): { field: Field; outer: number; bias: number } {
  checkPlain('law', law);
  const { sigmaV, sigmaC = 0, scale, ...own } = law;
  checkSigma('sigmaV', sigmaV);
  checkSigma('sigmaC', sigmaC);
  atLeast(0, 'scale', scale);
  const square = scale * scale;
  return { field: fieldOf(own), outer: square * sigmaV * sigmaV, bias: square * sigmaC * sigmaC };
}
