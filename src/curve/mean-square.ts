import { type Curve, checkCurve } from './curve.ts';
import { edgeLengths } from './length.ts';
import { dot } from './vector.ts';

/**
 * Mean square of a coordinate along the curve, ∫₀¹ |x(t)|² dt / dimension, in closed form. @throws TypeError,
 * RangeError as `curve`.
 */
export function curveMeanSquare(curve: Curve): number {
  checkCurve(curve);
  const { kind, vertices } = curve;
  const [x0, x1] = [vertices[0]!, vertices[1]!];
  const dim = x0.length;
  if (kind === 'polyline') {
    const edges = edgeLengths(vertices);
    const total = edges.reduce((sum, edge) => sum + edge, 0);
    const squares = edges.map((edge, i) => (edge / total) * segmentSquare(vertices[i]!, vertices[i + 1]!));
    return squares.reduce((sum, square) => sum + square, 0) / dim;
  }
  if (kind === 'line') return segmentSquare(x0, x1) / dim;
  // cos² and sin² average to 1/2; 2 sin cos averages to 2/π over a quarter turn and to 0 over a whole one.
  const squares = (dot(x0, x0) + dot(x1, x1)) / 2;
  return (kind === 'arc' ? squares + (2 / Math.PI) * dot(x0, x1) : squares) / dim;
}

/** ∫₀¹ |(1-t) x0 + t x1|² dt. */
function segmentSquare(x0: Float64Array, x1: Float64Array): number {
  return (dot(x0, x0) + dot(x0, x1) + dot(x1, x1)) / 3;
}
