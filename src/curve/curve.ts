/** One-dimensional curves of inputs, x(t) for t in [0, 1]. */

import { CURVE_KINDS, type CurveKind } from '../experiment/experiment.ts';
import { checkFloat64, checkList, checkNumbers, checkPlain, oneOf } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import { edgeLengths } from './length.ts';
import { norm } from './vector.ts';

/** Between these, squares of lengths and sums of them stay well within the range of a double. */
const SMALLEST = 1e-140;
const LARGEST = 1e140;

/**
 * - `line`: (1-t) x0 + t x1
 * - `arc`: cos(πt/2) x0 + sin(πt/2) x1 (a circular arc when x0 and x1 are orthogonal and equally long, else
 *   of an ellipse)
 * - `circle`: cos(2πt) x0 + sin(2πt) x1 (likewise)
 * - `polyline`: through all vertices in order; t is arc length divided by the whole length
 */
export interface Curve {
  readonly kind: CurveKind;
  /** x0, x1, …: two of them, or at least two for a polyline, all of the same dimension. */
  readonly vertices: readonly Float64Array[];
}

/** What the size of things that are made of a curve depends on: its kind and how many vertices it has. */
export interface CurveShape {
  readonly kind: CurveKind;
  readonly vertices: { readonly length: number };
}

/** Curves that have been checked; what is changed in one afterwards is not seen. */
const checked = new WeakSet<object>();

/**
 * A validated curve that owns its vertices.
 *
 * @param vertices arrays or typed arrays of numbers.
 * @throws TypeError, RangeError for an unknown kind, a wrong number of vertices, unequal or zero dimensions,
 * an entry that is not finite, vertices that are all equal, and vertices above 1e140 in norm or less than
 * 1e-140 apart, whose squares a double cannot hold.
 */
export function curve(kind: CurveKind, vertices: readonly ArrayLike<number>[]): Curve {
  checkList('endpoints', vertices);
  const owned = vertices.map((vertex, i) => {
    checkNumbers('endpoints', vertex, `point ${i + 1}`);
    return Float64Array.from(vertex);
  });
  checkShape(kind, owned);
  const made = { kind, vertices: owned };
  checked.add(made);
  return made;
}

/**
 * What every public function that takes a curve does first; of a curve that `curve` made, nothing. @throws
 * TypeError, RangeError as `curve`.
 */
export function checkCurve(given: Curve): void {
  checkPlain('curve', given);
  if (checked.has(given)) return;
  const { kind, vertices } = given;
  checkList('endpoints', vertices);
  vertices.forEach((vertex, i) => {
    checkFloat64('endpoints', vertex, `point ${i + 1}`);
  });
  checkShape(kind, vertices);
  checked.add(given);
}

function checkShape(kind: CurveKind, vertices: readonly Float64Array[]): void {
  oneOf(CURVE_KINDS, 'curve', kind);
  const count = vertices.length;
  if (kind === 'polyline' && count < 2) refuse('at least two points for a polyline', count);
  if (kind !== 'polyline' && count !== 2) refuse(`two points for ${article(kind)}`, count);
  const first = vertices[0]!;
  if (first.length === 0) refuse('points of dimension at least 1', 'an empty point 1');
  vertices.forEach((vertex, i) => {
    if (vertex.length !== first.length)
      refuse(`points of equal dimension (${first.length})`, `dimension ${vertex.length} in point ${i + 1}`);
  });
  if (vertices.every((vertex) => vertex.every((v, i) => v === first[i])))
    refuse('points that differ', `${count} equal points`);
  const largest = vertices.reduce((most, vertex) => Math.max(most, norm(vertex)), 0);
  if (largest > LARGEST) refuse(`points of norm at most ${LARGEST}`, largest);
  const path = edgeLengths(vertices).reduce((sum, edge) => sum + edge, 0);
  if (path < SMALLEST) refuse(`points at least ${SMALLEST} apart`, path);
}

function article(kind: CurveKind): string {
  return kind === 'arc' ? 'an arc' : `a ${kind}`;
}

function refuse(expected: string, got: string | number): never {
  throw valueFault('endpoints', expected, got);
}
