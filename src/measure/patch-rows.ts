/**
 * Rows of layers whose weights are the same at every place of an image, as the sparse kernels take them. The
 * shared rows are kept once; offsets are made place by place, so that nothing is expanded beyond the group at
 * hand. Layers without weights are layers of this kind, too: a mean has entries of 1 in its own channel, at
 * the scale that `weightSd` says, and `flatten` one entry a row.
 */

import type { Address } from '../kernels/abi.ts';
import type { Arena } from '../kernels/arena.ts';
import { blocksPerGroup, type ProductAt } from '../kernels/layout.ts';
import { drawnWidth, factsOf, fanIn, layerOf, type NetworkSpec, storePatch } from '../network/index.ts';
import { BLOCK_ROWS } from '../random/definition.ts';
import {
  entriesOf,
  isPatched,
  type PatchAreas,
  type PatchedLayer,
  type Sharing,
  sharingOf,
} from './areas/patch.ts';
import { eachRow } from './each-row.ts';
import { type Columns, type Group, type Rows, rowsOf, type WeightSource } from './weight-source.ts';

/** The layer whose shared rows, or biases, are at hand. */
interface AtHand {
  readonly network: number;
  readonly layer: number;
  readonly scale?: number;
}

const isAtHand = (known: AtHand | null, { network, layer }: Group, scale?: number) =>
  known !== null && known.network === network && known.layer === layer && known.scale === scale;

/** Rows of every layer: those of dense ones as `inner` has them. */
export class PatchRows implements WeightSource {
  readonly #arena: Arena;
  readonly #spec: NetworkSpec;
  readonly #inner: WeightSource;
  readonly #productAt: ProductAt;
  readonly #areas: PatchAreas;
  #rows: AtHand | null = null;
  #biases: AtHand | null = null;
  /** Of the patch at hand, where it ends at the edge: all of its entries over those that there are. */
  #share = 1;
  /** Where the entries of each shared row begin. */
  #starts = new Uint32Array(0);
  /** Whether each shared row has all entries of a patch. */
  #whole = false;

  /** @param inner weights of dense layers, and shared rows of the others. */
  constructor(arena: Arena, spec: NetworkSpec, inner: WeightSource, productAt: ProductAt, areas: PatchAreas) {
    this.#arena = arena;
    this.#spec = spec;
    this.#inner = inner;
    this.#productAt = productAt;
    this.#areas = areas;
  }

  rows(group: Group): number {
    return rowsOf(drawnWidth(layerOf(this.#spec, group.layer)), group);
  }

  weights(group: Group, columns: Columns, stride: number): Rows {
    const layer = layerOf(this.#spec, group.layer);
    if (!isPatched(layer)) return this.#inner.weights(group, columns, stride);
    const sharing = sharingOf(layer);
    if (!isAtHand(this.#rows, group)) this.#storeShared(group, sharing);
    this.#rows = { network: group.network, layer: group.layer };
    const { kernels } = this.#arena;
    const { counts, indexes, values, outCounts, outOffsets, outValues, patch } = this.#areas;
    const ranks = columns.ranks === null ? null : this.#arena.u32(columns.ranks, columns.inputs);
    const rows = this.rows(group);
    const first = group.first * BLOCK_ROWS;
    const alike = this.#arena.u32(this.#areas.alike, rows);
    let [entries, place, kept] = [0, -1, 0];
    for (let row = 0; row < rows; ) {
      if (row % BLOCK_ROWS === 0) entries = Math.ceil(entries / 4) * 4;
      const at = Math.floor((first + row) / sharing.rows);
      const own = (first + row) % sharing.rows;
      if (at !== place) kept = this.#storePatch(sharing, at, ranks, stride);
      place = at;
      const before = entries;
      // To the end of the place, of the block or of the group.
      const some = Math.min(sharing.rows - own, BLOCK_ROWS - (row % BLOCK_ROWS), rows - row);
      const start = 4 * this.#starts[own]!;
      entries += kernels.patchRows(
        counts + 4 * own,
        indexes + start,
        values + start,
        some,
        patch,
        outCounts + 4 * row,
        outOffsets + 4 * entries,
        outValues + 4 * entries,
        kept,
      );
      if (this.#share !== 1) {
        const values = this.#arena.f32(outValues + 4 * before, entries - before);
        for (let e = 0; e < values.length; e++) values[e]! *= this.#share;
      }
      for (let run = some; run > 0; run--) alike[row++] = run;
    }
    const made = { kind: 'sparse', rows, counts: outCounts, offsets: outOffsets, values: outValues } as const;
    return this.#whole ? { ...made, alike: this.#areas.alike } : made;
  }

  biases(group: Group, scale: number): Address {
    const layer = layerOf(this.#spec, group.layer);
    if (!isPatched(layer)) return this.#inner.biases(group, scale);
    const rows = this.rows(group);
    const out = this.#arena.f32(this.#areas.biases, rows);
    const sharing = sharingOf(layer);
    if (sharing.ones !== null || scale === 0) {
      out.fill(0);
      return this.#areas.biases;
    }
    const shared = this.#arena.f32(this.#areas.sharedBiases, sharing.rows);
    if (!isAtHand(this.#biases, group, scale)) {
      for (const part of this.#parts(group, layer)) {
        const address = this.#inner.biases(part, scale);
        shared.set(this.#arena.f32(address, this.#inner.rows(part)), part.first * BLOCK_ROWS);
      }
    }
    this.#biases = { network: group.network, layer: group.layer, scale };
    const first = group.first * BLOCK_ROWS;
    for (let row = 0; row < rows; row++) out[row] = shared[(first + row) % sharing.rows]!;
    return this.#areas.biases;
  }

  /** Groups of a layer's shared rows. */
  *#parts({ network, layer }: Group, own: PatchedLayer): Generator<Group> {
    const blocks = Math.ceil(factsOf(own).weightRows(own) / BLOCK_ROWS);
    const inputs = fanIn(this.#spec, layer);
    const perGroup = blocksPerGroup(this.#productAt(own.density), inputs, own.density);
    for (let first = 0; first < blocks; first += perGroup)
      yield { network, layer, first, blocks: Math.min(perGroup, blocks - first) };
  }

  /** Puts the shared rows of a layer in their place. */
  #storeShared(group: Group, sharing: Sharing): void {
    const { shared, sharedRows } = this.#areas;
    const counts = this.#arena.u32(this.#areas.counts, sharedRows);
    const indexes = this.#arena.u32(this.#areas.indexes, shared);
    const values = this.#arena.f32(this.#areas.values, shared);
    this.#starts = new Uint32Array(sharing.rows + 1);
    this.#whole = false;
    let at = 0;
    const add = (index: number, value: number) => {
      indexes[at] = 4 * index;
      values[at++] = value;
    };
    let row = 0;
    const end = () => {
      counts[row] = at - this.#starts[row]!;
      this.#starts[++row] = at;
    };
    if (sharing.ones !== null) {
      while (row < sharing.rows) {
        for (const index of sharing.ones(row)) add(index, 1);
        end();
      }
      return;
    }
    const layer = layerOf(this.#spec, group.layer) as PatchedLayer;
    const inputs = entriesOf(sharing).patch;
    for (const part of this.#parts(group, layer)) {
      const rows = this.#inner.weights(part, { inputs, count: inputs, ranks: null }, 4);
      eachRow(this.#arena, rows, inputs, add, end);
    }
    this.#whole = at === inputs * sharing.rows;
  }

  /**
   * Stores where the entries of a patch at this place lie in panels whose rows are `stride` bytes apart.
   * Returns how many there are, or 0 if some are zero.
   */
  #storePatch({ patches }: Sharing, place: number, ranks: Uint32Array | null, stride: number): number {
    const { inputShape, kernel } = patches;
    const patch = this.#arena.i32(this.#areas.patch, kernel * kernel * inputShape[2]);
    storePatch(patches, place, patch);
    const inside = () => patch.reduce((sum, input) => sum + (input < 0 ? 0 : 1), 0);
    this.#share = patches.padding === 'cut' ? patch.length / inside() : 1;
    let kept = 0;
    for (let k = 0; k < patch.length; k++) {
      const input = patch[k]!;
      if (input < 0) continue;
      const rank = ranks === null ? 2 * input + 1 : ranks[input]!;
      patch[k] = rank === 0 ? -1 : ((rank - 1) / 2) * stride;
      if (rank !== 0) kept++;
    }
    return kept === patch.length ? kept : 0;
  }
}
