/**
 * Rows in parts. A row reads the panel's rows that its weights name; of a panel larger than the first-level
 * cache most come from the second. So a block of long rows goes through the panel in steps: the first parts
 * of all rows, then the second parts, each adding to what the one before left in `out`. Parts are shares of a
 * row's kept weights, not of the panel: the weights are spread evenly enough that the parts of a block read
 * about the same part of the panel, and nothing has to be searched. Sums have the same order, and bits, in
 * any number of parts.
 */

/** Whether rows are taken whole, by type argument: bool, or in parts, u32. */
export function isWhole<T>(): bool {
  return isBoolean<T>();
}

/** Parts begin and end at sixteenths of a row. */
export const SIXTEENTHS: u32 = 16;

/** Bytes of a panel read per pass: the size of the L1 cache. */
const PART_BYTES: u32 = 32768;
/** Kept weights that a part is worth: less, and the ends of rows take longer than the cache saves. */
const PART_COUNT: u32 = 64;

/** The number of parts for a block of rows, a power of two up to 16, by the first of them. */
export function partsOf(counts: usize, offsets: usize): u32 {
  const count = load<u32>(counts);
  if (count < 2 * PART_COUNT) return 1;
  const bytes = load<u32>(offsets + ((<usize>(count - 1)) << 2));
  let parts: u32 = 1;
  while (parts < SIXTEENTHS && parts * PART_BYTES < bytes && parts * PART_COUNT * 2 <= count) parts <<= 1;
  return parts;
}

/** Bytes of offsets, and of values, of the first `share` sixteenths of `count` weights. */
export function cut(count: u32, share: u32): usize {
  return (<usize>((count * share) >> 4)) << 2;
}

/** What a sum begins with: nothing, or what the parts before left. */
export function taken<T>(out: usize, offset: usize): v128 {
  return isWhole<T>() ? f32x4.splat(0) : v128.load(out + offset);
}
