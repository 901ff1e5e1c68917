/**
 * Bernoulli masks: which weights of a block of rows are kept, as a list of byte offsets, row after row, columns ascending.
 *
 * From density 1/8 up: one 16-bit comparison per entry, eight at a time, the kept ones compacted by a table. An entry that ties
 * with the threshold (probability 2^-16) is decided by a 64-bit hash of its position, so the density is the one asked for, not a
 * multiple of 1/65536. Below: geometric skipping, one logarithm per kept weight. The choice is part of the definition of a network.
 */
import { ln, unit } from './logarithm';
import { fillBits, mix64, PURPOSE_MASK, STREAM, seedStream, streamKey } from './random';

const COMPACTION: usize = memory.data(4096, 16);
/** Random bits in hand: one row piece of the comparison, one batch of gaps. */
const BITS: usize = memory.data(2048, 16);
const BITS_SIZE: usize = 2048;

/** Longest gap that one draw may make; a longer one is continued by the next draw (the geometric law has no memory). */
const LONGEST_GAP: i32 = 1 << 22;

/** Entry m (16 bytes): the positions of the set bits of m, as u16, ascending. */
export function buildCompactionTable(): void {
  for (let m: usize = 0; m < 256; ++m) {
    let at = COMPACTION + (m << 4);
    for (let bit: usize = 0; bit < 8; ++bit) {
      if ((m >> bit) & 1) {
        store<u16>(at, <u16>bit);
        at += 2;
      }
    }
  }
}

/** Writes `base + stride * (position of each set bit of m)`, ascending, and returns the address behind the last one. */
function compact(out: usize, m: i32, base: v128, stride: v128): usize {
  const places = i16x8.mul(v128.load(COMPACTION + ((<usize>m) << 4)), stride);
  v128.store(out, i32x4.add(i32x4.extend_low_i16x8_u(places), base));
  v128.store(out, i32x4.add(i32x4.extend_high_i16x8_u(places), base), 16);
  return out + ((<usize>i32.popcnt(m)) << 2);
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
  const scaled = density * 65536;
  const whole = <i32>scaled;
  const fraction = scaled - <f64>whole;
  const threshold = i16x8.splat(<i16>(whole - 32768));
  const strides = i16x8.splat(<i16>stride);
  const piece = <i32>(BITS_SIZE >> 1);
  let out = offsets;
  for (let row = 0; row < rows; ++row) {
    const start = out;
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
          let ties: i32 = i8x16.bitmask(i8x16.narrow_i16x8_s(tieLow, tieHigh));
          while (ties !== 0) {
            const bit = i32.ctz(ties);
            ties &= ties - 1;
            const position = <u64>row * <u64>fanIn + <u64>(column + j + bit);
            const u = <f64>(mix64(key ^ mix64(position + 1)) >> 11) * (1.0 / 9007199254740992.0);
            if (u < fraction) kept |= 1 << bit;
          }
        }
        if (columns - j < 16) kept &= (1 << (columns - j)) - 1;
        out = compact(out, kept & 255, i32x4.splat((column + j) * stride), strides);
        out = compact(out, kept >> 8, i32x4.splat((column + j + 8) * stride), strides);
      }
    }
    store<u32>(counts + ((<usize>row) << 2), <u32>((out - start) >> 2));
  }
  return out;
}

/** Four gaps before the next kept entry: min(floor(ln u / ln(1 - density)), LONGEST_GAP). */
function gaps(bits: usize, inverseLog: v128): void {
  const gap = i32x4.trunc_sat_f32x4_s(f32x4.mul(ln(unit(v128.load(bits))), inverseLog));
  v128.store(bits, i32x4.min_s(gap, i32x4.splat(LONGEST_GAP)));
}

function geometricMask(
  rows: i32,
  fanIn: i32,
  inverseLog: f32,
  stride: i32,
  counts: usize,
  offsets: usize,
  end: usize,
): usize {
  const factor = f32x4.splat(inverseLog);
  let out = offsets;
  let start = out;
  let row = 0;
  let column = -1;
  while (row < rows) {
    if (out + (BITS_SIZE << 1) > end) return 0;
    fillBits(STREAM, BITS, <i32>(BITS_SIZE >> 5));
    for (let at = BITS; at < BITS + BITS_SIZE; at += 16) gaps(at, factor);
    for (let at = BITS; at < BITS + BITS_SIZE; at += 4) {
      const gap = load<i32>(at);
      const hit = gap < LONGEST_GAP;
      column += hit ? gap + 1 : gap;
      while (column >= fanIn) {
        store<u32>(counts + ((<usize>row) << 2), <u32>((out - start) >> 2));
        start = out;
        column -= fanIn;
        if (++row === rows) return out;
      }
      if (hit) {
        store<u32>(out, <u32>(column * stride));
        out += 4;
      }
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
    out = geometricMask(rows, fanIn, inverseLog, stride, counts, offsets, end);
  } else if (offsets + ((<usize>rows * <usize>fanIn) << 2) + 32 <= end) {
    const key = streamKey(seed, network, layer, PURPOSE_MASK, block);
    out = compareMask(key, rows, fanIn, density, stride, counts, offsets);
  }
  return out === 0 ? -1 : <i32>((out - offsets) >> 2);
}
