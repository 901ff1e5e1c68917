/**
 * What training does to rows of numbers, a row for every sample or place. Rows are multiples of four numbers,
 * back to back. What is computed in double precision is rounded once, when it is stored: the bits of the same
 * loops in JavaScript.
 */

/** Adds `row`, of `columns` numbers, to each of `count` rows. */
export function addRow(rows: usize, count: i32, columns: i32, row: usize): void {
  const bytes = (<usize>columns) << 2;
  for (const end = rows + <usize>count * bytes; rows < end; rows += bytes)
    for (let at: usize = 0; at < bytes; at += 16)
      v128.store(rows + at, f32x4.add(v128.load(rows + at), v128.load(row + at)));
}

/** out[i] = out[i] factors[i] for `count` numbers, a multiple of four. */
export function timesInto(out: usize, factors: usize, count: i32): void {
  for (const end = out + ((<usize>count) << 2); out < end; out += 16, factors += 16)
    v128.store(out, f32x4.mul(v128.load(out), v128.load(factors)));
}

/** The sum of each of `columns` columns of `count` rows, in double precision, row after row. */
export function sumColumns(rows: usize, count: i32, columns: i32, out: usize): void {
  const bytes = (<usize>columns) << 2;
  const size = <usize>count * bytes;
  for (const end = rows + bytes; rows < end; rows += 8, out += 8) {
    let sum = f64x2.splat(0);
    for (let at = rows; at < rows + size; at += bytes) sum = f64x2.add(sum, pair(at));
    storePair(out, sum);
  }
}

/**
 * An activation of three straight pieces, slope h + start on each, to `values`, and its slope to `slopes`,
 * for `count` numbers, a multiple of four. Pieces end with their thresholds `first` ≤ `second`, in double
 * precision; infinite ones where there are fewer pieces.
 */
export function straightValues(
  h: usize,
  values: usize,
  slopes: usize,
  count: i32,
  lowSlope: f64,
  lowStart: f64,
  first: f64,
  middleSlope: f64,
  middleStart: f64,
  second: f64,
  highSlope: f64,
  highStart: f64,
): void {
  const a0 = f64x2.splat(lowSlope);
  const b0 = f64x2.splat(lowStart);
  const t1 = f64x2.splat(first);
  const a1 = f64x2.splat(middleSlope);
  const b1 = f64x2.splat(middleStart);
  const t2 = f64x2.splat(second);
  const a2 = f64x2.splat(highSlope);
  const b2 = f64x2.splat(highStart);
  for (const end = h + ((<usize>count) << 2); h < end; h += 8, values += 8, slopes += 8) {
    const x = pair(h);
    const steep = onPiece(x, a0, t1, a1, t2, a2);
    storePair(values, f64x2.add(f64x2.mul(steep, x), onPiece(x, b0, t1, b1, t2, b2)));
    storePair(slopes, steep);
  }
}

/** a0 up to the first threshold, a1 up to the second, a2 above. */
function onPiece(h: v128, a0: v128, t1: v128, a1: v128, t2: v128, a2: v128): v128 {
  return v128.bitselect(a2, v128.bitselect(a1, a0, f64x2.gt(h, t1)), f64x2.gt(h, t2));
}

/** `rows` rows of `columns` numbers, `stride` bytes apart, become columns of rows `outStride` bytes apart. */
export function turnRows(
  from: usize,
  stride: usize,
  rows: i32,
  columns: i32,
  out: usize,
  outStride: usize,
): void {
  for (let column = 0; column < columns; column += 4) {
    const some = min(columns - column, 4);
    let row = 0;
    if (some === 4)
      for (; row < rows - 3; row += 4)
        turnFour(from + <usize>row * stride, stride, out + ((<usize>row) << 2), outStride);
    for (; row < rows; row++)
      for (let c = 0; c < some; c++)
        store<f32>(
          out + <usize>c * outStride + ((<usize>row) << 2),
          load<f32>(from + <usize>row * stride + ((<usize>c) << 2)),
        );
    from += 16;
    out += outStride << 2;
  }
}

function turnFour(from: usize, stride: usize, out: usize, outStride: usize): void {
  const a = v128.load(from);
  const b = v128.load(from + stride);
  from += stride << 1;
  const c = v128.load(from);
  const d = v128.load(from + stride);
  const ab = i32x4.shuffle(a, b, 0, 4, 1, 5);
  const cd = i32x4.shuffle(c, d, 0, 4, 1, 5);
  v128.store(out, i64x2.shuffle(ab, cd, 0, 2));
  v128.store(out + outStride, i64x2.shuffle(ab, cd, 1, 3));
  out += outStride << 1;
  const upperAb = i32x4.shuffle(a, b, 2, 6, 3, 7);
  const upperCd = i32x4.shuffle(c, d, 2, 6, 3, 7);
  v128.store(out, i64x2.shuffle(upperAb, upperCd, 0, 2));
  v128.store(out + outStride, i64x2.shuffle(upperAb, upperCd, 1, 3));
}

/**
 * Gathers `count` pixels of `channels` numbers back to back. `offsets` (i32): where each lies from `image`
 * on, in bytes; -1 for one of zeros. Writes up to three numbers past the last pixel.
 */
export function gatherPixels(image: usize, offsets: usize, count: i32, channels: i32, out: usize): void {
  const bytes = (<usize>channels) << 2;
  for (const end = offsets + ((<usize>count) << 2); offsets < end; offsets += 4, out += bytes) {
    const offset = load<i32>(offsets);
    for (let at: usize = 0; at < bytes; at += 16)
      v128.store(out + at, offset < 0 ? f32x4.splat(0) : v128.load(image + <usize>offset + at));
  }
}

/**
 * Adds `count` pixels of `channels` numbers, back to back, to those at their offsets, as `gatherPixels` has
 * them.
 */
export function addPixels(pixels: usize, offsets: usize, count: i32, channels: i32, image: usize): void {
  const bytes = (<usize>channels) << 2;
  const whole = bytes & ~15;
  for (const end = offsets + ((<usize>count) << 2); offsets < end; offsets += 4, pixels += bytes) {
    const offset = load<i32>(offsets);
    if (offset < 0) continue;
    const to = image + <usize>offset;
    let at: usize = 0;
    for (; at < whole; at += 16) v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(pixels + at)));
    for (; at < bytes; at += 4) store<f32>(to + at, load<f32>(to + at) + load<f32>(pixels + at));
  }
}

/**
 * A step of Adam (Kingma & Ba, 1412.6980, section 2) for `count` parameters, a multiple of four: m = beta1 m
 * + (1 - beta1) g, v = beta2 v + (1 - beta2) g g, parameter -= rate m / (√v + epsilon), in double precision
 * with m and v as they are before they are rounded. `rate` has the bias corrections.
 */
export function adamStep(
  parameters: usize,
  gradient: usize,
  means: usize,
  squares: usize,
  count: i32,
  rate: f64,
  beta1: f64,
  beta2: f64,
  epsilon: f64,
): void {
  const bytes = (<usize>count) << 2;
  const keep1 = f64x2.splat(beta1);
  const keep2 = f64x2.splat(beta2);
  const take1 = f64x2.splat(1 - beta1);
  const take2 = f64x2.splat(1 - beta2);
  const rates = f64x2.splat(rate);
  const least = f64x2.splat(epsilon);
  for (let at: usize = 0; at < bytes; at += 8) {
    const g = pair(gradient + at);
    const mean = f64x2.add(f64x2.mul(keep1, pair(means + at)), f64x2.mul(take1, g));
    const square = f64x2.add(f64x2.mul(keep2, pair(squares + at)), f64x2.mul(f64x2.mul(take2, g), g));
    const way = f64x2.div(f64x2.mul(rates, mean), f64x2.add(f64x2.sqrt(square), least));
    storePair(means + at, mean);
    storePair(squares + at, square);
    storePair(parameters + at, f64x2.sub(pair(parameters + at), way));
  }
}

function pair(address: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(address));
}

function storePair(address: usize, x: v128): void {
  v128.store64_lane(address, f32x4.demote_f64x2_zero(x), 0);
}
