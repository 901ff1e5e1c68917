/**
 * Conditional energies. Let u_l be the tangent of the image in layer l, and sd the standard deviation of a
 * kept weight. Given all that lies below,
 *
 *     E |u_l|^2 = c_l |u_(l-1)|^2,   c_l = sd^2 density n_l E phi'^2,        E |d h_l|^2 = sd^2 density n_l |u_(l-1)|^2
 *
 * exactly, at every width and for every distribution of independent symmetric entries; the first for
 * activations whose only kink is at 0 (docs/theory.md, "Means from fewer networks"). The energy of a layer in
 * one network is
 *
 *     D_l = int |u_l|^2 / |u_(l-1)| dt / (c_l int |u_(l-1)| dt) - 1,
 *
 * of mean 0 given the layers below. It explains most of what a network's length has above or below the mean.
 */
import { curveMeanSquare } from '../curve/index.ts';
import {
  biasSd,
  factsOf,
  fanIn,
  hasLinks,
  isotropyOf,
  kurtosis,
  type Layer,
  meanRootFactor,
  type NetworkSpec,
  rmsSlope,
  slopeKurtosis,
  slopesOf,
  weightDivisor,
} from '../network/index.ts';
import { meanRootOfTwo } from '../numeric/mean-root.ts';
import { isBent, LARGEST, slopeMeans } from './bent-slopes.ts';
import { knowsChords } from './chord-energies.ts';
import { ONE, type Scale, times, weightScale } from './scale.ts';
import type { Subject } from './subject.ts';

/** The images whose tangents are stretched: z and h. */
export const IMAGES = ['length', 'preLength'] as const;
/** The two images of a layer: after the activation, and before it. */
export type ImageName = (typeof IMAGES)[number];

/** E |u_l|^2 / |u_(l-1)|^2 at weights of unit variance; null where it depends on more than the tangent. */
export type MeanSquares = Readonly<Record<ImageName, number | null>>;

const UNKNOWN: MeanSquares = { length: null, preLength: null };

export function meanSquares(layer: Layer): MeanSquares {
  const { density, sigmaW, weights, activation } = layer;
  // Without weights every image is a point; without a fourth moment energies have no variance.
  if (density === 0 || sigmaW === 0 || kurtosis(weights) === Number.POSITIVE_INFINITY) return UNKNOWN;
  const rows = factsOf(layer).rowsOfInput(layer);
  if (rows === null) return UNKNOWN;
  const preLength = density * rows;
  const slopes = slopesOf(activation);
  return { length: slopes === null ? null : preLength * rmsSlope(slopes) ** 2, preLength };
}

/** Whether energies are known: of tangents of drawn networks, and of chords where all layers are simple. */
export function hasEnergies(subject: Pick<Subject, 'estimator' | 'given' | 'network'>): boolean {
  const { given, network } = subject;
  if (given !== undefined || hasLinks(network)) return false;
  return !hasChords(subject) || knowsChords(subject);
}

/** Whether lengths are those of polylines between samples, not of tangents. */
export function hasChords({ estimator = 'polyline' }: Pick<Subject, 'estimator'>): boolean {
  return estimator === 'polyline';
}

/**
 * D from `quotients`, the sum of |u_l|^2 / |u_(l-1)|, and `roots`, that of |u_(l-1)|; 0 where the layer below
 * is dead.
 */
export function energyOf(quotients: number, roots: number, meanSquare: number | null): number {
  return roots === 0 || meanSquare === null ? 0 : quotients / (meanSquare * roots) - 1;
}

/** How a layer stretches a tangent: root of the mean square, exactly, and the mean, mostly approximately. */
export interface Stretch {
  readonly root: Scale;
  readonly mean: Scale;
  /** mean / root. */
  readonly share: number;
  /** Whether the mean is exact, and the same whatever lies below: in dense Gaussian, orthogonal and low-rank layers. */
  readonly constant: boolean;
  /** Whether no growth less its energy exceeds `root`: it is root (1 − the mean of (x − 1)²/2) then. */
  readonly bounded: boolean;
  /** Variance of the energy of one tangent, approximately. */
  readonly variance: number;
}

export type Stretches = Readonly<Record<ImageName, Stretch | null>>;

/** The stretches of a subject's layers; of `network` where its scale of weights is another. */
export function stretchesOf(
  subject: Pick<Subject, 'network' | 'curve' | 'estimator'>,
  network = subject.network,
): Stretches[] {
  const square = subject.estimator === 'tangent' ? curveMeanSquare(subject.curve) : null;
  return stretches(network, hasChords(subject), square);
}

/**
 * The stretches of layers 1 … d; null where no energy is known. `chords`: of polylines, whose growth depends
 * on what lies below. `square`: mean square of an input, of tangents through bent activations.
 */
export function stretches(spec: NetworkSpec, chords = false, square: number | null = null): Stretches[] {
  let fourth = 3 / (spec.inputDim + 2);
  const bends = square === null ? null : bentShares(spec, square);
  return spec.layers.map((layer, l) => {
    const known = meanSquares(layer);
    if (factsOf(layer).weightRows(layer) === 0) return unweighted(known);
    const bent = bends?.[l] ?? null;
    const slopes = slopesOf(layer.activation);
    const row = 3 + fourth * (kurtosis(layer.weights) / layer.density - 3);
    const sd = weightScale(spec, l + 1);
    const r = slopes === null ? 1 : slopeKurtosis(slopes);
    fourth = Math.min(1, (r * row) / layer.width);
    const isotropy = isotropyOf(spec, l + 1);
    const constant = isotropy !== null && !chords;
    const stretch = (meanSquare: number | null, ofSlopes: number, minor: number): Stretch | null => {
      if (meanSquare === null) return null;
      const root = times(sd, Math.sqrt(meanSquare));
      const variance = (ofSlopes * row - 1) / layer.width;
      const share =
        isotropy === null ? meanShare(variance) : exactShare(layer.width, minor) * meanRootFactor(isotropy);
      return { root, mean: times(root, share), share, constant, bounded: true, variance };
    };
    const preLength = stretch(known.preLength, 1, 1);
    if (bent !== null && preLength !== null) {
      // Energies of bent layers are in units of the pre-activation's mean square.
      const share = bent * preLength.share;
      const length = {
        ...preLength,
        mean: times(preLength.root, share),
        share,
        constant: false,
        bounded: false,
      };
      return { length, preLength };
    }
    return { length: stretch(known.length, r, slopes?.minor ?? 1), preLength };
  });
}

/** Of a layer without weights: it keeps all lengths, or nothing is known. */
function unweighted({ length }: MeanSquares): Stretches {
  const kept: Stretch = { root: ONE, mean: ONE, share: 1, constant: true, bounded: true, variance: 0 };
  return length === null ? { length, preLength: null } : { length: kept, preLength: kept };
}

/** Root mean square slopes of bent layers, about: at the mean-field variance of h, for any direction. */
function bentShares(spec: NetworkSpec, square: number): (number | null)[] {
  let z = square;
  return spec.layers.map((layer, l) => {
    const { density, activation } = layer;
    const q =
      layer.sigmaW ** 2 * (fanIn(spec, l + 1) / weightDivisor(spec, l + 1)) * density * z +
      biasSd(spec, l + 1) ** 2;
    const slopes = slopesOf(activation);
    if (slopes !== null) {
      z = rmsSlope(slopes) ** 2 * q;
      return null;
    }
    const [across, , mean] = slopeMeans(activation, Math.min(q, LARGEST));
    z = mean!;
    return isBent(layer) ? Math.sqrt(across!) : null;
  });
}

/** E sqrt(Y) / sqrt(E Y), Y the squared stretch of dense Gaussian weights under slopes of 1 and `minor`. */
function exactShare(width: number, minor: number): number {
  const square = minor * minor;
  return meanRootOfTwo(width, 0.5, square) / Math.sqrt((width * (1 + square)) / 2);
}

/**
 * E sqrt(1 + D) for D of mean 0 and this variance: the large-width expansion of `approximate`
 * (docs/theory.md), and where that falls short of it the lower end of the bracket. Any number would leave
 * means right; a good one leaves them little variance.
 */
function meanShare(variance: number): number {
  return Math.max(1 - variance / 8, 1 / Math.sqrt(1 + variance));
}
