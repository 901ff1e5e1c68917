/** Points about their mean, and products with their scatter matrix, for principal components. */
import { madd64 } from './madd';

/** Sum of the two lanes. */
function across(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

/**
 * Takes the mean out of each row of panels and returns the sum of all squares. `from`: panels of `rows` rows of
 * `vectors` vectors of f32, `stride` bytes apart; the first `columns` columns of all panels count. `to`: `rows`
 * rows of f64, each filled with zeros to a multiple of four. Everything is 16-aligned.
 */
export function centreRows(
  from: usize,
  stride: usize,
  vectors: i32,
  rows: i32,
  columns: i32,
  to: usize,
): f64 {
  const rowBytes = (<usize>vectors) << 4;
  const used = to + ((<usize>columns) << 3);
  const bytes = (<usize>((columns + 3) & ~3)) << 3;
  let squares = f64x2.splat(0);
  let begin = to;
  for (let row = 0; row < rows; row++, from += rowBytes, begin += bytes) {
    const end = begin + bytes;
    const zeros = used + (begin - to);
    let at = begin;
    for (let panel = from; at < end; panel += stride) {
      for (let x = panel; x < panel + rowBytes && at < end; x += 16, at += 32) {
        const four = v128.load(x);
        v128.store(at, f64x2.promote_low_f32x4(four));
        v128.store(at, f64x2.promote_low_f32x4(i64x2.shuffle(four, four, 1, 1)), 16);
      }
    }
    memory.fill(zeros, 0, end - zeros);
    let sum = f64x2.splat(0);
    for (at = begin; at < end; at += 16) sum = f64x2.add(sum, v128.load(at));
    const mean = f64x2.splat(across(sum) / columns);
    for (at = begin; at < end; at += 16) v128.store(at, f64x2.sub(v128.load(at), mean));
    memory.fill(zeros, 0, end - zeros);
    for (at = begin; at < end; at += 16) {
      const x = v128.load(at);
      squares = madd64(x, x, squares);
    }
  }
  return across(squares);
}

/**
 * X v (`along`) and X'X v (`out`) of points that are the columns of X', which has `rows` rows of `columns` f64
 * (one after the other; both are multiples of four). Everything is 16-aligned. Rows are added in their order,
 * and the entries of a row in two lanes' sums.
 */
export function scatterTimes(
  x: usize,
  rows: i32,
  columns: i32,
  vector: usize,
  along: usize,
  out: usize,
): void {
  const bytes = (<usize>columns) << 3;
  const end = x + <usize>rows * bytes;
  memory.fill(along, 0, bytes);
  for (let row = x; row < end; row += bytes << 2, vector += 32) {
    const y = row + bytes;
    const z = y + bytes;
    const w = z + bytes;
    const a = v128.load64_splat(vector);
    const b = v128.load64_splat(vector, 8);
    const c = v128.load64_splat(vector, 16);
    const d = v128.load64_splat(vector, 24);
    for (let at: usize = 0; at < bytes; at += 16) {
      let sum = madd64(v128.load(row + at), a, v128.load(along + at));
      sum = madd64(v128.load(y + at), b, sum);
      sum = madd64(v128.load(z + at), c, sum);
      v128.store(along + at, madd64(v128.load(w + at), d, sum));
    }
  }
  for (let row = x; row < end; row += bytes << 2, out += 32) {
    const y = row + bytes;
    const z = y + bytes;
    const w = z + bytes;
    let a = f64x2.splat(0);
    let b = a;
    let c = a;
    let d = a;
    for (let at: usize = 0; at < bytes; at += 16) {
      const v = v128.load(along + at);
      a = madd64(v128.load(row + at), v, a);
      b = madd64(v128.load(y + at), v, b);
      c = madd64(v128.load(z + at), v, c);
      d = madd64(v128.load(w + at), v, d);
    }
    store<f64>(out, across(a));
    store<f64>(out, across(b), 8);
    store<f64>(out, across(c), 16);
    store<f64>(out, across(d), 24);
  }
}
