/**
 * Weights of the columns that matter: what is left of drawn rows once the columns whose inputs are zero over
 * the whole curve are out. Leaving out products with zero changes no digit of a sum.
 *
 * `ranks[j]` (u32) as `compactImage` leaves them: 2 rank + 1 of a column that is kept, 0 of one that is not.
 */

/**
 * Sparse rows, in place: offsets 4 j become stride * rank, entries of other columns go, `counts` follow.
 * Returns the number of entries left.
 */
export function keepEntries(
  counts: usize,
  offsets: usize,
  values: usize,
  rows: i32,
  ranks: usize,
  stride: i32,
): i32 {
  let from = offsets;
  let value = values;
  let to = offsets;
  let kept = values;
  for (let row = 0; row < rows; ++row) {
    const start = to;
    const end = from + ((<usize>load<u32>(counts)) << 2);
    while (from < end) {
      // Written in any case, and written over if the column is out: no branch that a processor could guess
      // wrongly.
      const rank = load<u32>(ranks + <usize>load<u32>(from));
      store<u32>(to, (rank >> 1) * <u32>stride);
      store<f32>(kept, load<f32>(value));
      const step = (<usize>(rank & 1)) << 2;
      to += step;
      kept += step;
      from += 4;
      value += 4;
    }
    store<u32>(counts, <u32>((to - start) >> 2));
    counts += 4;
  }
  return <i32>((to - offsets) >> 2);
}

/**
 * Entry m of 16, 32 bytes: the shuffle that moves the lanes of the bits of m to the front, and how many bytes
 * they take.
 */
const SHUFFLES: usize = memory.data(512, 16);

export function buildShuffles(): void {
  for (let m: usize = 0; m < 16; ++m) {
    const entry = SHUFFLES + (m << 5);
    v128.store(entry, i8x16.splat(-1));
    let bytes: usize = 0;
    for (let lane: u32 = 0; lane < 4; ++lane) {
      if ((<u32>m >> lane) & 1) {
        // Little-endian byte numbers 4 lane … 4 lane + 3.
        store<u32>(entry + bytes, 0x03020100 + 0x04040404 * lane);
        bytes += 4;
      }
    }
    store<u32>(entry, <u32>bytes, 16);
  }
}

/**
 * Dense rows of `fanIn` columns, `rowBytes` apart, to rows of the kept columns, `outBytes` apart, with 16
 * bytes of room behind the last. `groups`: one u32 for every four columns, written here: where their shuffle
 * lies.
 */
export function keepColumns(
  from: usize,
  rowBytes: usize,
  rows: i32,
  fanIn: i32,
  ranks: usize,
  groups: usize,
  out: usize,
  outBytes: usize,
): void {
  const groupsEnd = groups + <usize>(((fanIn + 3) >> 2) << 2);
  let column = 0;
  for (let group = groups; group < groupsEnd; group += 4) {
    let m: usize = 0;
    for (let lane = 0; lane < 4 && column < fanIn; ++lane) {
      if (load<u32>(ranks + ((<usize>column) << 2)) !== 0) m |= 1 << (<usize>lane);
      ++column;
    }
    store<u32>(group, <u32>(SHUFFLES + (m << 5)));
  }
  for (let row = 0; row < rows; ++row) {
    let at = from;
    let to = out;
    for (let group = groups; group < groupsEnd; group += 4) {
      const shuffle = <usize>load<u32>(group);
      v128.store(to, i8x16.swizzle(v128.load(at), v128.load(shuffle)));
      to += <usize>load<u32>(shuffle, 16);
      at += 16;
    }
    from += rowBytes;
    out += outBytes;
  }
}
