import { acos, cos, sin } from '../numeric/functions.ts';
import { type Curve, checkCurve } from './curve.ts';
import { norm, sineCosine } from './vector.ts';

/**
 * Angle in radians that the curve subtends at the origin: the length of its radial projection on the unit
 * sphere (Θ of the theory of sign flips). Where the curve passes through the origin its direction jumps, and
 * the angle of the jump counts: π for a segment through the origin, so that cutting a segment there changes
 * nothing. A curve that starts or ends at the origin has no direction there and nothing is counted.
 *
 * A line and an arc stay in the plane of x0 and x1 and turn one way, so both subtend the angle between x0 and
 * x1. A circle always subtends 2π: flattened (x0 and x1 parallel) it passes through the origin twice.
 *
 * @throws TypeError, RangeError as `curve`.
 */
export function curveAngle(curve: Curve): number {
  checkCurve(curve);
  return angleOf(curve);
}

/** The same, also where all vertices are equal. */
export function angleOf(curve: Curve): number {
  if (curve.kind === 'circle') return 2 * Math.PI;
  const directed = curve.vertices.filter((vertex) => norm(vertex) > 0);
  return directed.slice(1).reduce((sum, vertex, i) => sum + angleBetween(directed[i]!, vertex), 0);
}

/** Angle in [0, π] between two vectors, neither 0; accurate relative to itself however small it is. */
function angleBetween(x: Float64Array, y: Float64Array): number {
  const [sine, cosine] = sineCosine(x, y);
  let angle = acos(Math.min(1, Math.abs(cosine)));
  // The arc cosine of a number near 1 keeps half of its digits; a Newton step on the sine restores them.
  if (sine < Math.abs(cosine)) angle += (sine - sin(angle)) / cos(angle);
  return cosine < 0 ? Math.PI - angle : angle;
}
