import { type Curve, checkCurve, curvePoints } from '../../curve/index.ts';
import { checkPlain, integerIn } from '../../input/check.ts';
import { type GivenNetwork, requireInput } from '../../network/index.ts';
import { readoutValues, requireReadout } from './readout.ts';

/** Where a curve crosses the decision boundary. */
export interface BoundaryPoint {
  /** Parameter of the curve, in [0, 1]. */
  readonly t: number;
  readonly point: Float64Array;
  /** G there: 0 but for rounding. */
  readonly value: number;
}

/** Options of `boundaryPoints`. */
export interface BoundaryPointsOptions {
  /**
   * Number of evenly spaced parameters at which the sign of G is computed; crossings between two equal signs
   * are missed. Default 1000.
   */
  readonly points?: number;
  /** Largest number of crossings, spread evenly over all of them. Default: all. */
  readonly most?: number;
}

/** As many as an experiment may have. */
const MOST_POINTS = 10_000_000;

/** Points whose signs are looked at together. */
const BATCH = 64;

/** Parameters of neighbouring samples between which G changes its sign; `positive`: G > 0 at `low`. */
export interface SignChange {
  readonly low: number;
  readonly high: number;
  readonly positive: boolean;
}

/**
 * Points of the decision boundary G(x) = β · z^D = 0 of a smooth network: changes of sign of G between
 * neighbouring samples of a curve, located by bisection to the last bit of t. (Poole et al. minimise G² by
 * gradient descent from a random input instead, which may end elsewhere and leaves a residue.)
 *
 * @param readout β, an entry for every neuron of the last layer.
 * @returns crossings by rising t; none where G keeps its sign.
 * @throws TypeError, RangeError for an invalid network or curve, an activation with kinks, vectors of
 * another length, a number of points outside 2 … 10,000,000, `most` below 1, and values beyond the range of a
 * double.
 */
export function boundaryPoints(
  network: GivenNetwork,
  readout: ArrayLike<number>,
  curve: Curve,
  options: BoundaryPointsOptions = {},
): BoundaryPoint[] {
  checkPlain('options', options, ['points', 'most']);
  const { points = 1000, most = Number.POSITIVE_INFINITY } = options;
  if (most !== Number.POSITIVE_INFINITY) integerIn(1, Number.MAX_SAFE_INTEGER, 'most', most);
  const changes = signChanges(network, readout, curve, points);
  return pointsBetween(network, readout, curve, spread(changes, most));
}

/** Where G changes its sign. Arguments and errors as `boundaryPoints`. */
export function signChanges(
  network: GivenNetwork,
  readout: ArrayLike<number>,
  curve: Curve,
  points: number,
): SignChange[] {
  const beta = requireReadout(network, readout);
  checkCurve(curve);
  for (const vertex of curve.vertices) requireInput(network, vertex, 'curve');
  integerIn(2, MOST_POINTS, 'points', points);
  const pointAt = curvePoints(curve);
  const found: SignChange[] = [];
  const parameter = (j: number) => j / (points - 1);
  let last: number | null = null;
  for (let from = 0; from < points; from += BATCH) {
    const count = Math.min(BATCH, points - from);
    const flat = new Float64Array(count * network.inputDim);
    for (let j = 0; j < count; j++) flat.set(pointAt(parameter(from + j)).point, j * network.inputDim);
    for (const [j, value] of readoutValues(network, beta, flat, count).entries()) {
      const [low, high] = [parameter(from + j - 1), parameter(from + j)];
      if (last !== null && value > 0 !== last > 0) found.push({ low, high, positive: last > 0 });
      last = value;
    }
  }
  return found;
}

/** At most `most` of the items, evenly spread. */
export function spread<T>(items: readonly T[], most: number): T[] {
  const count = Math.min(most, items.length);
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]!);
}

/** The crossing of each change of sign. */
export function pointsBetween(
  network: GivenNetwork,
  readout: ArrayLike<number>,
  curve: Curve,
  changes: readonly SignChange[],
): BoundaryPoint[] {
  const beta = requireReadout(network, readout);
  const pointAt = curvePoints(curve);
  const at = (t: number): BoundaryPoint => {
    const { point } = pointAt(t);
    return { t, point, value: readoutValues(network, beta, point, 1)[0]! };
  };
  return changes.map((change) => crossing(at, change));
}

function crossing(at: (t: number) => BoundaryPoint, { low, high, positive }: SignChange): BoundaryPoint {
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
