/** One-dimensional curves of inputs, x(t) for t in [0, 1]. */
import { echo } from '../experiment/errors.ts';
import { CURVE_KINDS, type CurveKind } from '../experiment/experiment.ts';
import { edgeLengths } from './length.ts';
import { norm } from './vector.ts';

/** Between these, squares of lengths and sums of them stay well within the range of a double. */
const SMALLEST = 1e-140;
const LARGEST = 1e140;

/**
 * - `line`: (1-t) x0 + t x1
 * - `arc`: cos(πt/2) x0 + sin(πt/2) x1 (a circular arc when x0 and x1 are orthogonal and equally long, else of an ellipse)
 * - `circle`: cos(2πt) x0 + sin(2πt) x1 (likewise)
 * - `polyline`: through all vertices in order; t is arc length divided by the whole length
 */
export interface Curve {
  readonly kind: CurveKind;
  /** x0, x1, …: two of them, or at least two for a polyline, all of the same dimension. */
  readonly vertices: readonly Float64Array[];
}

/**
 * A validated curve that owns its vertices.
 *
 * @throws RangeError for an unknown kind, a wrong number of vertices, unequal or zero dimensions, an entry that is not finite,
 * vertices that are all equal, and vertices above 1e140 in norm or less than 1e-140 apart, whose squares a double cannot hold.
 */
export function curve(kind: CurveKind, vertices: readonly ArrayLike<number>[]): Curve {
  if (!CURVE_KINDS.includes(kind))
    throw new RangeError(`curve: expected line, arc, circle or polyline, got ${echo(kind)}`);
  const count = vertices.length;
  if (kind === 'polyline' && count < 2) refuse('at least two points for a polyline', count);
  if (kind !== 'polyline' && count !== 2) refuse(`two points for ${article(kind)}`, count);
  const owned = vertices.map((vertex) => Float64Array.from(vertex));
  const first = owned[0]!;
  if (first.length === 0) refuse('points of dimension at least 1', 'an empty point 1');
  owned.forEach((vertex, i) => {
    if (vertex.length !== first.length)
      refuse(`points of equal dimension (${first.length})`, `dimension ${vertex.length} in point ${i + 1}`);
    const bad = vertex.findIndex((v) => !Number.isFinite(v));
    if (bad >= 0) refuse('finite numbers', `${vertex[bad]} at entry ${bad + 1} of point ${i + 1}`);
  });
  if (owned.every((vertex) => vertex.every((v, i) => v === first[i])))
    refuse('points that differ', `${count} equal points`);
  const largest = owned.reduce((most, vertex) => Math.max(most, norm(vertex)), 0);
  if (largest > LARGEST) refuse(`points of norm at most ${LARGEST}`, largest);
  const path = edgeLengths(owned).reduce((sum, edge) => sum + edge, 0);
  if (path < SMALLEST) refuse(`points at least ${SMALLEST} apart`, path);
  return { kind, vertices: owned };
}

function article(kind: CurveKind): string {
  return kind === 'arc' ? 'an arc' : `a ${kind}`;
}

function refuse(expected: string, got: string | number): never {
  throw new RangeError(`endpoints: expected ${expected}, got ${got}`);
}
