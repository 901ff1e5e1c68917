import { checkPlain, integerIn } from '../../input/check.ts';
import { checkVariance, fieldOf } from './law.ts';
import { fixedLength } from './length-map.ts';
import { growthAt, lengthsFrom } from './slopes-by-layer.ts';
import type { MeanFieldLaw, StartOptions } from './types.ts';

/** The decision boundary of a random readout, in the space of one wide layer. */
export interface BoundaryCurvatureLayer {
  /** 0 for the input space, l for the pre-activations of layer l. */
  readonly layer: number;
  /**
   * Expected sum of the squares of the principal curvatures; `null`: infinite (kinks), not defined, or beyond
   * the range of a double.
   */
  readonly sumOfSquares: number | null;
}

/**
 * How the decision boundary β · z^D = 0 of a random unit readout is curved when it is pulled back through
 * wide layers of a smooth activation: with chi1 and chi2 at the q of each layer
 *
 *     R_D = chi2 / chi1,   R_l = chi1 R_(l+1) + chi2 / chi1,   R_0 = density sigmaW^2 R_1
 *
 * for the sum of squares R_l in the pre-activations of layer l, and in the input space as layer 0
 * (docs/theory.md, "Decision boundaries"). Each of the n curvatures is of the order sqrt(R/n).
 *
 * @returns layers 0 … depth.
 * @throws TypeError, RangeError if the depth is not an integer in 1 … 10^5 or q^1 is outside [0, 1e100], or
 * for a law out of range.
 */
export function boundaryCurvatureByLayer(
  law: MeanFieldLaw,
  depth: number,
  options: StartOptions = {},
): BoundaryCurvatureLayer[] {
  checkPlain('options', options, ['first']);
  const { first } = options;
  integerIn(1, 100_000, 'depth', depth);
  if (first !== undefined) checkVariance('first', first);
  const field = fieldOf(law);
  const start = first ?? fixedLength(field);
  const sums: (number | null)[] = [];
  if (start !== null) {
    let above: number | null = 0;
    for (const { chi1, chi2 } of growthAt(
      field,
      lengthsFrom(field, start, depth, first === undefined),
    ).reverse()) {
      above = above === null || chi2 === null ? null : finite(chi1 * above + chi2 / chi1);
      sums.push(above);
    }
    sums.push(above === null ? null : finite(field.weight * above));
  }
  sums.reverse();
  return Array.from({ length: depth + 1 }, (_, layer) => ({ layer, sumOfSquares: sums[layer] ?? null }));
}

const finite = (x: number) => (Number.isFinite(x) ? x : null);
