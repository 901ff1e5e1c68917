/**
 * What is left of a layer once a block of rows has been multiplied with a panel: gain, activation, store, and the squared segment lengths
 * of h and of z, while the rows are still in the first-level cache.
 *
 * Pre-activations of the block lie in `scratch`, one row in (4 + C) floats: float 3 is the row's value in the column before
 * this panel (the carry), floats 4 … 3 + C are the panel's columns. So column t and its predecessor are two loads, 4 bytes apart,
 * and no segment between panels is lost.
 *
 * `gain` multiplies h first. `z`: z[row][c] at z + row * 4 C. `squares`: f64 per column, |h_t - h_(t-1)|² of the panel's columns are added
 * at `squares`, those of z at `squares + zSquares`. Within a block sums run in f32 over at most 48 rows, across blocks in f64.
 * Returns the largest |z|.
 */
export const RELU: i32 = 0;
export const LEAKY: i32 = 1;
export const CLIP: i32 = 2;

/** Adds the four f32 of `sum` to the four f64 at `at`. */
function addWide(at: usize, sum: v128): void {
  v128.store(at, f64x2.add(v128.load(at), f64x2.promote_low_f32x4(sum)));
  const high = i8x16.shuffle(sum, sum, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
  v128.store(at, f64x2.add(v128.load(at, 16), f64x2.promote_low_f32x4(high)), 16);
}

function largestLane(x: v128): f32 {
  return max(
    max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1)),
    max(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)),
  );
}

export function finishRows(
  activation: i32,
  slope: f32,
  gain: f32,
  vectors: i32,
  scratch: usize,
  rows: i32,
  z: usize,
  squares: usize,
  zSquares: usize,
): f32 {
  const zStride = (<usize>vectors) << 4;
  let end = scratch + <usize>rows * (zStride + 16);
  let largest = f32x4.splat(0);
  for (let vector = 0; vector < vectors; ++vector) {
    if (activation === RELU) largest = relu(scratch, end, zStride, gain, z, squares, zSquares, largest);
    else if (activation === LEAKY)
      largest = leaky(scratch, end, zStride, gain, slope, z, squares, zSquares, largest);
    else largest = clip(scratch, end, zStride, gain, z, squares, zSquares, largest);
    scratch += 16;
    end += 16;
    z += 16;
    squares += 32;
  }
  return largestLane(largest);
}

/** z = max(h, 0); `pmax(0, h)` is one instruction and turns NaN into 0, so finiteness is checked where lengths are read. */
function relu(
  at: usize,
  end: usize,
  zStride: usize,
  gain: f32,
  z: usize,
  squares: usize,
  zSquares: usize,
  largest: v128,
): v128 {
  const gains = f32x4.splat(gain);
  const zero = f32x4.splat(0);
  let hSum = zero;
  let zSum = zero;
  while (at < end) {
    const h = f32x4.mul(v128.load(at, 16), gains);
    const before = f32x4.mul(v128.load(at, 12), gains);
    const dh = f32x4.sub(h, before);
    hSum = f32x4.add(hSum, f32x4.mul(dh, dh));
    const value = f32x4.pmax(zero, h);
    const dz = f32x4.sub(value, f32x4.pmax(zero, before));
    zSum = f32x4.add(zSum, f32x4.mul(dz, dz));
    largest = f32x4.pmax(largest, value);
    v128.store(z, value);
    at += zStride + 16;
    z += zStride;
  }
  addWide(squares, hSum);
  addWide(squares + zSquares, zSum);
  return largest;
}

/** z = max(h, 0) + slope min(h, 0): leaky ReLU, and with slope -1 and 1 the absolute value and the identity, exactly. */
function leaky(
  at: usize,
  end: usize,
  zStride: usize,
  gain: f32,
  slope: f32,
  z: usize,
  squares: usize,
  zSquares: usize,
  largest: v128,
): v128 {
  const gains = f32x4.splat(gain);
  const slopes = f32x4.splat(slope);
  const zero = f32x4.splat(0);
  let hSum = zero;
  let zSum = zero;
  while (at < end) {
    const h = f32x4.mul(v128.load(at, 16), gains);
    const before = f32x4.mul(v128.load(at, 12), gains);
    const dh = f32x4.sub(h, before);
    hSum = f32x4.add(hSum, f32x4.mul(dh, dh));
    const value = f32x4.add(f32x4.pmax(zero, h), f32x4.mul(slopes, f32x4.pmin(zero, h)));
    const previous = f32x4.add(f32x4.pmax(zero, before), f32x4.mul(slopes, f32x4.pmin(zero, before)));
    const dz = f32x4.sub(value, previous);
    zSum = f32x4.add(zSum, f32x4.mul(dz, dz));
    largest = f32x4.pmax(largest, f32x4.abs(value));
    v128.store(z, value);
    at += zStride + 16;
    z += zStride;
  }
  addWide(squares, hSum);
  addWide(squares + zSquares, zSum);
  return largest;
}

/** Hard tanh: z = min(max(h, -1), 1). */
function clip(
  at: usize,
  end: usize,
  zStride: usize,
  gain: f32,
  z: usize,
  squares: usize,
  zSquares: usize,
  largest: v128,
): v128 {
  const gains = f32x4.splat(gain);
  const one = f32x4.splat(1);
  const minusOne = f32x4.splat(-1);
  let hSum = f32x4.splat(0);
  let zSum = hSum;
  while (at < end) {
    const h = f32x4.mul(v128.load(at, 16), gains);
    const before = f32x4.mul(v128.load(at, 12), gains);
    const dh = f32x4.sub(h, before);
    hSum = f32x4.add(hSum, f32x4.mul(dh, dh));
    const value = f32x4.pmin(one, f32x4.pmax(minusOne, h));
    const dz = f32x4.sub(value, f32x4.pmin(one, f32x4.pmax(minusOne, before)));
    zSum = f32x4.add(zSum, f32x4.mul(dz, dz));
    largest = f32x4.pmax(largest, f32x4.abs(value));
    v128.store(z, value);
    at += zStride + 16;
    z += zStride;
  }
  addWide(squares, hSum);
  addWide(squares + zSquares, zSum);
  return largest;
}
