/**
 * Weights that are given: laid out for the kernels group by group, in single precision and in units of the
 * layer's `weightSd`.
 */

import type { Address } from '../kernels/abi.ts';
import type { Arena } from '../kernels/arena.ts';
import { type ProductAt, VECTOR } from '../kernels/layout.ts';
import {
  type AnyGivenNetwork,
  factsOf,
  type GivenConv2d,
  type GivenLayer,
  innerLayers,
  layerOf,
  type NetworkSpec,
  weightSd,
} from '../network/index.ts';
import { BLOCK_ROWS } from '../random/definition.ts';
import type { GivenAreas } from './areas/given.ts';
import {
  type Columns,
  eachGroupBlock,
  type Group,
  type Rows,
  type WeightSource,
  weightRowsOf,
} from './weight-source.ts';

type Weighted = GivenLayer | GivenConv2d;

/** Of a convolution the rows that all places share. */
export class GivenWeights implements WeightSource {
  readonly #arena: Arena;
  readonly #spec: NetworkSpec;
  /** Of each network the layers that have weights, those of branches included. */
  readonly #layers: readonly (readonly Weighted[])[];
  /** For each layer of the chain its number among them. */
  readonly #numbers: readonly number[];
  readonly #productAt: ProductAt;
  readonly #areas: GivenAreas;

  /** @param spec the chain of what `shapeOfGiven` says of the networks. */
  constructor(
    arena: Arena,
    spec: NetworkSpec,
    networks: readonly AnyGivenNetwork[],
    productAt: ProductAt,
    areas: GivenAreas,
  ) {
    this.#arena = arena;
    this.#spec = spec;
    this.#layers = networks.map(({ layers }) =>
      layers.flatMap((layer) =>
        layer.type === 'residual' ? innerLayers(layer) : 'weights' in layer ? [layer] : [],
      ),
    );
    let number = 0;
    this.#numbers = spec.layers.map((layer) => (factsOf(layer).weightRows(layer) > 0 ? number++ : -1));
    this.#productAt = productAt;
    this.#areas = areas;
  }

  rows(group: Group): number {
    return weightRowsOf(this.#spec, group);
  }

  weights(group: Group, columns: Columns, stride: number): Rows {
    const layer = this.#layer(group);
    const sd = weightSd(this.#spec, group.layer);
    const places = this.#places(columns);
    const rows = this.rows(group);
    return this.#productAt(layerOf(this.#spec, group.layer).density) === 'dense'
      ? this.#writeDense(group, layer, sd, places, columns.count, rows)
      : this.#writeSparse(group, layer, sd, places, stride, rows);
  }

  biases(group: Group, scale: number): Address {
    const rows = this.rows(group);
    const first = group.first * BLOCK_ROWS;
    const { biases } = this.#layer(group);
    const { sigmaB } = layerOf(this.#spec, group.layer);
    const out = this.#arena.f32(this.#areas.biases, rows);
    for (let i = 0; i < rows; i++) out[i] = scale === 0 ? 0 : (biases[first + i]! / sigmaB) * scale;
    return this.#areas.biases;
  }

  #layer({ network, layer }: Group): Weighted {
    return this.#layers[network]![this.#numbers[layer - 1]!]!;
  }

  /** For each input its place among those that count, -1 for the others. */
  #places({ inputs, ranks }: Columns): Int32Array {
    if (ranks === null) return Int32Array.from({ length: inputs }, (_, j) => j);
    return Int32Array.from(this.#arena.u32(ranks, inputs), (rank) => (rank === 0 ? -1 : (rank - 1) / 2));
  }

  #writeDense(
    { first }: Group,
    { weights, fanIn: inputs }: Weighted,
    sd: number,
    places: Int32Array,
    count: number,
    rows: number,
  ): Rows {
    const width = 4 * Math.ceil(count / 4);
    const out = this.#arena.f32(this.#areas.dense, rows * width).fill(0);
    for (let i = 0; i < rows; i++) {
      const from = (first * BLOCK_ROWS + i) * inputs;
      for (let j = 0; j < inputs; j++) {
        if (places[j]! >= 0) out[i * width + places[j]!] = weights[from + j]! / sd;
      }
    }
    return { kind: 'dense', rows, address: this.#areas.dense, rowBytes: 4 * width };
  }

  #writeSparse(
    group: Group,
    { weights, fanIn: inputs }: Weighted,
    sd: number,
    places: Int32Array,
    stride: number,
    rows: number,
  ): Rows {
    const counts = this.#arena.u32(this.#areas.counts, rows);
    const offsets = this.#arena.u32(this.#areas.offsets, this.#areas.entries);
    const values = this.#arena.f32(this.#areas.values, this.#areas.entries);
    let at = 0;
    eachGroupBlock(this.#spec, group, (block, row, blockRows) => {
      for (let i = 0; i < blockRows; i++) {
        const from = (block * BLOCK_ROWS + i) * inputs;
        const start = at;
        for (let j = 0; j < inputs; j++) {
          const weight = weights[from + j]!;
          if (weight === 0 || places[j]! < 0) continue;
          offsets[at] = places[j]! * stride;
          values[at++] = weight / sd;
        }
        counts[row + i] = at - start;
      }
      at = Math.ceil((4 * at) / VECTOR) * (VECTOR / 4);
    });
    return {
      kind: 'sparse',
      rows,
      counts: this.#areas.counts,
      offsets: this.#areas.offsets,
      values: this.#areas.values,
    };
  }
}
