import { type Curve, curvePoints } from '../../curve/index.ts';
import { type GivenNetwork, requireInput } from '../network.ts';
import { readoutValues, requireReadout } from './readout.ts';

/** Where a curve crosses the decision boundary. */
export interface BoundaryPoint {
  /** Parameter of the curve, in [0, 1]. */
  readonly t: number;
  readonly point: Float64Array;
  /** G there: 0 but for rounding. */
  readonly value: number;
}

export interface BoundaryPointsOptions {
  /** Evenly spaced parameters at which the sign of G is looked at; between two of one sign nothing is looked for. Default 1000. */
  readonly points?: number;
  /** So many crossings are enough. Default: all. */
  readonly most?: number;
}

/** Points whose signs are looked at together. */
const BATCH = 64;

/**
 * Points of the decision boundary G(x) = β · z^D = 0 of a smooth network: every change of sign of G between neighbouring samples of a curve,
 * located by bisection to the last bit of t. (Poole et al. minimise G² by gradient descent from a random input instead, which may end
 * elsewhere and leaves a residue.)
 *
 * @param readout β, an entry for every neuron of the last layer.
 * @returns crossings by rising t; none where G keeps its sign.
 * @throws RangeError for an activation with kinks, vectors of another length, fewer than 2 points, or `most` below 1.
 */
export function boundaryPoints(
  network: GivenNetwork,
  readout: ArrayLike<number>,
  curve: Curve,
  { points = 1000, most = Number.POSITIVE_INFINITY }: BoundaryPointsOptions = {},
): BoundaryPoint[] {
  const beta = requireReadout(network, readout);
  for (const vertex of curve.vertices) requireInput(network, vertex, 'curve');
  if (!Number.isInteger(points) || points < 2)
    throw new RangeError(`points: expected an integer of at least 2, got ${points}`);
  if (!(most >= 1)) throw new RangeError(`most: expected a number of at least 1, got ${most}`);
  const pointAt = curvePoints(curve);
  const at = (t: number): BoundaryPoint => {
    const { point } = pointAt(t);
    return { t, point, value: readoutValues(network, beta, point, 1)[0]! };
  };
  const found: BoundaryPoint[] = [];
  const parameter = (j: number) => j / (points - 1);
  let last: number | null = null;
  for (let from = 0; from < points && found.length < most; from += BATCH) {
    const count = Math.min(BATCH, points - from);
    const flat = new Float64Array(count * network.inputDim);
    for (let j = 0; j < count; j++) flat.set(pointAt(parameter(from + j)).point, j * network.inputDim);
    for (const [j, value] of readoutValues(network, beta, flat, count).entries()) {
      if (last !== null && value > 0 !== last > 0 && found.length < most)
        found.push(crossing(at, parameter(from + j - 1), parameter(from + j), last > 0));
      last = value;
    }
  }
  return found;
}

/** The crossing between t = `low`, where G > 0 is `positive`, and t = `high`, where it is not. */
function crossing(
  at: (t: number) => BoundaryPoint,
  low: number,
  high: number,
  positive: boolean,
): BoundaryPoint {
  let [below, above] = [at(low), at(high)];
  for (;;) {
    const middle = (below.t + above.t) / 2;
    if (middle <= below.t || middle >= above.t)
      return Math.abs(below.value) < Math.abs(above.value) ? below : above;
    const between = at(middle);
    if (between.value > 0 === positive) below = between;
    else above = between;
  }
}
