/**
 * Geometric skipping: masks of low density, from one kept entry to the next. The distribution of the gaps
 * stands in `gaps.ts`.
 *
 * The first 64 bits of the stream start a splitmix64 sequence, which decides the draws that land in shared
 * cells. Then every gap takes 16 bits, its low half of a u32 first, or 32 where there are groups of entries;
 * q is bits 2 … 13 of the first 16, r bits 2 … 11 of the others.
 */
import {
  GROUP,
  GROUP_SLOTS,
  groupSize,
  longest,
  PLACE,
  PLACE_SLOTS,
  pickShared,
  prepareGaps,
  SHARED,
} from './gaps';
import { fillBits, GOLDEN, mix64, STREAM } from './random';

/** Draws in hand, behind room for those that the batch before left over. */
const BITS: usize = memory.data(2064, 16) + 16;
const BITS_SIZE: i32 = 2048;

/** Draws that the mask still needs, on average; end of the room for offsets. */
let drawsLeft: i32 = 0;
let room: usize = 0;
/**
 * Where the count of the row in hand goes, where that of the last row went, and the first offset of the row.
 */
let row: usize = 0;
let rowsEnd: usize = 0;
let rowStart: usize = 0;
/** The splitmix64 sequence: its state, and its next output, made in advance so that no sum waits for it. */
let word: u64 = 0;
let nextBits: u64 = 0;

/**
 * Fills BITS with about the draws that are still needed and returns their end; 0 if their offsets might not
 * fit.
 */
function refill<Draw>(out: usize): usize {
  const wanted = <f64>drawsLeft + 2 * sqrt<f64>(<f64>drawsLeft) + 8;
  const size = <i32>min(<f64>BITS_SIZE, wanted * <f64>sizeof<Draw>() + 39) & ~31;
  const draws = size / <i32>sizeof<Draw>();
  if (out + ((<usize>draws + 8) << 2) > room) return 0;
  drawsLeft = max(drawsLeft - draws, 0);
  fillBits(STREAM, BITS, size >> 5);
  return BITS + <usize>size;
}

/** Entries from one kept entry to the next; SHARED or more if the draw takes more bits to decide. */
function look<Draw>(at: usize): u32 {
  const q = load<u32>(<usize>load<u16>(at) & 0x3ffc, GROUP);
  if (sizeof<Draw>() === 2) return q;
  return q + load<u32>(<usize>load<u16>(at, 2) & 0xffc, PLACE);
}

function decide(slots: usize): u32 {
  const bits = nextBits;
  word += GOLDEN;
  nextBits = mix64(word);
  return pickShared(slots, bits);
}

/** The same as `look`, decided; SHARED if the gap is longer than `longest`. */
function settle<Draw>(at: usize): u32 {
  let q = load<u32>(<usize>load<u16>(at) & 0x3ffc, GROUP);
  if (q === SHARED) q = decide(GROUP_SLOTS);
  if (sizeof<Draw>() === 2 || q === SHARED) return q;
  let r = load<u32>(<usize>load<u16>(at, 2) & 0xffc, PLACE);
  if (r === SHARED) r = decide(PLACE_SLOTS);
  return q + r;
}

/** Ends the row in front of `out`; returns whether it was the last. */
function endRow(out: usize): bool {
  store<u32>(row, <u32>((out - rowStart) >> 2));
  rowStart = out;
  row += 4;
  return row === rowsEnd;
}

/**
 * Writes column * stride of the kept entries of all rows to `out` and their counts to `row` …; returns the
 * end of the offsets, 0 for lack of room. Four gaps at a time as long as they stay in the row and every draw
 * is decided; what stops them is taken alone.
 */
function walk<Draw>(fanIn: u32, stride: u32, out: usize): usize {
  const WIDTH = sizeof<Draw>();
  let stop = refill<Draw>(out);
  if (stop === 0) return 0;
  word = load<u64>(BITS) + GOLDEN;
  nextBits = mix64(word);
  let at = BITS + 8;
  let column: u32 = -1;
  while (true) {
    while (at < stop - 3 * WIDTH) {
      const c0 = column + look<Draw>(at);
      const c1 = c0 + look<Draw>(at + WIDTH);
      const c2 = c1 + look<Draw>(at + 2 * WIDTH);
      const c3 = c2 + look<Draw>(at + 3 * WIDTH);
      store<u32>(out, c0 * stride);
      store<u32>(out, c1 * stride, 4);
      store<u32>(out, c2 * stride, 8);
      store<u32>(out, c3 * stride, 12);
      if (c3 < fanIn) {
        column = c3;
        at += 4 * WIDTH;
        out += 16;
        continue;
      }
      const inside = usize(c0 < fanIn) + usize(c1 < fanIn) + usize(c2 < fanIn);
      column = select<u32>(
        column,
        select<u32>(c0, select<u32>(c1, c2, inside === 2), inside === 1),
        inside === 0,
      );
      at += inside * WIDTH;
      out += inside << 2;
      let gap = look<Draw>(at);
      let kept: usize = 4;
      if (gap >= SHARED) {
        gap = settle<Draw>(at);
        if (gap === SHARED) {
          gap = longest;
          kept = 0;
        }
      }
      at += WIDTH;
      column += gap;
      while (column >= fanIn) {
        column -= fanIn;
        if (endRow(out)) return out;
      }
      store<u32>(out, column * stride);
      out += kept;
    }
    v128.store(BITS - 16, v128.load(stop - 16));
    at = BITS - (stop - at);
    stop = refill<Draw>(out);
    if (stop === 0) return 0;
  }
}

/**
 * Rows of fewer kept entries than this are walked as one row and split afterwards: the end of a row is a
 * branch that no one foresees.
 */
const SPLIT_BELOW: f64 = 16;
/** Up to this many entries the f32 arithmetic of `splitRows` is exact: 3 rows 2^-24 < 1 / (2 fan-in). */
const SPLIT_ENTRIES: i32 = 1 << 21;
const SPLIT_ROWS: i32 = 64;
/** End of each row, and of one more for what lies behind the last. */
const ENDS: usize = memory.data(272, 16);
const LANES: usize = memory.data(16, 16);

/**
 * Turns positions in the block at [from, to) into column * stride, and counts those of each row. Writes one
 * vector past `to`.
 */
function splitRows(from: usize, to: usize, rows: i32, fanIn: i32, stride: i32, counts: usize): void {
  for (let i: usize = 0; i < 272; i += 16) v128.store(ENDS + i, i32x4.splat(0));
  v128.store(to, i32x4.splat(rows * fanIn));
  const width = f32x4.splat(<f32>fanIn);
  const inverse = f32x4.splat(1 / <f32>fanIn);
  const half = f32x4.splat(0.5);
  const strides = i32x4.splat(stride);
  const lowBits = i32x4.splat(0x1fc);
  // 1.5 * 2^23: adding it rounds to an integer and leaves that in the low bits.
  const round = f32x4.splat(12582912);
  for (let at = from; at < to; at += 16) {
    const position = f32x4.convert_i32x4_s(v128.load(at));
    const inRows = f32x4.mul(f32x4.add(position, half), inverse);
    const rounded = f32x4.add(f32x4.sub(inRows, half), round);
    const column = f32x4.sub(position, f32x4.mul(f32x4.sub(rounded, round), width));
    v128.store(at, i32x4.mul(i32x4.sub(f32x4.add(column, round), round), strides));
    // Later entries overwrite earlier ones of their row.
    v128.store(LANES, v128.and(i32x4.shl(rounded, 2), lowBits));
    store<u32>(<usize>load<u32>(LANES), <u32>at + 4, ENDS);
    store<u32>(<usize>load<u32>(LANES, 4), <u32>at + 8, ENDS);
    store<u32>(<usize>load<u32>(LANES, 8), <u32>at + 12, ENDS);
    store<u32>(<usize>load<u32>(LANES, 12), <u32>at + 16, ENDS);
  }
  let before = from;
  for (let i: usize = 0; i < <usize>rows; ++i) {
    const after = max(before, <usize>load<u32>(i << 2, ENDS));
    store<u32>(counts + (i << 2), <u32>((after - before) >> 2));
    before = after;
  }
}

/**
 * The geometric half of `drawMask`, from STREAM: returns the end of the offsets, or 0 if they have too little
 * room.
 */
export function skipMask(
  rows: i32,
  fanIn: i32,
  density: f64,
  stride: i32,
  counts: usize,
  offsets: usize,
  end: usize,
): usize {
  prepareGaps(density);
  const entries = rows * fanIn;
  drawsLeft = <i32>(density * <f64>entries);
  room = end;
  row = counts;
  rowStart = offsets;
  const split = density * <f64>fanIn < SPLIT_BELOW && entries <= SPLIT_ENTRIES && rows <= SPLIT_ROWS;
  rowsEnd = counts + ((<usize>(split ? 1 : rows)) << 2);
  const width = split ? entries : fanIn;
  const bytes = split ? 1 : stride;
  const out = groupSize === 1 ? walk<u16>(width, bytes, offsets) : walk<u32>(width, bytes, offsets);
  if (split && out !== 0) splitRows(offsets, out, rows, fanIn, stride, counts);
  return out;
}
