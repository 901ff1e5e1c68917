/**
 * Masks whose entries depend on each other: one definition for measuring and for the reference. All keep a
 * weight with probability `density`.
 */
import type { Mask } from '../network/index.ts';
import { BLOCK_ROWS } from '../random/definition.ts';
import { networkStream, openStream, PURPOSE, type Stream } from '../random/index.ts';

/** A mask other than of independent entries. */
export type StructuredMask = Exclude<Mask, { kind: 'bernoulli' }>;

/** The block of rows of a network that a mask is drawn for. */
export interface MaskPlace {
  readonly seed: number;
  readonly network: number;
  /** 1 … depth. */
  readonly layer: number;
  readonly block: number;
}

/**
 * The kept columns of each of `rows` rows of `inputs` columns, ascending.
 *
 * - `fixed-fan-in`, `group`: a row falls into groups of `of` columns (`fixed-fan-in`: one; the last may be
 *   shorter), each of which keeps density times its size, rounded up or down at random so that this is the
 *   mean, by selection sampling (Knuth, The Art of Computer Programming 3.4.2, algorithm S).
 * - `block`: rows fall into bands of `size`, each with a stream named by its number in place of a block's,
 *   which decides on its blocks from left to right.
 */
export function drawStructuredMask(
  mask: StructuredMask,
  density: number,
  place: MaskPlace,
  rows: number,
  inputs: number,
): number[][] {
  return mask.kind === 'block'
    ? bands(mask.size, density, place, rows, inputs)
    : groups(mask.kind === 'group' ? mask.of : inputs, density, place, rows, inputs);
}

function groups(size: number, density: number, place: MaskPlace, rows: number, inputs: number): number[][] {
  const stream = maskStream(place, place.block);
  return Array.from({ length: rows }, () => {
    const kept: number[] = [];
    for (let from = 0; from < inputs; from += size)
      select(stream, from, Math.min(size, inputs - from), density, kept);
    return kept;
  });
}

/** Keeps some of `count` columns from `from` on, every choice of so many with the same probability. */
function select(stream: Stream, from: number, count: number, density: number, kept: number[]): void {
  const mean = density * count;
  let wanted = Math.floor(mean);
  if (mean > wanted && share(stream) < mean - wanted) wanted++;
  for (let left = count; wanted > 0; left--) {
    if (share(stream) * left >= wanted) continue;
    kept.push(from + count - left);
    wanted--;
  }
}

function bands(size: number, density: number, place: MaskPlace, rows: number, inputs: number): number[][] {
  const made = new Map<number, number[]>();
  return Array.from({ length: rows }, (_, row) => {
    const band = Math.floor((place.block * BLOCK_ROWS + row) / size);
    const known = made.get(band) ?? bandColumns(maskStream(place, band), size, density, inputs);
    made.set(band, known);
    return known;
  });
}

function bandColumns(stream: Stream, size: number, density: number, inputs: number): number[] {
  const kept: number[] = [];
  for (let from = 0; from < inputs; from += size) {
    if (share(stream) >= density) continue;
    for (let column = from; column < Math.min(from + size, inputs); column++) kept.push(column);
  }
  return kept;
}

function maskStream({ seed, network, layer }: MaskPlace, block: number): Stream {
  return openStream(networkStream(seed, network, layer, PURPOSE.mask, block));
}

/** Uniform on [0, 1), a multiple of 2^-32. */
function share(stream: Stream): number {
  return stream.next() * 2 ** -32;
}
