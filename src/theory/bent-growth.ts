/** Growth through layers whose slope depends on |h|. */

import type { Curve } from '../curve/index.ts';
import {
  type Activation,
  type ActivationName,
  biasSd,
  degreeOf,
  fanIn,
  isSelfAveraging,
  type NetworkSpec,
  piecesOf,
  weightSd,
} from '../network/index.ts';
import { kurtosis } from '../network/law-constants.ts';
import { rmsSlope, slopeKurtosis, slopesOf } from '../network/slopes.ts';
import { exp } from '../numeric/functions.ts';
import { remembered } from '../numeric/remembered.ts';
import { clippedSecondMoment, gatedGrowth, linearProbability } from './hard-tanh.ts';
import { wideMaxoutGrowth } from './maxout-growth.ts';
import { curvedKernel } from './meanfield/curved.ts';
import { erfKernel } from './meanfield/erf.ts';
import { largestMoments } from './meanfield/largest-moments.ts';
import { sinKernel } from './meanfield/sin.ts';
import { leaning } from './meanfield/speed-along.ts';
import { tanhKernel, tanhSlopeFourth } from './meanfield/tanh.ts';
import { piecewiseSlope, piecewiseSquare } from './piecewise.ts';

/** Expectations over h ~ N(0, q). */
interface Moments {
  /** E phi^2. */
  readonly square: (q: number) => number;
  /** E phi'^2. */
  readonly slopeSquare: (q: number) => number;
  /** E phi'^4. */
  readonly slopeFourth: (q: number) => number;
}

/** Where there is a shorter way than by pieces or by quadrature. */
const KNOWN: Readonly<Partial<Record<ActivationName, Moments>>> = {
  'hard-tanh': {
    square: clippedSecondMoment,
    slopeSquare: linearProbability,
    slopeFourth: linearProbability,
  },
  // Quadratures: where q has settled, one layer is like the other.
  tanh: {
    square: remembered(tanhKernel.square),
    slopeSquare: remembered(tanhKernel.slopeSquare),
    slopeFourth: remembered(tanhSlopeFourth),
  },
  // phi' = (2/sqrt pi) e^(-h^2).
  erf: { ...erfKernel, slopeFourth: (q) => 16 / (Math.PI * Math.PI) / Math.sqrt(1 + 8 * q) },
  // cos^4 h = 3/8 + cos(2h)/2 + cos(4h)/8.
  sin: { ...sinKernel, slopeFourth: (q) => 3 / 8 + exp(-2 * q) / 2 + exp(-8 * q) / 8 },
};

/** Of an activation whose slope depends on |h|. */
function momentsOf(activation: Activation): Moments {
  const known = KNOWN[activation.name];
  if (known !== undefined) return known;
  const pieces = piecesOf(activation);
  if (pieces === null) return curvedKernel(activation);
  return {
    square: (q) => piecewiseSquare(pieces, q),
    slopeSquare: (q) => piecewiseSlope(pieces, q, 2),
    slopeFourth: (q) => piecewiseSlope(pieces, q, 4),
  };
}

/**
 * What theory knows of slopes that depend on |h|, with the quadratures of all activations. A page loads it
 * where a network has such slopes (`needsBent`); elsewhere `null` stands in its place.
 */
export interface BentTheory {
  readonly momentsOf: (activation: Activation) => Moments;
  readonly openProbability: (activation: Activation, q: number) => number | null;
  readonly leaning: typeof leaning;
}

export const BENT: BentTheory = { momentsOf, openProbability, leaning };

/** Whether the growth of these layers takes a `BentTheory`. */
export function needsBent({ layers }: NetworkSpec): boolean {
  return layers.some(({ type, activation }) => type === 'maxout' || slopesOf(activation) === null);
}

/** E phi^2, E phi'^2 and E phi'^4 / (E phi'^2)^2 at a variance q of h. */
export function momentsAt(
  bent: BentTheory | null,
  activation: Activation,
  q: number,
): { square: number; slopeSquare: number; slopeKurtosis: number } {
  const slopes = slopesOf(activation);
  if (slopes !== null) {
    const slopeSquare = rmsSlope(slopes) ** 2;
    return { square: slopeSquare * q, slopeSquare, slopeKurtosis: slopeKurtosis(slopes) };
  }
  const phi = bent!.momentsOf(activation);
  const slopeSquare = phi.slopeSquare(q);
  return {
    square: phi.square(q),
    slopeSquare,
    slopeKurtosis: phi.slopeFourth(q) / (slopeSquare * slopeSquare),
  };
}

/** P(phi' = 1) where every slope is 0 or 1 and units are gates; null for other activations. */
function openProbability(activation: Activation, q: number): number | null {
  if (activation.name === 'hard-tanh') return linearProbability(q);
  const pieces = piecesOf(activation);
  return pieces?.slopes.every((s) => s === 0 || s === 1) ? piecewiseSlope(pieces, q, 1) : null;
}

/**
 * From this relative variance of a layer's squared tangent on the expansion is refused, as for piecewise
 * linear activations.
 */
const LARGEST_VARIANCE = 2 / 3;

/** Whether `bentLayers` knows networks of these layers: fully connected, and `maxout` of linear ones. */
export function knowsBent({ layers }: NetworkSpec): boolean {
  return layers.every(
    ({ type }, l) =>
      type === 'dense' ||
      (type === 'maxout' && layers[l - 1]?.type === 'dense' && layers[l - 1]!.activation.name === 'linear'),
  );
}

/** What a layer does to a tangent. */
export interface BentLayer {
  /** Expected growth; null where the slope does not depend on |h|, or nothing is known. */
  readonly growth: number | null;
  /** sum u^4 / (sum u^2)^2 of a typical tangent u that enters the layer. */
  readonly fourth: number;
}

/**
 * Expected growth of layers 1 … d where the slope depends on |h|, approximately; null for other layers
 * (docs/theory.md). The layers of `spec` are known (`knowsBent`). Slopes 0 and 1 alone (hard-tanh, shifted
 * and clipped ReLU): a finite-width formula (`gatedGrowth`). Others, tanh, GELU and selu among them: the
 * large-width expansion
 *
 *     weightSd sqrt(density n_l E phi'^2) (1 - rv/8),   rv = (r_l kappa_l - 1) / n_l,   r_l = E phi'^4 / (E phi'^2)^2,
 *
 * expectations at the mean-field variance q^l = fan-in density weightSd^2 E z^2 + sigma_b^2 of h^l (Poole et
 * al., arXiv 1606.05340), kappa_l = 3 + p_l (kappa4/density - 3) the kurtosis of w.u, p = sum u^4 / (sum
 * u^2)^2 of the tangent: p_1 = 3/(n_0 + 2), its mean over all directions, p_(l+1) = r_l kappa_l / n_l. The
 * tangent is taken as independent of the slopes: right where it is orthogonal to the point, as on a circle,
 * and in the limit of many layers of the chaotic phase. Maxout: `wideMaxoutGrowth`. An approximation, never a
 * bound. `null` also where a layer is so narrow, or so saturated, that rv exceeds 2/3, and above a layer
 * whose activation squares.
 *
 * @param meanSquare mean over the curve of |x|^2 / n_0.
 * @param curve in the network's input space: its tangents lean on its points, which changes the growth of the
 * first layers (`leaning`).
 */
export function bentLayers(spec: NetworkSpec, meanSquare: number, curve?: Curve): BentLayer[] {
  return bentLayersWith(BENT, spec, meanSquare, curve);
}

/** The same; `bent` may be `null` for networks that do not need it (`needsBent`). */
export function bentLayersWith(
  bent: BentTheory | null,
  spec: NetworkSpec,
  meanSquare: number,
  curve?: Curve,
): BentLayer[] {
  let square = meanSquare;
  let fourth = 3 / (spec.inputDim + 2);
  let known = true;
  let kurt = 3;
  const slopeSquares: (number | null)[] = [];
  const layers = spec.layers.map((layer, i) => {
    const entering = fourth;
    if (layer.type === 'maxout') {
      if (!known) return { growth: null, fourth: Number.NaN };
      square *= 1 + largestMoments(layer.pieces).squareExcess;
      fourth = kurt / layer.width;
      slopeSquares.push(1);
      const wide = (kurt - 1) / layer.width <= LARGEST_VARIANCE;
      return { growth: wide ? wideMaxoutGrowth(layer, kurt) : null, fourth: entering };
    }
    const { width, density, weights, activation } = layer;
    const sd = weightSd(spec, i + 1);
    const q = fanIn(spec, i + 1) * density * sd * sd * square + biasSd(spec, i + 1) ** 2;
    // A variance that has left the range of a double says nothing of the layers above.
    known &&= Number.isFinite(q) && isSelfAveraging(layer);
    if (!known) return { growth: null, fourth: Number.NaN };
    const moments = momentsAt(bent, activation, q);
    slopeSquares.push(moments.slopeSquare);
    square = moments.square;
    // A square doubles the relative spread of q over networks, and every one above does so again.
    known = degreeOf(activation) !== 2;
    kurt = moments.slopeKurtosis * (3 + fourth * (kurtosis(weights) / density - 3));
    fourth = kurt / width;
    const growth = () => {
      if (slopesOf(activation) !== null || density === 0) return null;
      const { openProbability, momentsOf } = bent!;
      const open = openProbability(activation, q);
      if (open !== null) return gatedGrowth(spec, i + 1, open);
      const variance = (kurt - 1) / width;
      if (!(variance <= LARGEST_VARIANCE)) return null;
      return sd * Math.sqrt(density * width * momentsOf(activation).slopeSquare(q)) * (1 - variance / 8);
    };
    return { growth: growth(), fourth: entering };
  });
  if (curve === undefined || layers.every(({ growth }) => growth === null)) return layers;
  const factors = bent!.leaning(spec, curve, slopeSquares);
  return layers.map(({ growth, fourth }, l) => ({ growth: growth && growth * factors[l]!, fourth }));
}
