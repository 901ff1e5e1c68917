/** Copies 4 count bytes, four words at a time: up to twelve bytes more are read, and written over later. */
function copyWords(from: usize, to: usize, count: u32): void {
  const end = from + ((<usize>count) << 2);
  for (; from < end; from += 16) {
    v128.store(to, v128.load(from));
    to += 16;
  }
}

/**
 * Rows of a layer whose weights are shared over places, at one place: kept entries of `rows` rows, written as
 * `sparseRows` takes them.
 *
 * `counts`, `indexes`, `values`: the shared rows' kept entries; an index is that of an entry of a patch, times
 * 4. `patch`: for each entry of a patch at this place where its input lies in a panel (i32, bytes), or -1 where
 * it is zero; entries that are zero are left out. `whole`: the entries of a patch of which none is zero, or 0;
 * rows that keep as many are copied. Returns how many entries were written to `outOffsets` and
 * `outValues`, which must have room for all.
 */
export function patchRows(
  counts: usize,
  indexes: usize,
  values: usize,
  rows: i32,
  patch: usize,
  outCounts: usize,
  outOffsets: usize,
  outValues: usize,
  whole: u32,
): u32 {
  const start = outOffsets;
  const end = counts + ((<usize>rows) << 2);
  while (counts < end) {
    const count = load<u32>(counts);
    const stop = indexes + ((<usize>count) << 2);
    const first = outOffsets;
    if (count === whole) {
      copyWords(patch, outOffsets, count);
      copyWords(values, outValues, count);
      const bytes = stop - indexes;
      outOffsets += bytes;
      outValues += bytes;
      values += bytes;
      indexes = stop;
    }
    while (indexes < stop) {
      const offset = load<i32>(patch + <usize>load<u32>(indexes));
      // Written over by the next entry where this one is zero.
      store<i32>(outOffsets, offset);
      store<f32>(outValues, load<f32>(values));
      const kept: usize = offset >= 0 ? 4 : 0;
      outOffsets += kept;
      outValues += kept;
      indexes += 4;
      values += 4;
    }
    store<u32>(outCounts, <u32>((outOffsets - first) >> 2));
    counts += 4;
    outCounts += 4;
  }
  return <u32>((outOffsets - start) >> 2);
}
