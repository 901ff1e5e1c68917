/**
 * Rows with more kept weights are silent where all of the layer below is: that theirs alone are off has a
 * probability of about 2^-64.
 */
const FEW: u32 = 64;

/**
 * Where all inputs of a row are zero, its pre-activation is its bias exactly, which sums of rounded steps
 * cannot know. Writes for each row the bits c (of `words` u32, at `out + row * 4 words`) of the columns at
 * whose end its inputs are all zero.
 *
 * `active`: bit c of its row r, `words` u32 long, is whether input r is anything but zero at the end of
 * column c. Offsets are r * stride. `layerEnds`: the columns at whose end all of the layer below is zero.
 * Returns the end of the offsets.
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
      for (let at: usize = 0; at < bytes; at += 16) v128.store(out + at, v128.load(layerEnds + at));
    } else {
      for (let at: usize = 0; at < bytes; at += 16) v128.store(out + at, i64x2.splat(0));
      for (let entry = offsets; entry < end; entry += 4) {
        const input = active + <usize>(load<u32>(entry) / <u32>stride) * bytes;
        for (let at: usize = 0; at < bytes; at += 16) {
          v128.store(out + at, v128.or(v128.load(out + at), v128.load(input + at)));
        }
      }
      // From whether one is anything to whether all are zero.
      for (let at: usize = 0; at < bytes; at += 16) v128.store(out + at, v128.not(v128.load(out + at)));
    }
    offsets = end;
    counts += 4;
    out += bytes;
  }
  return offsets;
}
