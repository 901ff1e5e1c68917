/** Curves with two derivatives, pushed through smooth networks exactly (forward mode). */
import cos from '@stdlib/math-base-special-cos';
import sin from '@stdlib/math-base-special-sin';
import type { Curve } from '../curve/index.ts';
import { smoothOf, type Taylor } from './activation.ts';
import { type GivenLayer, type GivenNetwork, requireInput } from './network.ts';
import { normAt, product } from './product.ts';

/** A point of a curve and the derivatives of the curve by its parameter there. */
interface Jet {
  readonly point: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

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
  const taylor = requireSmooth(network, curve);
  let jet = curveJet(curve, t);
  return network.layers.map((layer, index) => {
    const pre = linearJet(layer, jet);
    jet = activatedJet(pre, taylor);
    const [preSpeed, preCurvature] = bend(pre);
    const [speed, curvature] = bend(jet);
    return { layer: index + 1, speed, curvature, preSpeed, preCurvature };
  });
}

/** The network's activation with its derivatives. @throws RangeError where it or the curve is not smooth, or the curve does not fit. */
export function requireSmooth(network: GivenNetwork, curve: Curve): (h: number) => Taylor {
  const { name } = network.activation;
  const taylor = smoothOf(network.activation);
  if (taylor === null)
    throw new RangeError(`activation: expected a smooth one (tanh, erf, sin or linear), got ${name}`);
  if (curve.kind === 'polyline') throw new RangeError('curve: expected line, arc or circle, got polyline');
  for (const vertex of curve.vertices) requireInput(network, vertex, 'curve');
  return taylor;
}

function curveJet({ kind, vertices }: Curve, t: number): Jet {
  const [x0, x1] = [vertices[0]!, vertices[1]!];
  if (kind === 'line') {
    const first = x0.map((x, i) => x1[i]! - x);
    return { point: combine(x0, 1 - t, x1, t), first, second: new Float64Array(x0.length) };
  }
  const turn = kind === 'arc' ? Math.PI / 2 : 2 * Math.PI;
  const [c, s] = [cos(turn * t), sin(turn * t)];
  return {
    point: combine(x0, c, x1, s),
    first: combine(x0, -turn * s, x1, turn * c),
    second: combine(x0, -turn * turn * c, x1, -turn * turn * s),
  };
}

function combine(x: Float64Array, a: number, y: Float64Array, b: number): Float64Array {
  return x.map((value, i) => a * value + b * y[i]!);
}

function linearJet(layer: GivenLayer, { point, first, second }: Jet): Jet {
  return {
    point: product(layer, point, 1, true),
    first: product(layer, first, 1, false),
    second: product(layer, second, 1, false),
  };
}

/** z = phi(h), z' = phi'(h) h', z'' = phi''(h) h'² + phi'(h) h''. */
function activatedJet({ point, first, second }: Jet, taylor: (h: number) => Taylor): Jet {
  const out = { point: point.slice(), first: first.slice(), second: second.slice() };
  for (let i = 0; i < point.length; i++) {
    const phi = taylor(point[i]!);
    out.point[i] = phi.value;
    out.first[i] = phi.first * first[i]!;
    out.second[i] = phi.second * first[i]! * first[i]! + phi.first * second[i]!;
  }
  return out;
}

/** Speed, and curvature from the part of the second derivative across the first: the formula with the squares cancels. */
function bend({ first, second }: Jet): [speed: number, curvature: number | null] {
  const dim = first.length;
  const speed = normAt(first, 0, dim);
  if (speed === 0) return [0, null];
  const along = first.reduce((sum, v, i) => sum + (v / speed) * second[i]!, 0);
  const across = second.map((a, i) => a - along * (first[i]! / speed));
  return [speed, normAt(across, 0, dim) / speed / speed];
}
