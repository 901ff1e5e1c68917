/** What rows of the layers of a chain take of the memory of the kernels. */

import type { Reserve } from '../../kernels/arena.ts';
import type { ProductAt } from '../../kernels/layout.ts';
import { isParted, type NetworkSpec } from '../../network/index.ts';
import { BLOCK_ROWS } from '../../random/definition.ts';
import { largestGroups } from '../weight-source.ts';

/** The most inputs that are handed on to a row. */
const MOST_ADDED = 2;
/** Entries of a vector of the processor: every block's entries begin on a multiple of it. */
export const VECTOR = 4;

/** What `PartedRows` works in; null where no layer needs it. */
export type PartedAreas = NonNullable<ReturnType<typeof partedAreas>>;

export function partedAreas(reserve: Reserve, spec: NetworkSpec, productAt: ProductAt) {
  if (!spec.layers.some(isParted)) return null;
  let [rows, entries] = [0, 0];
  const groups = largestGroups(spec, productAt);
  spec.layers.forEach((layer, l) => {
    if (!isParted(layer)) return;
    const { blocks, inputs } = groups[l]!;
    rows = Math.max(rows, blocks * BLOCK_ROWS);
    entries = Math.max(entries, blocks * (BLOCK_ROWS * (inputs + MOST_ADDED) + VECTOR));
  });
  return {
    entries,
    counts: reserve(4 * rows),
    offsets: reserve(4 * (entries + VECTOR)),
    values: reserve(4 * (entries + VECTOR)),
    biases: reserve(4 * (rows + 8)),
  };
}
