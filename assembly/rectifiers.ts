/**
 * Smooth rectifiers: softplus ln(1 + e^h), the exponential linear units ELU, CELU and SELU, and the square of
 * ReLU; values, two derivatives and divided differences.
 */
import { exp, expm1 } from './exponential';
import { decay, sigmoid } from './gates';

/** Numbers of activations, as in `src/network/activation.ts`. */
export const SOFTPLUS: i32 = 13;
/** h above 0 and first (e^(h / first) - 1) below, second = 1 / first. */
export const CELU: i32 = 14;
/** 1.0507 h above 0 and 1.7581 (e^h - 1) below. */
export const SELU: i32 = 15;
export const SQUARED_RELU: i32 = 16;

const RECTIFIERS_TABLE: usize = memory.data(192, 16);

export function buildRectifiersTable(): void {
  v128.store(RECTIFIERS_TABLE, f32x4.splat(0));
  v128.store(RECTIFIERS_TABLE, f32x4.splat(1), 16);
  v128.store(RECTIFIERS_TABLE, f32x4.splat(2), 32);
  // 2 artanh t = 2 t (1 + t² A(t²)), t² ≤ 0.214: own fit as in `exponential.ts`, 7.8e-9
  v128.store(RECTIFIERS_TABLE, f32x4.splat(0.33333495259284973), 48);
  v128.store(RECTIFIERS_TABLE, f32x4.splat(0.1998956948518753), 64);
  v128.store(RECTIFIERS_TABLE, f32x4.splat(0.1450156569480896), 80);
  v128.store(RECTIFIERS_TABLE, f32x4.splat(0.09205590188503265), 96);
  v128.store(RECTIFIERS_TABLE, f32x4.splat(0.16289909183979034), 112);
  v128.store(RECTIFIERS_TABLE, f32x4.splat(1.0507010221481323), 128);
  v128.store(RECTIFIERS_TABLE, f32x4.splat(1.7580993175506592), 144);
  v128.store(RECTIFIERS_TABLE, f32x4.splat(1e-30), 160);
}

function isPositive(x: v128): v128 {
  return f32x4.gt(x, v128.load(RECTIFIERS_TABLE));
}

/** 2 artanh(t) / t. */
function artanhOver(t: v128): v128 {
  const z = f32x4.mul(t, t);
  let p = f32x4.add(v128.load(RECTIFIERS_TABLE, 96), f32x4.mul(z, v128.load(RECTIFIERS_TABLE, 112)));
  p = f32x4.add(v128.load(RECTIFIERS_TABLE, 80), f32x4.mul(z, p));
  p = f32x4.add(v128.load(RECTIFIERS_TABLE, 64), f32x4.mul(z, p));
  p = f32x4.add(v128.load(RECTIFIERS_TABLE, 48), f32x4.mul(z, p));
  return f32x4.mul(
    v128.load(RECTIFIERS_TABLE, 32),
    f32x4.add(v128.load(RECTIFIERS_TABLE, 16), f32x4.mul(z, p)),
  );
}

/** ln(1 + e^-|h|) = 2 artanh(w / (2 + w)), w = e^-|h|. */
function softTail(h: v128): v128 {
  const w = exp(f32x4.neg(f32x4.abs(h)));
  const t = f32x4.div(w, f32x4.add(v128.load(RECTIFIERS_TABLE, 32), w));
  return f32x4.mul(t, artanhOver(t));
}

function softplus(order: i32, h: v128): v128 {
  if (order > 0) return sigmoid(order - 1, h);
  return f32x4.add(f32x4.pmax(v128.load(RECTIFIERS_TABLE), h), softTail(h));
}

/** Divided difference of max(h, 0), at most 1. */
function rectifiedSteps(a: v128, b: v128, step: v128): v128 {
  const one = v128.load(RECTIFIERS_TABLE, 16);
  const high = f32x4.pmax(a, b);
  const across = f32x4.div(high, f32x4.pmax(f32x4.abs(step), v128.load(RECTIFIERS_TABLE, 160)));
  const both = v128.bitselect(one, f32x4.pmin(one, across), isPositive(f32x4.pmin(a, b)));
  return v128.and(both, isPositive(high));
}

/**
 * Short steps: with r = (E_b - E_a) / (2 + E_a + E_b), E = e^h, the step of softplus is 2 artanh r, |r| ≤
 * tanh(|step| / 2). Long ones: what ReLU steps, and the difference of what is left.
 */
function softplusSteps(a: v128, b: v128, step: v128): v128 {
  const one = v128.load(RECTIFIERS_TABLE, 16);
  const size = f32x4.abs(step);
  const high = f32x4.pmax(a, b);
  const w = exp(f32x4.neg(f32x4.abs(high)));
  const t = v128.bitselect(one, w, isPositive(high));
  const s = v128.bitselect(w, one, isPositive(high));
  const shrunk = decay(size);
  const both = f32x4.sub(v128.load(RECTIFIERS_TABLE, 32), f32x4.mul(shrunk, size));
  const below = f32x4.add(f32x4.mul(v128.load(RECTIFIERS_TABLE, 32), s), f32x4.mul(both, t));
  const perStep = f32x4.div(f32x4.mul(shrunk, t), below);
  const near = f32x4.mul(perStep, artanhOver(f32x4.mul(perStep, size)));
  const long = f32x4.gt(size, one);
  if (!v128.any_true(long)) return near;
  const tails = f32x4.div(f32x4.sub(softTail(b), softTail(a)), step);
  return v128.bitselect(f32x4.add(rectifiedSteps(a, b, step), tails), near, long);
}

/** Slopes above and just below 0 of an exponential unit, and its scale. */
function unit(order: i32, above: v128, below: v128, scale: v128, rate: v128, h: v128): v128 {
  const low = f32x4.mul(f32x4.pmin(v128.load(RECTIFIERS_TABLE), h), rate);
  const on = isPositive(h);
  if (order === 0) {
    const bent = f32x4.mul(f32x4.mul(below, scale), expm1(low));
    return v128.bitselect(f32x4.mul(above, h), bent, on);
  }
  const slope = f32x4.mul(below, exp(low));
  if (order === 1) return v128.bitselect(above, slope, on);
  return v128.andnot(f32x4.mul(slope, rate), on);
}

/** Below 0: slope e^(high / scale) times `decay`. Across 0 all parts of the difference have one sign. */
function unitSteps(above: v128, below: v128, scale: v128, rate: v128, a: v128, b: v128, step: v128): v128 {
  const zero = v128.load(RECTIFIERS_TABLE);
  const high = f32x4.pmax(a, b);
  const low = f32x4.pmin(a, b);
  const size = f32x4.abs(step);
  const top = exp(f32x4.mul(f32x4.pmin(zero, high), rate));
  const under = f32x4.mul(f32x4.mul(below, top), decay(f32x4.mul(size, rate)));
  const fall = f32x4.mul(f32x4.mul(below, scale), expm1(f32x4.mul(f32x4.pmin(zero, low), rate)));
  const rise = f32x4.sub(f32x4.mul(above, high), fall);
  const across = f32x4.pmin(
    f32x4.pmax(above, below),
    f32x4.div(rise, f32x4.pmax(size, v128.load(RECTIFIERS_TABLE, 160))),
  );
  const crossed = v128.bitselect(above, across, isPositive(low));
  return v128.bitselect(crossed, under, isPositive(high));
}

function squared(order: i32, h: v128): v128 {
  const two = v128.load(RECTIFIERS_TABLE, 32);
  if (order === 2) return v128.and(two, isPositive(h));
  const on = f32x4.pmax(v128.load(RECTIFIERS_TABLE), h);
  return f32x4.mul(order === 0 ? on : two, on);
}

function squaredSteps(a: v128, b: v128, step: v128): v128 {
  const zero = v128.load(RECTIFIERS_TABLE);
  return f32x4.mul(f32x4.add(f32x4.pmax(zero, a), f32x4.pmax(zero, b)), rectifiedSteps(a, b, step));
}

/** phi, phi' or phi'' of a rectifier; `scale` and `rate` are those of CELU. */
export function rectified(activation: i32, scale: v128, rate: v128, order: i32, h: v128): v128 {
  const one = v128.load(RECTIFIERS_TABLE, 16);
  if (activation === SOFTPLUS) return softplus(order, h);
  if (activation === SQUARED_RELU) return squared(order, h);
  if (activation === CELU) return unit(order, one, one, scale, rate, h);
  return unit(order, v128.load(RECTIFIERS_TABLE, 128), v128.load(RECTIFIERS_TABLE, 144), one, one, h);
}

/** Divided difference of a rectifier. */
export function rectifierSteps(activation: i32, scale: v128, rate: v128, a: v128, b: v128, step: v128): v128 {
  const one = v128.load(RECTIFIERS_TABLE, 16);
  if (activation === SOFTPLUS) return softplusSteps(a, b, step);
  if (activation === SQUARED_RELU) return squaredSteps(a, b, step);
  if (activation === CELU) return unitSteps(one, one, scale, rate, a, b, step);
  const above = v128.load(RECTIFIERS_TABLE, 128);
  return unitSteps(above, v128.load(RECTIFIERS_TABLE, 144), one, one, a, b, step);
}
