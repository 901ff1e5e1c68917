/** Lists that are used again for every layer of every network. */

/** Numbers for each row of a layer. */
export class RowLists {
  /** Piece at the first knot, then on the first interval. */
  readonly pieces: Int32Array;
  /** Whether a row was on a threshold at the first knot (bit 1) or the last (bit 2). */
  readonly atEnds: Uint8Array;
  /** Number of the last crossing. */
  readonly last: Int32Array;
  /** Whether it is zero, and since which knot it has been as it is. */
  readonly off: Uint8Array;
  readonly since: Int32Array;

  constructor(rows: number) {
    this.pieces = new Int32Array(rows);
    this.atEnds = new Uint8Array(rows);
    this.last = new Int32Array(rows);
    this.off = new Uint8Array(rows);
    this.since = new Int32Array(rows);
  }
}

/** The list, or a longer one of its kind; what stood in it is lost. */
export function roomFor<List extends Int32Array | Uint32Array | Uint8Array | Float64Array>(
  length: number,
  list: List,
): List {
  if (length <= list.length) return list;
  return new (list.constructor as new (length: number) => List)(2 * length);
}
