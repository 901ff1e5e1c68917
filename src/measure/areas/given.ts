/** Kernel memory for given weights. */
import type { Reserve } from '../../kernels/arena.ts';
import { type ProductAt, VECTOR } from '../../kernels/layout.ts';
import type { NetworkSpec } from '../../network/index.ts';
import { BLOCK_ROWS } from '../../random/definition.ts';
import { largestWeightGroups } from '../weight-source.ts';

/** Where `GivenWeights` lays its rows out. */
export type GivenAreas = ReturnType<typeof givenAreas>;

/** @param spec from `shapeOfGiven`. */
export function givenAreas(reserve: Reserve, spec: NetworkSpec, productAt: ProductAt) {
  const { rows, entries, denseBytes } = largestGroup(spec, productAt);
  return {
    counts: reserve(4 * rows),
    /** The most entries of sparse rows that fit. */
    entries,
    offsets: reserve(4 * entries),
    values: reserve(4 * entries),
    dense: reserve(denseBytes),
    biases: reserve(4 * rows),
  };
}

/**
 * The most that one group of any layer takes: rows, entries of sparse rows, bytes of dense ones. A given row
 * may keep all of its entries, and the sparse entries of a block begin on a multiple of `VECTOR`.
 */
function largestGroup(spec: NetworkSpec, productAt: ProductAt) {
  let [rows, entries, denseBytes] = [0, 0, 0];
  for (const { blocks, inputs, product } of largestWeightGroups(spec, productAt)) {
    rows = Math.max(rows, blocks * BLOCK_ROWS);
    if (product === 'sparse') entries = Math.max(entries, blocks * (BLOCK_ROWS * inputs + VECTOR / 4));
    else denseBytes = Math.max(denseBytes, blocks * BLOCK_ROWS * 4 * (inputs + 4));
  }
  // Kernels may read a vector beyond the last row.
  return { rows: rows + VECTOR, entries: entries + VECTOR, denseBytes: denseBytes + 4 * VECTOR };
}
