/** A curve that is straight between its knots: the input polyline, and its image in every layer. */
import { normAt, norms } from './product.ts';

/** Interval k lies between knots k and k + 1. `dim` is the dimension of the space that the curve is in. */
export interface BrokenLine {
  readonly dim: number;
  /**
   * Positions of the knots: arc length of the input up to there over its whole length, rising from 0 to 1.
   */
  readonly knots: Float64Array;
  /** Whether an activation changes its piece at the knot; if not, it is a corner of the input or an end. */
  readonly breaks: Uint8Array;
  /** Whether the knot is a corner of the input. */
  readonly corners: Uint8Array;
  /** The curve at the knots, one after the other. */
  readonly points: Float64Array;
  /**
   * Its derivative by position on the intervals, one after the other. Kept beside the points, since
   * differences of points lose digits.
   */
  readonly slopes: Float64Array;
}

export function intervalsOf({ knots }: BrokenLine): number {
  return knots.length - 1;
}

/** The polyline through the vertices; vertices equal to the one before them are left out. */
export function brokenLine(vertices: readonly ArrayLike<number>[]): { line: BrokenLine; length: number } {
  const dim = vertices[0]!.length;
  const kept = vertices.filter((vertex, i) => i === 0 || !equal(vertex, vertices[i - 1]!));
  const count = kept.length;
  const points = new Float64Array(count * dim);
  for (const [p, vertex] of kept.entries()) points.set(vertex, p * dim);
  const steps = points.slice(dim).map((x, i) => x - points[i]!);
  const lengths = norms(steps, count - 1, dim);
  const length = lengths.reduce((sum, edge) => sum + edge, 0);
  const knots = new Float64Array(count);
  for (let p = 1, sum = 0; p < count; p++) knots[p] = (sum += lengths[p - 1]!) / length;
  knots[count - 1] = 1;
  const slopes = steps.map((x, i) => (x / lengths[Math.floor(i / dim)]!) * length);
  const corners = Uint8Array.from(knots, (_, p) => (p > 0 && p < count - 1 ? 1 : 0));
  return { line: { dim, knots, breaks: new Uint8Array(count), corners, points, slopes }, length };
}

/** Whether two points are one. */
export function equal(x: ArrayLike<number>, y: ArrayLike<number>): boolean {
  for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return false;
  return true;
}

/** |slope| on every interval. */
export function speeds(line: BrokenLine): Float64Array<ArrayBuffer> {
  return norms(line.slopes, intervalsOf(line), line.dim);
}

/** Length of a curve that has these speeds between these knots. */
export function lengthOf(knots: Float64Array, speed: Float64Array): number {
  return speed.reduce((sum, v, k) => sum + v * (knots[k + 1]! - knots[k]!), 0);
}

/** Slopes that differ by less, relative to the larger, are one slope. */
const SAME_SLOPE = 1e-10;

/**
 * The number of straight pieces: maximal stretches on which the curve is an affine function of its position.
 * A corner of the input starts a new one only where an activation changes its piece there too, as the network
 * is the same affine map on both sides otherwise.
 */
export function straightPieces(line: BrokenLine, speed: Float64Array): number {
  const { dim, breaks, corners, slopes } = line;
  let pieces = 1;
  for (let p = 1; p < intervalsOf(line); p++) {
    if (breaks[p] === 0) continue;
    if (corners[p] === 1) pieces++;
    else {
      const difference = new Float64Array(dim);
      for (let i = 0; i < dim; i++) difference[i] = slopes[p * dim + i]! - slopes[(p - 1) * dim + i]!;
      if (normAt(difference, 0, dim) > SAME_SLOPE * Math.max(speed[p]!, speed[p - 1]!)) pieces++;
    }
  }
  return pieces;
}
