/** Projections of curves: aligned from layer to layer, turned in space, fitted to a square. Pure. */
import { alongCurve } from './colours.ts';
import type { Shape } from './shapes.ts';

/** x, y and z of each point in turn, about their mean, the furthest at distance 1. */
export type Cloud = Float64Array;

/** A projection as a cloud, its axes flipped where that brings it nearer to `before`. */
export function cloudOf(
  projections: ArrayLike<number>,
  count: number,
  before: Cloud | undefined,
  points: number,
): Cloud {
  const cloud = new Float64Array(3 * points);
  if (count === 0) return cloud;
  let largest = 0;
  for (let t = 0; t < points; t++) {
    let square = 0;
    for (let k = 0; k < Math.min(3, count); k++) {
      const x = projections[t * count + k]!;
      cloud[3 * t + k] = x;
      square += x * x;
    }
    largest = Math.max(largest, square);
  }
  const size = Math.sqrt(largest);
  for (let k = 0; k < 3; k++) {
    let along = 0;
    if (before?.length === cloud.length)
      for (let i = k; i < cloud.length; i += 3) along += cloud[i]! * before[i]!;
    const factor = (along < 0 ? -1 : 1) / (size || 1);
    for (let i = k; i < cloud.length; i += 3) cloud[i]! *= factor;
  }
  return cloud;
}

/** Between two clouds of equally many points, `share` of the way. */
export function between(a: Cloud, b: Cloud, share: number): Cloud {
  if (a.length !== b.length || share === 0) return a;
  const eased = share * share * (3 - 2 * share);
  return a.map((x, i) => x + eased * (b[i]! - x));
}

/** The shape of the input curve itself, in the plane that it lies in. */
export function inputCloud(
  kind: string,
  drawn: readonly (readonly [number, number])[],
  points: number,
): Cloud {
  const flat = new Float64Array(2 * points);
  for (let t = 0; t < points; t++) {
    const share = points === 1 ? 0 : t / (points - 1);
    const [x, y] = inputPoint(kind, drawn, share);
    flat.set([x, y], 2 * t);
  }
  for (let k = 0; k < 2; k++) {
    let mean = 0;
    for (let t = 0; t < points; t++) mean += flat[2 * t + k]! / points;
    for (let t = 0; t < points; t++) flat[2 * t + k]! -= mean;
  }
  return cloudOf(flat, 2, undefined, points);
}

function inputPoint(
  kind: string,
  drawn: readonly (readonly [number, number])[],
  t: number,
): readonly [number, number] {
  if (kind === 'circle') return [Math.cos(2 * Math.PI * t), Math.sin(2 * Math.PI * t)];
  if (kind === 'arc') return [Math.cos((Math.PI / 2) * t), Math.sin((Math.PI / 2) * t)];
  if (kind !== 'drawn') return [t, 0];
  // Samples of a polyline are equally spaced in arc length.
  const lengths = drawn.slice(1).map((b, i) => Math.hypot(b[0] - drawn[i]![0], b[1] - drawn[i]![1]));
  let left = t * lengths.reduce((sum, length) => sum + length, 0);
  let i = 0;
  while (i < lengths.length - 1 && left > lengths[i]!) left -= lengths[i++]!;
  const [a, b] = [drawn[i]!, drawn[i + 1]!];
  const share = lengths[i]! > 0 ? Math.min(1, left / lengths[i]!) : 0;
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
}

/** The curve seen from a direction, in a square of this side; angles in degrees. */
export function curveShapes(
  cloud: Cloud,
  side: number,
  { yaw, pitch, dark, thickness }: { yaw: number; pitch: number; dark: boolean; thickness: number },
): Shape[] {
  const points = cloud.length / 3;
  const [cy, sy, cp, sp] = [yaw, pitch].flatMap((angle) => {
    const a = (angle * Math.PI) / 180;
    return [Math.cos(a), Math.sin(a)];
  }) as [number, number, number, number];
  const flat = new Float64Array(2 * points);
  const half = side / 2;
  for (let t = 0; t < points; t++) {
    const [x, y, z] = [cloud[3 * t]!, cloud[3 * t + 1]!, cloud[3 * t + 2]!];
    const turned = -x * sy + z * cy;
    flat[2 * t] = half + 0.9 * half * (x * cy + z * sy);
    flat[2 * t + 1] = half - 0.9 * half * (y * cp - turned * sp);
  }
  const shapes: Shape[] = [];
  // Each piece has one colour; small pictures need fewer of them, and there are many small ones.
  const steps = Math.min(side < 200 ? 60 : 120, points - 1);
  for (let s = 0; s < steps; s++) {
    const [from, to] = [Math.round((s * (points - 1)) / steps), Math.round(((s + 1) * (points - 1)) / steps)];
    const stroke = alongCurve((s + 0.5) / steps, dark);
    shapes.push({ kind: 'path', points: flat.subarray(2 * from, 2 * to + 2), stroke, width: thickness });
  }
  shapes.push({ kind: 'dot', x: flat[0]!, y: flat[1]!, r: 1.6 * thickness, fill: alongCurve(0, dark) });
  return shapes;
}
