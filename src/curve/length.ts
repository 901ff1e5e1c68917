import { type Curve, checkCurve } from './curve.ts';
import { ellipsePerimeter, quarterLength } from './ellipse.ts';
import { norm, subtract } from './vector.ts';

/**
 * Arc length of the curve, ∫|dx/dt| dt, in the units of its vertices: exact up to rounding for every kind.
 * @throws TypeError, RangeError as `curve`.
 */
export function curveLength(curve: Curve): number {
  checkCurve(curve);
  const [x0, x1] = [curve.vertices[0]!, curve.vertices[1]!];
  if (curve.kind === 'arc') return quarterLength(x0, x1);
  if (curve.kind === 'circle') return ellipsePerimeter(x0, x1);
  return edgeLengths(curve.vertices).reduce((sum, edge) => sum + edge, 0);
}

/** Distance from each vertex to the next. */
export function edgeLengths(vertices: readonly Float64Array[]): number[] {
  return vertices.slice(1).map((vertex, i) => norm(subtract(vertex, vertices[i]!)));
}
