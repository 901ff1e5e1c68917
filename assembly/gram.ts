/**
 * The distribution of a dense Gaussian layer without its weights: given the input's columns Z, the rows of W
 * Z are independent Gaussian vectors with covariance Z'Z = R'R, so they are G R with G standard normal
 * (docs/theory.md, "Drawing images").
 *
 * Columns are the curve's first point and its steps, so that Z'Z says as much about neighbouring points as
 * about distant ones. Sums and factor are double precision throughout: products of two f32 are exact, and a
 * column that lies in the span of those before it to within 2^-21 of its length adds no row to the factor.
 * Four columns, a strip, are taken at a time.
 */
import { orderRows, widenRows } from './gram-rows';
import { madd64 } from './madd';

/**
 * Squared: a column's part outside of the span of those before it, relative to the column, below which it
 * counts as inside.
 */
const INSIDE: f64 = 2.2737367544323206e-13; // 2^-42

/**
 * A 4 × 4 tile: out[i][c] becomes the sum over rows of a[row][c] b[row][i], less what it was; four f64 a row
 * everywhere.
 */
function tile(a: usize, b: usize, rows: i32, out: usize): void {
  let p0 = f64x2.neg(v128.load(out));
  let p1 = f64x2.neg(v128.load(out, 16));
  let q0 = f64x2.neg(v128.load(out, 32));
  let q1 = f64x2.neg(v128.load(out, 48));
  let r0 = f64x2.neg(v128.load(out, 64));
  let r1 = f64x2.neg(v128.load(out, 80));
  let s0 = f64x2.neg(v128.load(out, 96));
  let s1 = f64x2.neg(v128.load(out, 112));
  const end = a + ((<usize>rows) << 5);
  while (a < end) {
    const low = v128.load(a);
    const high = v128.load(a, 16);
    a += 32;
    let x = v128.load64_splat(b);
    p0 = madd64(x, low, p0);
    p1 = madd64(x, high, p1);
    x = v128.load64_splat(b, 8);
    q0 = madd64(x, low, q0);
    q1 = madd64(x, high, q1);
    x = v128.load64_splat(b, 16);
    r0 = madd64(x, low, r0);
    r1 = madd64(x, high, r1);
    x = v128.load64_splat(b, 24);
    s0 = madd64(x, low, s0);
    s1 = madd64(x, high, s1);
    b += 32;
  }
  v128.store(out, p0);
  v128.store(out, p1, 16);
  v128.store(out, q0, 32);
  v128.store(out, q1, 48);
  v128.store(out, r0, 64);
  v128.store(out, r1, 80);
  v128.store(out, s0, 96);
  v128.store(out, s1, 112);
}

/** Bytes of a tile, and of a row of one. */
const TILE: usize = 128;
const ROW: usize = 32;

/** Diagonal of the Gram matrix at a strip. */
const DIAGONAL: usize = memory.data(32, 16);

/**
 * What the factor has of the Gram matrix's rows at a strip, from its own columns on, less those rows: tile
 * after tile at `tiles`.
 */
function reduced(
  strip: i32,
  strips: i32,
  rows: i32,
  starts: usize,
  wide: usize,
  factor: usize,
  factorBytes: usize,
  rank: i32,
  tiles: usize,
): void {
  const wideBytes = (<usize>rows) << 5;
  const end = <i32>load<u32>(starts + ((<usize>(strips + strip)) << 2));
  const own = wide + <usize>strip * wideBytes;
  const ownFactor = factor + <usize>strip * factorBytes;
  for (let other = strip; other < strips; ++other) {
    const out = tiles + <usize>other * TILE;
    for (let at: usize = 0; at < TILE; at += 16) v128.store(out + at, f64x2.splat(0));
    const start = <i32>load<u32>(starts + ((<usize>other) << 2));
    const skipped = (<usize>start) << 5;
    tile(wide + <usize>other * wideBytes + skipped, own + skipped, end - start, out);
    if (other === strip) {
      for (let i: usize = 0; i < 4; ++i) store<f64>(DIAGONAL + (i << 3), load<f64>(out + i * ROW + (i << 3)));
    }
    tile(factor + <usize>other * factorBytes, ownFactor, rank, out);
  }
}

/**
 * Turns the reduced rows of a strip into rows of the factor, at row `rank` and on; returns the new rank. Row
 * i of a strip of the factor is at factor + strip * factorBytes + 32 i.
 */
function eliminate(strip: i32, strips: i32, factor: usize, factorBytes: usize, rank: i32, tiles: usize): i32 {
  const own = tiles + <usize>strip * TILE;
  for (let i: usize = 0; i < 4; ++i) {
    const pivot = -load<f64>(own + i * ROW + (i << 3));
    if (!(pivot > INSIDE * load<f64>(DIAGONAL + (i << 3)))) continue;
    const scale = f64x2.splat(-1 / sqrt<f64>(pivot));
    const at = factor + ((<usize>rank) << 5);
    for (let other = 0; other < strip; ++other)
      storeRow(at + <usize>other * factorBytes, f64x2.splat(0), f64x2.splat(0));
    for (let other = strip; other < strips; ++other) {
      const row = tiles + <usize>other * TILE + i * ROW;
      const low = f64x2.mul(v128.load(row), scale);
      const high = f64x2.mul(v128.load(row, 16), scale);
      storeRow(at + <usize>other * factorBytes, low, high);
    }
    const mine = at + <usize>strip * factorBytes;
    for (let before: usize = 0; before < i; ++before) store<f64>(mine + (before << 3), 0);
    for (let below = i + 1; below < 4; ++below) {
      const share = v128.load64_splat(mine + (below << 3));
      for (let other = strip; other < strips; ++other) {
        const row = tiles + <usize>other * TILE + below * ROW;
        const taken = at + <usize>other * factorBytes;
        storeRow(
          row,
          madd64(share, v128.load(taken), v128.load(row)),
          madd64(share, v128.load(taken, 16), v128.load(row, 16)),
        );
      }
    }
    ++rank;
  }
  return rank;
}

function storeRow(at: usize, low: v128, high: v128): void {
  v128.store(at, low);
  v128.store(at, high, 16);
}

/**
 * Factor R of the Gram matrix of the first `columns` columns of `rows` rows, as panels for `denseLayer`: row
 * i of panel p at out + (p * C + i) * 16 vectors, C = 4 * vectors * panels. `ranks[s]` (i32): rows of R that
 * are not zero somewhere in the strips up to s, of all `vectors * panels`. Returns the rank. With n =
 * ceil(columns / 4) room for: `order`, 2 * rows + 2 * n u32; `wide`, 4 n * rows f64; `factor`, 4 n * (4 n)
 * f64; `tiles`, 16 n f64.
 */
export function gramFactor(
  z: usize,
  vectors: i32,
  panels: i32,
  rows: i32,
  columns: i32,
  order: usize,
  wide: usize,
  factor: usize,
  tiles: usize,
  out: usize,
  ranks: usize,
): i32 {
  const strips = (columns + 3) >> 2;
  const starts = order + ((<usize>rows) << 3);
  const factorBytes = (<usize>strips) << 7;
  orderRows(z, vectors, rows, strips, starts, order);
  widenRows(z, vectors, rows, strips, starts, order, wide);
  let rank = 0;
  for (let strip = 0; strip < vectors * panels; ++strip) {
    if (strip < strips) {
      reduced(strip, strips, rows, starts, wide, factor, factorBytes, rank, tiles);
      rank = eliminate(strip, strips, factor, factorBytes, rank, tiles);
    }
    store<i32>(ranks + ((<usize>strip) << 2), rank);
  }
  narrow(factor, factorBytes, rank, strips, vectors, panels, out);
  return rank;
}

/** The factor's rows as f32 panels; columns past the last strip are zero. */
function narrow(
  factor: usize,
  factorBytes: usize,
  rank: i32,
  strips: i32,
  vectors: i32,
  panels: i32,
  out: usize,
): void {
  const stride = (<usize>vectors) << 4;
  const panelBytes = <usize>(4 * vectors * panels) * stride;
  for (let strip = 0; strip < vectors * panels; ++strip) {
    const from = factor + <usize>strip * factorBytes;
    let at = out + <usize>(strip / vectors) * panelBytes + ((<usize>(strip % vectors)) << 4);
    for (let row = 0; row < rank; ++row) {
      let x = f32x4.splat(0);
      if (strip < strips) {
        const low = f32x4.demote_f64x2_zero(v128.load(from + ((<usize>row) << 5)));
        const high = f32x4.demote_f64x2_zero(v128.load(from + ((<usize>row) << 5), 16));
        x = i64x2.shuffle(low, high, 0, 2);
      }
      v128.store(at, x);
      at += stride;
    }
  }
}
