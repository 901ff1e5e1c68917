/** Where the pieces of a curve end: the bookkeeping of `split.ts`. */
import type { Crossings } from './crossings.ts';

/** The steps of a curve, cut at crossings. Column 0 is no step. */
export interface Cut {
  readonly columns: number;
  /** For each new column the old one that it is a part of, and its share. */
  readonly source: Int32Array;
  readonly share: Float64Array;
  /** Position of the knot at the end of each new column. */
  readonly position: Float64Array;
  /** For each knot 1 where a neuron of this layer or one below changes its piece; and how many do. */
  readonly breaks: Uint8Array;
  readonly breakpoints: number;
  /** Numbers of the crossings along the curve. */
  readonly order: Uint32Array;
  /** For each crossing the new column that begins with it. */
  readonly turn: Int32Array;
}

/**
 * Crossings nearer to each other than this, relative to their step, are one knot: rows that are multiples of each other, as sparse ones are, cross
 * together. The second one is for steps of single precision.
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
 * Leaves the crossings that are changes from one interval of the curve to the next: what happens at the curve's two ends changes no interval, and a neuron
 * that touches its threshold at a knot and turns back has not crossed it. `start` is each neuron's piece at the first knot, and becomes that on the first
 * interval. `atEnds`: neurons that were on a threshold at the first (bit 1) or last (bit 2) knot.
 */
export function betweenIntervals(
  crossings: Crossings,
  columns: number,
  start: Int32Array,
  together: number,
): { atEnds: Uint8Array; touches: readonly Touch[] } {
  const touches: Touch[] = [];
  const { count, row, column, along, before, after } = crossings;
  const atEnds = new Uint8Array(start.length);
  const dropped = new Uint8Array(count);
  const last = new Int32Array(start.length).fill(-1);
  for (let i = 0; i < count; i++) {
    const r = row[i]!;
    if (column[i] === 1 && along[i]! <= together) {
      dropped[i] = 1;
      start[r] = after[i]!;
      atEnds[r]! |= 1;
      continue;
    }
    if (column[i] === columns - 1 && along[i]! >= 1 - together) {
      dropped[i] = 1;
      atEnds[r]! |= 2;
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
    touches.push({ row: r, knot: column[previous]! });
  }
  crossings.drop(dropped);
  return { atEnds, touches };
}

/**
 * Cuts the steps between knots at `position` at every crossing strictly inside of one. Crossings at one place make one knot; a crossing at a knot,
 * as where the layer below goes silent, makes none. `breaks`: for each knot 1 where it is a breakpoint and not only a corner of the input.
 */
export function cutSteps(
  position: Float64Array,
  breaks: Uint8Array,
  crossings: Crossings,
  together: number,
): Cut {
  const { count, column, along } = crossings;
  const order = alongCurve(crossings, position.length);
  const most = position.length + count;
  const source = new Int32Array(most);
  const share = new Float64Array(most);
  const knots = new Float64Array(most);
  const isBreak = new Uint8Array(most);
  const turn = new Int32Array(count);
  let columns = 1;
  let next = 0;
  for (let old = 1; old < position.length; old++) {
    const from = position[old - 1]!;
    const to = position[old]!;
    let start = 0;
    let atEnd = breaks[old]!;
    for (; next < count && column[order[next]!] === old; next++) {
      const end = along[order[next]!]!;
      if (end >= 1 - together) {
        // At the step's very end: it turns with the step after it.
        turn[order[next]!] = columns + 1;
        atEnd = 1;
        continue;
      }
      if (end > start + together) {
        source[columns] = old;
        share[columns] = end - start;
        knots[columns++] = from + end * (to - from);
        start = end;
      }
      isBreak[columns - 1] = 1;
      turn[order[next]!] = columns;
    }
    source[columns] = old;
    share[columns] = 1 - start;
    isBreak[columns] = atEnd;
    knots[columns++] = to;
  }
  let breakpoints = 0;
  for (let knot = 0; knot < columns; knot++) breakpoints += isBreak[knot]!;
  return {
    columns,
    source,
    share,
    position: knots.subarray(0, columns),
    breaks: isBreak.subarray(0, columns),
    breakpoints,
    order,
    turn,
  };
}

/** Up to so many crossings of one step are put in order by insertion. */
const FEW = 32;

/** Numbers of the crossings by step and place; those at one place as they were met. */
function alongCurve({ count, column, along }: Crossings, columns: number): Uint32Array {
  const ends = new Uint32Array(columns + 1);
  for (let i = 0; i < count; i++) ends[column[i]! + 1]!++;
  for (let c = 1; c <= columns; c++) ends[c]! += ends[c - 1]!;
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[ends[column[i]!]!++] = i;
  // Now `ends` says where each step's crossings end.
  let start = 0;
  for (let c = 0; c < columns; c++) {
    const end = ends[c]!;
    if (end - start > FEW) {
      order.subarray(start, end).sort((a, b) => along[a]! - along[b]! || a - b);
    } else {
      for (let i = start + 1; i < end; i++) {
        const one = order[i]!;
        let at = i;
        for (; at > start && along[order[at - 1]!]! > along[one]!; at--) order[at] = order[at - 1]!;
        order[at] = one;
      }
    }
    start = end;
  }
  return order;
}
