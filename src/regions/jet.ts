/** Curves with two derivatives, pushed through smooth networks exactly (forward mode). */

import { type Curve, type CurvePoint, checkCurve, curvePoints } from '../curve/index.ts';
import { numberIn } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import {
  checkNetwork,
  type GivenLayer,
  type GivenNetwork,
  requireInput,
  type Taylor,
} from '../network/index.ts';
import { normAt, overflow, product } from './product.ts';
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
 * @throws TypeError, RangeError for a network or a curve that is none, a polyline, another dimension, a parameter out of range, an activation
 * other than tanh, erf, sin and linear, and derivatives beyond the range of a double.
 */
export function curvatureAt(network: GivenNetwork, curve: Curve, t: number): CurveAt[] {
  const at = curvatures(network, curve);
  numberIn(0, 1, 't', t);
  return at(t);
}

/** `curvatureAt` for many parameters. */
export function curvatures(network: GivenNetwork, curve: Curve): (t: number) => CurveAt[] {
  const taylors = requireSmooth(network, curve);
  const pointAt = curvePoints(curve);
  return (t) => {
    let jet = pointAt(t);
    return network.layers.map((layer, index) => {
      const pre = linearJet(layer, jet);
      jet = activatedJet(pre, taylors[index]!);
      const [preSpeed, preCurvature] = bend(pre, index + 1);
      const [speed, curvature] = bend(jet, index + 1);
      return { layer: index + 1, speed, curvature, preSpeed, preCurvature };
    });
  };
}

/** Every layer's activation with its derivatives. @throws TypeError, RangeError where it or the curve is not smooth, or the curve does not fit. */
function requireSmooth(network: GivenNetwork, curve: Curve): readonly ((h: number) => Taylor)[] {
  checkNetwork(network);
  checkCurve(curve);
  const taylors = requireTaylor(network);
  if (curve.kind === 'polyline') throw valueFault('curve', 'line, arc or circle', 'polyline');
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

/** A part of the second derivative across the first that is smaller, relative to the whole, is rounding: the image is straight there. */
const STRAIGHT = 2 ** -44;

/**
 * Speed, and curvature from the part of the second derivative across the first: the formula with the squares cancels.
 * @throws RangeError where they leave the range of a double; `layer` counts from 1.
 */
function bend(
  { velocity, acceleration }: CurvePoint,
  layer: number,
): [speed: number, curvature: number | null] {
  const dim = velocity.length;
  const speed = normAt(velocity, 0, dim);
  if (!Number.isFinite(speed)) throw overflow(layer);
  if (speed === 0) return [0, null];
  const along = velocity.reduce((sum, v, i) => sum + (v / speed) * acceleration[i]!, 0);
  const across = normAt(
    acceleration.map((a, i) => a - along * (velocity[i]! / speed)),
    0,
    dim,
  );
  if (across <= STRAIGHT * normAt(acceleration, 0, dim)) return [speed, 0];
  const curvature = across / speed / speed;
  if (!Number.isFinite(curvature)) throw overflow(layer);
  return [speed, curvature];
}
