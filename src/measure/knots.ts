/** Where the pieces of a curve end: the bookkeeping of `exact.ts`. */
import { type Pieces, pieceAt } from '../experiment/pieces.ts';

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
  /** For each crossing the new column that begins with it; `columns` at the end of the curve. */
  readonly turn: Int32Array;
  /** Numbers of the crossings along the curve. */
  readonly order: Uint32Array;
}

/**
 * Crossings of neurons whose pre-activations at the first knot are `starts` and whose steps are `steps[e][row]`, e = 0 for column 1: what `followRows` finds, for
 * the few steps of an input.
 */
export function crossingsOf(pieces: Pieces, starts: Float64Array, steps: readonly Float64Array[]): Crossings {
  const found: { row: number; column: number; along: number; before: number; after: number }[] = [];
  starts.forEach((start, row) => {
    let h = start;
    steps.forEach((step, e) => {
      const next = h + step[row]!;
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

/** Crossings nearer to each other than this, relative to their step, are one knot: rows that are multiples of each other, as sparse ones are, cross together. */
const TOGETHER = 2 ** -44;

/**
 * Cuts the steps between knots at `position` at every crossing strictly inside of one. Crossings at one place make one knot; a crossing at a knot,
 * as where the layer below goes silent, makes none.
 */
export function cutSteps(position: Float64Array, crossings: Crossings): Cut {
  const { count, column, along } = crossings;
  const order = new Uint32Array(count).map((_, i) => i);
  order.sort((a, b) => column[a]! - column[b]! || along[a]! - along[b]! || a - b);
  const most = position.length + count;
  const source = new Int32Array(most);
  const share = new Float64Array(most);
  const knots = new Float64Array(most);
  const turn = new Int32Array(count);
  let columns = 1;
  let next = 0;
  for (let old = 1; old < position.length; old++) {
    const [from, to] = [position[old - 1]!, position[old]!];
    let start = 0;
    for (; next < count && column[order[next]!]! === old; next++) {
      const end = along[order[next]!]!;
      if (end > start + TOGETHER && end < 1 - TOGETHER) {
        source[columns] = old;
        share[columns] = end - start;
        knots[columns++] = from + end * (to - from);
        start = end;
      }
      // A crossing at the step's very end turns with the step after it.
      turn[order[next]!] = end < 1 - TOGETHER ? columns : columns + 1;
    }
    source[columns] = old;
    share[columns] = 1 - start;
    knots[columns++] = to;
  }
  return { columns, source, share, position: knots.subarray(0, columns), turn, order };
}
