/**
 * Radii of Box–Muller, sqrt(-2 ln u), from random bits: `ln(unit(bits))` of `logarithm.ts`, with its
 * operations in its order, for two vectors side by side. They share the constants, whose reading is a quarter
 * of the instructions of one.
 */
import { LOG_TABLE, ln, unit } from './logarithm';

/** In place: of each 32 bytes from `from` to `end`, the first four u32. `minusTwo`: that, four times. */
export function radii(from: usize, end: usize, minusTwo: v128): void {
  for (; from + 64 <= end; from += 64) pair(from, minusTwo);
  if (from < end) v128.store(from, f32x4.sqrt(f32x4.mul(minusTwo, ln(unit(v128.load(from))))));
}

function pair(at: usize, minusTwo: v128): void {
  let k = v128.load(LOG_TABLE, 160);
  const j0 = f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(v128.load(at), 1)), k);
  const j1 = f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(v128.load(at, 32), 1)), k);
  k = v128.load(LOG_TABLE, 176);
  const x0 = f32x4.add(j0, k);
  const x1 = f32x4.add(j1, k);
  k = v128.load(LOG_TABLE, 192);
  const e0 = i32x4.shr_s(i32x4.sub(x0, k), 23);
  const e1 = i32x4.shr_s(i32x4.sub(x1, k), 23);
  k = v128.load(LOG_TABLE, 112);
  const f0 = f32x4.sub(i32x4.sub(x0, i32x4.shl(e0, 23)), k);
  const f1 = f32x4.sub(i32x4.sub(x1, i32x4.shl(e1, 23)), k);
  const square0 = f32x4.mul(f0, f0);
  const square1 = f32x4.mul(f1, f1);
  k = v128.load(LOG_TABLE, 80);
  let c = v128.load(LOG_TABLE, 64);
  let p0 = f32x4.add(f32x4.mul(f0, k), c);
  let p1 = f32x4.add(f32x4.mul(f1, k), c);
  k = v128.load(LOG_TABLE, 96);
  p0 = f32x4.add(p0, f32x4.mul(square0, k));
  p1 = f32x4.add(p1, f32x4.mul(square1, k));
  k = v128.load(LOG_TABLE, 48);
  c = v128.load(LOG_TABLE, 32);
  p0 = f32x4.add(f32x4.add(f32x4.mul(f0, k), c), f32x4.mul(square0, p0));
  p1 = f32x4.add(f32x4.add(f32x4.mul(f1, k), c), f32x4.mul(square1, p1));
  k = v128.load(LOG_TABLE, 16);
  c = v128.load(LOG_TABLE);
  p0 = f32x4.add(f32x4.add(f32x4.mul(f0, k), c), f32x4.mul(square0, p0));
  p1 = f32x4.add(f32x4.add(f32x4.mul(f1, k), c), f32x4.mul(square1, p1));
  k = v128.load(LOG_TABLE, 128);
  p0 = f32x4.sub(f0, f32x4.mul(square0, f32x4.sub(k, f32x4.mul(f0, p0))));
  p1 = f32x4.sub(f1, f32x4.mul(square1, f32x4.sub(k, f32x4.mul(f1, p1))));
  k = v128.load(LOG_TABLE, 144);
  p0 = f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(e0), k), p0);
  p1 = f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(e1), k), p1);
  v128.store(at, f32x4.sqrt(f32x4.mul(minusTwo, p0)));
  v128.store(at, f32x4.sqrt(f32x4.mul(minusTwo, p1)), 32);
}
