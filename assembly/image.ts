/**
 * Rows of a layer's image that are zero over the whole curve: units that never fire, or that no weight
 * reaches. They add nothing to any later layer, so they are taken out before the next product, which then
 * costs no multiplications for them.
 */

/** Whether a row, `panels` pieces of `stride` bytes `panelBytes` apart, holds anything but zeros. */
function isAlive(row: usize, panels: i32, panelBytes: usize, stride: usize): bool {
  for (let panel = 0; panel < panels; ++panel) {
    const end = row + stride;
    for (let at = row; at < end; at += 16) {
      // Both zeros are zero: without its sign bit a float is zero where its bits are.
      if (v128.any_true(i32x4.shl(v128.load(at), 1))) return true;
    }
    row += panelBytes;
  }
  return false;
}

/**
 * Moves the rows that are not zero together, in order, within the same memory: row i of the `rows` rows of
 * panel p, at z + p * rows * stride + i * stride, ends at z + p * alive * stride + rank * stride. `ranks[i]`
 * (u32): 2 rank + 1 of a row that is kept, 0 of one that is not. Returns the number of rows kept.
 */
export function compactImage(z: usize, panels: i32, stride: usize, rows: i32, ranks: usize): i32 {
  const panelBytes = <usize>rows * stride;
  let alive = 0;
  for (let row = 0; row < rows; ++row) {
    const lives = isAlive(z + <usize>row * stride, panels, panelBytes, stride);
    store<u32>(ranks + ((<usize>row) << 2), lives ? <u32>(2 * alive + 1) : 0);
    if (lives) ++alive;
  }
  if (alive === rows) return alive;
  let to = z;
  let from = z;
  for (let panel = 0; panel < panels; ++panel) {
    for (let row = 0; row < rows; ++row) {
      // A row of zeros is moved as well, and the next one put over it: half of the rows are, and no branch
      // foresees which.
      for (let at: usize = 0; at < stride; at += 16) v128.store(to + at, v128.load(from + at));
      to += stride & (0 - <usize>(load<u32>(ranks + ((<usize>row) << 2)) & 1));
      from += stride;
    }
  }
  return alive;
}
