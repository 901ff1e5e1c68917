/** Curves with two derivatives, pushed through smooth networks exactly (forward mode). */
import { type Curve, type CurvePoint, curvePoints } from '../curve/index.ts';
import { type GivenLayer, type GivenNetwork, requireInput, type Taylor } from '../network/index.ts';
import { normAt, product } from './product.ts';
import { requireTaylor } from './taylor.ts';

/** The image of a curve near one of its points, in one layer. Speeds are by the curve's parameter t, in [0, 1] on the whole curve. */
export interface CurveAt {
  /** Number of the layer, from 1. */
  readonly layer: number;
  /** |dz/dt| after the activation. */
  readonly speed: number;
  /** Extrinsic curvature of the image after the activation, in 1 / length; `null` where the speed is 0. */
  readonly curvature: number | null;
  /** |dh/dt| before the activation. */
  readonly preSpeed: number;
  /** Extrinsic curvature of the image before the activation; `null` where the speed is 0. */
  readonly preCurvature: number | null;
}

/**
 * Speed and extrinsic curvature κ = √(|v|²|a|² - (v·a)²) / |v|³ of the image of a curve in every layer, v and a being its first and second
 * derivative (Poole et al., arXiv 1606.05340). The Gauss map has speed κ |v|.
 *
 * @param curve a line, an arc or a circle in the network's input space.
 * @param t parameter in [0, 1].
 * @throws RangeError for a polyline, another dimension, a parameter out of range, or an activation other than tanh, erf, sin and linear.
 */
export function curvatureAt(network: GivenNetwork, curve: Curve, t: number): CurveAt[] {
  if (!(t >= 0 && t <= 1)) throw new RangeError(`t: expected a number in [0, 1], got ${t}`);
  const taylors = requireSmooth(network, curve);
  let jet = curvePoints(curve)(t);
  return network.layers.map((layer, index) => {
    const pre = linearJet(layer, jet);
    jet = activatedJet(pre, taylors[index]!);
    const [preSpeed, preCurvature] = bend(pre);
    const [speed, curvature] = bend(jet);
    return { layer: index + 1, speed, curvature, preSpeed, preCurvature };
  });
}

/** Every layer's activation with its derivatives. @throws RangeError where it or the curve is not smooth, or the curve does not fit. */
export function requireSmooth(network: GivenNetwork, curve: Curve): readonly ((h: number) => Taylor)[] {
  const taylors = requireTaylor(network);
  if (curve.kind === 'polyline') throw new RangeError('curve: expected line, arc or circle, got polyline');
  for (const vertex of curve.vertices) requireInput(network, vertex, 'curve');
  return taylors;
}

function linearJet(layer: GivenLayer, { point, velocity, acceleration }: CurvePoint): CurvePoint {
  return {
    point: product(layer, point, 1, true),
    velocity: product(layer, velocity, 1, false),
    acceleration: product(layer, acceleration, 1, false),
  };
}

/** z = phi(h), z' = phi'(h) h', z'' = phi''(h) h'² + phi'(h) h''. */
function activatedJet(
  { point, velocity, acceleration }: CurvePoint,
  taylor: (h: number) => Taylor,
): CurvePoint {
  const out = { point: point.slice(), velocity: velocity.slice(), acceleration: acceleration.slice() };
  for (let i = 0; i < point.length; i++) {
    const phi = taylor(point[i]!);
    out.point[i] = phi.value;
    out.velocity[i] = phi.first * velocity[i]!;
    out.acceleration[i] = phi.second * velocity[i]! * velocity[i]! + phi.first * acceleration[i]!;
  }
  return out;
}

/** Speed, and curvature from the part of the second derivative across the first: the formula with the squares cancels. */
function bend({ velocity, acceleration }: CurvePoint): [speed: number, curvature: number | null] {
  const dim = velocity.length;
  const speed = normAt(velocity, 0, dim);
  if (speed === 0) return [0, null];
  const along = velocity.reduce((sum, v, i) => sum + (v / speed) * acceleration[i]!, 0);
  const across = acceleration.map((a, i) => a - along * (velocity[i]! / speed));
  return [speed, normAt(across, 0, dim) / speed / speed];
}
