/** Points about their mean, and the Krylov space of their scatter matrix, for principal components. */
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
 * X v (`along`) and X'X v (`out`) of points that are the columns of X'. Rows are added in their order, and
 * the entries of a row in two lanes' sums.
 */
function scatterTimes(x: usize, rows: i32, columns: i32, vector: usize, along: usize, out: usize): void {
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

/**
 * Scalar product of `bytes` / 8 numbers, a multiple of four, in four sums that do not wait for each other.
 */
function dot(x: usize, y: usize, bytes: usize): f64 {
  let a = f64x2.splat(0);
  let b = a;
  for (let at: usize = 0; at < bytes; at += 32) {
    a = madd64(v128.load(x + at), v128.load(y + at), a);
    b = madd64(v128.load(x + at, 16), v128.load(y + at, 16), b);
  }
  return across(a) + across(b);
}

/** Takes its part along each of the vectors from `basis` on out of the one at `next`, one after the other. */
function orthogonalise(basis: usize, next: usize, bytes: usize): void {
  for (let other = basis; other < next; other += bytes) {
    const along = f64x2.splat(-dot(next, other, bytes));
    for (let at: usize = 0; at < bytes; at += 16)
      v128.store(next + at, madd64(along, v128.load(other + at), v128.load(next + at)));
  }
}

/**
 * An orthonormal basis of the Krylov space of X'X by the Lanczos method with full reorthogonalisation, for
 * points that are the columns of X' as `centreRows` leaves them: `rows` rows of `columns` f64, both multiples
 * of four. Returns its dimension, at most `steps`: fewer where X'X maps the space into itself.
 *
 * `basis`: room for `steps` + 1 vectors of `rows` f64, the start in the place of the first. `images`: X v of
 * each vector of the basis, `columns` f64. `projected`: their scalar products, a matrix of `steps` rows of
 * `steps` f64, of which what lies beyond the dimension is not written. Everything is f64 and 16-aligned.
 */
export function krylovSpace(
  x: usize,
  rows: i32,
  columns: i32,
  steps: i32,
  basis: usize,
  images: usize,
  projected: usize,
): i32 {
  const vectorBytes = (<usize>rows) << 3;
  const imageBytes = (<usize>columns) << 3;
  let next = basis;
  let image = images;
  for (let size = 0; size < steps; size++) {
    const before = sqrt(dot(next, next, vectorBytes));
    // Twice is enough: what rounding leaves of the first pass goes with the second.
    orthogonalise(basis, next, vectorBytes);
    orthogonalise(basis, next, vectorBytes);
    const length = sqrt(dot(next, next, vectorBytes));
    if (!(length > 1e-10 * before)) return size;
    const unit = f64x2.splat(length);
    for (let at = next; at < next + vectorBytes; at += 16) v128.store(at, f64x2.div(v128.load(at), unit));
    scatterTimes(x, rows, columns, next, image, next + vectorBytes);
    for (let other = 0; other <= size; other++) {
      const product = dot(image, images + <usize>other * imageBytes, imageBytes);
      store<f64>(projected + ((<usize>(size * steps + other)) << 3), product);
      store<f64>(projected + ((<usize>(other * steps + size)) << 3), product);
    }
    next += vectorBytes;
    image += imageBytes;
  }
  return steps;
}
