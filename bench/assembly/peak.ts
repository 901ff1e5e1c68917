/**
 * The machine's own peak: multiply-adds of four f32 in twelve independent chains, nothing but registers, so
 * that neither memory nor the latency of one chain can hold it back. Compiled twice, with relaxed (fused)
 * multiply-add and with a product and a sum.
 */
import { madd } from '../../assembly/madd';

/**
 * Runs x = x a + b in each lane of twelve vectors, `count` times, and returns the sum of all 48 lanes. Lane
 * values start at 0, so with a = 1/2, b = 1 they are 2 - 2^(1 - count): exactly 2 from 25 steps on, 96
 * altogether.
 */
export function chains(count: i32, a: f32, b: f32): f32 {
  const factor = f32x4.splat(a);
  const term = f32x4.splat(b);
  let x0 = f32x4.splat(0);
  let x1 = x0;
  let x2 = x0;
  let x3 = x0;
  let x4 = x0;
  let x5 = x0;
  let x6 = x0;
  let x7 = x0;
  let x8 = x0;
  let x9 = x0;
  let x10 = x0;
  let x11 = x0;
  for (let i = 0; i < count; ++i) {
    x0 = madd(x0, factor, term);
    x1 = madd(x1, factor, term);
    x2 = madd(x2, factor, term);
    x3 = madd(x3, factor, term);
    x4 = madd(x4, factor, term);
    x5 = madd(x5, factor, term);
    x6 = madd(x6, factor, term);
    x7 = madd(x7, factor, term);
    x8 = madd(x8, factor, term);
    x9 = madd(x9, factor, term);
    x10 = madd(x10, factor, term);
    x11 = madd(x11, factor, term);
  }
  const low = f32x4.add(f32x4.add(f32x4.add(x0, x1), x2), f32x4.add(f32x4.add(x3, x4), x5));
  const high = f32x4.add(f32x4.add(f32x4.add(x6, x7), x8), f32x4.add(f32x4.add(x9, x10), x11));
  const sum = f32x4.add(low, high);
  return (
    f32x4.extract_lane(sum, 0) +
    f32x4.extract_lane(sum, 1) +
    f32x4.extract_lane(sum, 2) +
    f32x4.extract_lane(sum, 3)
  );
}
