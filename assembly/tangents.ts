/**
 * Points of a curve with the curve's tangents there, through an activation: z = phi(h), and by the chain rule
 * dz = phi'(h) dh. No two points are subtracted, so a length that is made of tangents has no discretisation
 * error in the mean.
 */
import { CLIP, LEAKY, RAMP, RELU, SHRINK } from './activation';
import { curve } from './curved';

/** Adds the four f32 of `sum` to the four f64 at `at`. */
function addWide(at: usize, sum: v128): void {
  v128.store(at, f64x2.add(v128.load(at), f64x2.promote_low_f32x4(sum)));
  v128.store(at, f64x2.add(v128.load(at, 16), f64x2.promote_low_f32x4(i64x2.shuffle(sum, sum, 1, 1))), 16);
}

/**
 * One panel of points and one of tangents, `rows` rows of 16 vectors bytes each. `points` and `tangents`:
 * products, h = pointGain (product + bias) and dh = tangentGain product. Writes z and dz to `z` and `dz`,
 * adds |dh|² and |dz|² of each column to the f64 at `squares` and `squares + zSquares`, and raises the two
 * f32 at `largest` to the largest |z| and |dz|.
 */
export function tangentRows(
  activation: i32,
  first: f32,
  second: f32,
  pointGain: f32,
  tangentGain: f32,
  points: usize,
  tangents: usize,
  biases: usize,
  rows: i32,
  vectors: i32,
  z: usize,
  dz: usize,
  squares: usize,
  zSquares: usize,
  largest: usize,
): void {
  const stride = (<usize>vectors) << 4;
  const zero = f32x4.splat(0);
  const low = f32x4.splat(first);
  const high = f32x4.splat(second);
  const start = activation === RAMP ? low : zero;
  let mostZ = zero;
  let mostStep = zero;
  for (let vector = 0; vector < vectors; ++vector) {
    let at = (<usize>vector) << 4;
    for (let row = 0; row < rows; row += 48) {
      let hSum = zero;
      let zSum = zero;
      const end = min(row + 48, rows);
      for (let r = row; r < end; ++r) {
        const bias = v128.load32_splat(biases + ((<usize>r) << 2));
        const h = f32x4.mul(f32x4.add(v128.load(points + at), bias), f32x4.splat(pointGain));
        const dh = f32x4.mul(v128.load(tangents + at), f32x4.splat(tangentGain));
        let value = h;
        let step = dh;
        if (activation === RELU) {
          const on = f32x4.gt(h, zero);
          value = v128.and(h, on);
          step = v128.and(dh, on);
        } else if (activation === LEAKY) {
          const on = f32x4.gt(h, zero);
          value = v128.bitselect(h, f32x4.mul(low, h), on);
          step = v128.bitselect(dh, f32x4.mul(low, dh), on);
        } else if (activation === CLIP || activation === RAMP) {
          value = f32x4.sub(f32x4.pmin(high, f32x4.pmax(low, h)), start);
          step = v128.and(dh, v128.and(f32x4.gt(h, low), f32x4.lt(h, high)));
        } else if (activation === SHRINK) {
          value = f32x4.sub(h, f32x4.pmin(high, f32x4.pmax(low, h)));
          step = v128.and(dh, v128.or(f32x4.lt(h, low), f32x4.gt(h, high)));
        } else {
          value = curve(activation, low, high, 0, h);
          step = f32x4.mul(dh, curve(activation, low, high, 1, h));
        }
        v128.store(z + at, value);
        v128.store(dz + at, step);
        hSum = f32x4.add(hSum, f32x4.mul(dh, dh));
        zSum = f32x4.add(zSum, f32x4.mul(step, step));
        mostZ = f32x4.pmax(mostZ, f32x4.abs(value));
        mostStep = f32x4.pmax(mostStep, f32x4.abs(step));
        at += stride;
      }
      addWide(squares, hSum);
      addWide(squares + zSquares, zSum);
    }
    squares += 32;
  }
  raise(largest, mostZ);
  raise(largest + 4, mostStep);
}

function raise(at: usize, x: v128): void {
  const pairs = f32x4.pmax(x, i64x2.shuffle(x, x, 1, 1));
  store<f32>(at, max(load<f32>(at), max(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1))));
}
