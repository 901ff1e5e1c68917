import { checkPlain, integerIn } from '../../input/check.ts';
import { runningProducts } from '../running-product.ts';
import { checkVariance, fieldOf } from './law.ts';
import { fixedLength } from './length-map.ts';
import { growthAt, lengthsFrom } from './slopes-by-layer.ts';
import type { MeanFieldLaw, StartOptions } from './types.ts';

/** The image of a great circle in the pre-activations of layer l, per neuron: lengths over sqrt(width). */
export interface CurvatureLayer {
  readonly layer: number;
  /** Mean square of the pre-activations. */
  readonly q: number | null;
  /** Mean square of the velocity dh/d(angle): the Euclidean metric over the width. */
  readonly metric: number | null;
  /** Square of the extrinsic curvature, times the width. */
  readonly curvature2: number | null;
  /** Length of the image under the Gauss map, its total absolute curvature, in radians: 2 pi for a circle. */
  readonly gaussMapLength: number | null;
}

/**
 * Metric, curvature and Gauss-map length of a great circle, pushed through wide layers 1 … depth. In layer 1
 * it is the circle of mean square q^1, by default the fixed point q*; from layer l - 1 to l, chi1 and chi2
 * taken at q^(l-1),
 *
 *     metric_l = chi1 metric_(l-1),   curvature2_l = 3 chi2 / chi1^2 + curvature2_(l-1) / chi1
 *
 * (Poole et al., arXiv 1606.05340, equation 8; docs/theory.md). The Gauss-map length 2 pi sqrt(curvature2
 * metric) is summed as curvature2_l metric_l = curvature2_(l-1) metric_(l-1) + 3 (chi2/chi1) metric_(l-1),
 * which stays in range. `null`: infinite (kinks), not defined, or beyond the range of a double.
 *
 * @throws TypeError, RangeError if the depth is not an integer in 1 … 10^5 or q^1 is outside [0, 1e100], or
 * for a law out of range.
 */
export function curvatureByLayer(
  law: MeanFieldLaw,
  depth: number,
  options: StartOptions = {},
): CurvatureLayer[] {
  checkPlain('options', options, ['first']);
  const { first } = options;
  integerIn(1, 100_000, 'depth', depth);
  if (first !== undefined) checkVariance('first', first);
  const field = fieldOf(law);
  const start = first ?? fixedLength(field);
  if (start === null) {
    return Array.from({ length: depth }, (_, i) => ({
      layer: i + 1,
      q: null,
      metric: null,
      curvature2: null,
      gaussMapLength: null,
    }));
  }
  const lengths = lengthsFrom(field, start, depth, first === undefined);
  const chis = growthAt(field, lengths);
  const metrics = runningProducts([start, ...chis.map(({ chi1 }) => chi1)]);
  let curvature2 = finite(1 / start);
  // Rounded to 0 or Infinity where `metrics` is null: what a vanishing metric adds to the turns is no loss.
  let metric = start;
  let turns: number | null = 1;
  return lengths.map((q, i) => {
    if (i > 0) {
      const { chi1, chi2 } = chis[i - 1]!;
      const added = chi2 === null ? null : chi2 === 0 ? 0 : (3 * chi2) / chi1;
      curvature2 = curvature2 === null || added === null ? null : finite((added + curvature2) / chi1);
      turns = turns === null || added === null ? null : finite(turns + (added === 0 ? 0 : added * metric));
      metric *= chi1;
    }
    return {
      layer: i + 1,
      q: finite(q),
      metric: metrics[i]!,
      curvature2,
      gaussMapLength: turns === null ? null : 2 * Math.PI * Math.sqrt(turns),
    };
  });
}

const finite = (x: number | null) => (x !== null && Number.isFinite(x) ? x : null);
