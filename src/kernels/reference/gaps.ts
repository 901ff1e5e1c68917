/**
 * Twin of `assembly/gaps.ts`: the distribution of the gaps as tables, whose order of f64 operations is part
 * of the definition of a network.
 */

/** One slot of an alias table: `below` for a number in [0, 2^53) under the threshold, `above` from it on. */
interface Slot {
  threshold: number;
  below: number;
  above: number;
}

/**
 * A distribution on 0, 1, …: the value of each cell, or null where the fractions share it, and their slots.
 * Infinity: beyond the table.
 */
export interface AliasTable {
  readonly cells: readonly (number | null)[];
  readonly slots: readonly Slot[];
}

/** A gap is size * q + r, with q from `group` and r from `place`; without groups it is q. */
export interface GapTables {
  readonly size: number;
  readonly group: AliasTable;
  readonly place: AliasTable | null;
  /** Entries to go on, keeping none, where q is beyond its table. */
  readonly longest: number;
}

const SLOTS = 512;

/** The distribution of the gaps between kept entries at `density` in (0, 1). */
export function gapTables(density: number): GapTables {
  let size = 1;
  let some = density;
  if (density < 1 / 48) for (; some < 1 / 16 && size < 64; size *= 2) some *= 2 - some;
  return {
    size,
    group: tabulate(4096, some, some, SLOTS - 1, 1),
    place: size > 1 ? tabulate(1024, density / some, density, size, 0) : null,
    longest: (SLOTS - 1) * size,
  };
}

/** The value that a cell and, where the cell is shared, 64 more bits stand for. */
export function drawValue(table: AliasTable, cell: number, nextBits: () => bigint): number {
  const own = table.cells[cell]!;
  if (own !== null) return own;
  const bits = nextBits();
  const slot = table.slots[Number(bits % BigInt(SLOTS))]!;
  return Number(bits >> 11n) < slot.threshold ? slot.below : slot.above;
}

/** The distribution first (1 - ratio)^k, k < values, whose tail is open (1) or not (0). */
function tabulate(count: number, first: number, ratio: number, values: number, open: number): AliasTable {
  const cells: (number | null)[] = [];
  const shares: number[] = [];
  let probability = first;
  let tail = open;
  for (let k = 0; k < SLOTS; k++) {
    const mass = k < values ? count * probability : 0;
    const own = Math.floor(mass);
    for (let i = 0; i < own && cells.length < count; i++) cells.push(k);
    shares.push(mass - own);
    if (k < values) tail *= 1 - ratio;
    probability *= 1 - ratio;
  }
  shares[SLOTS - 1] = count * tail;
  const shared = count - cells.length;
  while (cells.length < count) cells.push(null);
  return { cells, slots: shared > 0 ? alias(shares.map((share) => share * (SLOTS / shared))) : [] };
}

/** Walker's alias method with Vose's stacks; the shares are 1 on average. */
function alias(shares: number[]): Slot[] {
  const slots = shares.map((_, k) => {
    const value = k < SLOTS - 1 ? k : Infinity;
    return { threshold: 2 ** 53, below: value, above: value };
  });
  const poor: number[] = [];
  const rich: number[] = [];
  shares.forEach((share, k) => {
    (share < 1 ? poor : rich).push(k);
  });
  while (poor.length > 0 && rich.length > 0) {
    const taker = poor.pop()!;
    const giver = rich.at(-1)!;
    slots[taker]!.threshold = Math.floor(shares[taker]! * 2 ** 53);
    slots[taker]!.above = slots[giver]!.below;
    shares[giver] = shares[giver]! - (1 - shares[taker]!);
    if (shares[giver]! < 1) poor.push(rich.pop()!);
  }
  return slots;
}
