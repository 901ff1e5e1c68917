import { angleOf, type Curve, checkCurve } from '../../curve/index.ts';
import { checkFloat64 } from '../../input/check.ts';
import { valueFault } from '../../input/faults.ts';
import {
  biasSd,
  hasKinks,
  layerOf,
  type NetworkInput,
  type NetworkSpec,
  networkOf,
  piecesOf,
  weightSd,
} from '../../network/index.ts';
import { integrate } from '../../numeric/gauss-legendre.ts';
import { rateOf } from './crossing-rate.ts';
import { type Piece, piecesOf as smoothPieces } from './pieces.ts';

/** Whether the pre-activations of layer 1 are a Gaussian process over the input, exactly. */
function isGaussian(spec: NetworkSpec): boolean {
  const { type, density, weights, biases, sigmaB } = layerOf(spec, 1);
  if (type !== 'dense' || density !== 1 || weights.kind !== 'gaussian') return false;
  return sigmaB === 0 || biases.kind === 'gaussian';
}

/** Where the activation changes its piece; null for a smooth one. */
function thresholdsOf(spec: NetworkSpec): readonly number[] | null {
  const { activation } = layerOf(spec, 1);
  return hasKinks(activation) ? (piecesOf(activation)?.thresholds ?? null) : null;
}

/** Whether there is one kink, at 0. */
function bendsAtZero(thresholds: readonly number[] | null): boolean {
  return thresholds?.length === 1 && thresholds[0] === 0;
}

function requireDim(spec: NetworkSpec, got: number): void {
  if (got !== spec.inputDim) {
    throw valueFault('points', `dimension ${spec.inputDim}, the network's`, got);
  }
}

/** (s x, sigma_b): pre-activations are its products with a standard normal vector. */
function lifted(spec: NetworkSpec, x: ArrayLike<number>): Float64Array {
  const s = weightSd(spec, 1);
  return Float64Array.from([...Array.from(x, (v) => v * s), biasSd(spec, 1)]);
}

/**
 * Angle of the polyline through the lifted points. A segment stays one, so this is exact also between the
 * points.
 */
function liftedAngle(spec: NetworkSpec, points: readonly ArrayLike<number>[]): number {
  return angleOf({ kind: 'polyline', vertices: points.map((x) => lifted(spec, x)) });
}

/**
 * Exact expected number of transitions that n sampled points show in layer 1, sums over neighbours and
 * neurons of
 *
 *     P(flip) = arccos(rho) / pi,    rho = (s^2 x_j . x_(j+1) + sigma_b^2) / sqrt(K_j K_(j+1)),   K_j = s^2 |x_j|^2 + sigma_b^2,
 *
 * (docs/theory.md): the reference for a sampled curve, at any spacing of the samples. It is also the exact
 * number along the polyline through the points. `null` unless weights are dense and Gaussian, biases Gaussian
 * or none, and the activation has its one kink at 0, and where squares leave the range of a double.
 *
 * @param points n × inputDim array, row by row, as `samplePoints` gives it.
 * @throws TypeError, RangeError for an invalid network, and an array that does not hold at least two
 * whole points of finite numbers.
 */
export function sampledTransitions(network: NetworkInput, points: Float64Array): number | null {
  const spec = networkOf(network);
  checkFloat64('points', points);
  const dim = spec.inputDim;
  const n = points.length / dim;
  if (!Number.isInteger(n) || n < 2) {
    throw valueFault('points', `two or more rows of ${dim} numbers`, `${points.length} numbers`);
  }
  if (!isGaussian(spec) || !bendsAtZero(thresholdsOf(spec))) return null;
  const rows = Array.from({ length: n }, (_, j) => points.subarray(j * dim, (j + 1) * dim));
  const expected = (layerOf(spec, 1).width / Math.PI) * liftedAngle(spec, rows);
  return Number.isFinite(expected) ? expected : null;
}

/**
 * Exact expected number of transitions of layer 1 along a curve, by Rice's formula (docs/theory.md). For a
 * kink at 0 each neuron flips (1/pi) times the length of the radial projection of (s x(t), sigma_b) on the
 * unit sphere; for other kinks every threshold is counted. Relative error about 1e-12.
 *
 * `null` unless weights are dense and Gaussian, biases Gaussian or none, and the activation has pieces.
 * @throws TypeError, RangeError for an invalid network or curve, and a curve that is not in the
 * network's input space.
 */
export function firstLayerTransitions(network: NetworkInput, curve: Curve): number | null {
  const spec = networkOf(network);
  checkCurve(curve);
  const { kind, vertices } = curve;
  requireDim(spec, vertices[0]!.length);
  const thresholds = thresholdsOf(spec);
  if (!isGaussian(spec) || thresholds === null) return null;
  const atZero = bendsAtZero(thresholds);
  const { width, sigmaW, sigmaB } = layerOf(spec, 1);
  if (sigmaW === 0) return 0;
  if (atZero && sigmaB === 0) return (width / Math.PI) * angleOf(curve);
  const straight = kind === 'line' || kind === 'polyline';
  if (atZero && straight) return (width / Math.PI) * liftedAngle(spec, vertices);
  const rate = (p: Piece, t: number) =>
    atZero ? zeroRate(spec, p, t) : crossingRates(spec, thresholds, p, t);
  return smoothPieces(curve).reduce((sum, p) => sum + width * integrate((t) => rate(p, t), 0, p.end), 0);
}

/** Crossings of 0 per unit of t: sqrt(K g - c^2) / (pi K), the root written without its cancellation. */
function zeroRate(spec: NetworkSpec, { at, area2 }: Piece, t: number): number {
  const { square, speed2 } = at(t);
  const s2 = weightSd(spec, 1) ** 2;
  const biasVariance = biasSd(spec, 1) ** 2;
  const determinant = s2 * (s2 * area2 + biasVariance * Math.max(0, speed2));
  return Math.sqrt(determinant) / (Math.PI * (s2 * square + biasVariance));
}

/** Crossings of all thresholds per unit of t. */
function crossingRates(spec: NetworkSpec, thresholds: readonly number[], { at }: Piece, t: number): number {
  const { square, speed2, inner } = at(t);
  const s2 = weightSd(spec, 1) ** 2;
  const variance = s2 * Math.max(0, square) + biasSd(spec, 1) ** 2;
  const slopeVariance = s2 * Math.max(0, speed2);
  const gaussian = { variance, covariance: s2 * inner, slopeVariance };
  return thresholds.reduce((sum, threshold) => sum + rateOf(Math.abs(threshold), gaussian), 0);
}
