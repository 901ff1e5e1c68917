/** Where neurons of a layer cross the thresholds of their activation. */

import type { Address } from '../../kernels/abi.ts';
import type { Arena } from '../../kernels/arena.ts';
import { type Pieces, pieceAt } from '../../network/index.ts';
import { EVENT } from './areas.ts';
import { TOGETHER } from './knots.ts';

/**
 * Threshold crossings of one layer, row by row in the order of the curve. A list that is filled anew for
 * every layer.
 */
export class Crossings {
  count = 0;
  row = new Int32Array(64);
  /** The step on which it lies, and how far along it, in [0, 1]. */
  column = new Int32Array(64);
  along = new Float64Array(64);
  /** The neuron's piece before and after. */
  before = new Int32Array(64);
  after = new Int32Array(64);
  /** For each 1 if it is to be left out. */
  dropped = new Uint8Array(64);

  /** Takes those that the kernels wrote from `start` to `end`, panel by panel. */
  read(arena: Arena, start: Address, end: Address): void {
    this.count = 0;
    const count = (end - start) / EVENT;
    const words = arena.i32(start, 6 * count);
    const reals = arena.f64(start, 3 * count);
    for (let i = 0; i < count; i++) {
      const at = 6 * i;
      this.#push(words[at]!, words[at + 1]!, reals[3 * i + 1]!, words[at + 4]!, words[at + 5]!);
    }
  }

  /**
   * Finds those of neurons whose pre-activations at the first knot are `starts`, and whose steps are `steps[e
   * * width + row]`, e = 0 for column 1: what `followRows` finds, in double precision throughout. Returns the
   * largest |pre-activation| behind the first knot.
   */
  find(pieces: Pieces, starts: Float64Array, width: number, steps: Float64Array): number {
    this.count = 0;
    let most = 0;
    const { thresholds } = pieces;
    for (let row = 0; row < width; row++) {
      let h = starts[row]!;
      for (let column = 1, at = row; at < steps.length; column++, at += width) {
        const step = steps[at]!;
        let next = h + step;
        // Where a threshold is met but for the rounding of sums, it is met.
        const near = TOGETHER * (Math.abs(h) + Math.abs(step));
        for (const threshold of thresholds) if (Math.abs(next - threshold) <= near) next = threshold;
        const last = pieceAt(pieces, next);
        for (let piece = pieceAt(pieces, h); piece !== last; ) {
          const after = piece < last ? piece + 1 : piece - 1;
          const along = (thresholds[Math.min(piece, after)]! - h) / (next - h);
          this.#push(row, column, along, piece, after);
          piece = after;
        }
        h = next;
        most = Math.max(most, Math.abs(h));
      }
    }
    return most;
  }

  clear(): void {
    this.count = 0;
  }

  /** Adds one, behind those of rows before it and places before it. */
  add(row: number, column: number, along: number, before: number, after: number): void {
    this.#push(row, column, along, before, after);
  }

  drop(): void {
    let kept = 0;
    for (let i = 0; i < this.count; i++) {
      if (this.dropped[i] === 1) continue;
      this.row[kept] = this.row[i]!;
      this.column[kept] = this.column[i]!;
      this.along[kept] = this.along[i]!;
      this.before[kept] = this.before[i]!;
      this.after[kept] = this.after[i]!;
      kept++;
    }
    this.count = kept;
  }

  #push(row: number, column: number, along: number, before: number, after: number): void {
    if (this.count === this.row.length) this.#grow();
    const i = this.count++;
    this.row[i] = row;
    this.column[i] = column;
    this.along[i] = along;
    this.before[i] = before;
    this.after[i] = after;
  }

  #grow(): void {
    const longer = (list: Int32Array<ArrayBuffer>) => {
      const twice = new Int32Array(2 * list.length);
      twice.set(list);
      return twice;
    };
    this.row = longer(this.row);
    this.column = longer(this.column);
    this.before = longer(this.before);
    this.after = longer(this.after);
    this.dropped = new Uint8Array(this.row.length);
    const along = new Float64Array(this.row.length);
    along.set(this.along);
    this.along = along;
  }
}
