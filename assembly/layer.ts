/**
 * A group of rows of a layer, over all panels: product, bias, activation, lengths, in steps of 48 rows, so
 * that the weights of the group stay in the second-level cache, a panel is fetched once per group, and a
 * row's pre-activations never leave the first-level cache.
 *
 * The curve lies panel-major and as increments (see `finish.ts`): column c of panel p of neuron j at `z + p *
 * panelBytes + j * 16 vectors + 4 c`. `scratch`: room for 48 rows of a panel (56 with the dense product).
 * `carry`: two f32 per row of the group, first all pre-activations, then all first points. `zOut` points at
 * the group's first row within panel 0. `squares`: f64 per column, panel after panel, 4 * vectors each; those
 * of z lie `zSquares` bytes behind those of h. `offsets` and `values` of each 48 rows begin on the next
 * multiple of 16 bytes. `fanIns` (i32 per vector of columns, ascending in a panel): how many rows of the
 * panel a dense row is multiplied with.
 *
 * First points: h = pointGain (W z + bias). Steps: stepGain W dz, each worth `unit` in terms of h. `largest`:
 * see `finishRows`.
 */
import { activate } from './activation';
import { finishRows } from './finish';
import { taperedRows } from './product-dense';
import { sparseRows } from './product-sparse';

/** Rows whose pre-activations are kept in `scratch` at a time. */
const STEP: i32 = 48;

/**
 * Takes the first points out of column 0 of the first panel: into `carry` as h, into `points` as z. They are
 * no steps.
 */
function openRows(
  scratch: usize,
  stride: usize,
  rows: i32,
  biases: usize,
  pointGain: f32,
  activation: i32,
  first: f32,
  second: f32,
  carry: usize,
  points: usize,
): void {
  const end = scratch + <usize>rows * stride;
  while (scratch < end) {
    const h = (load<f32>(scratch) + load<f32>(biases)) * pointGain;
    store<f32>(scratch, 0);
    store<f32>(carry, h);
    store<f32>(points, activate(activation, first, second, h));
    scratch += stride;
    biases += 4;
    carry += 4;
    points += 4;
  }
}

/** Puts the first points of z where the next layer looks for them. */
function storeFirst(z: usize, stride: usize, rows: i32, points: usize): void {
  const end = z + <usize>rows * stride;
  while (z < end) {
    store<f32>(z, load<f32>(points));
    z += stride;
    points += 4;
  }
}

/** From the products of rows in `scratch` to z. The first panel of a curve `opens` with its first point. */
function activateRows(
  opens: bool,
  activation: i32,
  first: f32,
  second: f32,
  pointGain: f32,
  stepGain: f32,
  unit: f32,
  vectors: i32,
  scratch: usize,
  biases: usize,
  carry: usize,
  points: usize,
  rows: i32,
  z: usize,
  squares: usize,
  zSquares: usize,
  largest: usize,
): void {
  const stride = (<usize>vectors) << 4;
  if (opens) openRows(scratch, stride, rows, biases, pointGain, activation, first, second, carry, points);
  finishRows(
    activation,
    first,
    second,
    stepGain,
    unit,
    vectors,
    scratch,
    carry,
    rows,
    z,
    squares,
    zSquares,
    largest,
  );
  if (opens) storeFirst(z, stride, rows, points);
}

/** An image larger than this lies beyond the second-level cache, or takes all of it. */
const FAR: usize = 524288;

/** Rows that read a panel less often than this on average leave much of it alone. */
const OFTEN: usize = 4;

/** Whether rows read about all of a panel: those of a convolution look at a small part of theirs. */
function readsAll(counts: usize, rows: i32, stride: usize, panelBytes: usize): bool {
  let kept: usize = 0;
  for (let row = 0; row < rows; ++row) kept += <usize>load<u32>(counts + ((<usize>row) << 2));
  return kept * stride >= OFTEN * panelBytes;
}

/**
 * Reads a panel once from one end to the other, which the processor foresees, before sparse rows read it here
 * and there, which it does not. The sum goes where it is written over, so that no compiler leaves the reading
 * out.
 */
function fetchPanel(panel: usize, bytes: usize, anywhere: usize): void {
  const end = panel + bytes;
  let sum: u32 = 0;
  for (; panel < end; panel += 64) sum += load<u32>(panel);
  store<u32>(anywhere, sum);
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
  pointGain: f32,
  stepGain: f32,
  unit: f32,
  activation: i32,
  first: f32,
  second: f32,
  squares: usize,
  zSquares: usize,
  largest: usize,
  alike: usize,
): void {
  const stride = (<usize>vectors) << 4;
  const points = carry + ((<usize>rows) << 2);
  const far = <usize>panels * zPanelBytes > FAR && readsAll(counts, rows, stride, zPanelBytes);
  for (let panel = 0; panel < panels; ++panel) {
    let weight: usize = 0;
    if (far) fetchPanel(z, zPanelBytes, scratch);
    for (let row = 0; row < rows; row += STEP) {
      const step = min(rows - row, STEP);
      const at = (<usize>row) << 2;
      const out = zOut + <usize>row * stride;
      const end = sparseRows(
        vectors,
        z,
        counts + at,
        offsets + weight,
        values + weight,
        step,
        scratch,
        stride,
        alike === 0 ? 0 : alike + at,
      );
      weight = (end - offsets + 15) & ~15;
      activateRows(
        panel === 0,
        activation,
        first,
        second,
        pointGain,
        stepGain,
        unit,
        vectors,
        scratch,
        biases + at,
        carry + at,
        points + at,
        step,
        out,
        squares,
        zSquares,
        largest,
      );
    }
    z += zPanelBytes;
    zOut += outPanelBytes;
    squares += (<usize>vectors) << 5;
  }
}

export function denseLayer(
  vectors: i32,
  panels: i32,
  z: usize,
  zPanelBytes: usize,
  weights: usize,
  rowBytes: usize,
  fanIns: usize,
  biases: usize,
  rows: i32,
  scratch: usize,
  carry: usize,
  zOut: usize,
  outPanelBytes: usize,
  pointGain: f32,
  stepGain: f32,
  unit: f32,
  activation: i32,
  first: f32,
  second: f32,
  squares: usize,
  zSquares: usize,
  largest: usize,
): void {
  const stride = (<usize>vectors) << 4;
  const points = carry + ((<usize>rows) << 2);
  for (let panel = 0; panel < panels; ++panel) {
    for (let row = 0; row < rows; row += STEP) {
      const step = min(rows - row, STEP);
      const at = (<usize>row) << 2;
      const out = zOut + <usize>row * stride;
      taperedRows(vectors, z, weights + <usize>row * rowBytes, rowBytes, fanIns, 4, step, scratch, stride);
      activateRows(
        panel === 0,
        activation,
        first,
        second,
        pointGain,
        stepGain,
        unit,
        vectors,
        scratch,
        biases + at,
        carry + at,
        points + at,
        step,
        out,
        squares,
        zSquares,
        largest,
      );
    }
    fanIns += (<usize>vectors) << 2;
    z += zPanelBytes;
    zOut += outPanelBytes;
    squares += (<usize>vectors) << 5;
  }
}
