import { angleOf, type Curve, checkCurve } from '../../curve/index.ts';
import { dot, norm, scale, subtract } from '../../curve/vector.ts';
import { atLeast, checkPlain } from '../../input/check.ts';
import { checkWidths } from '../../network/index.ts';
import { integrate } from '../../numeric/gauss-legendre.ts';
import { piecesOf } from './pieces.ts';

/** The properties of a curve that determine the turning angle of its images. Radians, both. */
export interface CurveBend {
  /** Turning angle (total absolute curvature) of the curve: 0 for a line, 2 pi for a circle. */
  readonly turning: number;
  /**
   * Integral of sin psi over the angle that the curve subtends at the origin, psi the angle between position
   * and tangent.
   */
  readonly crossAngle: number;
}

/**
 * Bend of an input curve. Its passing through the origin is no bend. @throws TypeError, RangeError as
 * `curve`.
 */
export function curveBend(curve: Curve): CurveBend {
  checkCurve(curve);
  return { turning: turning(curve), crossAngle: crossAngle(curve) };
}

function turning({ kind, vertices }: Curve): number {
  const [x0, x1] = [vertices[0]!, vertices[1]!];
  if (kind === 'circle') return 2 * Math.PI;
  // The tangents of an arc from x0 to x1 are themselves an arc, from x1 to -x0.
  if (kind === 'arc') return angleOf({ kind, vertices: [x1, scale(x0, -1)] });
  const edges = vertices.slice(1).map((x, i) => subtract(x, vertices[i]!));
  return edges.length < 2 ? 0 : angleOf({ kind: 'polyline', vertices: edges });
}

function crossAngle(curve: Curve): number {
  const { kind, vertices } = curve;
  if (kind === 'line' || kind === 'polyline') {
    return vertices.slice(1).reduce((sum, x, i) => sum + segmentCrossAngle(vertices[i]!, x), 0);
  }
  const [{ at, area2, end }] = piecesOf(curve) as [ReturnType<typeof piecesOf>[number]];
  if (area2 === 0) return 0;
  const rate = (t: number) => {
    const { square, speed2 } = at(t);
    return area2 / (square * Math.sqrt(square * speed2));
  };
  return integrate(rate, 0, end);
}

/**
 * sin psi is the cosine of the angle from the foot of the perpendicular, so its integral is a difference of
 * sines.
 */
function segmentCrossAngle(x0: Float64Array, x1: Float64Array): number {
  const step = subtract(x1, x0);
  const [n0, n1, length] = [norm(x0), norm(x1), norm(step)];
  if (n0 === 0 || n1 === 0 || length === 0) return 0;
  return Math.max(0, (dot(x1, step) / n1 - dot(x0, step) / n0) / length);
}

/**
 * Turning angle (total absolute curvature) in radians of the image of a curve in layers 1 … d of wide ReLU
 * networks without biases, to leading order in the widths (docs/theory.md): old bends stay, and each layer
 * adds small kinks,
 *
 *     turning + crossAngle * sum_{j<=l} sqrt(n_j / pi).
 *
 * Linear in depth, where chaotic smooth networks bend exponentially. No bound.
 *
 * @param bend of the input curve, see `curveBend`.
 * @throws TypeError, RangeError for a width that is not a positive integer or an angle that is not a finite
 * number >= 0.
 */
export function turningAngles(widths: readonly number[], bend: CurveBend): number[] {
  checkWidths(widths);
  checkPlain('bend', bend);
  atLeast(0, 'turning', bend.turning);
  atLeast(0, 'crossAngle', bend.crossAngle);
  let angle = bend.turning;
  return widths.map((width) => (angle += bend.crossAngle * Math.sqrt(width / Math.PI)));
}
