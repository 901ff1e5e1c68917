/**
 * Rows of the layers of a chain (`network/unfolded.ts`), as the sparse kernels take them: weights of the rows
 * that are drawn, and the entries of rows that hand on what comes in, in units of the layer's `weightSd`.
 */

import type { Address } from '../kernels/abi.ts';
import type { Arena } from '../kernels/arena.ts';
import type { ProductAt } from '../kernels/layout.ts';
import { isParted, layerOf, type NetworkSpec, partAt, weightSd } from '../network/index.ts';
import { ldexp } from '../numeric/scaled.ts';
import { BLOCK_ROWS } from '../random/definition.ts';
import { ALIGNED, type PartedAreas } from './areas/parted.ts';
import { isPatched } from './areas/patch.ts';
import { type Affine, BatchStatistics, overOf } from './batch-statistics.ts';
import { eachRow, eachSparseRow } from './each-row.ts';
import type { Scale } from './scale.ts';
import {
  type Columns,
  type Group,
  type Rows,
  rowsOf,
  type SparseRows,
  type WeightSource,
} from './weight-source.ts';

/** Rows of every layer: those without parts as `inner` has them. */
export class PartedRows implements WeightSource {
  readonly #arena: Arena;
  readonly #spec: NetworkSpec;
  readonly #inner: WeightSource;
  readonly #areas: PartedAreas;
  /** Null where no layer is normalised over a batch. */
  readonly #statistics: BatchStatistics | null;

  /** @param inner weights that are drawn, for these products. */
  constructor(arena: Arena, spec: NetworkSpec, inner: WeightSource, products: ProductAt, areas: PartedAreas) {
    this.#arena = arena;
    this.#spec = spec;
    this.#inner = inner;
    this.#areas = areas;
    const batch = spec.layers.map(overOf).find((over) => over !== undefined)?.batch;
    this.#statistics = batch ? new BatchStatistics(arena, spec, this, products, batch) : null;
  }

  /** Factors of rows that a batch normalises are kept as parts of a power of two. */
  unit(network: number, layer: number): Scale | null {
    const affine = this.#affine(network, layer);
    return affine && { mantissa: 1, exponent: affine.exponent };
  }

  #affine(network: number, layer: number): Affine | null {
    const over = overOf(layerOf(this.#spec, layer));
    return over === undefined ? null : this.#statistics!.of(network, layer);
  }

  rows(group: Group): number {
    return rowsOf(layerOf(this.#spec, group.layer).width, group);
  }

  weights(group: Group, columns: Columns, stride: number): Rows {
    const layer = layerOf(this.#spec, group.layer);
    if (!isParted(layer)) return this.#inner.weights(group, columns, stride);
    const rows = this.rows(group);
    const affine = this.#affine(group.network, group.layer);
    const counts = this.#arena.u32(this.#areas.counts, rows).fill(0);
    const offsets = this.#arena.u32(this.#areas.offsets, this.#areas.entries);
    const values = this.#arena.f32(this.#areas.values, this.#areas.entries);
    const ranks = columns.ranks === null ? null : this.#arena.u32(columns.ranks, columns.inputs);
    const first = group.first * BLOCK_ROWS;
    const part = partAt(layer, first);
    const sd = weightSd(this.#spec, group.layer);
    const one = affine ? ldexp(1, -affine.exponent) : 1 / sd;
    /** What is normalised over a batch comes first. */
    const factors = part === layer.parts[0] ? affine?.factors : undefined;
    let [row, at, start] = [0, 0, 0];
    const add = (input: number, value: number) => {
      const rank = ranks === null ? 2 * input + 1 : ranks[input]!;
      // An input that is zero everywhere is left out.
      if (rank === 0) return;
      offsets[at] = ((rank - 1) / 2) * stride;
      values[at++] = value;
    };
    const end = () => {
      const own = first + row - part.first;
      if (own < part.rows)
        part.adds.forEach(({ from, factor }, k) => {
          add(from + own, factor * (k === 0 && factors ? factors[own]! : one));
        });
      counts[row++] = at - start;
      if (row % BLOCK_ROWS === 0) at = Math.ceil(at / ALIGNED) * ALIGNED;
      start = at;
    };
    if (part.drawn && isPatched(layer)) {
      // Made for these columns already.
      eachSparseRow(this.#arena, this.#inner.weights(group, columns, stride) as SparseRows, (from, into) => {
        offsets.set(from, at);
        values.set(into, at);
        at += from.length;
        end();
      });
    } else if (part.drawn) {
      const inputs = layer.drawnInputs;
      const drawn = this.#inner.weights(group, { inputs, count: inputs, ranks: null }, 4);
      eachRow(this.#arena, drawn, inputs, add, end);
    }
    while (row < rows) end();
    return {
      kind: 'sparse',
      rows,
      counts: this.#areas.counts,
      offsets: this.#areas.offsets,
      values: this.#areas.values,
    };
  }

  biases(group: Group, scale: number): Address {
    const layer = layerOf(this.#spec, group.layer);
    if (!isParted(layer)) return this.#inner.biases(group, scale);
    const affine = this.#affine(group.network, group.layer);
    const out = this.#arena.f32(this.#areas.biases, this.rows(group)).fill(0);
    const first = group.first * BLOCK_ROWS;
    const part = partAt(layer, first);
    if (affine && part === layer.parts[0]) {
      const factor = scale * part.adds[0]!.factor;
      const rows = Math.min(out.length, part.rows - first);
      for (let i = 0; i < rows; i++) out[i] = affine.biases[first + i]! * factor;
    }
    if (part.drawn) {
      const drawn = this.#inner.biases(group, scale);
      out.set(this.#arena.f32(drawn, this.#inner.rows(group)));
    }
    return this.#areas.biases;
  }
}
