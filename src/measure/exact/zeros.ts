/** Where neurons of an image are zero: there a row of the next layer whose inputs all are has its bias for pre-activation, exactly. */
import type { Pieces } from '../../experiment/pieces.ts';
import type { PiecewiseImage } from './image.ts';
import type { Touch } from './knots.ts';
import { type Room, wordsOf } from './room.ts';

/** For each row that is left the knots at which it is not zero, from the turns in memory, and the knots at which none is. */
export function storeZeros(
  { arena, active, layerEnds, turns, turnEnds }: Room,
  { slopes }: Pieces,
  { position, rows, ranks }: PiecewiseImage,
  pieces: Int32Array,
  atEnds: Uint8Array,
  touches: readonly Touch[],
): void {
  const touchesOf = new Map<number, number[]>();
  for (const { row, knot } of touches) touchesOf.set(row, [...(touchesOf.get(row) ?? []), knot]);
  const columns = position.length;
  const words = wordsOf(columns);
  const bits = arena.u32(active, words * rows).fill(0);
  const rank = ranks === null ? null : arena.u32(ranks, pieces.length);
  const ends = arena.u32(turnEnds, pieces.length);
  const isOff = slopes.map((slope) => slope === 0);
  const any = new Uint32Array(words);
  let at = turns;
  pieces.forEach((piece, row) => {
    const turn = arena.u32(at, (ends[row]! - at) / 4);
    at = ends[row]!;
    if (rank !== null && rank[row] === 0) return;
    const of = words * (rank === null ? row : (rank[row]! - 1) / 2);
    // Column 0 ends where the curve begins. On an interval from knot `start` to knot `end` only the inner knots are certain.
    let off = isOff[piece]!;
    let start = atEnds[row]! & 1 ? 0 : -1;
    for (const next of [...turn, columns]) {
      const end = next === columns && !(atEnds[row]! & 2) ? columns : next - 1;
      if (!off) setBits(bits, of, start + 1, end);
      start = next - 1;
      // ReLU is on where it was off; other activations with a threshold at zero are never off.
      off = isOff[0]! && !off;
    }
    for (const knot of touchesOf.get(row) ?? []) bits[of + (knot >>> 5)]! &= ~(1 << (knot & 31));
    // Behind the curve's end nothing is zero.
    setBits(bits, of, columns, 32 * words);
    for (let word = 0; word < words; word++) any[word]! |= bits[of + word]!;
  });
  setBits(any, 0, columns, 32 * words);
  // The curve's first point is known in double precision.
  any[0]! |= 1;
  const stored = arena.u32(layerEnds, words);
  for (let word = 0; word < words; word++) stored[word] = ~any[word]!;
}

/** Sets bits `start` … `end` - 1 of the words from `of` on. */
function setBits(words: Uint32Array, of: number, start: number, end: number): void {
  for (let bit = start; bit < end; ) {
    const stop = Math.min(end, (bit | 31) + 1);
    const count = stop - bit;
    const mask = count === 32 ? ~0 : ((1 << count) - 1) << (bit & 31);
    words[of + (bit >>> 5)]! |= mask;
    bit = stop;
  }
}
