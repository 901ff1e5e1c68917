/**
 * The law of a sparse Gaussian layer without the values of its weights: given its mask, row i of W Z is Gaussian with covariance
 * sum over the kept j of z_j z_j', independent of the other rows (docs/theory.md, "Drawing images"). At up to six columns their few products
 * a kept weight cost less than drawing its value.
 */

/** Most columns of Z. */
const MOST: i32 = 6;

/** Squared: see `gram.ts`. */
const INSIDE: f64 = 2.2737367544323206e-13;

/** Factor of one row's covariance, MOST × MOST f64, lower triangle. */
const FACTOR: usize = memory.data(288, 16);

/** Bytes that `productTable` writes for a neuron: its columns' products in pairs, as f64, in whole vectors of two. */
function productBytes(columns: i32): usize {
  return (<usize>((((columns * (columns + 1)) >> 1) + 1) >> 1)) << 4;
}

/**
 * For each of `rows` neurons the products z_a z_b, a ≤ b < columns ≤ 6, b slowest, as f64 from `table` on, rows back to back in whole
 * vectors. `z`: column c of neuron j at z + j * stride + 4 c. Returns the bytes of a row.
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

/** Sums of `vectors` = 1 … 4 vectors of the table over the entries from `at` to `end`. */
function sums(table: usize, at: usize, end: usize, vectors: i32, out: usize): void {
  let a = f64x2.splat(0);
  if (vectors === 1) {
    for (; at < end; at += 4) a = f64x2.add(a, v128.load(table + <usize>load<u32>(at)));
    v128.store(out, a);
    return;
  }
  let b = a;
  if (vectors === 2) {
    for (; at < end; at += 4) {
      const row = table + <usize>load<u32>(at);
      a = f64x2.add(a, v128.load(row));
      b = f64x2.add(b, v128.load(row, 16));
    }
    v128.store(out, a);
    v128.store(out, b, 16);
    return;
  }
  let c = a;
  let d = a;
  for (; at < end; at += 4) {
    const row = table + <usize>load<u32>(at);
    a = f64x2.add(a, v128.load(row));
    b = f64x2.add(b, v128.load(row, 16));
    c = f64x2.add(c, v128.load(row, 32));
    // With three vectors this reads into the next row, and what it adds up is not used.
    d = f64x2.add(d, v128.load(row, 48));
  }
  v128.store(out, a);
  v128.store(out, b, 16);
  v128.store(out, c, 32);
  v128.store(out, d, 48);
}

/** Sums of one row, room for 12 vectors. */
const SUMS: usize = memory.data(192, 16);

/**
 * Rows of W Z for a mask with offsets into the table: out[row][c], rows `outBytes` apart, from `columns` standard normals a row at `normals`.
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
  const vectors = <i32>(productBytes(columns) >> 4);
  for (let row = 0; row < rows; ++row) {
    const end = offsets + ((<usize>load<u32>(counts)) << 2);
    for (let vector = 0; vector < vectors; vector += 4) {
      const bytes = (<usize>vector) << 4;
      sums(table + bytes, offsets, end, min(vectors - vector, 4), SUMS + bytes);
    }
    correlate(columns, normals, out);
    offsets = end;
    counts += 4;
    normals += (<usize>columns) << 2;
    out += outBytes;
  }
}

/** out = L g with L L' the covariance at SUMS: Cholesky, pivots within rounding of zero left out. */
function correlate(columns: i32, normals: usize, out: usize): void {
  let sum = SUMS;
  for (let b = 0; b < columns; ++b) {
    const rowB = FACTOR + <usize>(b * MOST) * 8;
    let h: f64 = 0;
    let rest: f64 = 0;
    for (let a = 0; a <= b; ++a) {
      const rowA = FACTOR + <usize>(a * MOST) * 8;
      let x = load<f64>(sum);
      const whole = x;
      sum += 8;
      for (let i: usize = 0; i < <usize>a; ++i) x -= load<f64>(rowA + (i << 3)) * load<f64>(rowB + (i << 3));
      if (a === b) {
        rest = x > INSIDE * whole ? sqrt<f64>(x) : 0;
        x = rest;
      } else {
        const pivot = load<f64>(rowA + ((<usize>a) << 3));
        x = pivot > 0 ? x / pivot : 0;
      }
      store<f64>(rowB + ((<usize>a) << 3), x);
      h += x * <f64>load<f32>(normals + ((<usize>a) << 2));
    }
    store<f32>(out + ((<usize>b) << 2), <f32>h);
  }
}
