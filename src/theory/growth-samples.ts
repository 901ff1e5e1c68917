import { checkFloat64 } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import {
  biasSd,
  everyLayer,
  fanIn,
  hasKinks,
  isSelfAveraging,
  type Layer,
  type NetworkInput,
  networkOf,
  weightSd,
} from '../network/index.ts';
import { isBent, slopesOf } from '../network/slopes.ts';
import { arcsine, sinMinusTcos } from '../numeric/near-zero.ts';
import { representable } from './running-product.ts';

/**
 * Length and transitions of a sampled curve in a layer, in the limit of wide layers. `null`: outside the
 * range of a double.
 */
export interface SampledLayer {
  readonly layer: number;
  /** Length of the polyline through the images of the points: after the activation, and before it. */
  readonly length: number | null;
  readonly preLength: number | null;
  /** Number of sign changes between neighbouring points, summed over neurons. */
  readonly transitions: number | null;
}

/** Two neighbouring points as a layer sees them: mean square entries of either, and of their difference. */
interface Pair {
  readonly square1: number;
  readonly square2: number;
  readonly chord2: number;
}

/**
 * Expected length of the polyline through n sampled points, and expected sign changes between them, in layers
 * 1 … d of a wide network (docs/theory.md): compare sampled data with these values, not with arc lengths and
 * continuous transitions. Every pair of neighbours is followed separately, in mean field (Poole et al., arXiv
 * 1606.05340): with v = density * sd^2 * fan-in, slopes 1 and a, and the angle t between the two
 * pre-activations,
 *
 *     q_j = E h_j^2 = v E z_j^2 + sigma_b^2,      D = E(h_1 - h_2)^2 = v E(z_1 - z_2)^2,
 *     E(z_1 - z_2)^2 = (1 + a^2)/2 D - (1 - a)^2 sqrt(q_1 q_2) (sin t - t cos t)/pi,
 *
 * chords are sqrt(n_l E(.)^2) and flips n_l t/pi. Chords are propagated, not computed as differences, so
 * close neighbours keep their digits.
 *
 * `null` for hard-tanh, whose kernel has no closed form, and for weights that do not average (low rank, no
 * variance).
 * @param points n × inputDim array, row by row, as `samplePoints` gives it; the first again as the last
 * closes a curve.
 * @throws TypeError, RangeError for an invalid network, and an array that does not hold at least two
 * whole points of finite numbers.
 */
export function sampledLengths(network: NetworkInput, points: Float64Array): SampledLayer[] | null {
  const spec = networkOf(network);
  checkFloat64('points', points);
  let pairs = inputPairs(points, spec.inputDim);
  const known = (layer: Layer) =>
    layer.type === 'dense' && isSelfAveraging(layer) && slopesOf(layer.activation) !== null;
  if (!everyLayer(spec, known)) return null;
  let still = false;
  return spec.layers.map(({ width, density, activation }, i) => {
    const slopes = slopesOf(activation)!;
    const a = isBent(activation) ? -slopes.minor : slopes.minor;
    const scale2 = slopes.scale * slopes.scale;
    const v = density * weightSd(spec, i + 1) ** 2 * fanIn(spec, i + 1);
    const bias = biasSd(spec, i + 1);
    const sums = { length: 0, preLength: 0, transitions: 0 };
    pairs = pairs.map((pair) => {
      const before = throughWeights(pair, v, bias * bias);
      const angle = angleOf(before);
      const after = throughActivation(before, angle, a, scale2);
      sums.preLength += Math.sqrt(before.chord2);
      sums.length += Math.sqrt(after.chord2);
      if (hasKinks(activation)) sums.transitions += angle / Math.PI;
      return after;
    });
    // A square that underflowed is no zero, but above a layer without weights the image is a point.
    still ||= v === 0;
    const lost = !still && pairs.some(({ square1, square2 }) => square1 + square2 < 1e-300);
    const told = (x: number) => (x === 0 && !lost ? 0 : representable(x));
    return {
      layer: i + 1,
      length: told(sums.length * Math.sqrt(width)),
      preLength: told(sums.preLength * Math.sqrt(width)),
      transitions: told(sums.transitions * width),
    };
  });
}

function inputPairs(points: Float64Array, dim: number): Pair[] {
  const n = points.length / dim;
  if (!Number.isInteger(n) || n < 2) {
    throw valueFault('points', `two or more rows of ${dim} numbers`, `${points.length} numbers`);
  }
  const meanSquare = (entry: (i: number) => number) => {
    let sum = 0;
    for (let i = 0; i < dim; i++) sum += entry(i) ** 2;
    return sum / dim;
  };
  return Array.from({ length: n - 1 }, (_, j) => {
    const [x, y] = [points.subarray(j * dim, (j + 1) * dim), points.subarray((j + 1) * dim, (j + 2) * dim)];
    return {
      square1: meanSquare((i) => x[i]!),
      square2: meanSquare((i) => y[i]!),
      chord2: meanSquare((i) => y[i]! - x[i]!),
    };
  });
}

/** Biases shift both points alike: the chord does not see them. */
function throughWeights({ square1, square2, chord2 }: Pair, v: number, biasVariance: number): Pair {
  return { square1: v * square1 + biasVariance, square2: v * square2 + biasVariance, chord2: v * chord2 };
}

function throughActivation(pair: Pair, angle: number, a: number, scale2: number): Pair {
  const m = (scale2 * (1 + a * a)) / 2;
  const norms = Math.sqrt(pair.square1) * Math.sqrt(pair.square2);
  const folded = ((1 - a) * (1 - a) * norms * sinMinusTcos(angle)) / Math.PI;
  return {
    square1: m * pair.square1,
    square2: m * pair.square2,
    chord2: Math.max(0, m * pair.chord2 - scale2 * folded),
  };
}

/**
 * Angle between the two points, from chord^2 = (|x| - |y|)^2 + 4 |x| |y| sin^2(angle/2). A zero has any:
 * pi/2.
 */
function angleOf({ square1, square2, chord2 }: Pair): number {
  if (chord2 === 0) return 0;
  const [x, y] = [Math.sqrt(square1), Math.sqrt(square2)];
  if (x === 0 || y === 0) return Math.PI / 2;
  const step = (square1 - square2) / (x + y);
  const sine2 = (chord2 - step * step) / (4 * x * y);
  return 2 * arcsine(Math.sqrt(Math.min(1, Math.max(0, sine2))));
}
