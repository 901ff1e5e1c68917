/** Kernel memory for drawn weights. */
import { lawTable } from '../../kernels/abi.ts';
import type { Reserve } from '../../kernels/arena.ts';
import { keptRoom, type ProductAt } from '../../kernels/layout.ts';
import { isMatrixLaw, type Law, type Mask, type NetworkSpec } from '../../network/index.ts';
import { BLOCK_ROWS } from '../../random/definition.ts';
import { largestWeightGroups } from '../weight-source.ts';

/** Where `DrawnWeights` writes. */
export type DrawnAreas = ReturnType<typeof drawnAreas>;

export function drawnAreas(reserve: Reserve, spec: NetworkSpec, productAt: ProductAt) {
  const most = largestGroup(spec, productAt);
  const offsets = most.kept > 0 ? reserve(4 * most.kept) : 0;
  return {
    counts: reserve(4 * most.rows),
    offsets,
    offsetsEnd: offsets + 4 * most.kept,
    values: most.kept > 0 ? reserve(4 * most.kept + 32) : 0,
    dense: most.denseBytes > 0 ? reserve(most.denseBytes) : 0,
    whole: most.inputs > 0 ? reserve(4 * (BLOCK_ROWS * most.inputs + 8)) : 0,
    shuffles: most.inputs > 0 ? reserve(most.inputs + 4) : 0,
    biases: reserve(4 * most.rows + 32),
    /** One table for every law in use. */
    tables: new Map(lawsOf(spec).map((law) => [law, reserve(4 * lawTable(law).length)] as const)),
  };
}

/**
 * The most that one group of blocks of any layer takes: rows; kept weights of masked layers; bytes of layers
 * that are multiplied densely; the largest fan-in of layers without a mask.
 */
function largestGroup(spec: NetworkSpec, productAt: ProductAt) {
  let [rows, kept, denseBytes, most] = [0, 0, 0, 0];
  for (const { blocks, inputs, density, mask, product } of largestWeightGroups(spec, productAt)) {
    rows = Math.max(rows, blocks * BLOCK_ROWS);
    if (density > 0 && density < 1) kept = Math.max(kept, blocks * maskRoom(inputs, density, mask));
    if (product === 'dense') denseBytes = Math.max(denseBytes, blocks * BLOCK_ROWS * 4 * (inputs + 4) + 32);
    if (density === 1) most = Math.max(most, inputs);
  }
  return { rows, kept, denseBytes, inputs: most };
}

/** Room for the kept weights of a block. Their number varies more if whole blocks of a mask are kept. */
function maskRoom(inputs: number, density: number, mask: Mask | undefined): number {
  const entries = BLOCK_ROWS * inputs;
  if (mask?.kind !== 'block') return keptRoom(entries, density);
  // Entries that are kept or dropped together: at most `size` rows of a mask's block lie in a block of rows.
  const together = mask.size * Math.min(mask.size, BLOCK_ROWS);
  return Math.min(entries + 8, Math.ceil(together * keptRoom(entries / together, density)));
}

/** The laws of entries in use, each once. */
function lawsOf({ layers }: NetworkSpec): Law[] {
  const laws = new Set(layers.flatMap(({ weights, biases }) => [weights, biases]));
  return [...laws].filter((law) => !isMatrixLaw(law));
}
