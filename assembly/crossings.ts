/**
 * Exact images of polylines under piecewise-linear activations: between two knots everything is straight, so
 * a layer's image is known from its pre-activations at the knots, and new knots are where neurons cross their
 * thresholds (docs/theory.md, "Exact images and regions").
 *
 * A curve of P knots is a point and P - 1 steps, step c from knot c - 1 to knot c in column c of panels
 * `[panel][row][4 * vectors]`; column 0 is no step. Points are double precision throughout, so that crossings
 * are found where they are: what steps lose to rounding is independent from step to step and averages out.
 */

/**
 * Bytes of an event: row and column (u32), how far along the column's step (f64), piece before and after
 * (i32), 24 in all.
 */
const EVENT: usize = 24;

/**
 * Pieces: 0 up to the lower threshold, 1 up to the upper one, 2 beyond. A value on a threshold belongs below
 * it.
 */
function pieceOf(h: f64, lower: f64, upper: f64): i32 {
  return i32(h > lower) + i32(h > upper);
}

/**
 * Follows the pre-activations of `rows` rows, the first of which is row `firstRow` of the layer, through one
 * panel and writes an event for every threshold that one of them crosses, from `events` on; returns the end
 * of the events, or 0 if they do not end before `eventsEnd`.
 *
 * `steps`: row r's products at steps + r * stride, each worth `gain`; those behind the panel's `columns` are
 * 0. `points`: pre-activation at the knot before (f64 a row), moved on to the panel's last. `silent`, if not
 * 0: bits as `silentEnds` writes them, `silentBytes` a row; at such an end the pre-activation is exactly that
 * of `silentPoints` (f64 a row). `largest` (f64): raised to the largest |pre-activation| at a knot.
 *
 * Most rows cross nothing in most panels: rows are walked in pairs, by their extremes alone, and again one by
 * one where there is more to it.
 */
export function followRows(
  steps: usize,
  stride: usize,
  rows: i32,
  firstRow: i32,
  column: i32,
  columns: i32,
  gain: f64,
  lower: f64,
  upper: f64,
  silent: usize,
  silentBytes: usize,
  points: usize,
  silentPoints: usize,
  largest: usize,
  events: usize,
  eventsEnd: usize,
): usize {
  let most: f64 = 0;
  for (let row = 0; row < rows; row += 2) {
    const pair = row + 1 < rows;
    const loud =
      silent === 0 || !(anyBit(silent, column, columns) || anyBit(silent + silentBytes, column, columns));
    const peak = pair && loud ? walkPair(steps, stride, columns, gain, lower, upper, points) : -1;
    if (peak >= 0) {
      most = max(most, peak);
    } else {
      for (let one = row; one < min(row + 2, rows); ++one) {
        const at = <usize>(one - row);
        const bits: usize = silent === 0 ? 0 : silent + at * silentBytes;
        events = walkRow(
          steps + at * stride,
          firstRow + one,
          column,
          columns,
          gain,
          lower,
          upper,
          bits,
          points + (at << 3),
          load<f64>(silentPoints + (at << 3)),
          largest,
          events,
          eventsEnd,
        );
        if (events === 0) return 0;
      }
    }
    points += 16;
    silentPoints += 16;
    silent += silentBytes << 1;
    steps += stride << 1;
  }
  store<f64>(largest, max(load<f64>(largest), most));
  return events;
}

const ALL_BITS: u32 = 0xffffffff;

/** Whether one of `count` bits from number `first` on is set. */
function anyBit(bits: usize, first: i32, count: i32): bool {
  const end = first + count;
  while (first < end) {
    const stop = min(end, (first | 31) + 1);
    // Bits first … stop - 1 of their word.
    const from: u32 = first & 31;
    const to: u32 = (stop - 1) & 31;
    const mask: u32 = (ALL_BITS >>> (31 - to)) & (ALL_BITS << from);
    if (load<u32>(bits + ((<usize>first >> 5) << 2)) & mask) return true;
    first = stop;
  }
  return false;
}

/**
 * Walks two rows at once. Returns the largest |pre-activation|, with `points` moved on; or -1, with `points`
 * as they were, if one of the two is not on one piece throughout.
 */
function walkPair(
  steps: usize,
  stride: usize,
  columns: i32,
  gain: f64,
  lower: f64,
  upper: f64,
  points: usize,
): f64 {
  let h = v128.load(points);
  let low = h;
  let high = h;
  const gains = f64x2.splat(gain);
  const end = steps + ((<usize>columns) << 2);
  while (steps < end) {
    const first = v128.load(steps);
    const second = v128.load(steps + stride);
    const front = i32x4.shuffle(first, second, 0, 4, 1, 5);
    const back = i32x4.shuffle(first, second, 2, 6, 3, 7);
    h = f64x2.add(h, f64x2.mul(f64x2.promote_low_f32x4(front), gains));
    low = f64x2.pmin(low, h);
    high = f64x2.pmax(high, h);
    h = f64x2.add(h, f64x2.mul(f64x2.promote_low_f32x4(i64x2.shuffle(front, front, 1, 1)), gains));
    low = f64x2.pmin(low, h);
    high = f64x2.pmax(high, h);
    h = f64x2.add(h, f64x2.mul(f64x2.promote_low_f32x4(back), gains));
    low = f64x2.pmin(low, h);
    high = f64x2.pmax(high, h);
    h = f64x2.add(h, f64x2.mul(f64x2.promote_low_f32x4(i64x2.shuffle(back, back, 1, 1)), gains));
    low = f64x2.pmin(low, h);
    high = f64x2.pmax(high, h);
    steps += 16;
  }
  const lowers = f64x2.splat(lower);
  const uppers = f64x2.splat(upper);
  const crossed = v128.or(
    v128.xor(f64x2.gt(low, lowers), f64x2.gt(high, lowers)),
    v128.xor(f64x2.gt(low, uppers), f64x2.gt(high, uppers)),
  );
  if (v128.any_true(crossed)) return -1;
  v128.store(points, h);
  const peaks = f64x2.pmax(f64x2.abs(low), f64x2.abs(high));
  return max(f64x2.extract_lane(peaks, 0), f64x2.extract_lane(peaks, 1));
}

/**
 * Walks one row, with events for what it crosses. `silent`: its bits, or 0. Returns the end of the events, or
 * 0.
 */
function walkRow(
  steps: usize,
  row: i32,
  column: i32,
  columns: i32,
  gain: f64,
  lower: f64,
  upper: f64,
  silent: usize,
  point: usize,
  silentPoint: f64,
  largest: usize,
  events: usize,
  eventsEnd: usize,
): usize {
  let most = load<f64>(largest);
  let h = load<f64>(point);
  for (const end = column + columns; column < end; ++column) {
    let next = h + <f64>load<f32>(steps) * gain;
    if (silent !== 0 && (load<u32>(silent + ((<usize>column >> 5) << 2)) >> (column & 31)) & 1)
      next = silentPoint;
    // Different pieces only if a threshold lies between: one comparison for the common case.
    if (i32(h > lower) !== i32(next > lower) || i32(h > upper) !== i32(next > upper)) {
      if (events + 2 * EVENT > eventsEnd) return 0;
      events = cross(h, next, lower, upper, row, column, events);
    }
    h = next;
    most = max(most, abs(h));
    steps += 4;
  }
  store<f64>(point, h);
  store<f64>(largest, most);
  return events;
}

/** Events of one step from h to next, in the order in which it meets the thresholds. */
function cross(h: f64, next: f64, lower: f64, upper: f64, row: i32, column: i32, at: usize): usize {
  let piece = pieceOf(h, lower, upper);
  const last = pieceOf(next, lower, upper);
  const way = piece < last ? 1 : -1;
  while (piece !== last) {
    // The threshold between `piece` and the next one on the way.
    const threshold = min(piece, piece + way) === 0 ? lower : upper;
    store<i32>(at, row);
    store<i32>(at, column, 4);
    store<f64>(at, (threshold - h) / (next - h), 8);
    store<i32>(at, piece, 16);
    piece += way;
    store<i32>(at, piece, 20);
    at += EVENT;
  }
  return at;
}
