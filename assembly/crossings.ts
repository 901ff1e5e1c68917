/**
 * Exact images of polylines under piecewise-linear activations: between two knots everything is straight, so a layer's image is known from
 * its pre-activations at the knots, and new knots are where neurons cross their thresholds (docs/theory.md, "Exact images and regions").
 *
 * A curve of P knots is a point and P - 1 steps, step c from knot c - 1 to knot c in column c of panels `[panel][row][4 * vectors]`; column
 * 0 is no step. Points are double precision throughout, so that crossings are found where they are: what steps lose to rounding
 * is independent from step to step and averages out.
 */

/** W z + b in double precision, rows of kept entries. Entry j of z is the f64 at `z + offset`. */
export function sparsePoint(
  z: usize,
  counts: usize,
  offsets: usize,
  values: usize,
  rows: i32,
  biases: usize,
  out: usize,
): usize {
  for (let row = 0; row < rows; ++row) {
    const end = offsets + ((<usize>load<u32>(counts)) << 2);
    let sum = <f64>load<f32>(biases);
    while (offsets < end) {
      sum += <f64>load<f32>(values) * load<f64>(z + <usize>load<u32>(offsets));
      offsets += 4;
      values += 4;
    }
    store<f64>(out, sum);
    counts += 4;
    biases += 4;
    out += 8;
  }
  return offsets;
}

/** The same for dense rows. Entry j of z is the f64 at `z + j * stride`. */
export function densePoint(
  z: usize,
  stride: usize,
  weights: usize,
  rowBytes: usize,
  fanIn: i32,
  rows: i32,
  biases: usize,
  out: usize,
): void {
  for (let row = 0; row < rows; ++row) {
    let sum = <f64>load<f32>(biases);
    let at = z;
    const end = weights + ((<usize>fanIn) << 2);
    for (let weight = weights; weight < end; weight += 4) {
      sum += <f64>load<f32>(weight) * load<f64>(at);
      at += stride;
    }
    store<f64>(out, sum);
    weights += rowBytes;
    biases += 4;
    out += 8;
  }
}

/** Rows with more kept weights are silent where all of the layer below is: that theirs alone are off has a probability of about 2^-64. */
const FEW: u32 = 64;

/**
 * Where all inputs of a row are zero, its pre-activation is its bias exactly, which sums of rounded steps cannot know. Writes for each row
 * the bits c (of `words` u32, at `out + row * 4 words`) of the columns at whose end its inputs are all zero.
 *
 * `active`: bit c of its row r, `words` u32 long, is whether input r is anything but zero at the end of column c. Offsets are r * stride. `layerEnds`:
 * the columns at whose end all of the layer below is zero. Returns the end of the offsets.
 */
export function silentEnds(
  active: usize,
  words: i32,
  stride: i32,
  layerEnds: usize,
  counts: usize,
  offsets: usize,
  rows: i32,
  out: usize,
): usize {
  const bytes = (<usize>words) << 2;
  for (let row = 0; row < rows; ++row) {
    const count = load<u32>(counts);
    const end = offsets + ((<usize>count) << 2);
    if (count > FEW) {
      for (let at: usize = 0; at < bytes; at += 4) store<u32>(out + at, load<u32>(layerEnds + at));
    } else {
      for (let at: usize = 0; at < bytes; at += 4) store<u32>(out + at, 0);
      for (let entry = offsets; entry < end; entry += 4) {
        const input = active + <usize>(load<u32>(entry) / <u32>stride) * bytes;
        for (let at: usize = 0; at < bytes; at += 4) {
          store<u32>(out + at, load<u32>(out + at) | load<u32>(input + at));
        }
      }
      // From whether one is anything to whether all are zero.
      for (let at: usize = 0; at < bytes; at += 4) store<u32>(out + at, ~load<u32>(out + at));
    }
    offsets = end;
    counts += 4;
    out += bytes;
  }
  return offsets;
}

/** Bytes of an event: row and column (u32), how far along the column's step (f64), piece before and after (i32), 24 in all. */
const EVENT: usize = 24;

/** Pieces: 0 up to the lower threshold, 1 up to the upper one, 2 beyond. A value on a threshold belongs below it. */
function pieceOf(h: f64, lower: f64, upper: f64): i32 {
  return i32(h > lower) + i32(h > upper);
}

/**
 * Follows the pre-activations of `rows` rows, the first of which is row `firstRow` of the layer, through one panel and writes an event for every threshold that
 * one of them crosses, from `events` on; returns the end of the events, or 0 if they do not end before `eventsEnd`.
 *
 * `steps`: row r's products at steps + r * stride, each worth `gain`. `points`: pre-activation at the knot before (f64 a row), moved on to the panel's
 * last. `silent`, if not 0: bits as `silentEnds` writes them, `silentBytes` a row; at such an end the pre-activation is exactly that of `rest` (f64 a row).
 * `largest` (f64): raised to the largest |pre-activation| at a knot.
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
  rest: usize,
  largest: usize,
  events: usize,
  eventsEnd: usize,
): usize {
  let most = load<f64>(largest);
  const width = (<usize>columns) << 2;
  for (let row = 0; row < rows; ++row) {
    let h = load<f64>(points);
    for (let at: usize = 0; at < width; at += 4) {
      let next = h + <f64>load<f32>(steps + at) * gain;
      if (silent !== 0) {
        const c = column + <i32>(at >> 2);
        if ((load<u32>(silent + ((<usize>c >> 5) << 2)) >> (c & 31)) & 1) next = load<f64>(rest);
      }
      // Different pieces only if a threshold lies between: one comparison for the common case.
      if (i32(h > lower) !== i32(next > lower) || i32(h > upper) !== i32(next > upper)) {
        if (events + 2 * EVENT > eventsEnd) return 0;
        events = cross(h, next, lower, upper, firstRow + row, column + <i32>(at >> 2), events);
      }
      h = next;
      most = max(most, abs(h));
    }
    store<f64>(points, h);
    points += 8;
    rest += 8;
    silent += silentBytes;
    steps += stride;
  }
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

/** Adds to each of a panel's columns the sum over its rows of the squared steps (f64 a column), and raises `largest` (f32) to the largest |step|. */
export function squareRows(steps: usize, vectors: i32, rows: i32, squares: usize, largest: usize): void {
  const stride = (<usize>vectors) << 4;
  let most = f32x4.splat(0);
  for (let vector = 0; vector < vectors; ++vector) {
    let at = steps + ((<usize>vector) << 4);
    for (let row = 0; row < rows; row += 48) {
      const end = at + <usize>min(rows - row, 48) * stride;
      let sum = f32x4.splat(0);
      while (at < end) {
        const x = v128.load(at);
        most = f32x4.pmax(most, f32x4.abs(x));
        sum = f32x4.add(sum, f32x4.mul(x, x));
        at += stride;
      }
      v128.store(squares, f64x2.add(v128.load(squares), f64x2.promote_low_f32x4(sum)));
      const high = i64x2.shuffle(sum, sum, 1, 1);
      v128.store(squares, f64x2.add(v128.load(squares, 16), f64x2.promote_low_f32x4(high)), 16);
    }
    squares += 32;
  }
  const pairs = f32x4.pmax(most, i64x2.shuffle(most, most, 1, 1));
  const one = max(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
  store<f32>(largest, max(load<f32>(largest), one));
}

/**
 * Steps of z between the new knots, from the products between the old ones: slope of the neuron's piece, times the new step's share of the old one, times
 * the product, times `gain`. Row r of the `rows` rows of panel p is written at out + p * rows * 16 vectors + r * 16 vectors.
 *
 * `sources` (u32 a new column): byte offset of the old step from the row's first one. `shares` (f32 a new column). `turns`: for each row the new columns (u32, rising)
 * at whose beginning its piece changes, `turnEnds` (u32 a row) says where they end; `slopes` (f32): before the first, after the first, …, for each row one more than turns.
 */
export function splitRows(
  steps: usize,
  stepStride: usize,
  rows: i32,
  gain: f32,
  sources: usize,
  shares: usize,
  turns: usize,
  turnEnds: usize,
  slopes: usize,
  vectors: i32,
  panels: i32,
  out: usize,
): void {
  const stride = (<usize>vectors) << 4;
  const panelBytes = <usize>rows * stride;
  const columnsEnd = 4 * vectors * panels;
  for (let row = 0; row < rows; ++row) {
    const turnsEnd = load<usize>(turnEnds);
    turnEnds += 4;
    // A turn at the curve's very end is behind every column: the row's slopes end where they are counted to, not where they were read to.
    const slopesEnd = slopes + (turnsEnd - turns) + 4;
    let slope = load<f32>(slopes) * gain;
    slopes += 4;
    let turn = turns < turnsEnd ? load<i32>(turns) : columnsEnd;
    let column = 0;
    let source = sources;
    let share = shares;
    let to = out;
    for (let panel = 0; panel < panels; ++panel) {
      for (let at: usize = 0; at < stride; at += 16) {
        let scale = f32x4.splat(slope);
        // A lane from its turn on has the slope behind it.
        while (turn < column + 4) {
          slope = load<f32>(slopes) * gain;
          slopes += 4;
          turns += 4;
          scale = v128.bitselect(f32x4.splat(slope), scale, lanesFrom(turn - column));
          turn = turns < turnsEnd ? load<i32>(turns) : columnsEnd;
        }
        let x = v128.load32_zero(steps + <usize>load<u32>(source));
        x = v128.load32_lane(steps + <usize>load<u32>(source, 4), x, 1);
        x = v128.load32_lane(steps + <usize>load<u32>(source, 8), x, 2);
        x = v128.load32_lane(steps + <usize>load<u32>(source, 12), x, 3);
        v128.store(to + at, f32x4.mul(f32x4.mul(x, v128.load(share)), scale));
        source += 16;
        share += 16;
        column += 4;
      }
      to += panelBytes;
    }
    turns = turnsEnd;
    slopes = slopesEnd;
    steps += stepStride;
    out += stride;
  }
}

/** All ones in the lanes from `first` on. */
function lanesFrom(first: i32): v128 {
  return i32x4.ge_s(i32x4(0, 1, 2, 3), i32x4.splat(first));
}
