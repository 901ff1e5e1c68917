/**
 * What is left of a layer once a block of rows has been multiplied with a panel: activation, store, and the
 * squared segment lengths of h and of z, while the rows are still in the first-level cache.
 *
 * Curves are kept as increments. Column 0 of panel 0 is the curve's first point, every other column the step
 * from the column before, so that segments much shorter than the points' distance from the origin keep all
 * their digits: where a neuron stays on one linear piece its step is the slope times the pre-activation's
 * step, and nothing is subtracted. Only the step across a kink is a difference, of numbers near the kink.
 * Activations without straight pieces multiply the step with their divided difference (`curved.ts`).
 *
 * `scratch`: one row of C = 4 n floats per neuron, the products with the panel's columns. `carry`: the row's
 * pre-activation in the column before. With stored steps d: step of h = stepGain d, in units of which `unit`
 * is one in terms of h, so h grows by unit * stepGain d. `z`: steps of z, in the same units, at z + row * 4
 * C. `squares`: f64 per column, |step of h|² of the panel's columns are added at `squares`, those of z at
 * `squares + zSquares`. Within a block sums run in f32 over at most 48 rows, across blocks in f64. `largest`:
 * two f32, the largest |z| (of curved activations no less than that) and the largest |step of z|, raised where
 * a row has a larger one.
 */
import { CLIP, LEAKY, RAMP, RELU, SHRINK } from './activation';
import { dividedDifference, largestValue } from './curved';

/** Adds the four f32 of `sum` to the four f64 at `at`. */
function addWide(at: usize, sum: v128): void {
  v128.store(at, f64x2.add(v128.load(at), f64x2.promote_low_f32x4(sum)));
  const high = i8x16.shuffle(sum, sum, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
  v128.store(at, f64x2.add(v128.load(at, 16), f64x2.promote_low_f32x4(high)), 16);
}

function raise(at: usize, x: v128): void {
  const largest = max(
    max(f32x4.extract_lane(x, 0), f32x4.extract_lane(x, 1)),
    max(f32x4.extract_lane(x, 2), f32x4.extract_lane(x, 3)),
  );
  store<f32>(at, max(load<f32>(at), largest));
}

export function finishRows(
  activation: i32,
  first: f32,
  second: f32,
  stepGain: f32,
  unit: f32,
  vectors: i32,
  scratch: usize,
  carry: usize,
  rows: i32,
  z: usize,
  squares: usize,
  zSquares: usize,
  largest: usize,
): void {
  const stride = (<usize>vectors) << 4;
  const carryEnd = carry + ((<usize>rows) << 2);
  for (let vector = 0; vector < vectors; ++vector) {
    if (activation === RELU)
      relu(scratch, carry, carryEnd, stride, stepGain, unit, z, squares, zSquares, largest);
    else if (activation === LEAKY)
      leaky(scratch, carry, carryEnd, stride, stepGain, unit, first, z, squares, zSquares, largest);
    else if (activation === CLIP || activation === RAMP || activation === SHRINK) {
      const offset: f32 = activation === RAMP ? first : 0;
      clip(
        scratch,
        carry,
        carryEnd,
        stride,
        stepGain,
        unit,
        first,
        second,
        offset,
        activation === SHRINK,
        z,
        squares,
        zSquares,
        largest,
      );
    } else
      curved(
        activation,
        first,
        second,
        scratch,
        carry,
        carryEnd,
        stride,
        stepGain,
        unit,
        z,
        squares,
        zSquares,
        largest,
      );
    scratch += 16;
    z += 16;
    squares += 32;
  }
}

/**
 * Pre-activations of four columns from the one before them and their steps: prefix sums, in this order
 * everywhere.
 */
function points(before: v128, steps: v128): v128 {
  const zero = f32x4.splat(0);
  let sum = f32x4.add(
    steps,
    i8x16.shuffle(zero, steps, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27),
  );
  sum = f32x4.add(
    sum,
    i8x16.shuffle(zero, sum, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23),
  );
  return f32x4.add(before, sum);
}

/** The same four columns one earlier: `before`, h0, h1, h2. */
function delayed(before: v128, h: v128): v128 {
  return i8x16.shuffle(before, h, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27);
}

/** 1 / unit, or 0 where steps are too small to move h at all. */
function inverse(unit: f32): v128 {
  return f32x4.splat(unit === 0 ? 0 : 1 / unit);
}

/**
 * z = max(h, 0). `pmax(0, h)` is one instruction and turns NaN into 0, so finiteness is checked where lengths
 * are read.
 */
function relu(
  at: usize,
  carry: usize,
  carryEnd: usize,
  stride: usize,
  stepGain: f32,
  unit: f32,
  z: usize,
  squares: usize,
  zSquares: usize,
  largest: usize,
): void {
  const gain = f32x4.splat(stepGain);
  const units = f32x4.splat(unit);
  const perUnit = inverse(unit);
  const zero = f32x4.splat(0);
  let hSum = zero;
  let zSum = zero;
  let mostZ = zero;
  let mostStep = zero;
  while (carry < carryEnd) {
    const step = f32x4.mul(v128.load(at), gain);
    const before = v128.load32_splat(carry);
    const h = points(before, f32x4.mul(step, units));
    const previous = delayed(before, h);
    const value = f32x4.pmax(zero, h);
    const across = f32x4.mul(f32x4.sub(value, f32x4.pmax(zero, previous)), perUnit);
    const inside = v128.and(f32x4.gt(h, zero), f32x4.gt(previous, zero));
    const zStep = v128.bitselect(step, across, inside);
    hSum = f32x4.add(hSum, f32x4.mul(step, step));
    zSum = f32x4.add(zSum, f32x4.mul(zStep, zStep));
    mostZ = f32x4.pmax(mostZ, value);
    mostStep = f32x4.pmax(mostStep, f32x4.abs(zStep));
    v128.store(z, zStep);
    v128.store32_lane(carry, h, 3);
    at += stride;
    z += stride;
    carry += 4;
  }
  addWide(squares, hSum);
  addWide(squares + zSquares, zSum);
  raise(largest, mostZ);
  raise(largest + 4, mostStep);
}

/** z = max(h, 0) + slope min(h, 0). */
function leaky(
  at: usize,
  carry: usize,
  carryEnd: usize,
  stride: usize,
  stepGain: f32,
  unit: f32,
  slope: f32,
  z: usize,
  squares: usize,
  zSquares: usize,
  largest: usize,
): void {
  const gain = f32x4.splat(stepGain);
  const units = f32x4.splat(unit);
  const perUnit = inverse(unit);
  const slopes = f32x4.splat(slope);
  const bend = f32x4.splat(1 - slope);
  const zero = f32x4.splat(0);
  let hSum = zero;
  let zSum = zero;
  let mostZ = zero;
  let mostStep = zero;
  while (carry < carryEnd) {
    const step = f32x4.mul(v128.load(at), gain);
    const before = v128.load32_splat(carry);
    const h = points(before, f32x4.mul(step, units));
    const previous = delayed(before, h);
    const positive = f32x4.gt(h, zero);
    const wasPositive = f32x4.gt(previous, zero);
    const value = v128.bitselect(h, f32x4.mul(slopes, h), positive);
    // Across the kink: slope times the step, and the rest of what lies above zero; for the identity nothing.
    const below = f32x4.mul(slopes, step);
    const rise = f32x4.mul(f32x4.sub(f32x4.pmax(zero, h), f32x4.pmax(zero, previous)), perUnit);
    const across = f32x4.add(below, f32x4.mul(bend, rise));
    const inside = v128.bitselect(step, below, positive);
    const zStep = v128.bitselect(across, inside, v128.xor(positive, wasPositive));
    hSum = f32x4.add(hSum, f32x4.mul(step, step));
    zSum = f32x4.add(zSum, f32x4.mul(zStep, zStep));
    mostZ = f32x4.pmax(mostZ, f32x4.abs(value));
    mostStep = f32x4.pmax(mostStep, f32x4.abs(zStep));
    v128.store(z, zStep);
    v128.store32_lane(carry, h, 3);
    at += stride;
    z += stride;
    carry += 4;
  }
  addWide(squares, hSum);
  addWide(squares + zSquares, zSum);
  raise(largest, mostZ);
  raise(largest + 4, mostStep);
}

/** z = min(max(h, lower), upper) - offset; or, where it shrinks, h less that. */
function clip(
  at: usize,
  carry: usize,
  carryEnd: usize,
  stride: usize,
  stepGain: f32,
  unit: f32,
  lower: f32,
  upper: f32,
  offset: f32,
  shrinks: bool,
  z: usize,
  squares: usize,
  zSquares: usize,
  largest: usize,
): void {
  const gain = f32x4.splat(stepGain);
  const units = f32x4.splat(unit);
  const perUnit = inverse(unit);
  const low = f32x4.splat(lower);
  const high = f32x4.splat(upper);
  const start = f32x4.splat(offset);
  const rest = i32x4.splat(shrinks ? -1 : 0);
  let hSum = f32x4.splat(0);
  let zSum = hSum;
  let mostZ = hSum;
  let mostStep = hSum;
  while (carry < carryEnd) {
    const step = f32x4.mul(v128.load(at), gain);
    const before = v128.load32_splat(carry);
    const h = points(before, f32x4.mul(step, units));
    const previous = delayed(before, h);
    const value = f32x4.pmin(high, f32x4.pmax(low, h));
    const earlier = f32x4.pmin(high, f32x4.pmax(low, previous));
    const across = f32x4.mul(f32x4.sub(value, earlier), perUnit);
    const inside = v128.and(
      v128.and(f32x4.gt(h, low), f32x4.lt(h, high)),
      v128.and(f32x4.gt(previous, low), f32x4.lt(previous, high)),
    );
    const own = v128.bitselect(step, across, inside);
    const zStep = v128.bitselect(f32x4.sub(step, own), own, rest);
    hSum = f32x4.add(hSum, f32x4.mul(step, step));
    zSum = f32x4.add(zSum, f32x4.mul(zStep, zStep));
    const size = v128.bitselect(f32x4.sub(h, value), f32x4.sub(value, start), rest);
    mostZ = f32x4.pmax(mostZ, f32x4.abs(size));
    mostStep = f32x4.pmax(mostStep, f32x4.abs(zStep));
    v128.store(z, zStep);
    v128.store32_lane(carry, h, 3);
    at += stride;
    z += stride;
    carry += 4;
  }
  addWide(squares, hSum);
  addWide(squares + zSquares, zSum);
  raise(largest, mostZ);
  raise(largest + 4, mostStep);
}

/**
 * Steps of saturated neurons may be all that a layer has, and shorter than 2^-63 times those of h: their
 * squares would be 0 in f32. So lengths are squared in units of 2^-40.
 */
const FINE: f32 = 1099511627776;
const FINE_SQUARE: f64 = 8.271806125530277e-25; // 2^-80

/** Adds the four f32 of `sum`, squares in fine units, to the four f64 at `at`. */
function addFine(at: usize, sum: v128): void {
  const unit = f64x2.splat(FINE_SQUARE);
  v128.store(at, f64x2.add(v128.load(at), f64x2.mul(f64x2.promote_low_f32x4(sum), unit)));
  const high = f64x2.promote_low_f32x4(i64x2.shuffle(sum, sum, 1, 1));
  v128.store(at, f64x2.add(v128.load(at, 16), f64x2.mul(high, unit)), 16);
}

/** z = phi(h) for the activations of `curved.ts`. */
function curved(
  activation: i32,
  first: f32,
  second: f32,
  at: usize,
  carry: usize,
  carryEnd: usize,
  stride: usize,
  stepGain: f32,
  unit: f32,
  z: usize,
  squares: usize,
  zSquares: usize,
  largest: usize,
): void {
  const gain = f32x4.splat(stepGain);
  const units = f32x4.splat(unit);
  const fine = f32x4.splat(FINE);
  const firsts = f32x4.splat(first);
  const seconds = f32x4.splat(second);
  let hSum = f32x4.splat(0);
  let zSum = hSum;
  let mostH = hSum;
  let mostStep = hSum;
  while (carry < carryEnd) {
    const step = f32x4.mul(v128.load(at), gain);
    const before = v128.load32_splat(carry);
    const way = f32x4.mul(step, units);
    const h = points(before, way);
    const slope = dividedDifference(activation, firsts, seconds, delayed(before, h), h, way);
    const zStep = f32x4.mul(step, slope);
    hSum = f32x4.add(hSum, f32x4.mul(step, step));
    const fineStep = f32x4.mul(zStep, fine);
    zSum = f32x4.add(zSum, f32x4.mul(fineStep, fineStep));
    mostH = f32x4.pmax(mostH, f32x4.abs(h));
    mostStep = f32x4.pmax(mostStep, f32x4.abs(zStep));
    v128.store(z, zStep);
    v128.store32_lane(carry, h, 3);
    at += stride;
    z += stride;
    carry += 4;
  }
  addWide(squares, hSum);
  addFine(squares + zSquares, zSum);
  raise(largest, largestValue(activation, firsts, seconds, mostH));
  raise(largest + 4, mostStep);
}
