/**
 * Where neurons of an image are zero: there a row of the next layer whose inputs all are has its bias for
 * pre-activation, exactly.
 */

import {
  isFullyConnected,
  isParted,
  layerOf,
  meanKept,
  type Pieces,
  partAt,
  zeroThresholds,
} from '../../network/index.ts';
import { productOf } from '../weight-source.ts';
import { productAt, wordsOf } from './areas.ts';
import type { Crossings } from './crossings.ts';
import type { ExactMemory } from './exact-memory.ts';
import type { PiecewiseImage } from './image.ts';
import type { Cut, Touch } from './knots.ts';

/**
 * Rows of the next layer that keep more weights than this are silent where all of the image is, in effect;
 * see `assembly/silent.ts`.
 */
const FEW = 64;

/**
 * Stores the knots at which all rows are zero and, if the next layer's rows have few inputs, for each row
 * that is left those at which it is not. Says which of the two the kernels are to look at.
 */
export function storeZeros(
  memory: ExactMemory,
  activation: Pieces,
  layer: number,
  { rows, ranks }: Pick<PiecewiseImage, 'rows' | 'ranks'>,
  crossings: Crossings,
  cut: Cut,
  touches: readonly Touch[],
): Pick<PiecewiseImage, 'layerZeros' | 'rowZeros'> {
  const isZero = zeroThresholds(activation);
  if (!isZero.includes(true) || layer === memory.spec.layers.length)
    return { layerZeros: false, rowZeros: false };
  const isOff = activation.slopes.map((slope, p) => slope === 0 && isZero[Math.max(0, p - 1)] === true);
  const own = layerOf(memory.spec, layer);
  const { width } = own;
  /** Rows that are handed on: as if they were never zero. */
  const handedOn = isParted(own)
    ? (row: number) => !partAt(own, row).drawn && own.parts.length > 1
    : () => false;
  const { pieces, atEnds, off, since } = memory.lists;
  const columns = cut.count;
  const words = wordsOf(columns);
  const above = layerOf(memory.spec, layer + 1);
  const kept = isFullyConnected(above) ? above.density * rows : meanKept(memory.spec, layer + 1);
  const sparse = productOf(above, productAt) === 'sparse';
  const rowZeros = sparse && kept < FEW + 8 * Math.sqrt(kept);
  const rank = ranks === null ? null : memory.ranks.view;
  const active = memory.active.view;
  if (rowZeros) active.fill(0, 0, words * rows);
  const aliveDelta = memory.aliveDelta.view.fill(0, 0, columns + 2);
  const isOn = (row: number, start: number, end: number) => {
    if (start >= end) return;
    aliveDelta[start]!++;
    aliveDelta[end]!--;
    if (!rowZeros) return;
    if (rank === null) setBits(active, words * row, start, end);
    else if (rank[row] !== 0) setBits(active, (words * (rank[row]! - 1)) / 2, start, end);
  };
  // On an interval from knot to knot only the inner knots are certain. Column 0 ends where the curve begins.
  for (let row = 0; row < width; row++) {
    off[row] = isOff[pieces[row]!] && !handedOn(row) ? 1 : 0;
    since[row] = atEnds[row]! & 1 ? 0 : -1;
  }
  for (let i = 0; i < crossings.count; i++) {
    const one = cut.order[i]!;
    const [before, after] = [crossings.before[one]!, crossings.after[one]!];
    // Where another threshold is crossed the neuron is not zero, and stays on.
    if (!isZero[Math.min(before, after)]) continue;
    const row = crossings.row[one]!;
    const knot = cut.turn[one]! - 1;
    if (off[row] === 0) isOn(row, since[row]! + 1, knot);
    since[row] = knot;
    off[row] = isOff[after] ? 1 : 0;
  }
  for (let row = 0; row < width; row++) {
    if (off[row] === 0) isOn(row, since[row]! + 1, atEnds[row]! & 2 ? columns - 1 : columns);
  }
  if (touches.length > 0) {
    const knots = newKnots(cut);
    for (const { row, knot: old } of touches) {
      const knot = knots[old]!;
      aliveDelta[knot]!--;
      aliveDelta[knot + 1]!++;
      if (!rowZeros || (rank !== null && rank[row] === 0)) continue;
      const of = words * (rank === null ? row : (rank[row]! - 1) / 2);
      active[of + (knot >>> 5)]! &= ~(1 << (knot & 31));
    }
  }
  return { layerZeros: storeLayerEnds(memory, aliveDelta, columns, words) || rowZeros, rowZeros };
}

/** For each old knot its number among the new ones. */
function newKnots({ count, source }: Cut): Int32Array {
  const knots = new Int32Array(count);
  for (let column = 1; column < count; column++) knots[source[column]!] = column;
  return knots;
}

/**
 * Stores the knots at which no row is anything; whether there are any. The curve's first point is known in
 * double precision, and never one of them.
 */
function storeLayerEnds(
  { layerEnds }: ExactMemory,
  aliveDelta: Int32Array,
  columns: number,
  words: number,
): boolean {
  const bits = layerEnds.view.fill(0, 0, words);
  let rows = aliveDelta[0]!;
  let some = false;
  for (let knot = 1; knot < columns; knot++) {
    rows += aliveDelta[knot]!;
    if (rows > 0) continue;
    some = true;
    bits[knot >>> 5]! |= 1 << (knot & 31);
  }
  return some;
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
