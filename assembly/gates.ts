/**
 * Activations h g(h) whose gate g rises from 0 to 1: swish g = 1 / (1 + e^(-beta h)), GELU, the standard
 * normal distribution function, or its approximation by a tanh, Mish g = tanh ln(1 + e^h), and hard swish
 * g = min(max(h + 3, 0), 6) / 6. Gates, and with them h g(h), keep the digits of their tails.
 *
 * With m = (a + b) / 2 the divided difference of h g(h) is (g(a) + g(b)) / 2 + m g[a, b], g[a, b] that of the
 * gate, in which nothing that depends on the short step is subtracted.
 */
import { exp, expm1, gauss } from './exponential';
import { erfc } from './smooth';
import { erfSteps, tanhSteps } from './smooth-steps';

/** Numbers of activations, as in `src/network/activation.ts`. */
export const SWISH: i32 = 8;
export const GELU: i32 = 9;
export const GELU_TANH: i32 = 10;
export const MISH: i32 = 11;
export const HARD_SWISH: i32 = 12;

const GATES_TABLE: usize = memory.data(272, 16);

export function buildGatesTable(): void {
  v128.store(GATES_TABLE, f32x4.splat(1));
  v128.store(GATES_TABLE, f32x4.splat(2), 16);
  v128.store(GATES_TABLE, f32x4.splat(3), 32);
  v128.store(GATES_TABLE, f32x4.splat(0.5), 64);
  v128.store(GATES_TABLE, f32x4.splat(0.25), 80);
  v128.store(GATES_TABLE, f32x4.splat(0.1666666716337204), 96); // 1 / 6
  v128.store(GATES_TABLE, f32x4.splat(0.7071067690849304), 112); // 1 / sqrt 2
  v128.store(GATES_TABLE, f32x4.splat(0.3535533845424652), 128); // 1 / sqrt 8
  v128.store(GATES_TABLE, f32x4.splat(0.3989422917366028), 144); // 1 / sqrt(2 pi)
  v128.store(GATES_TABLE, f32x4.splat(0.7978845834732056), 160); // sqrt(2 / pi)
  v128.store(GATES_TABLE, f32x4.splat(0.044714998453855515), 176);
  v128.store(GATES_TABLE, f32x4.splat(0.1341450065374374), 192); // three times that
  v128.store(GATES_TABLE, f32x4.splat(12), 208); // from here on the gate of GELU_TANH is 0 or 1 to rounding
  v128.store(GATES_TABLE, f32x4.splat(104), 224); // and from here on that of SWISH
  v128.store(GATES_TABLE, f32x4.splat(8.673617379884035e-19), 240); // 2^-60
  v128.store(GATES_TABLE, f32x4.splat(0), 256);
}

/** x between -limit and limit. */
function within(x: v128, limit: v128): v128 {
  return f32x4.pmin(limit, f32x4.pmax(f32x4.neg(limit), x));
}

/** Whether x < 0, as a mask. */
function isNegative(x: v128): v128 {
  return f32x4.lt(x, v128.load(GATES_TABLE, 256));
}

/** 1 / (1 + e^(-x)) and its two derivatives. */
export function sigmoid(order: i32, x: v128): v128 {
  const one = v128.load(GATES_TABLE);
  const size = f32x4.abs(x);
  const w = exp(f32x4.neg(size));
  const sum = f32x4.add(one, w);
  if (order === 0) return f32x4.div(v128.bitselect(w, one, isNegative(x)), sum);
  const slope = f32x4.div(w, f32x4.mul(sum, sum));
  if (order === 1) return slope;
  // The slope times -tanh(x/2).
  const turn = f32x4.mul(slope, f32x4.div(expm1(f32x4.neg(size)), sum));
  return v128.bitselect(f32x4.neg(turn), turn, isNegative(x));
}

/** Divided difference of the sigmoid: a quarter of that of tanh at half the argument. */
export function sigmoidSteps(a: v128, b: v128, step: v128): v128 {
  const half = v128.load(GATES_TABLE, 64);
  const d = tanhSteps(f32x4.mul(half, a), f32x4.mul(half, b), f32x4.mul(half, step));
  return f32x4.mul(v128.load(GATES_TABLE, 80), d);
}

/** Normal distribution function, density, and derivative of the density. */
function normal(order: i32, h: v128): v128 {
  const x = f32x4.abs(f32x4.mul(h, v128.load(GATES_TABLE, 112)));
  if (order === 0) {
    const tail = f32x4.mul(v128.load(GATES_TABLE, 64), erfc(x));
    return v128.bitselect(tail, f32x4.sub(v128.load(GATES_TABLE), tail), isNegative(h));
  }
  const density = f32x4.mul(v128.load(GATES_TABLE, 144), gauss(x));
  return order === 1 ? density : f32x4.neg(f32x4.mul(h, density));
}

/** 1 / (1 + e^(-2 u)), u = sqrt(2 / pi) (h + 0.044715 h³). */
function tanhGate(order: i32, h: v128): v128 {
  h = within(h, v128.load(GATES_TABLE, 208));
  const two = v128.load(GATES_TABLE, 16);
  const root = f32x4.mul(two, v128.load(GATES_TABLE, 160));
  const square = f32x4.mul(h, h);
  const cubic = f32x4.mul(f32x4.mul(v128.load(GATES_TABLE, 176), square), h);
  const x = f32x4.mul(root, f32x4.add(h, cubic));
  if (order === 0) return sigmoid(0, x);
  const third = f32x4.mul(v128.load(GATES_TABLE, 192), square);
  const slope = f32x4.mul(root, f32x4.add(v128.load(GATES_TABLE), third));
  if (order === 1) return f32x4.mul(sigmoid(1, x), slope);
  const bend = f32x4.mul(f32x4.mul(root, two), f32x4.mul(v128.load(GATES_TABLE, 192), h));
  const turned = f32x4.mul(sigmoid(2, x), f32x4.mul(slope, slope));
  return f32x4.add(turned, f32x4.mul(sigmoid(1, x), bend));
}

/**
 * tanh ln(1 + e^h) = (E² + 2 E) / (E² + 2 E + 2), E = e^h = t / s with t = e^min(h, 0) and s = e^-max(h, 0).
 */
function mishGate(order: i32, h: v128): v128 {
  const one = v128.load(GATES_TABLE);
  const two = v128.load(GATES_TABLE, 16);
  const w = exp(f32x4.neg(f32x4.abs(h)));
  const negative = isNegative(h);
  const t = v128.bitselect(w, one, negative);
  const s = v128.bitselect(one, w, negative);
  const over = f32x4.mul(t, f32x4.add(t, f32x4.mul(two, s)));
  const twice = f32x4.mul(f32x4.mul(two, s), s);
  const below = f32x4.add(over, twice);
  if (order === 0) return f32x4.div(over, below);
  const slope = f32x4.div(
    f32x4.mul(f32x4.mul(f32x4.mul(twice, two), t), f32x4.add(t, s)),
    f32x4.mul(below, below),
  );
  if (order === 1) return slope;
  // The slope times (s² (2 s + 2 t) - t² (3 s + 2 t)) / ((s + t) (t² + 2 t s + 2 s²)).
  const sum = f32x4.add(s, t);
  const both = f32x4.mul(two, sum);
  const rise = f32x4.mul(f32x4.mul(s, s), both);
  const turn = f32x4.sub(rise, f32x4.mul(f32x4.mul(t, t), f32x4.add(both, s)));
  return f32x4.mul(slope, f32x4.div(turn, f32x4.mul(sum, below)));
}

/** min(max(h + 3, 0), 6) / 6; at a kink the slope of outside. */
function hardGate(order: i32, h: v128): v128 {
  const sixth = v128.load(GATES_TABLE, 96);
  const zero = v128.load(GATES_TABLE, 256);
  if (order === 0) return f32x4.mul(sixth, f32x4.add(v128.load(GATES_TABLE, 32), clipped(h)));
  if (order === 2) return zero;
  return v128.and(sixth, f32x4.lt(f32x4.abs(h), v128.load(GATES_TABLE, 32)));
}

function clipped(h: v128): v128 {
  return within(h, v128.load(GATES_TABLE, 32));
}

/** g(h), g'(h) or g''(h). */
function gate(activation: i32, beta: v128, order: i32, h: v128): v128 {
  if (activation === GELU) return normal(order, h);
  if (activation === GELU_TANH) return tanhGate(order, h);
  if (activation === MISH) return mishGate(order, h);
  if (activation === HARD_SWISH) return hardGate(order, h);
  let g = sigmoid(order, within(f32x4.mul(beta, h), v128.load(GATES_TABLE, 224)));
  for (let i = 0; i < order; ++i) g = f32x4.mul(g, beta);
  return g;
}

/** h g(h) and its two derivatives, g + h g' and 2 g' + h g''. */
export function gated(activation: i32, beta: v128, order: i32, h: v128): v128 {
  const g = gate(activation, beta, order, h);
  if (order === 0) return f32x4.mul(h, g);
  const below = gate(activation, beta, order - 1, h);
  const once = order === 1 ? below : f32x4.mul(v128.load(GATES_TABLE, 16), below);
  return f32x4.add(once, f32x4.mul(h, g));
}

/** Divided difference of the gate of GELU_TANH: that of tanh between its arguments, times theirs. */
function tanhGateSteps(a: v128, b: v128, step: v128): v128 {
  const limit = v128.load(GATES_TABLE, 208);
  const one = v128.load(GATES_TABLE);
  const from = within(a, limit);
  const to = within(b, limit);
  const root = v128.load(GATES_TABLE, 160);
  const cubic = v128.load(GATES_TABLE, 176);
  const first = f32x4.mul(from, from);
  const last = f32x4.mul(to, to);
  const u = f32x4.mul(root, f32x4.add(from, f32x4.mul(f32x4.mul(cubic, first), from)));
  const v = f32x4.mul(root, f32x4.add(to, f32x4.mul(f32x4.mul(cubic, last), to)));
  const squares = f32x4.add(f32x4.add(first, f32x4.mul(from, to)), last);
  const rise = f32x4.mul(root, f32x4.add(one, f32x4.mul(cubic, squares)));
  // Where an end lies beyond the limit, only what is left of the step counts.
  const cut = v128.or(f32x4.ne(from, a), f32x4.ne(to, b));
  const left = v128.bitselect(f32x4.sub(to, from), step, cut);
  const share = v128.bitselect(f32x4.div(left, unlessZero(step)), one, cut);
  const slope = f32x4.mul(tanhSteps(u, v, f32x4.mul(rise, left)), rise);
  return f32x4.mul(f32x4.mul(v128.load(GATES_TABLE, 64), slope), share);
}

/** x, and 1 for 0. */
function unlessZero(x: v128): v128 {
  return v128.bitselect(v128.load(GATES_TABLE), x, f32x4.eq(x, v128.load(GATES_TABLE, 256)));
}

/** (1 - e^-size) / size, size ≥ 0. */
export function decay(size: v128): v128 {
  const y = f32x4.pmax(size, v128.load(GATES_TABLE, 240));
  return f32x4.neg(f32x4.div(expm1(f32x4.neg(y)), y));
}

/**
 * Divided difference of the gate of MISH: with t, s of `mishGate` at either end, 2 max(t) max(s) decay(|step|)
 * (t_a s_b + t_b s_a + 2 s_a s_b) over both denominators.
 */
function mishGateSteps(a: v128, b: v128, step: v128): v128 {
  const one = v128.load(GATES_TABLE);
  const two = v128.load(GATES_TABLE, 16);
  const x = exp(f32x4.neg(f32x4.abs(a)));
  const y = exp(f32x4.neg(f32x4.abs(b)));
  const ta = v128.bitselect(x, one, isNegative(a));
  const sa = v128.bitselect(one, x, isNegative(a));
  const tb = v128.bitselect(y, one, isNegative(b));
  const sb = v128.bitselect(one, y, isNegative(b));
  const product = f32x4.mul(two, f32x4.mul(sa, sb));
  const mixed = f32x4.add(f32x4.add(f32x4.mul(ta, sb), f32x4.mul(tb, sa)), product);
  const over = f32x4.mul(f32x4.mul(two, f32x4.mul(f32x4.pmax(ta, tb), f32x4.pmax(sa, sb))), mixed);
  return f32x4.div(f32x4.mul(over, decay(f32x4.abs(step))), f32x4.mul(mishBelow(ta, sa), mishBelow(tb, sb)));
}

/** t² + 2 t s + 2 s². */
function mishBelow(t: v128, s: v128): v128 {
  const two = v128.load(GATES_TABLE, 16);
  return f32x4.add(f32x4.mul(t, f32x4.add(t, f32x4.mul(two, s))), f32x4.mul(f32x4.mul(two, s), s));
}

/** Divided difference of the gate of HARD_SWISH. */
function hardGateSteps(a: v128, b: v128, step: v128): v128 {
  const three = v128.load(GATES_TABLE, 32);
  const inside = v128.and(f32x4.lt(f32x4.abs(a), three), f32x4.lt(f32x4.abs(b), three));
  const across = f32x4.div(f32x4.sub(clipped(b), clipped(a)), unlessZero(step));
  return f32x4.mul(v128.load(GATES_TABLE, 96), v128.bitselect(v128.load(GATES_TABLE), across, inside));
}

function gateSteps(activation: i32, beta: v128, a: v128, b: v128, step: v128): v128 {
  if (activation === GELU) {
    const root = v128.load(GATES_TABLE, 112);
    const d = erfSteps(f32x4.mul(root, a), f32x4.mul(root, b), f32x4.mul(root, step));
    return f32x4.mul(v128.load(GATES_TABLE, 128), d);
  }
  if (activation === GELU_TANH) return tanhGateSteps(a, b, step);
  if (activation === MISH) return mishGateSteps(a, b, step);
  if (activation === HARD_SWISH) return hardGateSteps(a, b, step);
  return f32x4.mul(beta, sigmoidSteps(f32x4.mul(beta, a), f32x4.mul(beta, b), f32x4.mul(beta, step)));
}

/** Divided difference of h g(h). */
export function gatedSteps(activation: i32, beta: v128, a: v128, b: v128, step: v128): v128 {
  const half = v128.load(GATES_TABLE, 64);
  const middle = f32x4.mul(half, f32x4.add(a, b));
  const gates = f32x4.add(gate(activation, beta, 0, a), gate(activation, beta, 0, b));
  return f32x4.add(f32x4.mul(half, gates), f32x4.mul(middle, gateSteps(activation, beta, a, b, step)));
}
