import { MOST_NUMBERS, wrongNumber } from '../input/check.ts';
import { sin } from '../numeric/functions.ts';
import { type Curve, checkCurve } from './curve.ts';
import { edgeLengths } from './length.ts';

/** A point of a curve as `weight0 * vertices[from] + weight1 * vertices[from + 1]`. */
export interface Combination {
  readonly from: number;
  readonly weight0: number;
  readonly weight1: number;
}

/**
 * The points x(t_j), t_j = j / (n-1), j = 0 … n-1, as an n × dimension array, row by row. First and last
 * point are the ends of the curve exactly. On a polyline the points are equally spaced in arc length, so its
 * inner vertices are in general not among them. A line or arc between exchanged ends gives the same points in
 * reverse order, bit for bit; a reversed polyline does so up to rounding.
 *
 * @throws TypeError, RangeError as `curve`, and when n is not an integer of at least 2 or the points would
 * take more than 4 GiB.
 */
export function samplePoints(curve: Curve, n: number): Float64Array<ArrayBuffer> {
  checkCurve(curve);
  if (!Number.isInteger(n) || n < 2) wrongNumber('points', 'an integer of at least 2', n);
  const { vertices } = curve;
  const dim = vertices[0]!.length;
  const most = Math.floor(MOST_NUMBERS / dim);
  if (n > most) wrongNumber('points', `at most ${most} points of dimension ${dim}, which fill 4 GiB`, n);
  const combination = combinations(curve, n - 1);
  const points = new Float64Array(n * dim);
  for (let j = 0; j < n; j++) {
    const { from, weight0, weight1 } = combination(j);
    const [x0, x1] = [vertices[from]!, vertices[from + 1]!];
    for (let i = 0; i < dim; i++) points[j * dim + i] = weight0 * x0[i]! + weight1 * x1[i]!;
  }
  return points;
}

/** Squares of a sampled curve: of the first sample, and of steps; entry j belongs to the step to sample j. */
export interface SampleSquares {
  readonly first: number;
  /** |x_j|² - |x_(j-1)|². */
  readonly changes: Float64Array;
  /** |x_j - x_(j-1)|². */
  readonly squares: Float64Array;
}

/** Squares of `samplePoints(curve, n)`, which are not kept; lengths are multiplied by `factor`. */
export function sampleSquares({ vertices, ...curve }: Curve, n: number, factor: number): SampleSquares {
  const combination = combinations({ vertices, ...curve }, n - 1);
  const dim = vertices[0]!.length;
  const changes = new Float64Array(n);
  const squares = new Float64Array(n);
  const before = new Float64Array(dim);
  let first = 0;
  for (let j = 0; j < n; j++) {
    const { from, weight0, weight1 } = combination(j);
    const [x0, x1] = [vertices[from]!, vertices[from + 1]!];
    for (let i = 0; i < dim; i++) {
      const x = (weight0 * x0[i]! + weight1 * x1[i]!) * factor;
      const step = x - before[i]!;
      if (j === 0) first += x * x;
      else {
        changes[j]! += (x + before[i]!) * step;
        squares[j]! += step * step;
      }
      before[i] = x;
    }
  }
  return { first, changes, squares };
}

/**
 * How the point at t = j / steps is combined from the vertices. Steps are counted from both ends, hence the
 * symmetry.
 */
export function combinations(curve: Curve, steps: number): (j: number) => Combination {
  if (curve.kind === 'line') return (j) => ({ from: 0, weight0: (steps - j) / steps, weight1: j / steps });
  if (curve.kind === 'arc') return (j) => ({ from: 0, ...quarterTurn(j, steps) });
  if (curve.kind === 'circle') return (j) => ({ from: 0, ...turn(j, steps) });
  return alongEdges(edgeLengths(curve.vertices), steps);
}

/** Cosine and sine of (j / steps) π/2, 0 <= j <= steps. */
function quarterTurn(j: number, steps: number): { weight0: number; weight1: number } {
  return { weight0: sin((Math.PI / 2) * ((steps - j) / steps)), weight1: sin((Math.PI / 2) * (j / steps)) };
}

/** Cosine and sine of (j / steps) 2π, turned by exact quarters so that the curve closes on itself exactly. */
function turn(j: number, steps: number): { weight0: number; weight1: number } {
  const quarter = Math.floor((4 * j) / steps);
  const { weight0, weight1 } = quarterTurn(4 * j - quarter * steps, steps);
  if (quarter === 1) return { weight0: -weight1, weight1: weight0 };
  if (quarter === 2) return { weight0: -weight0, weight1: -weight1 };
  if (quarter === 3) return { weight0: weight1, weight1: -weight0 };
  return { weight0, weight1 };
}

/**
 * Points equally spaced in arc length on a polyline with these edges; j must not decrease from call to call.
 */
function alongEdges(edges: readonly number[], steps: number): (j: number) => Combination {
  const ends: number[] = [];
  for (const edge of edges) ends.push((ends.at(-1) ?? 0) + edge);
  const total = ends.at(-1)!;
  let from = 0;
  return (j) => {
    const position = (j / steps) * total;
    // Edges of length 0 are stepped over; the last point belongs to the end of the last edge whatever the
    // rounding.
    while (from < edges.length - 1 && position >= ends[from]!) from++;
    if (j === steps) return { from: edges.length - 1, weight0: 0, weight1: 1 };
    const remaining = Math.max(0, ends[from]! - position);
    const weight0 = edges[from]! > 0 ? Math.min(1, remaining / edges[from]!) : 0;
    return { from, weight0, weight1: 1 - weight0 };
  };
}
