/**
 * Draws the random numbers of blocks of rows of one layer of one network into the memory of the kernels:
 * weights at unit variance, masks, standard normals, biases. Blocks of 48 rows have streams of their own,
 * whatever group they are drawn in.
 */

import { type Address, lawNumber, lawTable } from '../kernels/abi.ts';
import type { Arena } from '../kernels/arena.ts';
import type { ProductAt } from '../kernels/layout.ts';
import {
  isMatrixLaw,
  isStructured,
  type Law,
  layerOf,
  type MatrixLaw,
  type NetworkSpec,
} from '../network/index.ts';
import { BLOCK_ROWS, COMPARE_FROM } from '../random/definition.ts';
import { PURPOSE } from '../random/index.ts';
import type { DrawnAreas } from './areas/drawn.ts';
import { drawMatrix } from './matrix-law.ts';
import { drawStructuredMask, type StructuredMask } from './structured-mask.ts';
import {
  type Columns,
  type DrawnSource,
  eachGroupBlock,
  type Group,
  type Rows,
  type SparseRows,
  weightRowsOf,
} from './weight-source.ts';

/** Weights of the networks of a seed. */
export class DrawnWeights implements DrawnSource {
  readonly #arena: Arena;
  readonly #spec: NetworkSpec;
  readonly #seed: number;
  readonly #productAt: ProductAt;
  readonly #areas: DrawnAreas;
  readonly #tables = new Map<Law, Table>();
  /** The matrix of the layer that was asked for last, of a law of whole matrices. */
  #matrix: { readonly network: number; readonly layer: number; readonly entries: Float64Array } | null = null;

  constructor(arena: Arena, spec: NetworkSpec, seed: number, productAt: ProductAt, areas: DrawnAreas) {
    this.#arena = arena;
    this.#spec = spec;
    this.#seed = seed;
    this.#productAt = productAt;
    this.#areas = areas;
    for (const [law, address] of areas.tables) this.#tables.set(law, storeTable(arena, law, address));
  }

  rows(group: Group): number {
    return weightRowsOf(this.#spec, group);
  }

  weights(group: Group, columns: Columns, stride: number): Rows {
    const rows = this.rows(group);
    const { density } = layerOf(this.#spec, group.layer);
    if (this.#productAt(density) === 'dense')
      return { kind: 'dense', rows, ...this.#drawDense(group, columns) };
    let kept = 0;
    eachGroupBlock(this.#spec, group, (block, row, blockRows) => {
      const count = this.#drawEntries(group, block, row, blockRows, columns, stride, kept);
      kept += Math.ceil(count / 4) * 4;
    });
    return { kind: 'sparse', rows, ...this.#entries() };
  }

  mask(group: Group, inputs: number, stride: number): SparseRows {
    let kept = 0;
    eachGroupBlock(this.#spec, group, (block, row, blockRows) => {
      kept += this.#drawMask(group, block, row, blockRows, inputs, stride, kept);
    });
    return { kind: 'sparse', rows: this.rows(group), ...this.#entries() };
  }

  normals(group: Group, count: number, out: Address): void {
    eachGroupBlock(this.#spec, group, (block, row, blockRows) => {
      const at = out + 4 * row * count;
      this.#variates(group, PURPOSE.value, block, at, blockRows * count);
    });
  }

  biases(group: Group, scale: number): Address {
    eachGroupBlock(this.#spec, group, (block, row, blockRows) => {
      const out = this.#areas.biases + 4 * row;
      if (scale !== 0) this.#variates(group, PURPOSE.bias, block, out, blockRows);
      const biases = this.#arena.f32(out, blockRows);
      for (let i = 0; i < blockRows; i++) biases[i] = scale === 0 ? 0 : biases[i]! * scale;
    });
    return this.#areas.biases;
  }

  #entries() {
    return { counts: this.#areas.counts, offsets: this.#areas.offsets, values: this.#areas.values };
  }

  #drawDense(group: Group, columns: Columns): { address: Address; rowBytes: number } {
    const { kernels } = this.#arena;
    const { inputs, count, ranks } = columns;
    const { density } = layerOf(this.#spec, group.layer);
    const whole = density === 1 && ranks === null;
    const rowBytes = whole ? 4 * inputs : 16 * Math.ceil(count / 4);
    eachGroupBlock(this.#spec, group, (block, row, rows) => {
      const out = this.#areas.dense + row * rowBytes;
      if (whole) {
        this.#values(group, block, out, rows, inputs);
      } else if (density === 1) {
        this.#values(group, block, this.#areas.whole, rows, inputs);
        const from = this.#areas.whole;
        kernels.keepColumns(from, 4 * inputs, rows, inputs, ranks!, this.#areas.shuffles, out, rowBytes);
      } else {
        // Written out at once, the entries need not be kept.
        this.#drawEntries(group, block, row, rows, columns, 4, 0);
        const counts = this.#areas.counts + 4 * row;
        kernels.expandRows(counts, this.#areas.offsets, this.#areas.values, rows, out, rowBytes);
      }
    });
    return { address: this.#areas.dense, rowBytes };
  }

  /**
   * Draws the kept weights of one block behind `row` rows and `kept` weights; returns how many of them count.
   */
  #drawEntries(
    group: Group,
    block: number,
    row: number,
    rows: number,
    { inputs, ranks }: Columns,
    stride: number,
    kept: number,
  ): number {
    const count = this.#drawMask(group, block, row, rows, inputs, ranks === null ? stride : 4, kept);
    const values = this.#areas.values + 4 * kept;
    this.#variates(group, PURPOSE.value, block, values, count);
    if (ranks === null) return count;
    const counts = this.#areas.counts + 4 * row;
    return this.#arena.kernels.keepEntries(
      counts,
      this.#areas.offsets + 4 * kept,
      values,
      rows,
      ranks,
      stride,
    );
  }

  /** Draws the mask of one block; returns the number of kept entries. */
  #drawMask(
    { network, layer }: Group,
    block: number,
    row: number,
    rows: number,
    inputs: number,
    stride: number,
    kept: number,
  ): number {
    const counts = this.#areas.counts + 4 * row;
    const { density, mask } = layerOf(this.#spec, layer);
    if (density === 0 || inputs === 0) {
      this.#arena.u32(counts, rows).fill(0);
      return 0;
    }
    if (density < 1 && isStructured(mask)) {
      const place = { seed: this.#seed, network, layer, block };
      const columns = drawStructuredMask(mask as StructuredMask, density, place, rows, inputs);
      return this.#writeMask(columns, stride, row, kept);
    }
    const count = this.#arena.kernels.drawMask(
      this.#seed,
      network,
      layer,
      block,
      rows,
      inputs,
      density,
      density < COMPARE_FROM,
      stride,
      counts,
      this.#areas.offsets + 4 * kept,
      this.#areas.offsetsEnd,
    );
    if (count < 0) throw new Error(`mask: ran out of room in network ${network}, layer ${layer}`);
    return count;
  }

  /** Writes the offsets of these columns, row after row; returns their number. */
  #writeMask(columns: readonly number[][], stride: number, row: number, kept: number): number {
    const { counts, offsets, offsetsEnd } = this.#areas;
    const count = columns.reduce((sum, own) => sum + own.length, 0);
    if (offsets + 4 * (kept + count) > offsetsEnd) throw new Error('mask: ran out of room');
    this.#arena.u32(counts + 4 * row, columns.length).set(columns.map((own) => own.length));
    const out = this.#arena.u32(offsets + 4 * kept, count);
    let at = 0;
    for (const own of columns) for (const column of own) out[at++] = column * stride;
    return count;
  }

  /** Weights of the `rows` whole rows of a block of a layer without a mask. */
  #values(group: Group, block: number, out: Address, rows: number, inputs: number): void {
    const { weights } = layerOf(this.#spec, group.layer);
    if (!isMatrixLaw(weights)) {
      this.#variates(group, PURPOSE.value, block, out, rows * inputs);
      return;
    }
    const from = block * BLOCK_ROWS * inputs;
    const entries = this.#entriesOf(weights, group, inputs).subarray(from, from + rows * inputs);
    this.#arena.f32(out, rows * inputs).set(entries);
  }

  #entriesOf(law: MatrixLaw, { network, layer }: Group, inputs: number): Float64Array {
    if (this.#matrix?.network !== network || this.#matrix.layer !== layer) {
      const { width } = layerOf(this.#spec, layer);
      const entries = drawMatrix(law, { seed: this.#seed, network, layer }, width, inputs);
      this.#matrix = { network, layer, entries };
    }
    return this.#matrix.entries;
  }

  #variates({ network, layer }: Group, purpose: number, block: number, out: Address, count: number): void {
    const { weights, biases } = layerOf(this.#spec, layer);
    const table = this.#tables.get(purpose === PURPOSE.bias ? biases : weights)!;
    this.#arena.kernels.drawVariates(
      this.#seed,
      network,
      layer,
      purpose,
      block,
      out,
      count,
      table.law,
      table.address,
      table.size,
    );
  }
}

/** A law as the kernels take it: its number, and its table in memory. */
interface Table {
  readonly law: number;
  readonly address: Address;
  readonly size: number;
}

function storeTable(arena: Arena, law: Law, address: Address): Table {
  const values = lawTable(law);
  arena.f32(address, values.length).set(values);
  return { law: lawNumber(law), address, size: values.length };
}
