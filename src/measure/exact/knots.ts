/** Where the pieces of a curve end: the bookkeeping of `split.ts`. */
import type { Crossings } from './crossings.ts';
import { type RowLists, roomFor } from './lists.ts';

/**
 * Crossings nearer to each other than this, relative to their step, are one knot: rows that are multiples of
 * each other, as sparse ones are, cross together. The second one is for steps of single precision.
 */
export const TOGETHER = 2 ** -40;
export const TOGETHER_SINGLE = 2 ** -20;

/** A neuron that is on its threshold at a knot between two intervals of one piece. */
export interface Touch {
  readonly row: number;
  /** Number of the knot before any were added. */
  readonly knot: number;
}

/**
 * Leaves the crossings that are changes from one interval of the curve to the next: what happens at the
 * curve's two ends changes no interval, and a neuron that touches its threshold at a knot and turns back has
 * not crossed it: such touches are returned. `pieces` are those at the first knot, and become those on the
 * first interval. `atEnds` becomes the neurons that are zero, on a threshold of `isZero`, at the first (bit
 * 1) or last (bit 2) knot; touches of other thresholds are not returned.
 */
export function betweenIntervals(
  crossings: Crossings,
  columns: number,
  width: number,
  { pieces: start, atEnds, last }: RowLists,
  together: number,
  isZero: readonly boolean[],
): readonly Touch[] {
  const touches: Touch[] = [];
  const { count, row, column, along, before, after } = crossings;
  const dropped = crossings.dropped.fill(0, 0, count);
  atEnds.fill(0, 0, width);
  last.fill(-1, 0, width);
  for (let i = 0; i < count; i++) {
    const r = row[i]!;
    if (column[i] === 1 && along[i]! <= together) {
      dropped[i] = 1;
      start[r] = after[i]!;
      if (isZero[Math.min(before[i]!, after[i]!)]) atEnds[r]! |= 1;
      continue;
    }
    if (column[i] === columns - 1 && along[i]! >= 1 - together) {
      dropped[i] = 1;
      if (isZero[Math.min(before[i]!, after[i]!)]) atEnds[r]! |= 2;
      continue;
    }
    const previous = last[r]!;
    const turnsBack =
      previous >= 0 &&
      along[i]! <= together &&
      column[previous] === column[i]! - 1 &&
      along[previous]! >= 1 - together &&
      before[previous] === after[i];
    last[r] = turnsBack ? -1 : i;
    if (!turnsBack) continue;
    dropped[i] = 1;
    dropped[previous] = 1;
    if (isZero[Math.min(before[i]!, after[i]!)]) touches.push({ row: r, knot: column[previous]! });
  }
  crossings.drop();
  return touches;
}

/** A curve's knots. The lists may be longer than there are knots. */
export interface Knots {
  readonly count: number;
  /** Along the input, over its length. */
  readonly position: Float64Array;
  /**
   * For each knot 1 where a neuron of this layer or one below changes its piece, and not only the input its
   * direction.
   */
  readonly breaks: Uint8Array;
}

/**
 * The steps of a curve, cut at crossings; column 0 is no step. Lists that are filled anew for every layer,
 * and longer than they are full.
 */
export class Cut implements Knots {
  count = 0;
  position = new Float64Array(64);
  breaks = new Uint8Array(64);
  /** How many breaks there are. */
  breakpoints = 0;
  /** For each new column the old one that it is a part of, and its share. */
  source = new Int32Array(64);
  share = new Float64Array(64);
  /** Numbers of the crossings along the curve, and for each crossing the new column that begins with it. */
  order = new Uint32Array(64);
  turn = new Int32Array(64);
  #ends = new Uint32Array(64);

  /**
   * Cuts the steps between knots at every crossing strictly inside of one. Crossings at one place make one
   * knot; a crossing at a knot, as where the layer below goes silent, makes none.
   */
  make(old: Knots, crossings: Crossings, together: number): void {
    this.#order(crossings, old.count);
    this.#reserve(old.count + crossings.count, crossings.count);
    const { position, breaks, source, share, order, turn } = this;
    const { count, column, along } = crossings;
    position[0] = old.position[0]!;
    breaks[0] = old.breaks[0]!;
    let columns = 1;
    let next = 0;
    for (let step = 1; step < old.count; step++) {
      const from = old.position[step - 1]!;
      const to = old.position[step]!;
      let start = 0;
      let atEnd = old.breaks[step]!;
      for (; next < count && column[order[next]!] === step; next++) {
        const end = along[order[next]!]!;
        if (end >= 1 - together) {
          // At the step's very end: it turns with the step after it.
          turn[order[next]!] = columns + 1;
          atEnd = 1;
          continue;
        }
        if (end > start + together) {
          source[columns] = step;
          share[columns] = end - start;
          breaks[columns] = 0;
          position[columns++] = from + end * (to - from);
          start = end;
        }
        breaks[columns - 1] = 1;
        turn[order[next]!] = columns;
      }
      source[columns] = step;
      share[columns] = 1 - start;
      breaks[columns] = atEnd;
      position[columns++] = to;
    }
    this.count = columns;
    this.breakpoints = 0;
    for (let knot = 0; knot < columns; knot++) this.breakpoints += breaks[knot]!;
  }

  #reserve(knots: number, crossings: number): void {
    this.position = roomFor(knots, this.position);
    this.breaks = roomFor(knots, this.breaks);
    this.source = roomFor(knots, this.source);
    this.share = roomFor(knots, this.share);
    this.turn = roomFor(crossings, this.turn);
  }

  /** Crossings by step and place; those at one place as they were met. */
  #order({ count, column, along }: Crossings, columns: number): void {
    const ends = (this.#ends = roomFor(columns + 1, this.#ends)).fill(0, 0, columns + 1);
    const order = (this.order = roomFor(count, this.order));
    for (let i = 0; i < count; i++) ends[column[i]! + 1]!++;
    for (let c = 1; c <= columns; c++) ends[c]! += ends[c - 1]!;
    for (let i = 0; i < count; i++) order[ends[column[i]!]!++] = i;
    // Now `ends` says where each step's crossings end.
    let start = 0;
    for (let c = 0; c < columns; c++) {
      sortRange(order, along, start, ends[c]!);
      start = ends[c]!;
    }
  }
}

/** Up to this number of crossings of one step, insertion sorts them. */
const FEW = 32;

function sortRange(order: Uint32Array, along: Float64Array, start: number, end: number): void {
  if (end - start > FEW) {
    order.subarray(start, end).sort((a, b) => along[a]! - along[b]! || a - b);
    return;
  }
  for (let i = start + 1; i < end; i++) {
    const one = order[i]!;
    let at = i;
    for (; at > start && along[order[at - 1]!]! > along[one]!; at--) order[at] = order[at - 1]!;
    order[at] = one;
  }
}
