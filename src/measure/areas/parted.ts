/** Kernel memory for the rows of the links of a chain (`network/unfolded.ts`). */
import type { Reserve } from '../../kernels/arena.ts';
import { type ProductAt, VECTOR } from '../../kernels/layout.ts';
import { isParted, type NetworkSpec } from '../../network/index.ts';
import { BLOCK_ROWS } from '../../random/definition.ts';
import { largestGroups } from '../weight-source.ts';

/** The most inputs that are handed on to a row. */
const MOST_ADDED = 2;
/** The entries of a block begin on a multiple of this many: those of a vector. */
export const ALIGNED = VECTOR / 4;

/** Where `PartedRows` works. */
export type PartedAreas = NonNullable<ReturnType<typeof partedAreas>>;

/** `null` if no layer needs `PartedRows`. */
export function partedAreas(reserve: Reserve, spec: NetworkSpec, productAt: ProductAt) {
  if (!spec.layers.some(isParted)) return null;
  let [rows, entries] = [0, 0];
  const groups = largestGroups(spec, productAt);
  spec.layers.forEach((layer, l) => {
    if (!isParted(layer)) return;
    const { blocks, inputs } = groups[l]!;
    rows = Math.max(rows, blocks * BLOCK_ROWS);
    entries = Math.max(entries, blocks * (BLOCK_ROWS * (inputs + MOST_ADDED) + ALIGNED));
  });
  return {
    entries,
    counts: reserve(4 * rows),
    offsets: reserve(4 * (entries + ALIGNED)),
    values: reserve(4 * (entries + ALIGNED)),
    biases: reserve(4 * (rows + 8)),
  };
}
