/**
 * The law of a dense Gaussian layer without its weights: given the input's columns Z, the rows of W Z are independent Gaussian vectors with
 * covariance Z'Z = R'R, so they are G R with G standard normal (docs/theory.md, "Drawing images").
 *
 * Columns are the curve's first point and its steps, so that Z'Z says as much about neighbouring points as about distant ones.
 * Sums and factor are double precision throughout: products of two f32 are exact, and a column that lies in the span of those
 * before it to within 2^-21 of its length adds no row to the factor.
 */

/** Squared: a column's part outside of the span of those before it, relative to the column, below which it counts as inside. */
const INSIDE: f64 = 2.2737367544323206e-13; // 2^-42

/** Copies the f32 panels to f64, vector after vector of four columns: column c of row j at wide + ((c >> 2) * rows + j) * 32 + (c & 3) * 8. */
function widen(z: usize, vectors: i32, panels: i32, rows: i32, wide: usize): void {
  const stride = (<usize>vectors) << 4;
  for (let panel = 0; panel < panels; ++panel) {
    for (let vector = 0; vector < vectors; ++vector) {
      let at = z + ((<usize>vector) << 4);
      for (let row = 0; row < rows; ++row) {
        const x = v128.load(at);
        v128.store(wide, f64x2.promote_low_f32x4(x));
        v128.store(wide, f64x2.promote_low_f32x4(i64x2.shuffle(x, x, 1, 1)), 16);
        wide += 32;
        at += stride;
      }
    }
    z += <usize>rows * stride;
  }
}

/** out[i][c] = sum over rows of a[row][c] b[row][i], i, c < 4; rows of `out` are `outBytes` apart. */
function block(a: usize, b: usize, rows: i32, out: usize, outBytes: usize): void {
  let p0 = f64x2.splat(0);
  let p1 = p0;
  let q0 = p0;
  let q1 = p0;
  let r0 = p0;
  let r1 = p0;
  let s0 = p0;
  let s1 = p0;
  const end = a + ((<usize>rows) << 5);
  while (a < end) {
    const low = v128.load(a);
    const high = v128.load(a, 16);
    a += 32;
    let x = v128.load64_splat(b);
    p0 = f64x2.add(p0, f64x2.mul(x, low));
    p1 = f64x2.add(p1, f64x2.mul(x, high));
    x = v128.load64_splat(b, 8);
    q0 = f64x2.add(q0, f64x2.mul(x, low));
    q1 = f64x2.add(q1, f64x2.mul(x, high));
    x = v128.load64_splat(b, 16);
    r0 = f64x2.add(r0, f64x2.mul(x, low));
    r1 = f64x2.add(r1, f64x2.mul(x, high));
    x = v128.load64_splat(b, 24);
    s0 = f64x2.add(s0, f64x2.mul(x, low));
    s1 = f64x2.add(s1, f64x2.mul(x, high));
    b += 32;
  }
  v128.store(out, p0);
  v128.store(out, p1, 16);
  out += outBytes;
  v128.store(out, q0);
  v128.store(out, q1, 16);
  out += outBytes;
  v128.store(out, r0);
  v128.store(out, r1, 16);
  out += outBytes;
  v128.store(out, s0);
  v128.store(out, s1, 16);
}

/** Row of the factor from a row of the Gram matrix, four columns from `column` on: gram - sum over the `rank` rows of R_i,pivot R_i,column. */
function reduced(gram: usize, factor: usize, rowBytes: usize, rank: i32, pivot: usize, column: usize): void {
  let low = v128.load(gram + column);
  let high = v128.load(gram + column, 16);
  let row = factor;
  const end = factor + <usize>rank * rowBytes;
  while (row < end) {
    const x = v128.load64_splat(row + pivot);
    low = f64x2.sub(low, f64x2.mul(x, v128.load(row + column)));
    high = f64x2.sub(high, f64x2.mul(x, v128.load(row + column, 16)));
    row += rowBytes;
  }
  v128.store(end + column, low);
  v128.store(end + column, high, 16);
}

/**
 * Factor R of the Gram matrix of the `columns` columns (a multiple of 4) of `rows` rows, as panels for `denseLayer`: row i of panel p at
 * out + (p * columns + i) * 16 vectors. `ranks[p]` (i32): rows of R that are not zero somewhere in the panels up to p. Returns the rank.
 * `wide`: room for rows * columns f64; `gram` and `factor`: columns² f64 each, `factor` 4 rows more.
 */
export function gramFactor(
  z: usize,
  vectors: i32,
  panels: i32,
  rows: i32,
  wide: usize,
  gram: usize,
  factor: usize,
  out: usize,
  ranks: usize,
): i32 {
  const columns = 4 * vectors * panels;
  const rowBytes = (<usize>columns) << 3;
  const strip = (<usize>rows) << 5;
  widen(z, vectors, panels, rows, wide);
  for (let i = 0; i < columns; i += 4) {
    const b = wide + <usize>(i >> 2) * strip;
    for (let c = i; c < columns; c += 4) {
      const a = wide + <usize>(c >> 2) * strip;
      block(a, b, rows, gram + <usize>i * rowBytes + ((<usize>c) << 3), rowBytes);
    }
  }
  let rank = 0;
  let row = factor;
  for (let column = 0; column < columns; ++column) {
    const at = (<usize>column) << 3;
    const from = at & ~31;
    const symmetric = gram + <usize>column * rowBytes;
    const diagonal = load<f64>(symmetric + at);
    reduced(symmetric, factor, rowBytes, rank, at, from);
    const pivot = load<f64>(row + at);
    if (pivot > INSIDE * diagonal) {
      for (let c = from + 32; c < rowBytes; c += 32) reduced(symmetric, factor, rowBytes, rank, at, c);
      const scale = f64x2.splat(1 / sqrt<f64>(pivot));
      for (let c = from; c < rowBytes; c += 16) v128.store(row + c, f64x2.mul(v128.load(row + c), scale));
      for (let c: usize = 0; c < at; c += 8) store<f64>(row + c, 0);
      row += rowBytes;
      ++rank;
    }
    if ((column + 1) % (4 * vectors) === 0) {
      store<i32>(ranks, rank);
      ranks += 4;
    }
  }
  narrow(factor, rank, vectors, panels, out);
  return rank;
}

/** The factor's rows as f32 panels. */
function narrow(factor: usize, rank: i32, vectors: i32, panels: i32, out: usize): void {
  const columns = 4 * vectors * panels;
  const stride = (<usize>vectors) << 4;
  for (let row = 0; row < rank; ++row) {
    let at = out + <usize>row * stride;
    for (let panel = 0; panel < panels; ++panel) {
      for (let c: usize = 0; c < stride; c += 16) {
        const low = f32x4.demote_f64x2_zero(v128.load(factor));
        const high = f32x4.demote_f64x2_zero(v128.load(factor, 16));
        v128.store(at + c, i64x2.shuffle(low, high, 0, 2));
        factor += 32;
      }
      at += <usize>columns * stride;
    }
  }
}
