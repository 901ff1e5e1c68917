/** How rows are shared by the places of an image, and kernel memory for them. */
import type { Reserve } from '../../kernels/arena.ts';
import { type ProductAt, VECTOR } from '../../kernels/layout.ts';
import type { Layer, LayerOf, NetworkSpec, Patched } from '../../network/index.ts';
import { BLOCK_ROWS } from '../../random/definition.ts';
import { largestGroups } from '../weight-source.ts';

/** Types whose rows `PatchRows` makes. */
export type PatchedType = 'conv2d' | 'avg-pool' | 'flatten';
export type PatchedLayer = LayerOf<PatchedType>;

/** How the rows of a layer are shared. */
export interface Sharing {
  /** Patches, of which each place sees one. */
  readonly patches: Patched;
  /** Rows at a place. */
  readonly rows: number;
  /** Indexes of a row's entries in a patch, all of weight 1; null: weights are drawn or given. */
  readonly ones: ((row: number) => readonly number[]) | null;
}

const SHARING: { readonly [T in PatchedType]: (layer: LayerOf<T>) => Sharing } = {
  conv2d: (layer) => ({ patches: layer, rows: layer.channels, ones: null }),
  'avg-pool': (layer) => {
    const channels = layer.inputShape[2];
    const places = Array.from({ length: layer.kernel ** 2 }, (_, place) => place * channels);
    return { patches: layer, rows: channels, ones: (row) => places.map((place) => place + row) };
  },
  flatten: ({ width }) => ({
    patches: { inputShape: [1, 1, width], kernel: 1, stride: 1, padding: 'none' },
    rows: width,
    ones: (row) => [row],
  }),
};

export function sharingOf(layer: PatchedLayer): Sharing {
  return (SHARING[layer.type] as (layer: PatchedLayer) => Sharing)(layer);
}

/** Entries of a patch, and of a row that keeps all. */
export function entriesOf({ patches: { kernel, inputShape }, ones }: Sharing): {
  patch: number;
  row: number;
} {
  const patch = kernel * kernel * inputShape[2];
  return { patch, row: ones === null ? patch : ones(0).length };
}

/** Whether `PatchRows` makes the rows of a layer. */
export function isPatched(layer: Layer): layer is PatchedLayer {
  return layer.type in SHARING;
}

/** Where `PatchRows` works. */
export type PatchAreas = NonNullable<ReturnType<typeof patchAreas>>;

/** `null` if no layer needs `PatchRows`. */
export function patchAreas(reserve: Reserve, spec: NetworkSpec, productAt: ProductAt) {
  if (!spec.layers.some(isPatched)) return null;
  let [shared, sharedRows, patch, rows, entries] = [0, 0, 0, 0, 0];
  const groups = largestGroups(spec, productAt);
  spec.layers.forEach((layer, l) => {
    if (!isPatched(layer)) return;
    const sharing = sharingOf(layer);
    const most = entriesOf(sharing);
    const { blocks } = groups[l]!;
    shared = Math.max(shared, sharing.rows * most.row);
    sharedRows = Math.max(sharedRows, sharing.rows);
    patch = Math.max(patch, most.patch);
    rows = Math.max(rows, blocks * BLOCK_ROWS);
    entries = Math.max(entries, blocks * (BLOCK_ROWS * most.row + VECTOR / 4));
  });
  return {
    sharedRows,
    shared,
    counts: reserve(4 * sharedRows),
    indexes: reserve(4 * shared),
    values: reserve(4 * shared),
    patch: reserve(4 * patch),
    outCounts: reserve(4 * rows),
    alike: reserve(4 * rows),
    // The kernel writes up to three entries past the last one.
    outOffsets: reserve(4 * (entries + 3) + VECTOR),
    outValues: reserve(4 * (entries + 3) + VECTOR),
    sharedBiases: reserve(4 * sharedRows),
    biases: reserve(4 * (rows + 8)),
  };
}
