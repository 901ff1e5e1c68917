/**
 * Every activation that does not consist of straight pieces, by its number: values, derivatives and divided
 * differences, four lanes at a time. `first` and `second` are its parameters.
 */
import { gated, gatedSteps, HARD_SWISH, SWISH, sigmoid, sigmoidSteps } from './gates';
import { rectified, rectifierSteps } from './rectifiers';
import { cos, sin } from './sine';
import { erf, erfBend, erfSlope, tanh, tanhBend, tanhSlope } from './smooth';
import { erfSteps, sinSteps, tanhSteps } from './smooth-steps';

/** Numbers of activations, as in `src/network/activation.ts`. */
export const TANH: i32 = 3;
export const ERF: i32 = 4;
export const SIN: i32 = 5;
export const SIGMOID: i32 = 7;

/** phi (order 0), phi' (1) or phi'' (2). */
export function curve(activation: i32, first: v128, second: v128, order: i32, x: v128): v128 {
  if (activation === TANH) return order === 0 ? tanh(x) : order === 1 ? tanhSlope(x) : tanhBend(x);
  if (activation === ERF) return order === 0 ? erf(x) : order === 1 ? erfSlope(x) : erfBend(x);
  if (activation === SIN) return order === 0 ? sin(x) : order === 1 ? cos(x) : f32x4.neg(sin(x));
  if (activation === SIGMOID) return sigmoid(order, x);
  if (activation >= SWISH && activation <= HARD_SWISH) return gated(activation, first, order, x);
  return rectified(activation, first, second, order, x);
}

/** Divided difference between a and b, `step` apart. */
export function dividedDifference(
  activation: i32,
  first: v128,
  second: v128,
  a: v128,
  b: v128,
  step: v128,
): v128 {
  if (activation === TANH) return tanhSteps(a, b, step);
  if (activation === ERF) return erfSteps(a, b, step);
  if (activation === SIN) return sinSteps(a, b, step);
  if (activation === SIGMOID) return sigmoidSteps(a, b, step);
  if (activation >= SWISH && activation <= HARD_SWISH) return gatedSteps(activation, first, a, b, step);
  return rectifierSteps(activation, first, second, a, b, step);
}

/** The largest |phi(h)| where |h| is at most `most`, or more than that by less than 1. */
export function largestValue(activation: i32, first: v128, second: v128, most: v128): v128 {
  if (activation === SIN) return f32x4.pmin(most, f32x4.splat(1));
  const up = curve(activation, first, second, 0, most);
  if (activation === TANH || activation === ERF) return up;
  return f32x4.pmax(f32x4.abs(up), f32x4.abs(curve(activation, first, second, 0, f32x4.neg(most))));
}

/**
 * phi (order 0), phi' (1) or phi'' (2) of `count` f32, a multiple of four, from `from` to `to`, both
 * 16-aligned; they may be the same.
 */
export function smoothValues(
  activation: i32,
  order: i32,
  from: usize,
  count: i32,
  to: usize,
  first: f32,
  second: f32,
): void {
  const end = from + ((<usize>count) << 2);
  while (from < end) {
    const x = v128.load(from);
    v128.store(to, curve(activation, f32x4.splat(first), f32x4.splat(second), order, x));
    from += 16;
    to += 16;
  }
}
