/**
 * A group of rows of a layer, over all panels: product with the bias as the first term, then `finishRows`, in steps of 48 rows, so that
 * the weights of the group stay in the second-level cache, a panel is fetched once per group, and a row's pre-activations
 * never leave the first-level cache.
 *
 * Activations are panel-major: column c of panel p of neuron j at `z + p * panelBytes + j * 16 vectors + 4 c`. `scratch` holds the
 * pre-activations of 48 rows as `finishRows` wants them, `carry` one f32 per row of the group. `zOut` points at the group's
 * first row within panel 0. `squares`: f64 per column, panel after panel, 4 * vectors each; those of z lie `zSquares` bytes behind
 * those of h. `offsets` and `values` of each 48 rows begin on the next multiple of 16 bytes. Returns the largest |z|.
 */
import { finishRows } from './finish';
import { denseRows } from './product-dense';
import { sparseRows } from './product-sparse';

/** Rows whose pre-activations are kept in `scratch` at a time. */
const STEP: i32 = 48;

/** Puts in front of each row its value in the column before the panel; for panel 0 its own first one (a segment of length 0). */
function restoreCarry(scratch: usize, stride: usize, rows: i32, carry: usize, isFirst: bool): void {
  const end = scratch + <usize>rows * stride;
  while (scratch < end) {
    store<f32>(scratch, isFirst ? load<f32>(scratch, 16) : load<f32>(carry), 12);
    scratch += stride;
    carry += 4;
  }
}

/** Keeps each row's last column for the next panel. */
function keepCarry(scratch: usize, stride: usize, rows: i32, carry: usize): void {
  const end = scratch + <usize>rows * stride;
  while (scratch < end) {
    scratch += stride;
    store<f32>(carry, load<f32>(scratch - 4));
    carry += 4;
  }
}

export function sparseLayer(
  vectors: i32,
  panels: i32,
  z: usize,
  zPanelBytes: usize,
  counts: usize,
  offsets: usize,
  values: usize,
  biases: usize,
  rows: i32,
  scratch: usize,
  carry: usize,
  zOut: usize,
  outPanelBytes: usize,
  gain: f32,
  activation: i32,
  slope: f32,
  squares: usize,
  zSquares: usize,
): f32 {
  const stride = ((<usize>vectors) << 4) + 16;
  let largest: f32 = 0;
  for (let panel = 0; panel < panels; ++panel) {
    let weight: usize = 0;
    for (let row = 0; row < rows; row += STEP) {
      const step = min(rows - row, STEP);
      const at = (<usize>row) << 2;
      const end = sparseRows(
        vectors,
        z,
        counts + at,
        offsets + weight,
        values + weight,
        biases + at,
        step,
        scratch + 16,
        stride,
      );
      weight = (end - offsets + 15) & ~15;
      restoreCarry(scratch, stride, step, carry + at, panel === 0);
      const out = zOut + ((<usize>row * <usize>vectors) << 4);
      largest = max(
        largest,
        finishRows(activation, slope, gain, vectors, scratch, step, out, squares, zSquares),
      );
      keepCarry(scratch, stride, step, carry + at);
    }
    z += zPanelBytes;
    zOut += outPanelBytes;
    squares += (<usize>vectors) << 5;
  }
  return largest;
}

export function denseLayer(
  vectors: i32,
  panels: i32,
  z: usize,
  zPanelBytes: usize,
  weights: usize,
  rowBytes: usize,
  fanIn: i32,
  biases: usize,
  rows: i32,
  scratch: usize,
  carry: usize,
  zOut: usize,
  outPanelBytes: usize,
  gain: f32,
  activation: i32,
  slope: f32,
  squares: usize,
  zSquares: usize,
): f32 {
  const stride = ((<usize>vectors) << 4) + 16;
  let largest: f32 = 0;
  for (let panel = 0; panel < panels; ++panel) {
    for (let row = 0; row < rows; row += STEP) {
      const step = min(rows - row, STEP);
      const at = (<usize>row) << 2;
      const block = weights + <usize>row * rowBytes;
      denseRows(vectors, z, block, rowBytes, fanIn, biases + at, step, scratch + 16, stride);
      restoreCarry(scratch, stride, step, carry + at, panel === 0);
      const out = zOut + ((<usize>row * <usize>vectors) << 4);
      largest = max(
        largest,
        finishRows(activation, slope, gain, vectors, scratch, step, out, squares, zSquares),
      );
      keepCarry(scratch, stride, step, carry + at);
    }
    z += zPanelBytes;
    zOut += outPanelBytes;
    squares += (<usize>vectors) << 5;
  }
  return largest;
}
