import { atLeast, integerIn } from '../../input/check.ts';
import { bracketedRoot } from '../../numeric/bracketed-root.ts';
import { checkVariance, type Field, fieldOf } from './law.ts';
import type { MeanFieldLaw } from './types.ts';

/** Slopes this near 1 are not told from 1: rounding of sigmaW alone moves them by so much. */
export const CRITICAL = 1e-12;
/** Beyond these a fixed point counts as infinite, and as 0. */
const [NONE, ZERO] = [1e150, 1e-150];
const MOST_STEPS = 100_000;

/**
 * The length map V(q) = density sigma_w^2 E phi(sqrt(q) z)^2 + sigma_b^2, z standard normal: mean square of
 * the pre-activations of a layer, from that of the layer before (Poole et al., arXiv 1606.05340, equation 3).
 *
 * @throws TypeError, RangeError if q is not in [0, 1e100], or for a law out of range.
 */
export function lengthMap(law: MeanFieldLaw, q: number): number {
  checkVariance('q', q);
  return nextLength(fieldOf(law), q);
}

export function nextLength({ kernel, weight, bias }: Field, q: number): number {
  return weight * kernel.square(q) + bias;
}

/**
 * Mean squares q^1 … q^layers of the pre-activations, q^1 = `first`, by the length map.
 * @throws TypeError, RangeError for `first` outside [0, 1e100], or layers that are not an integer in 1 …
 * 10^5.
 */
export function lengthsByLayer(law: MeanFieldLaw, first: number, layers: number): number[] {
  checkVariance('first', first);
  integerIn(1, MOST_STEPS, 'layers', layers);
  const field = fieldOf(law);
  const lengths = [first];
  while (lengths.length < layers) lengths.push(nextLength(field, lengths.at(-1)!));
  return lengths;
}

/**
 * Number of steps of the length map after which q is within `tolerance`, relative, of its fixed point q*,
 * from q = `first`. `null` where there is no positive fixed point or 10^5 steps do not reach it. (Poole et
 * al. count with (q - q*)^2 / q*^2 < 0.01, that is tolerance 0.1.)
 * @throws TypeError, RangeError for `first` outside [0, 1e100] or a tolerance that is not positive.
 */
export function lengthMapSteps(law: MeanFieldLaw, first: number, tolerance: number): number | null {
  checkVariance('first', first);
  atLeast(Number.MIN_VALUE, 'tolerance', tolerance);
  const field = fieldOf(law);
  const fixed = fixedLength(field);
  if (fixed === null || fixed === 0) return null;
  let q = first;
  for (let steps = 0; steps <= MOST_STEPS; steps++) {
    if (Math.abs(q - fixed) <= tolerance * fixed) return steps;
    q = nextLength(field, q);
  }
  return null;
}

/** Below, V(q) - q may be a small difference of much larger numbers. */
const NARROW = 0.5;

/**
 * V(q) - q and its slope; without cancellation where the kernel knows what phi is short of a straight line.
 */
function surplus({ kernel, weight, bias, excess }: Field): (q: number) => readonly [number, number] {
  const { linear } = kernel;
  return (q) => {
    const slope = weight * kernel.squareSlope(q) - 1;
    if (linear === null || excess === null || q > NARROW)
      return [weight * kernel.square(q) + bias - q, slope];
    return [bias + excess * q - weight * linear.squareDeficit(q), slope];
  };
}

/** Whether the length map is a straight line of slope 1: without biases every q is a fixed point. */
export function isStraight({ kernel, excess }: Pick<Field, 'kernel' | 'excess'>): boolean {
  return kernel.homogeneous && excess !== null && Math.abs(excess) <= CRITICAL;
}

/**
 * The stable fixed point q* of the length map that q = 1 is drawn to. `null` where q grows without bound, and
 * where every q is a fixed point (ReLU at density sigma_w^2 = 2 without biases). Searched from `start` if
 * that is given.
 */
export function fixedLength(field: Field, start = 1): number | null {
  const { kernel, weight, bias, excess } = field;
  if (weight === 0) return bias;
  if (kernel.homogeneous && excess !== null) {
    if (excess >= -CRITICAL) return null;
    return bias / -excess;
  }
  // phi is nowhere steeper than at 0: without biases nothing else than 0 is left below the critical point.
  if (bias === 0 && excess !== null && excess <= 0) return 0;
  const f = surplus(field);
  let low = Math.max(start, bias);
  let high = low;
  if (f(low)[0] > 0) {
    do {
      low = high;
      // Unbounded lengths are followed to the end of the range, in few steps.
      high *= high < 1e6 ? 4 : 1e6;
      if (high > NONE) return null;
    } while (f(high)[0] > 0);
  } else {
    // V(q) >= bias, which therefore is a lower end.
    while (f(low)[0] < 0) {
      if (low === bias) return bias;
      high = low;
      low = Math.max(low / 4, bias);
      if (low < ZERO) return 0;
    }
  }
  const root = bracketedRoot(f, low, high, Math.min(Math.max(start, low), high));
  // V that nears the diagonal from above meets it by rounding alone (softplus, ELU at density sigma_w^2 = 2).
  return root > NARROW && f(root)[1] >= -CRITICAL ? null : root;
}
