import { cos, sin } from '../numeric/functions.ts';
import type { Curve } from './curve.ts';
import { edgeLengths } from './length.ts';
import { subtract } from './vector.ts';

/** A point of a curve and the curve's derivatives by its parameter there. */
export interface CurvePoint {
  readonly point: Float64Array;
  readonly velocity: Float64Array;
  readonly acceleration: Float64Array;
}

/**
 * How far τ goes along a curve: its angle in radians for arcs and circles, 1 for lines and polylines. Rates
 * of images are by τ.
 */
export function parameterSpan({ kind }: Curve): number {
  return kind === 'arc' ? Math.PI / 2 : kind === 'circle' ? 2 * Math.PI : 1;
}

/**
 * Point, velocity and acceleration at any parameter t in [0, 1]; ∫|velocity| dt is the curve's length. At a
 * vertex of a polyline the edge behind it counts, and edges have no acceleration.
 */
export function curvePoints(curve: Curve): (t: number) => CurvePoint {
  const { kind, vertices } = curve;
  const [x0, x1] = [vertices[0]!, vertices[1]!];
  const combine = (a: number, b: number) => x0.map((x, j) => a * x + b * x1[j]!);
  const none = new Float64Array(x0.length);
  if (kind === 'line') {
    const velocity = subtract(x1, x0);
    return (t) => ({ point: combine(1 - t, t), velocity, acceleration: none });
  }
  if (kind !== 'polyline') {
    const turn = parameterSpan(curve);
    return (t) => {
      const [c, s] = [cos(turn * t), sin(turn * t)];
      return {
        point: combine(c, s),
        velocity: combine(-turn * s, turn * c),
        acceleration: combine(-turn * turn * c, -turn * turn * s),
      };
    };
  }
  const lengths = edgeLengths(vertices);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return (t) => {
    let left = t * total;
    let edge = 0;
    while (edge < lengths.length - 1 && left >= lengths[edge]!) left -= lengths[edge++]!;
    const direction = subtract(vertices[edge + 1]!, vertices[edge]!);
    const share = lengths[edge]! > 0 ? left / lengths[edge]! : 0;
    const speed = lengths[edge]! > 0 ? total / lengths[edge]! : 0;
    return {
      point: vertices[edge]!.map((x, j) => x + share * direction[j]!),
      velocity: direction.map((x) => x * speed),
      acceleration: none,
    };
  };
}
