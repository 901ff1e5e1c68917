/**
 * The distribution of the gaps between kept entries as tables, so that drawing a gap takes a few integer
 * instructions and no logarithm.
 *
 * Gaps are geometric, P(g) = p (1 - p)^g at density p. In groups of m entries, g = m q + r with independent q
 * and r: q is geometric too, with p' = 1 - (1 - p)^m, and r has the distribution p (1 - p)^r / p' on 0 … m-1.
 * At small p groups keep p' above 1/16, so that q takes few values.
 *
 * A distribution is drawn from N equal cells, 4096 for q and 1024 for r. Value k of probability P owns
 * floor(N P) of them; the fractions left over share the last cells. A draw that lands there, one in 25 to
 * 130, is decided by 64 more bits and Walker's alias method over the fractions (Walker 1977; stacks as in
 * Vose 1991). Densities are thus exact to the rounding of f64, not to multiples of 1/N.
 *
 * Tables depend on the order of f64 operations, which is that of the twin, `src/kernels/reference/gaps.ts`.
 */

/** Cells of q and of r: the value, as u32. */
export const GROUP: usize = memory.data(16384, 64);
export const PLACE: usize = memory.data(4096, 64);
/**
 * What a cell of the fractions holds: more than a row has entries, while eight of them, two a draw, and a
 * column stay below 2^32.
 */
export const SHARED: u32 = 1 << 28;
/**
 * Alias slots of the fractions of q and of r, 16 bytes each: threshold, of 2^53 (u64); value below it, value
 * from it on (u32).
 */
export const GROUP_SLOTS: usize = memory.data(8192, 64);
export const PLACE_SLOTS: usize = memory.data(8192, 64);
/** Slots of a table: one for each value of q, and the last for all larger ones, which is SHARED. */
const SLOTS: i32 = 512;

/**
 * While a table is built: its slots' shares, 1 on average, and the two stacks of slots with less and with
 * more.
 */
const SHARES: usize = memory.data(4096, 16);
const POOR: usize = memory.data(1024, 16);
const RICH: usize = memory.data(1024, 16);

/** Entries of a group. */
export let groupSize: i32 = 0;
/**
 * Entries to go on, keeping none, where q is larger than its table: the geometric distribution has no memory.
 */
export let longest: u32 = 0;
/** The density that the tables were built for. */
let tableDensity: f64 = 0;

/** Builds the tables of a density in (0, 1), unless they are there. */
export function prepareGaps(density: f64): void {
  if (density === tableDensity) return;
  tableDensity = density;
  let size = 1;
  let some = density;
  if (density < 1.0 / 48) {
    for (; some < 1.0 / 16 && size < 64; size *= 2) some *= 2 - some;
  }
  groupSize = size;
  longest = (SLOTS - 1) * size;
  // The entry behind the gap is the kept one: one more to go.
  buildCells(GROUP, 4096, GROUP_SLOTS, some, some, SLOTS - 1, 1, size, size === 1 ? 1 : 0);
  if (size > 1) buildCells(PLACE, 1024, PLACE_SLOTS, density / some, density, size, 0, 1, 1);
}

/**
 * Cells and slots of the distribution first (1 - ratio)^k, k < values, whose tail is open (1) or not (0).
 * Value k is written as step * k + base.
 */
function buildCells(
  cells: usize,
  count: i32,
  slots: usize,
  first: f64,
  ratio: f64,
  values: i32,
  open: f64,
  step: i32,
  base: i32,
): void {
  const end = cells + ((<usize>count) << 2);
  let at = cells;
  let probability = first;
  let tail = open;
  for (let k = 0; k < SLOTS; ++k) {
    const mass = k < values ? <f64>count * probability : 0;
    const own = floor(mass);
    for (let i = 0; i < <i32>own && at < end; ++i) {
      store<u32>(at, <u32>(step * k + base));
      at += 4;
    }
    store<f64>(SHARES + ((<usize>k) << 3), mass - own);
    if (k < values) tail *= 1 - ratio;
    probability *= 1 - ratio;
    const slot = slots + ((<usize>k) << 4);
    store<u64>(slot, 1 << 53);
    store<u32>(slot, k < SLOTS - 1 ? <u32>(step * k + base) : SHARED, 8);
  }
  store<f64>(SHARES + ((<usize>(SLOTS - 1)) << 3), <f64>count * tail);
  const shared = <i32>((end - at) >> 2);
  for (; at < end; at += 4) store<u32>(at, SHARED);
  if (shared > 0) buildSlots(slots, <f64>SLOTS / <f64>shared);
}

/** Alias slots of the shares, times `scale`. */
function buildSlots(slots: usize, scale: f64): void {
  let poor = POOR;
  let rich = RICH;
  for (let k = 0; k < SLOTS; ++k) {
    const at = SHARES + ((<usize>k) << 3);
    const share = load<f64>(at) * scale;
    store<f64>(at, share);
    if (share < 1) {
      store<u16>(poor, <u16>k);
      poor += 2;
    } else {
      store<u16>(rich, <u16>k);
      rich += 2;
    }
  }
  while (poor > POOR && rich > RICH) {
    poor -= 2;
    const taker = <usize>load<u16>(poor);
    const giver = <usize>load<u16>(rich - 2);
    const share = load<f64>(SHARES + (taker << 3));
    const slot = slots + (taker << 4);
    store<u64>(slot, <u64>(share * 9007199254740992.0));
    store<u32>(slot, load<u32>(slots + (giver << 4), 8), 12);
    const left = load<f64>(SHARES + (giver << 3)) - (1 - share);
    store<f64>(SHARES + (giver << 3), left);
    if (left < 1) {
      rich -= 2;
      store<u16>(poor, <u16>giver);
      poor += 2;
    }
  }
}

/**
 * The value that 64 bits pick among the fractions: the low 9 name a slot, the high 53 decide between its two
 * values.
 */
export function pickShared(slots: usize, bits: u64): u32 {
  const slot = slots + ((<usize>bits & (SLOTS - 1)) << 4);
  return load<u32>(slot + (usize(bits >> 11 >= load<u64>(slot)) << 2), 8);
}
