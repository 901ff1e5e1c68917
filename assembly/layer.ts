/**
 * One block of rows of a layer, over all panels: product with the bias as the first term, then `finishRows`, panel by panel, so that the
 * weights stay in the second-level cache and a row's pre-activations never leave the first.
 *
 * Activations are panel-major: column c of panel p of neuron j at `z + p * panelBytes + j * 16 vectors + 4 c`. `scratch` holds the
 * pre-activations of 48 rows as `finishRows` wants them. `zOut` points at the block's first row within panel 0.
 * `squares`: f64 per column, panel after panel, 4 * vectors each; those of z lie `zSquares` bytes behind those of h.
 */

import { finishRows } from './finish';
import { denseRows } from './product-dense';
import { sparseRows } from './product-sparse';

/** Puts each row's last column in front of its first, for the next panel; for panel 0 the first column itself (a segment of length 0). */
function carryFirst(scratch: usize, stride: usize, rows: i32): void {
  const end = scratch + <usize>rows * stride;
  while (scratch < end) {
    store<f32>(scratch, load<f32>(scratch, 16), 12);
    scratch += stride;
  }
}

function carryLast(scratch: usize, stride: usize, rows: i32): void {
  const end = scratch + <usize>rows * stride;
  while (scratch < end) {
    store<f32>(scratch, load<f32>(scratch + stride - 4), 12);
    scratch += stride;
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
    sparseRows(vectors, z, counts, offsets, values, biases, rows, scratch + 16, stride);
    if (panel === 0) carryFirst(scratch, stride, rows);
    largest = max(
      largest,
      finishRows(activation, slope, gain, vectors, scratch, rows, zOut, squares, zSquares),
    );
    carryLast(scratch, stride, rows);
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
    denseRows(vectors, z, weights, rowBytes, fanIn, biases, rows, scratch + 16, stride);
    if (panel === 0) carryFirst(scratch, stride, rows);
    largest = max(
      largest,
      finishRows(activation, slope, gain, vectors, scratch, rows, zOut, squares, zSquares),
    );
    carryLast(scratch, stride, rows);
    z += zPanelBytes;
    zOut += outPanelBytes;
    squares += (<usize>vectors) << 5;
  }
  return largest;
}
