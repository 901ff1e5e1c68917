import { samplePoints } from '../../src/curve/index.ts';
import { type Activation, fanIn, weightSd } from '../../src/experiment/network.ts';
import { BLOCK_ROWS } from '../../src/kernels/abi.ts';
import { referenceLayer } from '../../src/kernels/reference/index.ts';
import type { Subject } from '../../src/measure/index.ts';
import { referenceWeights } from '../../src/measure/reference.ts';

const EPS = 2 ** -24;
/** A pre-activation this many standard errors from a kink is on the same side in single and in double precision. */
const CERTAIN = 8;

/**
 * Standard errors of the lengths that `Workspace` measures in single precision: roundings are taken as independent, of mean 0 and
 * standard deviation eps = 2^-24 times the number rounded (the stochastic analysis of Higham & Mary 2019), and are propagated through
 * the network to first order. Per entry two variances are carried: of z_t, and of the difference z_t - z_(t-1), which is
 * smaller because an error in a weight moves both points alike.
 *
 * - A weight comes from ten roundings, and that of its u moves it by 2 eps on average over u.
 * - A pre-activation: each product, each partial sum, the gain.
 * - A difference through a kink, or so near one that its side is uncertain, keeps no correlation.
 * - The sum of a column's squares has as many roundings as a block has rows, at most.
 */
export function lengthErrors(
  { network: spec, seed, curve, points }: Subject,
  network: number,
): { length: number[]; preLength: number[] } {
  const samples = samplePoints(curve, points);
  let z = grid(spec.inputDim, points, (j, t) => samples[t * spec.inputDim + j]!);
  let zVariance = z.map((row) => row.map((x) => (EPS * x) ** 2));
  let dVariance = zVariance.map((row) => row.map((v, t) => (t === 0 ? 0 : v + row[t - 1]!)));
  const result = { length: [] as number[], preLength: [] as number[] };

  for (let layer = 1; layer <= spec.widths.length; layer++) {
    const { weights, biases } = referenceWeights(spec, seed, network, layer);
    const { h, z: image } = referenceLayer(weights, biases, z, 1, spec.activation);
    const inputs = fanIn(spec, layer);
    const sd = weightSd(spec, layer);
    const rows = weights.length;
    const rounding = grid(rows, points, (i, t) => {
      let partial = biases[i]!;
      let sum = 0;
      for (let j = 0; j < inputs; j++) {
        const product = weights[i]![j]! * z[j]![t]!;
        if (product === 0) continue;
        partial += product;
        sum += product ** 2 + partial ** 2;
      }
      return EPS ** 2 * (sum + h[i]![t]! ** 2);
    });
    const weightVariance = weights.map((row) =>
      row.map((w) => (w === 0 ? 0 : (EPS * (10 * Math.abs(w) + 2 * sd)) ** 2)),
    );
    const propagate = (i: number, t: number, variance: number[][], size: (j: number) => number) => {
      let sum = 0;
      for (let j = 0; j < inputs; j++)
        sum += weights[i]![j]! ** 2 * variance[j]![t]! + weightVariance[i]![j]! * size(j) ** 2;
      return sum;
    };
    const hVariance = grid(rows, points, (i, t) => {
      const bias = (EPS * (11 * Math.abs(biases[i]!) + 2 * spec.sigmaB)) ** 2;
      return propagate(i, t, zVariance, (j) => z[j]![t]!) + rounding[i]![t]! + bias;
    });
    const hDifference = grid(rows, points, (i, t) => {
      if (t === 0) return 0;
      const inherited = propagate(i, t, dVariance, (j) => z[j]![t]! - z[j]![t - 1]!);
      return inherited + rounding[i]![t]! + rounding[i]![t - 1]! + (EPS * (h[i]![t]! - h[i]![t - 1]!)) ** 2;
    });
    const pieces = grid(rows, points, (i, t) =>
      piece(spec.activation, h[i]![t]!, CERTAIN * Math.sqrt(hVariance[i]![t]!)),
    );
    const ownRounding = grid(rows, points, (i, t) => (2 * EPS * image[i]![t]!) ** 2);
    zVariance = grid(rows, points, (i, t) => {
      return pieces[i]![t]!.slope ** 2 * hVariance[i]![t]! + ownRounding[i]![t]!;
    });
    dVariance = grid(rows, points, (i, t) => {
      if (t === 0) return 0;
      const [now, before] = [pieces[i]![t]!, pieces[i]![t - 1]!];
      const own = ownRounding[i]![t]! + ownRounding[i]![t - 1]!;
      if (now.id !== null && now.id === before.id) return now.slope ** 2 * hDifference[i]![t]! + own;
      return (Math.sqrt(zVariance[i]![t]!) + Math.sqrt(zVariance[i]![t - 1]!)) ** 2;
    });
    result.preLength.push(sumOfErrors(hDifference, h));
    result.length.push(sumOfErrors(dVariance, image));
    z = image;
  }
  return result;
}

function grid<T>(rows: number, points: number, entry: (row: number, t: number) => T): T[][] {
  return Array.from({ length: rows }, (_, i) => Array.from({ length: points }, (_, t) => entry(i, t)));
}

/** The linear piece of h and its slope; where an error could change it no piece, and the steepest slope. */
function piece(activation: Activation, h: number, error: number): { id: number | null; slope: number } {
  const at = (kinks: readonly number[], slopes: readonly number[]) => {
    const id = kinks.filter((kink) => h > kink).length;
    const certain = kinks.every((kink) => Math.abs(h - kink) > error);
    return certain ? { id, slope: slopes[id]! } : { id: null, slope: Math.max(...slopes.map(Math.abs)) };
  };
  switch (activation.name) {
    case 'relu':
      return at([0], [0, 1]);
    case 'abs':
      return at([0], [-1, 1]);
    case 'linear':
      return at([], [1]);
    case 'leaky-relu':
      return at([0], [activation.slope, 1]);
    case 'hard-tanh':
      return at([-1, 1], [0, 1, 0]);
  }
}

/** Errors of the columns' norms add up: those of neighbouring columns are alike. */
function sumOfErrors(variance: number[][], values: number[][]): number {
  const rows = Math.min(values.length, BLOCK_ROWS);
  let sum = 0;
  for (let t = 1; t < values[0]!.length; t++) {
    const error = variance.reduce((total, row) => total + row[t]!, 0);
    const square = values.reduce((total, row) => total + (row[t]! - row[t - 1]!) ** 2, 0);
    sum += Math.sqrt(error) + (rows + 2) * EPS * Math.sqrt(square);
  }
  return sum;
}
