/**
 * Smooth activations of four f32 with their first and second derivatives, from basic operations alone: the
 * same bits on every engine and in every build. Largest errors against exact values, in ulp of the result:
 *
 * | | value | first derivative | second derivative |
 * |---|---|---|---|
 * | tanh | 2.5 | 4 | 6 |
 * | erf | 1.5 | 2.5 | 3.5 |
 * | sin, up to |x| = 3e6 | 2 | 2 | 2 |
 *
 * Values are relative to the result however small it is: odd functions keep the digits and the sign of tiny
 * arguments, subnormals and -0 included, and the derivatives of tanh and erf those of their tails, down to
 * 2^-124, from where on they are 0. tanh and erf are exactly ±1 from 9.02 and 3.93 on. sin and cos beyond
 * 3e6: absolute error at most 2^-22 + 2^-51 |x|, and never outside of [-1, 1]. NaN where the argument is NaN,
 * or infinite for sin and cos.
 *
 * Polynomials are own fits, made like those of `exponential.ts` for the relative error of the function: erf
 * 1.4e-9, erfc 2.1e-8.
 */
import { exp, expm1, gauss } from './exponential';

const SMOOTH_TABLE: usize = memory.data(384, 16);

export function buildSmoothTable(): void {
  v128.store(SMOOTH_TABLE, i32x4.splat(0x80000000));
  v128.store(SMOOTH_TABLE, f32x4.splat(1), 16);
  v128.store(SMOOTH_TABLE, f32x4.splat(2), 32);
  v128.store(SMOOTH_TABLE, f32x4.splat(4), 48);
  v128.store(SMOOTH_TABLE, f32x4.splat(0.5), 64);
  // erf x = x + x E(x²) on |x| ≤ 1
  v128.store(SMOOTH_TABLE, f32x4.splat(0.12837916612625122), 80);
  v128.store(SMOOTH_TABLE, f32x4.splat(-0.3761262595653534), 96);
  v128.store(SMOOTH_TABLE, f32x4.splat(0.11283578723669052), 112);
  v128.store(SMOOTH_TABLE, f32x4.splat(-0.026853347197175026), 128);
  v128.store(SMOOTH_TABLE, f32x4.splat(0.005187162198126316), 144);
  v128.store(SMOOTH_TABLE, f32x4.splat(-0.0007997853099368513), 160);
  v128.store(SMOOTH_TABLE, f32x4.splat(7.806903886375949e-5), 176);
  // e^(x²) erfc x = t T(t), t = 1 / (1 + x/2), x in [0, 10.1]
  v128.store(SMOOTH_TABLE, f32x4.splat(0.282065212726593), 192);
  v128.store(SMOOTH_TABLE, f32x4.splat(0.28284206986427307), 208);
  v128.store(SMOOTH_TABLE, f32x4.splat(0.23877765238285065), 224);
  v128.store(SMOOTH_TABLE, f32x4.splat(0.2248859405517578), 240);
  v128.store(SMOOTH_TABLE, f32x4.splat(-0.09632609039545059), 256);
  v128.store(SMOOTH_TABLE, f32x4.splat(0.4174072742462158), 272);
  v128.store(SMOOTH_TABLE, f32x4.splat(-0.6652055978775024), 288);
  v128.store(SMOOTH_TABLE, f32x4.splat(0.4252051115036011), 304);
  v128.store(SMOOTH_TABLE, f32x4.splat(-0.12162930518388748), 320);
  v128.store(SMOOTH_TABLE, f32x4.splat(0.01197771169245243), 336);
  v128.store(SMOOTH_TABLE, f32x4.splat(1.128379225730896), 352); // 2 / sqrt pi
  v128.store(SMOOTH_TABLE, f32x4.splat(9.382), 368);
}

function withSignOf(x: v128, magnitude: v128): v128 {
  return v128.or(magnitude, v128.and(x, v128.load(SMOOTH_TABLE)));
}

/** tanh |x| = -e / (2 + e), e = e^(-2|x|) - 1: no cancellation near 0. */
export function tanh(x: v128): v128 {
  const e = expm1(f32x4.mul(f32x4.abs(x), f32x4.neg(v128.load(SMOOTH_TABLE, 32))));
  return withSignOf(x, f32x4.abs(f32x4.div(e, f32x4.add(v128.load(SMOOTH_TABLE, 32), e))));
}

/** 1 / cosh² x = 4 w / (1 + w)², w = e^(-2|x|), which keeps its digits where tanh x is 1 to rounding. */
export function tanhSlope(x: v128): v128 {
  const w = exp(f32x4.mul(f32x4.abs(x), f32x4.neg(v128.load(SMOOTH_TABLE, 32))));
  const sum = f32x4.add(v128.load(SMOOTH_TABLE, 16), w);
  return f32x4.div(f32x4.mul(v128.load(SMOOTH_TABLE, 48), w), f32x4.mul(sum, sum));
}

/** -2 tanh x / cosh² x. */
export function tanhBend(x: v128): v128 {
  return f32x4.neg(f32x4.mul(f32x4.mul(v128.load(SMOOTH_TABLE, 32), tanh(x)), tanhSlope(x)));
}

/** 1 - erf x, x ≥ 0, within 7 ulp. */
export function erfc(x: v128): v128 {
  x = f32x4.pmin(x, v128.load(SMOOTH_TABLE, 368));
  const one = v128.load(SMOOTH_TABLE, 16);
  const t = f32x4.div(one, f32x4.add(one, f32x4.mul(x, v128.load(SMOOTH_TABLE, 64))));
  const square = f32x4.mul(t, t);
  const fourth = f32x4.mul(square, square);
  const a = f32x4.add(v128.load(SMOOTH_TABLE, 192), f32x4.mul(t, v128.load(SMOOTH_TABLE, 208)));
  const b = f32x4.add(v128.load(SMOOTH_TABLE, 224), f32x4.mul(t, v128.load(SMOOTH_TABLE, 240)));
  const c = f32x4.add(v128.load(SMOOTH_TABLE, 256), f32x4.mul(t, v128.load(SMOOTH_TABLE, 272)));
  const d = f32x4.add(v128.load(SMOOTH_TABLE, 288), f32x4.mul(t, v128.load(SMOOTH_TABLE, 304)));
  const e = f32x4.add(v128.load(SMOOTH_TABLE, 320), f32x4.mul(t, v128.load(SMOOTH_TABLE, 336)));
  const high = f32x4.add(f32x4.add(c, f32x4.mul(square, d)), f32x4.mul(fourth, e));
  const p = f32x4.add(f32x4.add(a, f32x4.mul(square, b)), f32x4.mul(fourth, high));
  return f32x4.mul(f32x4.mul(t, p), gauss(x));
}

/** erf x for |x| ≤ 1. */
export function erfNear(x: v128): v128 {
  const y = f32x4.mul(x, x);
  let p = f32x4.add(v128.load(SMOOTH_TABLE, 160), f32x4.mul(y, v128.load(SMOOTH_TABLE, 176)));
  p = f32x4.add(v128.load(SMOOTH_TABLE, 144), f32x4.mul(y, p));
  p = f32x4.add(v128.load(SMOOTH_TABLE, 128), f32x4.mul(y, p));
  p = f32x4.add(v128.load(SMOOTH_TABLE, 112), f32x4.mul(y, p));
  p = f32x4.add(v128.load(SMOOTH_TABLE, 96), f32x4.mul(y, p));
  p = f32x4.add(v128.load(SMOOTH_TABLE, 80), f32x4.mul(y, p));
  return f32x4.add(x, f32x4.mul(x, p));
}

export function erf(x: v128): v128 {
  const size = f32x4.abs(x);
  const one = v128.load(SMOOTH_TABLE, 16);
  const far = withSignOf(x, f32x4.sub(one, erfc(size)));
  return v128.bitselect(erfNear(x), far, f32x4.lt(size, one));
}

/** 2 / sqrt pi e^(-x²). */
export function erfSlope(x: v128): v128 {
  return f32x4.mul(v128.load(SMOOTH_TABLE, 352), gauss(f32x4.abs(x)));
}

/** -4 / sqrt pi x e^(-x²). */
export function erfBend(x: v128): v128 {
  const size = f32x4.pmin(f32x4.abs(x), v128.load(SMOOTH_TABLE, 368));
  const twice = f32x4.mul(v128.load(SMOOTH_TABLE, 32), erfSlope(size));
  return withSignOf(f32x4.neg(x), f32x4.mul(size, twice));
}
