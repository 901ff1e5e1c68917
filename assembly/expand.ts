/**
 * Writes the kept weights of `rows` rows into dense rows of `rowBytes` bytes (a multiple of 16), all else
 * zero. `offsets` are column * 4. `counts`, `offsets` and `values` are as `drawMask` and `drawVariates` leave
 * them.
 */
export function expandRows(
  counts: usize,
  offsets: usize,
  values: usize,
  rows: i32,
  dense: usize,
  rowBytes: usize,
): void {
  const zero = f32x4.splat(0);
  const end = dense + <usize>rows * rowBytes;
  for (let at = dense; at < end; at += 16) v128.store(at, zero);
  for (let row = 0; row < rows; ++row) {
    const stop = offsets + ((<usize>load<u32>(counts + ((<usize>row) << 2))) << 2);
    while (offsets < stop) {
      store<f32>(dense + <usize>load<u32>(offsets), load<f32>(values));
      offsets += 4;
      values += 4;
    }
    dense += rowBytes;
  }
}
