import { integerIn, numberIn } from '../../input/check.ts';
import { checkVariance, type Field, fieldOf } from './law.ts';
import { fixedLength, isStraight } from './length-map.ts';
import type { MeanFieldLaw, PairKernel } from './types.ts';

function checkCorrelation(c: number): void {
  numberIn(-1, 1, 'c', c);
}

/**
 * Mean product q12 of the pre-activations of two inputs in a layer, from that in the layer before, where the
 * two have mean squares q1, q2 and correlation c: density sigma_w^2 E phi(u1) phi(u2) + sigma_b^2 (Poole et
 * al., arXiv 1606.05340, equation 4).
 *
 * @throws TypeError, RangeError for q1, q2 outside [0, 1e100] or c outside [-1, 1], or for a law out of
 * range.
 */
export function covarianceMap(law: MeanFieldLaw, q1: number, q2: number, c: number): number {
  checkVariance('q1', q1);
  checkVariance('q2', q2);
  checkCorrelation(c);
  const { kernel, weight, keep, bias } = fieldOf(law);
  return keep * weight * kernel.product(q1, q2, c) + bias;
}

/**
 * The correlation map C(c) / q* at the fixed point q* of the length map: correlation of two inputs in a
 * layer, from that in the layer before. `null` where there is no q*. At q* = 0 it is the limit of small
 * biases; for a homogeneous activation without biases at its critical point, where every q is a fixed point,
 * it does not depend on q.
 *
 * @throws TypeError, RangeError for c outside [-1, 1], or for a law out of range.
 */
export function correlationMap(law: MeanFieldLaw, c: number): number | null {
  checkCorrelation(c);
  return correlationMapOf(law)?.(c) ?? null;
}

/**
 * Correlations c^1 … c^layers of two inputs at q*, c^1 = `first`. With c^1 = cos(angle) it is the
 * autocorrelation of a circle placed in the first layer's pre-activations (Poole et al., section 3). `null`
 * where there is no q*.
 *
 * @throws TypeError, RangeError for `first` outside [-1, 1] or layers that are not an integer in 1 … 10^5.
 */
export function correlationsByLayer(law: MeanFieldLaw, first: number, layers: number): number[] | null {
  checkCorrelation(first);
  integerIn(1, 100_000, 'layers', layers);
  const next = correlationMapOf(law);
  if (next === null) return null;
  const correlations = [first];
  while (correlations.length < layers) correlations.push(next(correlations.at(-1)!));
  return correlations;
}

/**
 * The correlation map as a function of c in [-1, 1], for many c of one law. `null` where `correlationMap` is.
 */
export function correlationMapOf(law: MeanFieldLaw): ((c: number) => number) | null {
  const field = fieldOf(law);
  return correlationStep(field, fixedLength(field));
}

/** The correlation map and its slope. */
interface PairMap {
  readonly value: (c: number) => number;
  readonly slope: (c: number) => number;
}

/** C(c) / q*, or null where it is not defined. */
function correlationStep(field: Field, qStar: number | null): ((c: number) => number) | null {
  const { keep } = field;
  const map = mapAt(field, qStar);
  if (map === null) return null;
  const clip = (c: number) => Math.min(1, Math.max(-1, c));
  return (c) => (c === 1 && keep === 1 && qStar !== null && qStar > 0 ? 1 : clip(map.value(c)));
}

function mapAt({ kernel, weight, keep, bias, excess }: Field, qStar: number | null): PairMap | null {
  const shared = keep * weight;
  const slopes = (q: number) => (c: number) => shared * kernel.slopeProduct(q, q, c);
  if (qStar === null) {
    // Every q is a fixed point, and C(c) is proportional to it.
    if (bias !== 0 || !isStraight({ kernel, excess })) return null;
    return { value: (c) => shared * kernel.product(1, 1, c), slope: slopes(1) };
  }
  if (qStar > 0) {
    const pair = kernel.at(qStar);
    return { value: (c) => (shared * pair.product(c) + bias) / qStar, slope: (c) => shared * pair.slope(c) };
  }
  const slope = weight * kernel.slopeSquare(0);
  const short = excess === null ? 1 - slope : -excess;
  if (kernel.homogeneous) {
    return { value: (c) => shared * kernel.product(1, 1, c) + short, slope: slopes(1) };
  }
  // Near a kink at 0 phi is like a leaky ReLU.
  const { sampled, product } = kernel;
  if (sampled?.kinked) {
    const value = (c: number) => (shared * product(NEAR_ZERO, NEAR_ZERO, c)) / NEAR_ZERO + short;
    return { value, slope: slopes(NEAR_ZERO) };
  }
  return { value: (c) => keep * slope * c + short, slope: () => keep * slope };
}

/** A variance at which phi looks as it does at 0. */
const NEAR_ZERO = 1e-100;

/**
 * The fixed point with dropout, in [0, 1): the map is convex there, not negative at 0 and below 1 at 1, so
 * that Newton's method rises to it from 0. `null` where the map is not defined.
 */
export function droppedCorrelation(field: Field, qStar: number | null): FixedCorrelation | null {
  const map = mapAt(field, qStar);
  if (map === null) return null;
  let c = 0;
  for (let i = 0; i < MOST_ROUNDS; i++) {
    const step = (map.value(c) - c) / (1 - map.slope(c));
    if (!(step > c * ROUNDING)) break;
    c += step;
  }
  const slope = map.slope(c);
  return { c, slope, less1: slope - 1 };
}

/** A fixed point of the correlation map, and the slope of the map there. */
export interface FixedCorrelation {
  readonly c: number;
  readonly slope: number;
  /** slope - 1. */
  readonly less1: number;
}

/**
 * The fixed point c* < 1 of the correlation map in the chaotic phase, q* > 0. C is convex on [0, 1] (its
 * Taylor coefficients are squares), C(0) >= 0 and C(1) = 1 with a slope above 1 there: Newton's method from c
 * = 0 rises to c*. Beyond c = 1/2 it runs in 1 - c, whose map weight (E phi^2 - E phi phi) / q* keeps its
 * digits near 1.
 */
export function chaoticCorrelation(
  { weight, bias }: Field,
  qStar: number,
  pair: PairKernel,
): FixedCorrelation {
  const slopeLess1 = (c: number) => weight * pair.slope(c) - 1;
  const found = (c: number) => ({ c, slope: weight * pair.slope(c), less1: slopeLess1(c) });
  let c = 0;
  for (let i = 0; i < MOST_ROUNDS && c <= 0.5; i++) {
    const slope = slopeLess1(c);
    const step = ((weight * pair.product(c) + bias) / qStar - c) / -slope;
    if (!(step > c * ROUNDING)) return found(c);
    c += step;
  }
  let gap = Math.max(1 - c, 0);
  for (let i = 0; i < MOST_ROUNDS; i++) {
    const slope = slopeLess1(1 - gap);
    const step = ((weight * pair.deficit(gap)) / qStar - gap) / slope;
    if (!(step > gap * ROUNDING) || step >= gap) break;
    gap -= step;
  }
  return found(1 - gap);
}

const MOST_ROUNDS = 200;
const ROUNDING = 1e-15;
