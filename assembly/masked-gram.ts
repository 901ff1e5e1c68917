/**
 * The distribution of a sparse Gaussian layer without the values of its weights: given its mask, row i of W Z
 * is Gaussian with covariance sum over the kept j of z_j z_j', independent of the other rows (docs/theory.md,
 * "Drawing images"). At two to four columns their few products a kept weight cost less than drawing its
 * value.
 */

/** Most columns of Z. */
const MOST: i32 = 4;

/** Squared: see `gram.ts`. */
const INSIDE: f64 = 2.2737367544323206e-13;

/** Factors of two rows' covariances, a lane each: MOST × MOST pairs, lower triangle. */
const FACTOR: usize = memory.data(256, 16);

/**
 * Bytes that `productTable` writes for a neuron: its columns' products in pairs, as f64, in whole vectors of
 * two.
 */
function productBytes(columns: i32): usize {
  return (<usize>((((columns * (columns + 1)) >> 1) + 1) >> 1)) << 4;
}

/**
 * For each of `rows` neurons the products z_a z_b, a ≤ b < columns ≤ 4, b slowest, as f64 from `table` on,
 * rows back to back in whole vectors. `z`: column c of neuron j at z + j * stride + 4 c. Returns the bytes of
 * a row.
 */
export function productTable(z: usize, stride: usize, rows: i32, columns: i32, table: usize): usize {
  const bytes = productBytes(columns);
  for (let row = 0; row < rows; ++row) {
    let at = table;
    for (let b: usize = 0; b < <usize>columns; ++b) {
      const x = <f64>load<f32>(z + (b << 2));
      for (let a: usize = 0; a <= b; ++a) {
        store<f64>(at, x * <f64>load<f32>(z + (a << 2)));
        at += 8;
      }
    }
    table += bytes;
    if (at < table) store<f64>(at, 0);
    z += stride;
  }
  return bytes;
}

/**
 * Sums of one row's products at `to`, over the entries from `at` to `end`. A sum of its own for each vector
 * of the table's row: with four or more of them no addition waits for the one before it, with fewer two
 * entries are taken at a time.
 */
function covariance(table: usize, at: usize, end: usize, columns: i32, to: usize): void {
  if (columns === 1) sums1(table, at, end, to);
  else if (columns === 2) sums2(table, at, end, to);
  else if (columns === 3) sums3(table, at, end, to);
  else sums5(table, at, end, to);
}

function sums1(table: usize, at: usize, end: usize, to: usize): void {
  let a0 = f64x2.splat(0);
  let b0 = a0;
  if ((end - at) & 4) {
    const row = table + <usize>load<u32>(at);
    a0 = v128.load(row);
    at += 4;
  }
  while (at < end) {
    const row = table + <usize>load<u32>(at);
    const next = table + <usize>load<u32>(at, 4);
    at += 8;
    a0 = f64x2.add(a0, v128.load(row));
    b0 = f64x2.add(b0, v128.load(next));
  }
  v128.store(to, f64x2.add(a0, b0));
}

function sums2(table: usize, at: usize, end: usize, to: usize): void {
  let a0 = f64x2.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  if ((end - at) & 4) {
    const row = table + <usize>load<u32>(at);
    a0 = v128.load(row);
    a1 = v128.load(row, 16);
    at += 4;
  }
  while (at < end) {
    const row = table + <usize>load<u32>(at);
    const next = table + <usize>load<u32>(at, 4);
    at += 8;
    a0 = f64x2.add(a0, v128.load(row));
    b0 = f64x2.add(b0, v128.load(next));
    a1 = f64x2.add(a1, v128.load(row, 16));
    b1 = f64x2.add(b1, v128.load(next, 16));
  }
  v128.store(to, f64x2.add(a0, b0));
  v128.store(to, f64x2.add(a1, b1), 16);
}

function sums3(table: usize, at: usize, end: usize, to: usize): void {
  let a0 = f64x2.splat(0);
  let a1 = a0;
  let a2 = a0;
  let b0 = a0;
  let b1 = a0;
  let b2 = a0;
  if ((end - at) & 4) {
    const row = table + <usize>load<u32>(at);
    a0 = v128.load(row);
    a1 = v128.load(row, 16);
    a2 = v128.load(row, 32);
    at += 4;
  }
  while (at < end) {
    const row = table + <usize>load<u32>(at);
    const next = table + <usize>load<u32>(at, 4);
    at += 8;
    a0 = f64x2.add(a0, v128.load(row));
    b0 = f64x2.add(b0, v128.load(next));
    a1 = f64x2.add(a1, v128.load(row, 16));
    b1 = f64x2.add(b1, v128.load(next, 16));
    a2 = f64x2.add(a2, v128.load(row, 32));
    b2 = f64x2.add(b2, v128.load(next, 32));
  }
  v128.store(to, f64x2.add(a0, b0));
  v128.store(to, f64x2.add(a1, b1), 16);
  v128.store(to, f64x2.add(a2, b2), 32);
}

function sums5(table: usize, at: usize, end: usize, to: usize): void {
  let a0 = f64x2.splat(0);
  let a1 = a0;
  let a2 = a0;
  let a3 = a0;
  let a4 = a0;
  while (at < end) {
    const row = table + <usize>load<u32>(at);
    at += 4;
    a0 = f64x2.add(a0, v128.load(row));
    a1 = f64x2.add(a1, v128.load(row, 16));
    a2 = f64x2.add(a2, v128.load(row, 32));
    a3 = f64x2.add(a3, v128.load(row, 48));
    a4 = f64x2.add(a4, v128.load(row, 64));
  }
  v128.store(to, a0);
  v128.store(to, a1, 16);
  v128.store(to, a2, 32);
  v128.store(to, a3, 48);
  v128.store(to, a4, 64);
}

/** Sums of two rows, room for 5 vectors each. */
const SUMS: usize = memory.data(160, 16);
const SECOND: usize = 80;

/**
 * Rows of W Z for a mask with offsets into the table: out[row][c], rows `outBytes` apart, from `columns`
 * standard normals a row at `normals`. Rows are taken in pairs, a lane each: square roots and divisions of
 * one wait for each other.
 */
export function maskedRows(
  table: usize,
  columns: i32,
  counts: usize,
  offsets: usize,
  rows: i32,
  normals: usize,
  out: usize,
  outBytes: usize,
): void {
  const normalBytes = (<usize>columns) << 2;
  for (let row = 0; row < rows; row += 2) {
    let end = offsets + ((<usize>load<u32>(counts)) << 2);
    covariance(table, offsets, end, columns, SUMS);
    offsets = end;
    let second: usize = 0;
    if (row + 1 < rows) {
      end += (<usize>load<u32>(counts, 4)) << 2;
      covariance(table, offsets, end, columns, SUMS + SECOND);
      offsets = end;
      second = 1;
    }
    correlate(columns, normals, normalBytes * second, out, outBytes * second);
    counts += 8;
    normals += normalBytes << 1;
    out += outBytes << 1;
  }
}

/** The f64 at `at` and the one `apart` bytes further. */
function pair(at: usize, apart: usize): v128 {
  return f64x2.replace_lane(v128.load64_splat(at), 1, load<f64>(at + apart));
}

/**
 * out = L g with L L' the covariance at SUMS, in both lanes: Cholesky, pivots within rounding of zero left
 * out. The second row's normals and result are `normalsApart` and `outApart` bytes behind the first one's; at
 * 0 the second lane is idle.
 */
function correlate(columns: i32, normals: usize, normalsApart: usize, out: usize, outApart: usize): void {
  const zero = f64x2.splat(0);
  let sum = SUMS;
  for (let b = 0; b < columns; ++b) {
    const rowB = FACTOR + <usize>(b * MOST) * 16;
    let h = zero;
    for (let a = 0; a <= b; ++a) {
      const rowA = FACTOR + <usize>(a * MOST) * 16;
      const whole = pair(sum, SECOND);
      let x = whole;
      sum += 8;
      const end = (<usize>a) << 4;
      for (let i: usize = 0; i < end; i += 16) {
        x = f64x2.sub(x, f64x2.mul(v128.load(rowA + i), v128.load(rowB + i)));
      }
      if (a === b) {
        const outside = f64x2.gt(x, f64x2.mul(f64x2.splat(INSIDE), whole));
        const pivot = v128.and(f64x2.sqrt(x), outside);
        // Kept inverted: a column without a part of its own has no say in later ones.
        v128.store(rowB + end, v128.and(f64x2.div(f64x2.splat(1), pivot), outside));
        x = pivot;
      } else {
        x = f64x2.mul(x, v128.load(rowA + end));
        v128.store(rowB + end, x);
      }
      const at = normals + ((<usize>a) << 2);
      const g = f64x2.replace_lane(f64x2.splat(<f64>load<f32>(at)), 1, <f64>load<f32>(at + normalsApart));
      h = f64x2.add(h, f64x2.mul(x, g));
    }
    const at = out + ((<usize>b) << 2);
    store<f32>(at + outApart, <f32>f64x2.extract_lane(h, 1));
    store<f32>(at, <f32>f64x2.extract_lane(h, 0));
  }
}
