import { checkPlain, integerIn } from '../../input/check.ts';
import type { TheoryActivation } from './activation.ts';
import { anyKernelOf } from './any-kernel.ts';
import { fieldOf } from './law.ts';
import { fixedLength } from './length-map.ts';
import type { MeanFieldLaw } from './types.ts';

/** Options of `shallowLengthBound`. */
export interface ShallowOptions {
  /**
   * How often a one-dimensional projection of its velocity changes its sign at most. Default 1, that of a
   * circle.
   */
  readonly turns?: number | undefined;
}

/**
 * Upper bound on the length of the image z^1 of a curve behind one layer of `width` neurons, whatever its
 * weights and biases: width (1 + turns) R, R = sup phi - inf phi, if phi is monotone and no one-dimensional
 * projection of the curve's velocity changes its sign more than `turns` times (Poole et al., arXiv
 * 1606.05340, Theorem 1): each neuron then runs through the range at most 1 + turns times. A circle has turns
 * 1. `null` where phi is unbounded or not monotone, as sin is not, or its range is not given.
 *
 * @throws TypeError, RangeError if width >= 1 or turns >= 0 is no integer.
 */
export function shallowLengthBound(
  activation: TheoryActivation,
  width: number,
  options: ShallowOptions = {},
): number | null {
  checkPlain('options', options, ['turns']);
  const { turns = 1 } = options;
  integerIn(1, Number.MAX_SAFE_INTEGER, 'width', width);
  integerIn(0, Number.MAX_SAFE_INTEGER, 'turns', turns);
  const { range } = anyKernelOf(activation);
  return range === null ? null : width * (1 + turns) * range;
}

/**
 * How many neurons one layer needs, by Theorem 1, before the image of a circle can be as long as it is in a
 * deep network: the least N with 2 N R >= 2 pi sqrt(width q*) chi1^((depth-1)/2), the length in the
 * pre-activations of layer `depth` of wide layers whose first carries the circle. Grows exponentially with
 * the depth in the chaotic phase. `null` where the bound or q* does not exist, or the number leaves the range
 * of a double.
 *
 * @throws TypeError, RangeError if width or depth is not an integer >= 1, or for a law out of range.
 */
export function shallowWidthNeeded(
  law: MeanFieldLaw,
  shape: { readonly width: number; readonly depth: number },
): number | null {
  checkPlain('shape', shape);
  const { width, depth } = shape;
  integerIn(1, Number.MAX_SAFE_INTEGER, 'width', width);
  integerIn(1, 100_000, 'depth', depth);
  const field = fieldOf(law);
  const qStar = fixedLength(field);
  const { range } = field.kernel;
  if (qStar === null || range === null || range === 0) return null;
  const growth = Math.sqrt(field.weight * field.kernel.slopeSquare(qStar));
  let length = 2 * Math.PI * Math.sqrt(width * qStar);
  for (let layer = 2; layer <= depth; layer++) length *= growth;
  const needed = Math.max(1, Math.ceil(length / (2 * range)));
  return Number.isFinite(needed) ? needed : null;
}
