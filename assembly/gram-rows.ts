/**
 * Rows of an image in an order that makes its Gram matrix cheap. A strip is four columns. Through ReLU a
 * neuron's steps are zero while it is off, and most neurons change sides once along a curve: their rows hold
 * the first strips and then zeros, or zeros and then the last. With the former by where they end, then rows
 * that have both ends, then the latter by where they begin, the rows that a strip needs are neighbours, and
 * so are those that two strips both need.
 */

/** Strip `strip` of a row that begins at `row` in panel 0. */
function stripOf(row: usize, strip: i32, vectors: i32, panelBytes: usize): v128 {
  return v128.load(row + <usize>(strip / vectors) * panelBytes + ((<usize>(strip % vectors)) << 4));
}

/** Whether anything but zeros, of either sign. */
function isAlive(x: v128): bool {
  return v128.any_true(i32x4.shl(x, 1));
}

/**
 * Where a row belongs: its last strip if that is not the last of all, else behind those by its first strip.
 */
function keyOf(row: usize, strips: i32, vectors: i32, panelBytes: usize): i32 {
  let last = strips - 1;
  while (last > 0 && !isAlive(stripOf(row, last, vectors, panelBytes))) --last;
  if (last < strips - 1) return last;
  let first = 0;
  while (first < last && !isAlive(stripOf(row, first, vectors, panelBytes))) ++first;
  return last + first;
}

/**
 * Sorts the rows. `starts` (u32, 2 * strips): strip s needs positions starts[s] … starts[strips + s] - 1.
 * `order` (u32, 2 * rows): the row at each position, and room for the keys.
 */
export function orderRows(z: usize, vectors: i32, rows: i32, strips: i32, starts: usize, order: usize): void {
  const stride = (<usize>vectors) << 4;
  const panelBytes = <usize>rows * stride;
  const keys = order + ((<usize>rows) << 2);
  const bins = 2 * strips;
  for (let bin = 0; bin < bins; ++bin) store<u32>(starts + ((<usize>bin) << 2), 0);
  // Counted one bin further: a bin's count becomes the start of the next.
  for (let row = 0; row < rows; ++row) {
    const key = keyOf(z + <usize>row * stride, strips, vectors, panelBytes);
    store<u32>(keys + ((<usize>row) << 2), key);
    const count = starts + ((<usize>(key + 1)) << 2);
    store<u32>(count, load<u32>(count) + 1);
  }
  for (let bin = 1; bin < bins; ++bin) {
    const start = starts + ((<usize>bin) << 2);
    store<u32>(start, load<u32>(start) + load<u32>(start - 4));
  }
  // Placing moves every start to its bin's end, which is the start of the next: the last is put back from
  // behind.
  for (let row = 0; row < rows; ++row) {
    const start = starts + ((<usize>load<u32>(keys + ((<usize>row) << 2))) << 2);
    const position = load<u32>(start);
    store<u32>(order + ((<usize>position) << 2), row);
    store<u32>(start, position + 1);
  }
  for (let bin = bins - 1; bin > 0; --bin) {
    const start = starts + ((<usize>bin) << 2);
    store<u32>(start, load<u32>(start - 4));
  }
  store<u32>(starts, 0);
}

/**
 * Copies the strips' rows to f64 in that order: column c of strip s of the row at position p at wide + ((s *
 * rows) + p) * 32 + 8 c.
 */
export function widenRows(
  z: usize,
  vectors: i32,
  rows: i32,
  strips: i32,
  starts: usize,
  order: usize,
  wide: usize,
): void {
  const stride = (<usize>vectors) << 4;
  for (let strip = 0; strip < strips; ++strip) {
    const column = z + <usize>(strip / vectors) * <usize>rows * stride + ((<usize>(strip % vectors)) << 4);
    const range = starts + ((<usize>strip) << 2);
    const from = load<u32>(range);
    const to = load<u32>(range + ((<usize>strips) << 2));
    let at = wide + ((<usize>from) << 5);
    for (let position = from; position < to; ++position) {
      const x = v128.load(column + <usize>load<u32>(order + ((<usize>position) << 2)) * stride);
      v128.store(at, f64x2.promote_low_f32x4(x));
      v128.store(at, f64x2.promote_low_f32x4(i64x2.shuffle(x, x, 1, 1)), 16);
      at += 32;
    }
    wide += (<usize>rows) << 5;
  }
}
