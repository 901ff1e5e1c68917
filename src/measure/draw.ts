/** Draws the weights of rows of one layer of one network, at unit variance, into the memory of the kernels. */
import type { NetworkSpec } from '../experiment/network.ts';
import { fanIn } from '../experiment/network.ts';
import { type Address, BLOCK_ROWS, LAW, lawNumber, unitValues } from '../kernels/abi.ts';
import type { Arena } from '../kernels/arena.ts';
import { blocksPerGroup, COMPARE_FROM, keptRoom, type PanelLayout } from '../kernels/layout.ts';
import { lnOneMinus } from '../numeric/log.ts';
import { PURPOSE } from '../random/index.ts';

/** Where the drawn rows lie. Rows of `dense` are `rowBytes` apart; offsets and values of each block begin on a multiple of 16. */
export interface DrawnRows {
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
    const room = layerRooms(spec, layout);
    this.#counts = arena.reserve(4 * room.rows);
    this.#offsets = masked ? arena.reserve(4 * room.kept) : 0;
    this.#offsetsEnd = this.#offsets + 4 * room.kept;
    this.#values = masked ? arena.reserve(4 * room.kept + 32) : 0;
    this.#dense = layout.product === 'dense' ? arena.reserve(room.denseBytes) : 0;
    this.#biases = arena.reserve(4 * room.rows + 32);
    this.#weightTable = new Table(arena, spec.weights);
    this.#biasTable = new Table(arena, spec.biases);
  }

  /**
   * Draws `blocks` blocks of 48 rows, from block `first` on, of layer `layer` (1 …) of network `network`, biases multiplied by `biasScale`.
   * Offsets are in bytes of one panel; for the dense product the weights are written out in `dense`.
   */
  draw(network: number, layer: number, first: number, blocks: number, biasScale: number): DrawnRows {
    const width = this.#spec.widths[layer - 1]!;
    const inputs = fanIn(this.#spec, layer);
    const rowBytes = this.#density === 1 ? 4 * inputs : 16 * Math.ceil(inputs / 4);
    let kept = 0;
    let rows = 0;
    for (let block = first; block < first + blocks; block++) {
      const blockRows = Math.min(BLOCK_ROWS, width - block * BLOCK_ROWS);
      if (this.#density === 1) {
        const out = this.#dense + rows * rowBytes;
        this.#variates(network, layer, PURPOSE.value, block, out, blockRows * inputs, this.#weightTable);
      } else if (this.#density === 0) {
        this.#arena.u32(this.#counts + 4 * rows, blockRows).fill(0);
      } else {
        kept += this.#drawSparse(network, layer, block, rows, blockRows, inputs, kept, rowBytes);
      }
      this.#drawBiases(network, layer, block, rows, blockRows, biasScale);
      rows += blockRows;
    }
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

  /** Draws one masked block behind `rows` rows and `kept` weights; returns the room its weights take, a multiple of 4. */
  #drawSparse(
    network: number,
    layer: number,
    block: number,
    rows: number,
    blockRows: number,
    inputs: number,
    kept: number,
    rowBytes: number,
  ): number {
    const kernels = this.#arena.kernels;
    const isDense = this.#layout.product === 'dense';
    const counts = this.#counts + 4 * rows;
    // Expanded at once, weights of the dense product need not be kept.
    const offsets = this.#offsets + (isDense ? 0 : 4 * kept);
    const values = this.#values + (isDense ? 0 : 4 * kept);
    const count = kernels.drawMask(
      this.#seed,
      network,
      layer,
      block,
      blockRows,
      inputs,
      this.#density,
      this.#inverseLog,
      isDense ? 4 : 16 * this.#layout.vectors,
      counts,
      offsets,
      this.#offsetsEnd,
    );
    if (count < 0) throw new Error(`mask: ran out of room in network ${network}, layer ${layer}`);
    this.#variates(network, layer, PURPOSE.value, block, values, count, this.#weightTable);
    if (isDense) {
      kernels.expandRows(counts, offsets, values, blockRows, this.#dense + rows * rowBytes, rowBytes);
    }
    return Math.ceil(count / 4) * 4;
  }

  #drawBiases(
    network: number,
    layer: number,
    block: number,
    rows: number,
    blockRows: number,
    scale: number,
  ): void {
    const out = this.#biases + 4 * rows;
    if (scale !== 0) this.#variates(network, layer, PURPOSE.bias, block, out, blockRows, this.#biasTable);
    const biases = this.#arena.f32(out, blockRows);
    for (let i = 0; i < blockRows; i++) biases[i] = scale === 0 ? 0 : biases[i]! * scale;
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

/** The most that one group of blocks of any layer takes: rows, kept weights, bytes of dense rows. */
function layerRooms(spec: NetworkSpec, { product }: PanelLayout) {
  let [rows, kept, denseBytes] = [0, 0, 0];
  spec.widths.forEach((width, i) => {
    const inputs = fanIn(spec, i + 1);
    const blocks = Math.min(Math.ceil(width / BLOCK_ROWS), blocksPerGroup(product, inputs, spec.density));
    rows = Math.max(rows, blocks * BLOCK_ROWS);
    kept = Math.max(kept, blocks * keptRoom(BLOCK_ROWS * inputs, spec.density));
    denseBytes = Math.max(denseBytes, blocks * BLOCK_ROWS * 4 * (inputs + 4) + 32);
  });
  return { rows, kept, denseBytes };
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
