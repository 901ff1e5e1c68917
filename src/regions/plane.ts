/** Two-dimensional planes in the input space, and windows in them. */

import { dot, norm, perpendicular, scale, subtract } from '../curve/vector.ts';
import { checkFloat64, checkList, checkNumbers, checkPlain, wrongKind } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';

/**
 * The points `origin + x u + y v`; u and v are orthonormal, so that x and y are distances in the input space.
 */
export interface Plane {
  readonly origin: Float64Array;
  readonly u: Float64Array;
  readonly v: Float64Array;
}

/** x0 < x < x1 and y0 < y < y1. */
export interface SliceWindow {
  readonly x0: number;
  readonly x1: number;
  readonly y0: number;
  readonly y1: number;
}

/** Vectors whose angle has a smaller sine span no plane that rounding leaves in place. */
const SMALLEST_SINE = 1e-10;

/**
 * The plane through `origin` along two vectors, which are orthonormalised in their order (Gram–Schmidt).
 * @throws TypeError, RangeError for vectors of unequal dimension, entries that are not finite numbers, and
 * vectors that are 0 or parallel.
 */
export function planeAlong(
  origin: ArrayLike<number>,
  first: ArrayLike<number>,
  second: ArrayLike<number>,
): Plane {
  for (const x of [origin, first, second]) checkNumbers('plane', x);
  const dims = [origin.length, first.length, second.length];
  if (dims.some((dim) => dim !== dims[0]))
    throw valueFault('plane', 'vectors of one dimension', dims.join(', '));
  const [o, a, b] = [Float64Array.from(origin), Float64Array.from(first), Float64Array.from(second)];
  const across = norm(a) > 0 ? perpendicular(b, a) : a;
  if (!(norm(across) > SMALLEST_SINE * norm(b)))
    throw valueFault('plane', 'two directions', 'vectors that are 0 or parallel');
  return { origin: o, u: scale(a, 1 / norm(a)), v: scale(across, 1 / norm(across)) };
}

/**
 * The plane through three points: the first is its origin, the second lies on the x axis.
 * @throws TypeError, RangeError as `planeAlong`; points on one line span no plane.
 */
export function planeThrough(points: readonly ArrayLike<number>[]): Plane {
  checkList('plane', points);
  if (points.length !== 3) throw valueFault('plane', 'three points', points.length);
  for (const point of points) checkNumbers('plane', point);
  const [a, b, c] = points.map((point) => Float64Array.from(point)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  if (b.length !== a.length || c.length !== a.length)
    throw valueFault('plane', 'points of one dimension', `${a.length}, ${b.length}, ${c.length}`);
  return planeAlong(a, subtract(b, a), subtract(c, a));
}

/**
 * Coordinates in the plane of a point, or of its projection if it is not in the plane.
 * @throws TypeError, RangeError for an invalid plane and a point of another dimension.
 */
export function planeCoordinates(plane: Plane, point: ArrayLike<number>): [x: number, y: number] {
  checkPlane(plane);
  checkNumbers('point', point);
  const { origin, u, v } = plane;
  if (point.length !== origin.length)
    throw valueFault('point', `one of dimension ${origin.length}`, point.length);
  const offset = subtract(Float64Array.from(point), origin);
  return [dot(offset, u), dot(offset, v)];
}

/** @throws TypeError, RangeError for an invalid plane. */
export function checkPlane(plane: Plane): void {
  checkPlain('plane', plane);
  const { origin, u, v } = plane;
  for (const x of [origin, u, v]) checkFloat64('plane', x);
  if (u.length !== origin.length || v.length !== origin.length)
    throw valueFault('plane', 'vectors of one dimension', `${origin.length}, ${u.length}, ${v.length}`);
}

/** @throws TypeError, RangeError for a window that is empty or not finite. */
export function requireWindow(window: SliceWindow): void {
  checkPlain('window', window);
  const { x0, x1, y0, y1 } = window;
  const numbers = [x0, x1, y0, y1];
  for (const x of numbers) if (typeof x !== 'number') wrongKind('window', 'numbers x0, x1, y0 and y1', x);
  if (Number.isFinite(x1 - x0) && Number.isFinite(y1 - y0) && x0 < x1 && y0 < y1) return;
  throw valueFault('window', 'x0 < x1 and y0 < y1', numbers.join(', '));
}
