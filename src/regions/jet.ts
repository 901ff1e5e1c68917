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

/**
 * The image of a curve near one of its points, in one layer. Speeds are by the curve's parameter t, in [0, 1]
 * on the whole curve.
 */
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
 * Speed and extrinsic curvature κ = √(|v|²|a|² - (v·a)²) / |v|³ of the image of a curve in every layer, v and
 * a being its first and second derivative (Poole et al., arXiv 1606.05340). The Gauss map has speed κ |v|.
 *
 * @param curve a line, an arc or a circle in the network's input space.
 * @param t parameter in [0, 1].
 * @throws TypeError, RangeError for an invalid network or curve, a polyline, another dimension, a
 * parameter out of range, an activation with kinks, and derivatives beyond the range of a double.
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
  const sizes = network.layers.map(({ weights }) => normAt(weights, 0, weights.length));
  return (t) => {
    let jet: Jet = { ...pointAt(t), velocityNoise: 0, accelerationNoise: 0 };
    return network.layers.map((layer, index) => {
      const pre = linearJet(layer, jet, sizes[index]!);
      jet = activatedJet(pre, taylors[index]!);
      const [preSpeed, preCurvature] = bend(pre, index + 1);
      const [speed, curvature] = bend(jet, index + 1);
      return { layer: index + 1, speed, curvature, preSpeed, preCurvature };
    });
  };
}

/**
 * Every layer's activation with its derivatives. @throws TypeError, RangeError where it or the curve is not
 * smooth, or the curve does not fit.
 */
function requireSmooth(network: GivenNetwork, curve: Curve): readonly ((h: number) => Taylor)[] {
  checkNetwork(network);
  checkCurve(curve);
  const taylors = requireTaylor(network);
  if (curve.kind === 'polyline') throw valueFault('curve', 'line, arc or circle', 'polyline');
  for (const vertex of curve.vertices) requireInput(network, vertex, 'curve');
  return taylors;
}

/** A point of a curve, and how large the rounding errors of its two derivatives may be. */
interface Jet extends CurvePoint {
  readonly velocityNoise: number;
  readonly accelerationNoise: number;
}

/** Rounding of a scalar product, relative to the norms of its factors. */
const ROUNDING = 2 ** -50;

/** @param size root of the sum of the squares of the weights. */
function linearJet(layer: GivenLayer, jet: Jet, size: number): Jet {
  const { point, velocity, acceleration, velocityNoise, accelerationNoise } = jet;
  // Errors have no direction of their own: a layer stretches them as it does most vectors.
  const stretch = size / Math.sqrt(layer.fanIn);
  const noise = (x: Float64Array, before: number) =>
    ROUNDING * size * normAt(x, 0, x.length) + stretch * before;
  return {
    point: product(layer, point, 1, true),
    velocity: product(layer, velocity, 1, false),
    acceleration: product(layer, acceleration, 1, false),
    velocityNoise: noise(velocity, velocityNoise),
    accelerationNoise: noise(acceleration, accelerationNoise),
  };
}

/** z = phi(h), z' = phi'(h) h', z'' = phi''(h) h'² + phi'(h) h''. */
function activatedJet(
  { point, velocity, acceleration, velocityNoise, accelerationNoise }: Jet,
  taylor: (h: number) => Taylor,
): Jet {
  const out = { point: point.slice(), velocity: velocity.slice(), acceleration: acceleration.slice() };
  let [steepest, mostBent] = [0, 0];
  for (let i = 0; i < point.length; i++) {
    const phi = taylor(point[i]!);
    out.point[i] = phi.value;
    out.velocity[i] = phi.first * velocity[i]!;
    out.acceleration[i] = phi.second * velocity[i]! * velocity[i]! + phi.first * acceleration[i]!;
    steepest = Math.max(steepest, Math.abs(phi.first));
    mostBent = Math.max(mostBent, Math.abs(phi.second * velocity[i]!));
  }
  return {
    ...out,
    velocityNoise: steepest * velocityNoise,
    accelerationNoise: steepest * accelerationNoise + 2 * mostBent * velocityNoise,
  };
}

/**
 * A part of the second derivative across the first that is smaller, relative to the whole, is rounding, as is
 * one that the errors of the two derivatives explain: the image is straight there. A speed that is all error
 * is rest.
 */
const STRAIGHT = 2 ** -44;

/**
 * Speed, and curvature from the part of the second derivative across the first: the formula with the squares
 * cancels.
 * @throws RangeError where they leave the range of a double; `layer` counts from 1.
 */
function bend(
  { velocity, acceleration, velocityNoise, accelerationNoise }: Jet,
  layer: number,
): [speed: number, curvature: number | null] {
  const dim = velocity.length;
  const speed = normAt(velocity, 0, dim);
  if (!Number.isFinite(speed)) throw overflow(layer);
  if (speed <= velocityNoise) return [0, null];
  const along = velocity.reduce((sum, v, i) => sum + (v / speed) * acceleration[i]!, 0);
  const across = normAt(
    acceleration.map((a, i) => a - along * (velocity[i]! / speed)),
    0,
    dim,
  );
  const noise = accelerationNoise + (normAt(acceleration, 0, dim) * velocityNoise) / speed;
  if (across <= STRAIGHT * normAt(acceleration, 0, dim) + noise) return [speed, 0];
  const curvature = across / speed / speed;
  if (!Number.isFinite(curvature)) throw overflow(layer);
  return [speed, curvature];
}
