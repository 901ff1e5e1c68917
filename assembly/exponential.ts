/**
 * e^y of four f32 y ≤ 0, without any of the host's mathematics: results are the same on every engine.
 *
 * y = n ln 2 + r with |r| ≤ ln 2 / 2, ln 2 in two parts, the first of ten bits, so that n times it is exact;
 * e^r - 1 = r + r² P(r), P of degree 4. Own fit: Remez exchange for the relative error of e^r - 1, then
 * coefficients rounded to f32 one by one from the lowest, the others fitted again each time; 1.5e-8 before
 * the rounding of what is computed, and 1.1 ulp with it. Results below 2^-126 are 0 or, within a factor of
 * sqrt 2, subnormal. NaN stays NaN. Constants are read from memory: as literals, V8 rebuilds each one inside
 * the loop.
 */
const EXP_TABLE: usize = memory.data(208, 16);

export function buildExponentialTable(): void {
  v128.store(EXP_TABLE, f32x4.splat(0.4999999701976776));
  v128.store(EXP_TABLE, f32x4.splat(0.16666537523269653), 16);
  v128.store(EXP_TABLE, f32x4.splat(0.04166740924119949), 32);
  v128.store(EXP_TABLE, f32x4.splat(0.008367263711988926), 48);
  v128.store(EXP_TABLE, f32x4.splat(0.0013880884507670999), 64);
  v128.store(EXP_TABLE, f32x4.splat(1), 80);
  v128.store(EXP_TABLE, f32x4.splat(1.4426950216293335), 96); // 1 / ln 2
  v128.store(EXP_TABLE, f32x4.splat(0.693359375), 112);
  v128.store(EXP_TABLE, f32x4.splat(-0.00021219444170128554), 128); // ln 2 less the line before
  v128.store(EXP_TABLE, f32x4.splat(12582912), 144); // 1.5 2^23: adding it rounds to an integer, which lands in the low bits
  v128.store(EXP_TABLE, f32x4.splat(-88.02969360351562), 160); // -127 ln 2: from here on 2^n has exponent bits 0
  v128.store(EXP_TABLE, f32x4.splat(9.382), 176); // and from here on e^(-x²)
  v128.store(EXP_TABLE, i32x4.splat(-4096), 192); // keeps 12 of 24 bits
}

/** n + 1.5 2^23 with n the integer nearest to y / ln 2. */
function nearest(y: v128): v128 {
  return f32x4.add(f32x4.mul(y, v128.load(EXP_TABLE, 96)), v128.load(EXP_TABLE, 144));
}

/** y - n ln 2. */
function remainder(y: v128, t: v128): v128 {
  const n = f32x4.sub(t, v128.load(EXP_TABLE, 144));
  const r = f32x4.sub(y, f32x4.mul(n, v128.load(EXP_TABLE, 112)));
  return f32x4.sub(r, f32x4.mul(n, v128.load(EXP_TABLE, 128)));
}

/** 2^n, 0 for n = -127. */
function power(t: v128): v128 {
  return i32x4.add(i32x4.shl(t, 23), v128.load(EXP_TABLE, 80));
}

/** e^r - 1. */
function tail(r: v128): v128 {
  const square = f32x4.mul(r, r);
  const high = f32x4.add(f32x4.mul(r, v128.load(EXP_TABLE, 48)), v128.load(EXP_TABLE, 32));
  const low = f32x4.add(f32x4.mul(r, v128.load(EXP_TABLE, 16)), v128.load(EXP_TABLE));
  const p = f32x4.add(low, f32x4.mul(square, f32x4.add(high, f32x4.mul(square, v128.load(EXP_TABLE, 64)))));
  return f32x4.add(r, f32x4.mul(square, p));
}

/** e^y, y ≤ 0. */
export function exp(y: v128): v128 {
  y = f32x4.pmax(y, v128.load(EXP_TABLE, 160));
  const t = nearest(y);
  return f32x4.mul(power(t), f32x4.add(tail(remainder(y, t)), v128.load(EXP_TABLE, 80)));
}

/** e^y - 1, y ≤ 88, with full relative accuracy near 0. */
export function expm1(y: v128): v128 {
  y = f32x4.pmax(y, v128.load(EXP_TABLE, 160));
  const t = nearest(y);
  const scale = power(t);
  return f32x4.add(f32x4.mul(scale, tail(remainder(y, t))), f32x4.sub(scale, v128.load(EXP_TABLE, 80)));
}

/**
 * e^(-x²), x ≥ 0, within 1.3 ulp: x² is the square of the first 12 bits of x, which is exact, and the rest,
 * at most 2^-10 of it.
 */
export function gauss(x: v128): v128 {
  x = f32x4.pmin(x, v128.load(EXP_TABLE, 176));
  const head = v128.and(x, v128.load(EXP_TABLE, 192));
  const y = f32x4.mul(head, head);
  const rest = f32x4.mul(f32x4.sub(x, head), f32x4.add(x, head));
  const t = nearest(f32x4.neg(f32x4.add(y, rest)));
  const r = f32x4.sub(remainder(f32x4.neg(y), t), rest);
  return f32x4.mul(power(t), f32x4.add(tail(r), v128.load(EXP_TABLE, 80)));
}
