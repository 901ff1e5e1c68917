/**
 * How far a layer of the kernels may be from its twin in double precision: every rounding counted, none
 * assumed lucky.
 */
import type { Activation } from '../../src/network/index.ts';
import { exactLayer, type Layer, pointsOf, squaresOf } from './increments.ts';
import type { LayerImage } from './layers.ts';
import { phi, pieceOf, pieces } from './pieces.ts';
import { type Smooth, smooth } from './smooth.ts';

const EPS = 2 ** -24;
/** Bound on the relative error of n roundings (Higham). */
const gamma = (n: number) => (n * EPS) / (1 - n * EPS);
/** Columns whose steps are added up among themselves before they are added to the point before them. */
const LANES = 4;

/** Bounds on the errors of one row, by column. */
interface RowErrors {
  readonly h: number[];
  readonly hStep: number[];
  readonly z: number[];
  readonly zStep: number[];
}

/**
 * Largest error over tolerance of everything that a layer returns; at most 1 if all is well. With n kept
 * weights in a row:
 *
 * - step of h: n products are n products and n - 1 additions in some order, and the gain is one product more:
 *   s = gamma(n + 1) stepGain sum |w dz|. Where the points lie does not enter.
 * - h: the first one has the bias as well, e_0 = gamma(n + 2) pointGain (|b| + sum |w z|). Four steps at a
 *   time are multiplied with the unit, added up in two rounds and added to the h before them: e_t = e_v + sum
 *   of unit (s + gamma(3) |step|) over these steps up to t, and a rounding of h_t, where v is the column
 *   before the four.
 * - step of z, while h_t and h_(t-1) are on one piece by more than their errors: slope a costs |a| s and 2
 *   eps |step of z|.
 * - step of z otherwise: it may be taken along either piece or as a difference of values; with J the largest
 *   jump of slopes any of them is off by (max |slope|) s + J r, r = (e_t + e_(t-1)) / unit, and by at most 8
 *   roundings of what is added up. With unit 0 no h moves, and r = |step|.
 * - smooth activations: z costs 3 ulp. With L and B the largest slopes of phi and phi', and e the larger of
 *   the errors of the two points, the step of z is off by L s, by |step| B e for the slope that it is
 *   multiplied with, and by the rounding of `smooth-steps.ts`. A long step is a difference of points: 2 L e /
 *   unit.
 * - squares: as vectors of norm N the steps are off by E = |e|; squaring and adding m rows, in single
 *   precision within a block, are gamma(m + 1): |error| ≤ 2 N E + E² + gamma(m + 1) (N + E)².
 */
export function worstError(layer: Layer, image: LayerImage): number {
  const { h, z } = exactLayer(layer);
  const errors = layer.weights.map((_, i) => rowErrors(layer, i, h.first[i]!, h.steps[i]!, z.steps[i]!));
  const rows = layer.weights.length;
  let worst = 0;
  const compare = (actual: number, expected: number, tolerance: number) => {
    const error = Math.abs(actual - expected);
    if (error > 0 || Number.isNaN(error))
      worst = Math.max(worst, tolerance > 0 ? error / tolerance : Infinity);
  };

  let [point, step, pointError, stepError] = [0, 0, 0, 0];
  pointsOf(h, layer.unit).forEach((row, i) => {
    compare(image.z.first[i]!, z.first[i]!, errors[i]!.z[0]!);
    row.forEach((x, t) => {
      compare(image.z.steps[i]![t]!, z.steps[i]![t]!, errors[i]!.zStep[t]!);
      // The kernel's bound for sin.
      const size =
        layer.activation.name === 'sin' ? Math.min(1, Math.abs(x)) : Math.abs(phi(layer.activation, x));
      point = Math.max(point, size);
      step = Math.max(step, Math.abs(z.steps[i]![t]!));
      pointError = Math.max(pointError, errors[i]!.z[t]!);
      stepError = Math.max(stepError, errors[i]!.zStep[t]!);
    });
  });
  compare(image.largest.point, point, pointError);
  compare(image.largest.step, step, stepError);

  for (const [actual, steps, bound] of [
    [image.hSquares, h.steps, errors.map((row) => row.hStep)],
    [image.zSquares, z.steps, errors.map((row) => row.zStep)],
  ] as const) {
    const squaredErrors = squaresOf(bound);
    squaresOf(steps).forEach((square, t) => {
      const [N, E] = [Math.sqrt(square), Math.sqrt(squaredErrors[t]!)];
      compare(actual[t]!, square, 2 * N * E + E * E + gamma(rows + 1) * (N + E) ** 2);
    });
  }
  return worst;
}

function rowErrors(
  layer: Layer,
  i: number,
  first: number,
  steps: readonly number[],
  image: readonly number[],
): RowErrors {
  const { weights, biases, input, pointGain, stepGain, unit, activation } = layer;
  const kept = weights[i]!.flatMap((w, j) => (w === 0 ? [] : [{ w, j }]));
  const hStep = steps.map((_, t) => {
    const size = kept.reduce((sum, { w, j }) => sum + Math.abs(w * input.steps[j]![t]!), 0);
    return gamma(kept.length + 1) * stepGain * size;
  });
  const size = kept.reduce((sum, { w, j }) => sum + Math.abs(w * input.first[j]!), Math.abs(biases[i]!));
  const [points] = pointsOf({ first: [first], steps: [steps] }, unit);

  const h: number[] = [];
  let before = gamma(kept.length + 2) * pointGain * size;
  let walked = 0;
  steps.forEach((step, t) => {
    walked += unit * (hStep[t]! + gamma(3) * (Math.abs(step) + hStep[t]!));
    h.push((before + walked) * (1 + EPS) + EPS * Math.abs(points![t]!));
    if (t % LANES < LANES - 1) return;
    before = h[t]!;
    walked = 0;
  });

  const row = { h, hStep, points: points!, steps, image, unit };
  const curved = smooth(activation);
  const z = curved === null ? brokenErrors(activation, row) : curvedErrors(activation, curved, row);
  return { h, hStep, ...z };
}

/** A row's points and steps of h with bounds on their errors, and its steps of z. */
interface Row {
  readonly h: readonly number[];
  readonly hStep: readonly number[];
  readonly points: readonly number[];
  readonly steps: readonly number[];
  readonly image: readonly number[];
  readonly unit: number;
}

function brokenErrors(activation: Activation, { h, hStep, points, steps, unit }: Row) {
  const broken = pieces(activation);
  const steepest = Math.max(...broken.slopes.map(Math.abs));
  const jump = Math.max(0, ...broken.slopes.slice(1).map((slope, k) => Math.abs(slope - broken.slopes[k]!)));
  const z = h.map((e, t) => steepest * e + 2 * EPS * Math.abs(phi(activation, points[t]!)));
  const zStep = steps.map((step, t) => {
    if (t === 0) return 0;
    const piece = pieceOf(broken, points[t]!);
    const certain = [t - 1, t].every(
      (s) => pieceOf(broken, points[s]! - h[s]!) === piece && pieceOf(broken, points[s]! + h[s]!) === piece,
    );
    const own = Math.abs(step) + hStep[t]!;
    if (certain) return Math.abs(broken.slopes[piece]!) * (hStep[t]! + gamma(2) * own);
    const reach = unit === 0 ? own : (h[t]! + h[t - 1]!) / unit;
    return steepest * hStep[t]! + jump * reach + 8 * EPS * (1 + jump + steepest) * (own + reach);
  });
  return { z, zStep };
}

function curvedErrors(activation: Activation, curved: Smooth, { h, hStep, points, steps, image, unit }: Row) {
  const { steepest, mostBent } = curved;
  const z = h.map((e, t) => steepest * e + 6 * EPS * Math.abs(curved.value(points[t]!)));
  const zStep = steps.map((step, t) => {
    if (t === 0) return 0;
    const own = Math.abs(step) + hStep[t]!;
    const e = Math.max(h[t]!, h[t - 1]!);
    const m = Math.abs(points[t]! + points[t - 1]!) / 2;
    const d = (unit * own) / 2;
    const arithmetic = activation.name === 'sin' ? (4 + d) * own : 12 * (Math.abs(image[t]!) + hStep[t]!);
    const rounding = EPS * (arithmetic + own * mostBent * m);
    const moved = d < 0.25 ? own * mostBent * e : Math.max(own * mostBent * e, (2 * steepest * e) / unit);
    return steepest * hStep[t]! + moved + rounding;
  });
  return { z, zStep };
}
