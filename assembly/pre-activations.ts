/** What an image made of whole products needs beside the activation itself. */

/**
 * x = (x + bias) gain for `rows` rows of `vectors` vectors of f32 from `from` (16-aligned), with one bias a
 * row (f32), or none where `biases` is 0. Sum and product are taken in f64 and rounded once.
 */
export function preActivations(from: usize, vectors: i32, rows: i32, biases: usize, gain: f64): void {
  const bytes = (<usize>vectors) << 4;
  const by = f64x2.splat(gain);
  for (let row = 0; row < rows; row++) {
    const end = from + bytes;
    if (biases === 0) {
      for (; from < end; from += 16) {
        const x = v128.load(from);
        const low = f64x2.mul(f64x2.promote_low_f32x4(x), by);
        const high = f64x2.mul(f64x2.promote_low_f32x4(i64x2.shuffle(x, x, 1, 1)), by);
        v128.store(from, rounded(low, high));
      }
      continue;
    }
    const bias = f64x2.splat(load<f32>(biases));
    biases += 4;
    for (; from < end; from += 16) {
      const x = v128.load(from);
      const low = f64x2.add(f64x2.promote_low_f32x4(x), bias);
      const high = f64x2.add(f64x2.promote_low_f32x4(i64x2.shuffle(x, x, 1, 1)), bias);
      v128.store(from, rounded(f64x2.mul(low, by), f64x2.mul(high, by)));
    }
  }
}

function rounded(low: v128, high: v128): v128 {
  return i64x2.shuffle(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}

/**
 * The largest magnitude of `count` f32, a multiple of four, from `from` (16-aligned); NaN where one of them
 * is. Bits of magnitudes are compared as integers: the order is the same, NaN lies beyond infinity, and it is
 * faster.
 */
export function largestMagnitude(from: usize, count: i32): f32 {
  const end = from + ((<usize>count) << 2);
  const magnitude = i32x4.splat(0x7fffffff);
  let most = i32x4.splat(0);
  for (; from < end; from += 16) most = i32x4.max_s(most, v128.and(v128.load(from), magnitude));
  const low = max(i32x4.extract_lane(most, 0), i32x4.extract_lane(most, 1));
  const high = max(i32x4.extract_lane(most, 2), i32x4.extract_lane(most, 3));
  return reinterpret<f32>(max(low, high));
}
