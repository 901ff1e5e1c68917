/**
 * Bernoulli masks: which weights of a block of rows are kept, as a list of byte offsets, row after row, columns ascending.
 *
 * From density 1/8 up: one 16-bit comparison per entry, eight at a time, the kept ones compacted by a table. An entry that ties
 * with the threshold (probability 2^-16) is decided by a 64-bit hash of its position, so the density is the one asked for, not a
 * multiple of 1/65536. Below: geometric skipping, one logarithm per kept weight. The choice is part of the definition of a network.
 */
import { ln, unit } from './logarithm';
import { fillBits, mix64, PURPOSE_MASK, STREAM, seedStream, streamKey } from './random';

/** Entry m (32 bytes): stride times the positions of the set bits of m, ascending, as u32. */
const COMPACTION: usize = memory.data(8192, 16);
/** The stride that the table was built for. */
let tableStride: i32 = 0;
/** Random bits in hand, later gaps and positions. */
const BITS: usize = memory.data(2080, 16);
const BITS_SIZE: i32 = 2048;

/** Longest gap that one draw may make; a longer one is continued by the next draw (the geometric law has no memory). */
const LONGEST_GAP: i32 = 1 << 22;

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

/** Writes `base + stride * (position of each set bit of m)`, m < 256, and returns the address behind the last one. */
function compact(out: usize, m: i32, base: v128): usize {
  const places = COMPACTION + ((<usize>m) << 5);
  v128.store(out, i32x4.add(v128.load(places), base));
  v128.store(out, i32x4.add(v128.load(places, 16), base), 16);
  return out + ((<usize>i32.popcnt(m)) << 2);
}

/** Decides the entries of a group of 16 that tie with the threshold. `first`: position of the group's first entry in the block. */
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

/** Constants of the loop below; see `logarithm.ts` on why they are in memory. */
const GAP_TABLE: usize = memory.data(48, 16);

export function buildGapTable(): void {
  v128.store(GAP_TABLE, f32x4.splat(0.5));
  v128.store(GAP_TABLE, f32x4.splat(12582912), 16); // 1.5 * 2^23
  v128.store(GAP_TABLE, f32x4.splat(<f32>LONGEST_GAP), 32);
}

/**
 * Turns `size` bytes of bits at BITS into gaps floor(ln u / ln(1 - density)), cut at LONGEST_GAP; returns whether one was cut.
 * floor(x) is taken as the integer nearest x - 1/2, found by adding 1.5 * 2^23: they differ on integers alone.
 */
function gaps(size: i32, factor: v128): bool {
  let most = f32x4.splat(0);
  const end = BITS + <usize>size;
  for (let at = BITS; at < end; at += 16) {
    const x = f32x4.pmin(v128.load(GAP_TABLE, 32), f32x4.mul(ln(unit(v128.load(at))), factor));
    most = f32x4.pmax(most, x);
    const rounded = f32x4.add(f32x4.sub(x, v128.load(GAP_TABLE)), v128.load(GAP_TABLE, 16));
    v128.store(at, i32x4.sub(rounded, v128.load(GAP_TABLE, 16)));
  }
  return v128.any_true(f32x4.ge(most, f32x4.splat(<f32>(LONGEST_GAP - 1))));
}

/** Turns the gaps at BITS into positions of kept entries, `last` being the one before; returns the last of them. */
function sumGaps(size: i32, last: i32): i32 {
  const one = i32x4.splat(1);
  const zero = i32x4.splat(0);
  let before = i32x4.splat(last);
  const end = BITS + <usize>size;
  for (let at = BITS; at < end; at += 16) {
    let sum = i32x4.add(v128.load(at), one);
    const byOne = i8x16.shuffle(zero, sum, 0, 1, 2, 3, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27);
    sum = i32x4.add(sum, byOne);
    const byTwo = i8x16.shuffle(zero, sum, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
    sum = i32x4.add(i32x4.add(sum, byTwo), before);
    v128.store(at, sum);
    before = i8x16.shuffle(sum, sum, 12, 13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15);
  }
  return i32x4.extract_lane(before, 0);
}

/** The same one by one where a gap was cut: a cut gap keeps nothing. Sets `positionsEnd`, returns where the walk stands. */
function walkGaps(size: i32, last: i32): i32 {
  positionsEnd = BITS;
  const end = BITS + <usize>size;
  for (let at = BITS; at < end; at += 4) {
    const gap = load<i32>(at);
    last += min(gap, LONGEST_GAP);
    if (gap < LONGEST_GAP) {
      store<i32>(positionsEnd, ++last);
      positionsEnd += 4;
    }
  }
  return last;
}

/** End of the positions that `walkGaps` left at BITS. */
let positionsEnd: usize = 0;

/** Bytes of bits for about the gaps that are still needed. Whatever the batch, gap n of the block comes from output n of the stream. */
function batchSize(entriesLeft: i32, density: f64): i32 {
  const expected = density * <f64>entriesLeft;
  const count = <i32>min(expected + 2 * sqrt<f64>(expected) + 8, <f64>(BITS_SIZE >> 2));
  return ((count + 7) & ~7) << 2;
}

function geometricMask(
  rows: i32,
  fanIn: i32,
  density: f64,
  inverseLog: f32,
  stride: i32,
  counts: usize,
  offsets: usize,
  end: usize,
): usize {
  const factor = f32x4.splat(inverseLog);
  const strides = i32x4.splat(stride);
  const entries = rows * fanIn;
  let out = offsets;
  let start = out;
  let row = 0;
  let rowStart = 0;
  let last = -1;
  while (row < rows) {
    const size = batchSize(entries - last, density);
    if (out + <usize>size + 16 > end) return 0;
    fillBits(STREAM, BITS, size >> 5);
    let stop = BITS + <usize>size;
    if (gaps(size, factor)) {
      last = walkGaps(size, last);
      stop = positionsEnd;
    } else {
      last = sumGaps(size, last);
    }
    // Behind the last position stands one that lies beyond every row.
    v128.store(stop, i32x4.splat(i32.MAX_VALUE));
    let at = BITS;
    while (at < stop || last >= rowStart + fanIn) {
      const base = i32x4.splat(rowStart);
      const rowEnd = i32x4.splat(rowStart + fanIn);
      let beyond = 0;
      for (;;) {
        const position = v128.load(at);
        v128.store(out, i32x4.mul(i32x4.sub(position, base), strides));
        beyond = i32x4.bitmask(i32x4.ge_s(position, rowEnd));
        if (beyond !== 0) break;
        at += 16;
        out += 16;
      }
      const inside = (<usize>i32.ctz(beyond)) << 2;
      at += inside;
      out += inside;
      if (at === stop && last < rowStart + fanIn) break;
      store<u32>(counts + ((<usize>row) << 2), <u32>((out - start) >> 2));
      start = out;
      rowStart += fanIn;
      if (++row === rows) return out;
    }
  }
  return out;
}

/**
 * Draws the mask of `rows` rows of `fanIn` entries, each kept with probability `density` in (0, 1): block `block` of layer `layer` of
 * network `network`. `counts[row]` (u32): kept entries of the row; `offsets` (u32): column * stride, stride ≤ 8191 bytes, with room up
 * to `end`. `inverseLog` = 1 / ln(1 - density) selects geometric skipping where it is not 0.
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
  inverseLog: f32,
  stride: i32,
  counts: usize,
  offsets: usize,
  end: usize,
): i32 {
  seedStream(STREAM, seed, network, layer, PURPOSE_MASK, block);
  let out: usize = 0;
  if (inverseLog !== 0) {
    out = geometricMask(rows, fanIn, density, inverseLog, stride, counts, offsets, end);
  } else if (offsets + ((<usize>rows * <usize>fanIn) << 2) + 32 <= end) {
    const key = streamKey(seed, network, layer, PURPOSE_MASK, block);
    out = compareMask(key, rows, fanIn, density, stride, counts, offsets);
  }
  return out === 0 ? -1 : <i32>((out - offsets) >> 2);
}
