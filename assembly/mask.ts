/**
 * Bernoulli masks: which weights of a block of rows are kept, as a list of byte offsets, row after row,
 * columns ascending.
 *
 * From density 1/2 up: one 16-bit comparison per entry, eight at a time, the kept ones compacted by a table.
 * An entry that ties with the threshold (probability 2^-16) is decided by a 64-bit hash of its position, so
 * the density is the one asked for, not a multiple of 1/65536. Below: geometric skipping, from table
 * (`skip.ts`). The choice is part of the definition of a network.
 */
import { fillBits, mix64, PURPOSE_MASK, STREAM, seedStream, streamKey } from './random';
import { skipMask } from './skip';

/** Entry m (32 bytes): stride times the positions of the set bits of m, ascending, as u32. */
const COMPACTION: usize = memory.data(8192, 16);
/** The stride that the table was built for. */
let tableStride: i32 = 0;
/** Random bits in hand. */
const BITS: usize = memory.data(2048, 16);
const BITS_SIZE: i32 = 2048;

function buildCompactionTable(stride: i32): void {
  for (let m: usize = 0; m < 256; ++m) {
    let at = COMPACTION + (m << 5);
    for (let bit = 0; bit < 8; ++bit) {
      if ((m >> <usize>bit) & 1) {
        store<u32>(at, <u32>(bit * stride));
        at += 4;
      }
    }
  }
  tableStride = stride;
}

/**
 * Writes `base + stride * (position of each set bit of m)`, m < 256, and returns the address behind the last
 * one.
 */
function compact(out: usize, m: i32, base: v128): usize {
  const places = COMPACTION + ((<usize>m) << 5);
  v128.store(out, i32x4.add(v128.load(places), base));
  v128.store(out, i32x4.add(v128.load(places, 16), base), 16);
  return out + ((<usize>i32.popcnt(m)) << 2);
}

/**
 * Decides the entries of a group of 16 that tie with the threshold. `first`: position of the group's first
 * entry in the block.
 */
function resolveTies(ties: i32, key: u64, first: u64, fraction: f64): i32 {
  let kept = 0;
  while (ties !== 0) {
    const bit = i32.ctz(ties);
    ties &= ties - 1;
    const u = <f64>(mix64(key ^ mix64(first + <u64>bit + 1)) >> 11) * (1.0 / 9007199254740992.0);
    if (u < fraction) kept |= 1 << bit;
  }
  return kept;
}

function compareMask(
  key: u64,
  rows: i32,
  fanIn: i32,
  density: f64,
  stride: i32,
  counts: usize,
  offsets: usize,
): usize {
  if (stride !== tableStride) buildCompactionTable(stride);
  const scaled = density * 65536;
  const whole = <i32>scaled;
  const fraction = scaled - <f64>whole;
  const threshold = i16x8.splat(<i16>(whole - 32768));
  const advance = i32x4.splat(8 * stride);
  const piece = BITS_SIZE >> 1;
  let out = offsets;
  for (let row = 0; row < rows; ++row) {
    const start = out;
    let base = i32x4.splat(0);
    for (let column = 0; column < fanIn; column += piece) {
      const columns = min(fanIn - column, piece);
      fillBits(STREAM, BITS, (columns + 15) >> 4);
      let bits = BITS;
      for (let j = 0; j < columns; j += 16) {
        const low = v128.load(bits);
        const high = v128.load(bits, 16);
        bits += 32;
        let kept: i32 = i8x16.bitmask(
          i8x16.narrow_i16x8_s(i16x8.lt_s(low, threshold), i16x8.lt_s(high, threshold)),
        );
        const tieLow = i16x8.eq(low, threshold);
        const tieHigh = i16x8.eq(high, threshold);
        if (v128.any_true(v128.or(tieLow, tieHigh))) {
          const ties = i8x16.bitmask(i8x16.narrow_i16x8_s(tieLow, tieHigh));
          kept |= resolveTies(ties, key, <u64>row * <u64>fanIn + <u64>(column + j), fraction);
        }
        if (columns - j < 16) kept &= (1 << (columns - j)) - 1;
        out = compact(out, kept & 255, base);
        base = i32x4.add(base, advance);
        out = compact(out, kept >> 8, base);
        base = i32x4.add(base, advance);
      }
    }
    store<u32>(counts + ((<usize>row) << 2), <u32>((out - start) >> 2));
  }
  return out;
}

/**
 * Draws the mask of `rows` rows of `fanIn` entries, each kept with probability `density` in (0, 1): block
 * `block` of layer `layer` of network `network`. `counts[row]` (u32): kept entries of the row; `offsets`
 * (u32): column * stride, stride ≤ 8191 bytes, with room up to `end`. `skips` selects geometric skipping.
 * Returns the number of kept entries, or -1 if `offsets` has too little room (nothing past `end` is written).
 */
export function drawMask(
  seed: f64,
  network: f64,
  layer: i32,
  block: i32,
  rows: i32,
  fanIn: i32,
  density: f64,
  skips: bool,
  stride: i32,
  counts: usize,
  offsets: usize,
  end: usize,
): i32 {
  seedStream(STREAM, seed, network, layer, PURPOSE_MASK, block);
  let out: usize = 0;
  if (skips) {
    out = skipMask(rows, fanIn, density, stride, counts, offsets, end);
  } else if (offsets + ((<usize>rows * <usize>fanIn) << 2) + 32 <= end) {
    const key = streamKey(seed, network, layer, PURPOSE_MASK, block);
    out = compareMask(key, rows, fanIn, density, stride, counts, offsets);
  }
  return out === 0 ? -1 : <i32>((out - offsets) >> 2);
}
