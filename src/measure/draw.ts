/** Draws the weights of one block of rows of one layer of one network, at unit variance, into the memory of the kernels. */
import type { NetworkSpec } from '../experiment/network.ts';
import { fanIn } from '../experiment/network.ts';
import { type Address, BLOCK_ROWS, LAW, lawNumber, unitValues } from '../kernels/abi.ts';
import type { Arena } from '../kernels/arena.ts';
import { COMPARE_FROM, keptRoom, type PanelLayout } from '../kernels/layout.ts';
import { lnOneMinus } from '../numeric/log.ts';
import { PURPOSE } from '../random/index.ts';

/** Where the drawn block lies. Rows of `dense` are `rowBytes` apart. */
export interface DrawnBlock {
  readonly rows: number;
  readonly dense: Address;
  readonly rowBytes: number;
  readonly counts: Address;
  readonly offsets: Address;
  readonly values: Address;
  readonly biases: Address;
}

export class WeightSampler {
  readonly #arena: Arena;
  readonly #spec: NetworkSpec;
  readonly #seed: number;
  readonly #layout: PanelLayout;
  readonly #density: number;
  readonly #inverseLog: number;
  readonly #counts: Address;
  readonly #offsets: Address;
  readonly #offsetsEnd: Address;
  readonly #values: Address;
  readonly #dense: Address;
  readonly #biases: Address;
  readonly #weightTable: Table;
  readonly #biasTable: Table;

  constructor(arena: Arena, spec: NetworkSpec, seed: number, layout: PanelLayout) {
    this.#arena = arena;
    this.#spec = spec;
    this.#seed = seed;
    this.#layout = layout;
    this.#density = spec.density;
    const masked = this.#density > 0 && this.#density < 1;
    this.#inverseLog =
      masked && this.#density < COMPARE_FROM ? Math.fround(1 / lnOneMinus(this.#density)) : 0;
    const widest = spec.widths.reduce((most, _, i) => Math.max(most, fanIn(spec, i + 1)), 0);
    const entries = BLOCK_ROWS * widest;
    const room = keptRoom(entries, this.#density);
    const rowRoom = BLOCK_ROWS * 4 * (widest + 4);
    this.#counts = arena.reserve(4 * BLOCK_ROWS);
    this.#offsets = masked ? arena.reserve(4 * room) : 0;
    this.#offsetsEnd = this.#offsets + 4 * room;
    this.#values = masked ? arena.reserve(4 * room + 32) : 0;
    this.#dense = layout.product === 'dense' ? arena.reserve(rowRoom + 32) : 0;
    this.#biases = arena.reserve(4 * BLOCK_ROWS + 32);
    this.#weightTable = new Table(arena, spec.weights);
    this.#biasTable = new Table(arena, spec.biases);
  }

  /**
   * Rows 48 block … of layer `layer` (1 …) of network `network`, biases multiplied by `biasScale`.
   * Offsets are in bytes of one panel; with the dense product they are expanded into `dense`.
   */
  draw(network: number, layer: number, block: number, biasScale: number): DrawnBlock {
    const kernels = this.#arena.kernels;
    const width = this.#spec.widths[layer - 1]!;
    const inputs = fanIn(this.#spec, layer);
    const rows = Math.min(BLOCK_ROWS, width - block * BLOCK_ROWS);
    const isDense = this.#layout.product === 'dense';
    let rowBytes = 4 * inputs;
    if (this.#density === 1) {
      this.#variates(network, layer, PURPOSE.value, block, this.#dense, rows * inputs, this.#weightTable);
    } else if (this.#density === 0) {
      this.#arena.u32(this.#counts, BLOCK_ROWS).fill(0);
    } else {
      const stride = isDense ? 4 : 16 * this.#layout.vectors;
      const kept = kernels.drawMask(
        this.#seed,
        network,
        layer,
        block,
        rows,
        inputs,
        this.#density,
        this.#inverseLog,
        stride,
        this.#counts,
        this.#offsets,
        this.#offsetsEnd,
      );
      if (kept < 0) throw new Error(`mask: ran out of room in network ${network}, layer ${layer}`);
      this.#variates(network, layer, PURPOSE.value, block, this.#values, kept, this.#weightTable);
      if (isDense) {
        rowBytes = 16 * Math.ceil(inputs / 4);
        kernels.expandRows(this.#counts, this.#offsets, this.#values, rows, this.#dense, rowBytes);
      }
    }
    this.#drawBiases(network, layer, block, rows, biasScale);
    return {
      rows,
      rowBytes,
      dense: this.#dense,
      counts: this.#counts,
      offsets: this.#offsets,
      values: this.#values,
      biases: this.#biases,
    };
  }

  #drawBiases(network: number, layer: number, block: number, rows: number, scale: number): void {
    if (scale !== 0) this.#variates(network, layer, PURPOSE.bias, block, this.#biases, rows, this.#biasTable);
    const biases = this.#arena.f32(this.#biases, rows);
    for (let i = 0; i < rows; i++) biases[i] = scale === 0 ? 0 : biases[i]! * scale;
  }

  #variates(
    network: number,
    layer: number,
    purpose: number,
    block: number,
    out: Address,
    count: number,
    table: Table,
  ): void {
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

/** A law as the kernels take it: its number and, for a set of more than two values, the set in memory. */
class Table {
  readonly law: number;
  readonly address: Address;
  readonly size: number;

  constructor(arena: Arena, law: NetworkSpec['weights']) {
    this.law = lawNumber(law);
    const values = this.law === LAW.table ? unitValues(law) : [];
    this.size = values.length;
    this.address = arena.reserve(4 * values.length);
    arena.f32(this.address, values.length).set(values);
  }
}
