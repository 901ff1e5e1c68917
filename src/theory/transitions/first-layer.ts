import { angleOf, type Curve, checkCurve } from '../../curve/index.ts';
import { checkFloat64 } from '../../experiment/check.ts';
import { checkNetworkSpec } from '../../experiment/check-network.ts';
import { hasKinks, type NetworkSpec, weightSd } from '../../experiment/network.ts';
import { rateOf } from './crossing-rate.ts';
import { type Piece, piecesOf } from './pieces.ts';
import { integrate } from './quadrature.ts';

/** Whether the pre-activations of layer 1 are a Gaussian process over the input, exactly. */
function isGaussian({ density, weights, biases, sigmaB }: NetworkSpec): boolean {
  return density === 1 && weights.kind === 'gaussian' && (sigmaB === 0 || biases.kind === 'gaussian');
}

/** Where the activation changes its piece; the ends of hard-tanh's middle piece mirror each other. */
function thresholdOf({ activation }: NetworkSpec): 0 | 1 | null {
  if (!hasKinks(activation)) return null;
  return activation.name === 'hard-tanh' ? 1 : 0;
}

function requireDim(spec: NetworkSpec, got: number): void {
  if (got !== spec.inputDim) {
    throw new RangeError(`points: expected dimension ${spec.inputDim}, the network's, got ${got}`);
  }
}

/** (s x, sigma_b): pre-activations are its products with a standard normal vector. */
function lifted(spec: NetworkSpec, x: ArrayLike<number>): Float64Array {
  const s = weightSd(spec, 1);
  return Float64Array.from([...Array.from(x, (v) => v * s), spec.sigmaB]);
}

/** Angle of the polyline through the lifted points. A segment stays one, so this is exact also between the points. */
function liftedAngle(spec: NetworkSpec, points: readonly ArrayLike<number>[]): number {
  return angleOf({ kind: 'polyline', vertices: points.map((x) => lifted(spec, x)) });
}

/**
 * Exact expected number of transitions that n sampled points show in layer 1, sums over neighbours and neurons of
 *
 *     P(flip) = arccos(rho) / pi,    rho = (s^2 x_j . x_(j+1) + sigma_b^2) / sqrt(K_j K_(j+1)),   K_j = s^2 |x_j|^2 + sigma_b^2,
 *
 * (docs/theory.md): what a sampled curve is to be compared with, however coarse the samples. It is also the exact number
 * along the polyline through the points. `null` unless weights are dense and Gaussian, biases Gaussian or none, and
 * the activation has its one kink at 0, and where squares leave the range of a double.
 *
 * @param points n × inputDim array, row by row, as `samplePoints` gives it.
 * @throws TypeError, RangeError for a network that is none, and an array that does not hold at least two whole points of finite numbers.
 */
export function sampledTransitions(spec: NetworkSpec, points: Float64Array): number | null {
  checkNetworkSpec(spec);
  checkFloat64('points', points);
  const dim = spec.inputDim;
  const n = points.length / dim;
  if (!Number.isInteger(n) || n < 2) {
    throw new RangeError(`points: expected two or more rows of ${dim} numbers, got ${points.length} numbers`);
  }
  if (!isGaussian(spec) || thresholdOf(spec) !== 0) return null;
  const rows = Array.from({ length: n }, (_, j) => points.subarray(j * dim, (j + 1) * dim));
  const expected = (spec.widths[0]! / Math.PI) * liftedAngle(spec, rows);
  return Number.isFinite(expected) ? expected : null;
}

/**
 * Exact expected number of transitions of layer 1 along a curve, by Rice's formula (docs/theory.md). For a kink at 0 each
 * neuron flips (1/pi) times the length of the radial projection of (s x(t), sigma_b) on the unit sphere; for hard-tanh the two
 * thresholds -1 and 1 are counted. Relative error about 1e-12.
 *
 * `null` unless weights are dense and Gaussian, biases Gaussian or none, and the activation has pieces.
 * @throws TypeError, RangeError for a network or a curve that is none, and a curve that is not in the network's input space.
 */
export function firstLayerTransitions(spec: NetworkSpec, curve: Curve): number | null {
  checkNetworkSpec(spec);
  checkCurve(curve);
  const { kind, vertices } = curve;
  requireDim(spec, vertices[0]!.length);
  const threshold = thresholdOf(spec);
  if (!isGaussian(spec) || threshold === null) return null;
  const width = spec.widths[0]!;
  if (spec.sigmaW === 0) return 0;
  if (threshold === 0 && spec.sigmaB === 0) return (width / Math.PI) * angleOf(curve);
  const straight = kind === 'line' || kind === 'polyline';
  if (threshold === 0 && straight) return (width / Math.PI) * liftedAngle(spec, vertices);
  const rate = threshold === 0 ? zeroRate : clipRate;
  return piecesOf(curve).reduce((sum, p) => sum + width * integrate((t) => rate(spec, p, t), 0, p.end), 0);
}

/** Crossings of 0 per unit of t: sqrt(K g - c^2) / (pi K), the root written without its cancellation. */
function zeroRate(spec: NetworkSpec, { at, area2 }: Piece, t: number): number {
  const { square, speed2 } = at(t);
  const s2 = weightSd(spec, 1) ** 2;
  const biasVariance = spec.sigmaB * spec.sigmaB;
  const determinant = s2 * (s2 * area2 + biasVariance * Math.max(0, speed2));
  return Math.sqrt(determinant) / (Math.PI * (s2 * square + biasVariance));
}

/** Crossings of -1 and of 1 per unit of t; by symmetry there are equally many. */
function clipRate(spec: NetworkSpec, { at }: Piece, t: number): number {
  const { square, speed2, inner } = at(t);
  const s2 = weightSd(spec, 1) ** 2;
  const variance = s2 * Math.max(0, square) + spec.sigmaB * spec.sigmaB;
  const slopeVariance = s2 * Math.max(0, speed2);
  return 2 * rateOf(1, { variance, covariance: s2 * inner, slopeVariance });
}
