/**
 * Natural logarithm of four f32 in (0, 1], without any of the host's mathematics: results are the same on
 * every engine.
 *
 * x = 2^e (1 + f) with 1 + f in [sqrt(1/2), sqrt 2); ln(1 + f) = f - f²/2 + f³ P(f), P of degree 6 (own
 * minimax fit, relative error of the logarithm 3.3e-8 before rounding). Constants are read from memory: as
 * literals, V8 rebuilds each one inside the loop.
 */
export const LOG_TABLE: usize = memory.data(208, 16);

export function buildLogarithmTable(): void {
  v128.store(LOG_TABLE, f32x4.splat(0.33333858847618103));
  v128.store(LOG_TABLE, f32x4.splat(-0.2500174641609192), 16);
  v128.store(LOG_TABLE, f32x4.splat(0.1996539682149887), 32);
  v128.store(LOG_TABLE, f32x4.splat(-0.16565634310245514), 48);
  v128.store(LOG_TABLE, f32x4.splat(0.14876985549926758), 64);
  v128.store(LOG_TABLE, f32x4.splat(-0.14350205659866333), 80);
  v128.store(LOG_TABLE, f32x4.splat(0.08917795121669769), 96);
  v128.store(LOG_TABLE, f32x4.splat(1), 112);
  v128.store(LOG_TABLE, f32x4.splat(0.5), 128);
  v128.store(LOG_TABLE, f32x4.splat(<f32>Math.LN2), 144);
  v128.store(LOG_TABLE, f32x4.splat(4.656612873077393e-10), 160); // 2^-31
  v128.store(LOG_TABLE, f32x4.splat(2.3283064365386963e-10), 176); // 2^-32
  v128.store(LOG_TABLE, i32x4.splat(SQRT_HALF_BITS), 192);
}

/**
 * Bits of the largest f32 below sqrt(1/2): subtracting them puts the exponent of x / sqrt(1/2) in the high
 * bits.
 */
const SQRT_HALF_BITS: i32 = 0x3f3504f3;

export function ln(x: v128): v128 {
  const e = i32x4.shr_s(i32x4.sub(x, v128.load(LOG_TABLE, 192)), 23);
  const f = f32x4.sub(i32x4.sub(x, i32x4.shl(e, 23)), v128.load(LOG_TABLE, 112));
  // P by Estrin's scheme: half as long a chain of dependent operations as Horner's, and the chain is what
  // limits the loop.
  const square = f32x4.mul(f, f);
  let high = f32x4.add(f32x4.mul(f, v128.load(LOG_TABLE, 80)), v128.load(LOG_TABLE, 64));
  let middle = f32x4.add(f32x4.mul(f, v128.load(LOG_TABLE, 48)), v128.load(LOG_TABLE, 32));
  const low = f32x4.add(f32x4.mul(f, v128.load(LOG_TABLE, 16)), v128.load(LOG_TABLE));
  high = f32x4.add(high, f32x4.mul(square, v128.load(LOG_TABLE, 96)));
  middle = f32x4.add(middle, f32x4.mul(square, high));
  const p = f32x4.add(low, f32x4.mul(square, middle));
  // f - f² (1/2 - f P)
  const inner = f32x4.sub(v128.load(LOG_TABLE, 128), f32x4.mul(f, p));
  const ln1p = f32x4.sub(f, f32x4.mul(square, inner));
  return f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(e), v128.load(LOG_TABLE, 144)), ln1p);
}

/** Four u32 to four f32 (j + 1/2) 2^-31, j the upper 31 bits: in (0, 1], never 0. */
export function unit(bits: v128): v128 {
  const j = f32x4.convert_i32x4_s(i32x4.shr_u(bits, 1));
  return f32x4.add(f32x4.mul(j, v128.load(LOG_TABLE, 160)), v128.load(LOG_TABLE, 176));
}
