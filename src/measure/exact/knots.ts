/** Where the pieces of a curve end: the bookkeeping of `split.ts`. */
import { type Pieces, pieceAt } from '../../experiment/pieces.ts';

/** Threshold crossings of one layer, in the order in which the kernels met them. */
export interface Crossings {
  readonly count: number;
  readonly row: Int32Array;
  /** The step on which it lies, and how far along it, in [0, 1]. */
  readonly column: Int32Array;
  readonly along: Float64Array;
  /** The neuron's piece before and after. */
  readonly before: Int32Array;
  readonly after: Int32Array;
}

/** The steps of a curve, cut at crossings. Column 0 is no step. */
export interface Cut {
  readonly columns: number;
  /** For each new column the old one that it is a part of, and its share. */
  readonly source: Int32Array;
  readonly share: Float64Array;
  /** Position of the knot at the end of each new column. */
  readonly position: Float64Array;
  /** For each knot 1 where a neuron of this layer or one below changes its piece. */
  readonly breaks: Uint8Array;
  /** For each crossing the new column that begins with it; `columns` at the end of the curve. */
  readonly turn: Int32Array;
  /** Numbers of the crossings along the curve. */
  readonly order: Uint32Array;
}

/**
 * Crossings nearer to each other than this, relative to their step, are one knot: rows that are multiples of each other, as sparse ones are, cross
 * together. The second one is for steps of single precision.
 */
export const TOGETHER = 2 ** -40;
export const TOGETHER_SINGLE = 2 ** -20;

/**
 * Crossings of neurons whose pre-activations at the first knot are `starts` and whose steps are `steps[e][row]`, e = 0 for column 1: what `followRows` finds, for
 * the few steps of an input.
 */
export function crossingsOf(pieces: Pieces, starts: Float64Array, steps: readonly Float64Array[]): Crossings {
  const found: { row: number; column: number; along: number; before: number; after: number }[] = [];
  starts.forEach((start, row) => {
    let h = start;
    steps.forEach((step, e) => {
      // Where a threshold is met but for the rounding of sums, it is met.
      const reached = h + step[row]!;
      const near = TOGETHER * (Math.abs(h) + Math.abs(step[row]!));
      const next = pieces.thresholds.find((threshold) => Math.abs(reached - threshold) <= near) ?? reached;
      const last = pieceAt(pieces, next);
      for (let piece = pieceAt(pieces, h); piece !== last; ) {
        const after = piece < last ? piece + 1 : piece - 1;
        const along = (pieces.thresholds[Math.min(piece, after)]! - h) / (next - h);
        found.push({ row, column: e + 1, along, before: piece, after });
        piece = after;
      }
      h = next;
    });
  });
  const of = (key: 'row' | 'column' | 'before' | 'after') =>
    Int32Array.from(found, (crossing) => crossing[key]);
  return {
    count: found.length,
    row: of('row'),
    column: of('column'),
    along: Float64Array.from(found, ({ along }) => along),
    before: of('before'),
    after: of('after'),
  };
}

/** A neuron that is on its threshold at a knot between two intervals of one piece. */
export interface Touch {
  readonly row: number;
  /** Number of the knot before any were added. */
  readonly knot: number;
}

/**
 * Crossings as changes from one interval of the curve to the next: what happens at the curve's two ends changes no interval, and a neuron that touches its threshold at
 * a knot and turns back has not crossed it. `start` is each neuron's piece at the first knot, and becomes that on the first interval. `atEnds`: neurons
 * that were on a threshold at the first (bit 1) or last (bit 2) knot.
 */
export function betweenIntervals(
  crossings: Crossings,
  columns: number,
  start: Int32Array,
  together: number,
): { crossings: Crossings; atEnds: Uint8Array; touches: readonly Touch[] } {
  const touching: Touch[] = [];
  const { count, row, column, along, before, after } = crossings;
  const atEnds = new Uint8Array(start.length);
  const kept = new Uint8Array(count).fill(1);
  const last = new Int32Array(start.length).fill(-1);
  for (let i = 0; i < count; i++) {
    const r = row[i]!;
    if (column[i] === 1 && along[i]! <= together) {
      kept[i] = 0;
      start[r] = after[i]!;
      atEnds[r]! |= 1;
      continue;
    }
    if (column[i] === columns - 1 && along[i]! >= 1 - together) {
      kept[i] = 0;
      atEnds[r]! |= 2;
      continue;
    }
    const previous = last[r]!;
    const touches =
      previous >= 0 &&
      along[i]! <= together &&
      column[previous] === column[i]! - 1 &&
      along[previous]! >= 1 - together &&
      before[previous] === after[i];
    if (touches) {
      kept[i] = 0;
      kept[previous] = 0;
      touching.push({ row: r, knot: column[previous]! });
      last[r] = -1;
    } else {
      last[r] = i;
    }
  }
  const pick = <A extends Int32Array | Float64Array>(values: A) =>
    values.filter((_, i) => kept[i] === 1) as A;
  return {
    crossings: {
      count: kept.reduce((sum, keep) => sum + keep, 0),
      row: pick(row),
      column: pick(column),
      along: pick(along),
      before: pick(before),
      after: pick(after),
    },
    atEnds,
    touches: touching,
  };
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
  const order = new Uint32Array(count).map((_, i) => i);
  order.sort((a, b) => column[a]! - column[b]! || along[a]! - along[b]! || a - b);
  const most = position.length + count;
  const source = new Int32Array(most);
  const share = new Float64Array(most);
  const knots = new Float64Array(most);
  const isBreak = new Uint8Array(most);
  const turn = new Int32Array(count);
  let columns = 1;
  let next = 0;
  for (let old = 1; old < position.length; old++) {
    const [from, to] = [position[old - 1]!, position[old]!];
    let start = 0;
    let atEnd = breaks[old]!;
    for (; next < count && column[order[next]!]! === old; next++) {
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
  return {
    columns,
    source,
    share,
    position: knots.subarray(0, columns),
    breaks: isBreak.subarray(0, columns),
    turn,
    order,
  };
}
