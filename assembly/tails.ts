/**
 * Variates of unit variance of two laws whose tails are shorter and longer than Gaussian: the normal law cut
 * off at two standard deviations, and Student's t.
 */
import { expm1 } from './exponential';

/**
 * Coefficients of P and Q: with t = 1 - v², the truncated variate is v P(t)/Q(t). Own minimax fit of the
 * quantile function, 6.8e-8; in powers of t all coefficients are positive, so nothing cancels.
 */
const QUANTILE_TABLE: usize = memory.data(160, 16);

export function buildQuantileTable(): void {
  v128.store(QUANTILE_TABLE, f32x4.splat(0.04115050658583641));
  v128.store(QUANTILE_TABLE, f32x4.splat(0.49907979369163513), 16);
  v128.store(QUANTILE_TABLE, f32x4.splat(1.532658576965332), 32);
  v128.store(QUANTILE_TABLE, f32x4.splat(1.1160290241241455), 48);
  v128.store(QUANTILE_TABLE, f32x4.splat(0.09021028131246567), 64);
  v128.store(QUANTILE_TABLE, f32x4.splat(0.01809852197766304), 80);
  v128.store(QUANTILE_TABLE, f32x4.splat(0.2504468858242035), 96);
  v128.store(QUANTILE_TABLE, f32x4.splat(0.9488250613212585), 112);
  v128.store(QUANTILE_TABLE, f32x4.splat(1), 128);
  v128.store(QUANTILE_TABLE, f32x4.splat(0.19375890493392944), 144);
}

/** Horner's scheme for five coefficients from `table` on. */
function quartic(table: usize, t: v128): v128 {
  let p = f32x4.add(f32x4.mul(v128.load(table, 64), t), v128.load(table, 48));
  p = f32x4.add(f32x4.mul(p, t), v128.load(table, 32));
  p = f32x4.add(f32x4.mul(p, t), v128.load(table, 16));
  return f32x4.add(f32x4.mul(p, t), v128.load(table));
}

/**
 * In place over [from, end): the i32 j to the quantile of v = 2^-31 (j | 1) in (-1, 1), within 8 roundings.
 * Odd integers only, so the law is exactly symmetric.
 */
export function truncatedNormals(from: usize, end: usize): void {
  const scale = f32x4.splat(4.656612873077393e-10); // 2^-31
  const one = f32x4.splat(1);
  for (; from < end; from += 16) {
    const v = f32x4.mul(f32x4.convert_i32x4_s(v128.or(v128.load(from), i32x4.splat(1))), scale);
    const t = f32x4.mul(f32x4.sub(one, v), f32x4.add(one, v));
    const ratio = f32x4.div(quartic(QUANTILE_TABLE, t), quartic(QUANTILE_TABLE + 80, t));
    v128.store(from, f32x4.mul(v, ratio));
  }
}

/**
 * Student's variates into [out, end) from pairs of normals x, y at `pairs` (four x, then four y): with r² = x²
 * + y² they are x sqrt(b (e^(a r²) - 1) / r²), a = 1/nu, b = nu times the square of the scale (Bailey,
 * Mathematics of Computation 62, 1994). The y are used for r alone: a pair makes one variate, as two would
 * depend on each other.
 */
export function studentVariates(pairs: usize, out: usize, end: usize, a: f32, b: f32): void {
  for (; out < end; out += 16, pairs += 32) {
    const x = v128.load(pairs);
    const y = v128.load(pairs, 16);
    // r is 0 where u rounds to 1; x is 0 then, too.
    const square = f32x4.max(f32x4.add(f32x4.mul(x, x), f32x4.mul(y, y)), f32x4.splat(1e-30));
    const grown = f32x4.div(expm1(f32x4.mul(square, f32x4.splat(a))), square);
    v128.store(out, f32x4.mul(x, f32x4.sqrt(f32x4.mul(grown, f32x4.splat(b)))));
  }
}
