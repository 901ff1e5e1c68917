import { samplePoints } from '../../src/curve/index.ts';
import { referenceLayer } from '../../src/kernels/reference/index.ts';
import type { Subject } from '../../src/measure/index.ts';
import { referenceWeights } from '../../src/measure/reference.ts';
import { type Activation, layerOf, weightSd } from '../../src/network/index.ts';
import { BLOCK_ROWS } from '../../src/random/definition.ts';
import { pieceOf, pieces } from '../kernels/pieces.ts';
import { smooth } from '../kernels/smooth.ts';

const EPS = 2 ** -24;
/**
 * A pre-activation this many standard errors from a kink is on the same side in single and in double
 * precision.
 */
const CERTAIN = 8;

/**
 * Standard errors of the lengths that `Workspace` measures in single precision: roundings are taken as
 * independent, of mean 0 and standard deviation eps = 2^-24 times the number rounded (the stochastic analysis
 * of Higham & Mary 2019), and are propagated through the network to first order. Per entry two variances are
 * carried: of the point z_t, and of the step z_t - z_(t-1), to which no rounding of points contributes,
 * because steps are what is stored.
 *
 * - A weight comes from ten roundings, and that of its u moves it by 2 eps on average over u.
 * - A step of h: each product, each partial sum. The gain is a power of two.
 * - A point of h: the same for the first one, and from there on every step and every point on the way.
 * - A step through a kink, or so near one that its side is uncertain, is a difference of points and keeps no
 *   correlation.
 * - A step of a smooth activation is multiplied with a slope that answers to the rounding of the points, and
 *   has some roundings itself; a long one is a difference of points.
 * - The sum of a column's squares has as many roundings as a block has rows, at most.
 */
export function lengthErrors(
  { network: spec, seed, curve, points }: Subject,
  network: number,
): { length: number[]; preLength: number[] } {
  const samples = samplePoints(curve, points);
  let z = grid(spec.inputDim, points, (j, t) => samples[t * spec.inputDim + j]!);
  let stepVariance = stepsOf(z).map((row) => row.map((d) => (EPS * d) ** 2));
  let pointVariance = stepVariance.map((row, j) => runningSums(row, (EPS * z[j]![0]!) ** 2));
  const result = { length: [] as number[], preLength: [] as number[] };

  for (let layer = 1; layer <= spec.layers.length; layer++) {
    const { activation, sigmaB } = layerOf(spec, layer);
    const { weights, biases } = referenceWeights(spec, seed, network, layer);
    const { h, z: image } = referenceLayer(weights, biases, z, 1, activation);
    const [dz, dh, dImage] = [stepsOf(z), stepsOf(h), stepsOf(image)];
    const sd = weightSd(spec, layer);
    const rows = weights.length;
    const weightVariance = weights.map((row) =>
      row.map((w) => (w === 0 ? 0 : (EPS * (10 * Math.abs(w) + 2 * sd)) ** 2)),
    );
    const propagate = (i: number, t: number, variance: number[][], values: number[][]) =>
      weights[i]!.reduce((sum, w, j) => {
        return sum + w ** 2 * variance[j]![t]! + weightVariance[i]![j]! * values[j]![t]! ** 2;
      }, 0);
    const rounding = grid(rows, points, (i, t) => productRounding(weights[i]!, t === 0 ? z : dz, t));
    const hStep = grid(rows, points, (i, t) =>
      t === 0 ? 0 : propagate(i, t, stepVariance, dz) + rounding[i]![t]!,
    );
    const walked = grid(rows, points, (i, t) => rounding[i]![t]! + (EPS * h[i]![t]!) ** 2);
    const onTheWay = walked.map((row, i) =>
      runningSums(row, (EPS * (11 * Math.abs(biases[i]!) + 2 * sigmaB)) ** 2),
    );
    const hPoint = grid(rows, points, (i, t) => propagate(i, t, pointVariance, z) + onTheWay[i]![t]!);

    const curved = smooth(activation);
    const sides = grid(rows, points, (i, t) =>
      side(activation, h[i]![t]!, CERTAIN * Math.sqrt(hPoint[i]![t]!)),
    );
    pointVariance = grid(rows, points, (i, t) => {
      return sides[i]![t]!.slope ** 2 * hPoint[i]![t]! + (4 * EPS * image[i]![t]!) ** 2;
    });
    stepVariance = grid(rows, points, (i, t) => {
      if (t === 0) return 0;
      const [now, before] = [sides[i]![t]!, sides[i]![t - 1]!];
      const apart = (Math.sqrt(pointVariance[i]![t]!) + Math.sqrt(pointVariance[i]![t - 1]!)) ** 2;
      if (curved !== null && Math.abs(dh[i]![t]!) < 1) {
        const middle = (h[i]![t]! + h[i]![t - 1]!) / 2;
        const point = Math.max(hPoint[i]![t]!, hPoint[i]![t - 1]!) + (EPS * middle) ** 2;
        const turned = (curved.bend(middle) * dh[i]![t]!) ** 2 * point;
        return now.slope ** 2 * hStep[i]![t]! + turned + (4 * EPS * dImage[i]![t]!) ** 2;
      }
      if (now.piece !== null && now.piece === before.piece)
        return now.slope ** 2 * hStep[i]![t]! + (2 * EPS * dImage[i]![t]!) ** 2;
      return apart;
    });
    result.preLength.push(sumOfErrors(hStep, dh));
    result.length.push(sumOfErrors(stepVariance, dImage));
    z = image;
  }
  return result;
}

/** Of every product and every partial sum. */
function productRounding(weights: readonly number[], values: number[][], t: number): number {
  let [partial, sum] = [0, 0];
  weights.forEach((w, j) => {
    const product = w * values[j]![t]!;
    if (product === 0) return;
    partial += product;
    sum += product ** 2 + partial ** 2;
  });
  return EPS ** 2 * sum;
}

function stepsOf(points: number[][]): number[][] {
  return points.map((row) => row.map((x, t) => (t === 0 ? 0 : x - row[t - 1]!)));
}

function runningSums(row: readonly number[], from: number): number[] {
  let sum = from;
  return row.map((x) => (sum += x));
}

function grid<T>(rows: number, points: number, entry: (row: number, t: number) => T): T[][] {
  return Array.from({ length: rows }, (_, i) => Array.from({ length: points }, (_, t) => entry(i, t)));
}

/** The linear piece of h and its slope; where an error could change it no piece, and the steepest slope. */
function side(activation: Activation, h: number, error: number): { piece: number | null; slope: number } {
  const curved = smooth(activation);
  if (curved !== null) return { piece: null, slope: curved.slope(h) };
  const phi = pieces(activation);
  const piece = pieceOf(phi, h);
  if (phi.kinks.every((kink) => Math.abs(h - kink) > error)) return { piece, slope: phi.slopes[piece]! };
  return { piece: null, slope: Math.max(...phi.slopes.map(Math.abs)) };
}

/** Errors of the columns' norms add up: those of neighbouring columns are alike. */
function sumOfErrors(variance: number[][], steps: number[][]): number {
  const rows = Math.min(steps.length, BLOCK_ROWS);
  let sum = 0;
  for (let t = 1; t < steps[0]!.length; t++) {
    const error = variance.reduce((total, row) => total + row[t]!, 0);
    const square = steps.reduce((total, row) => total + row[t]! ** 2, 0);
    sum += Math.sqrt(error) + (rows + 2) * EPS * Math.sqrt(square);
  }
  return sum;
}
