/**
 * Draws the random numbers of blocks of rows of one layer of one network into the memory of the kernels: weights at unit variance, masks,
 * standard normals, biases. Blocks of 48 rows have streams of their own, whatever group they are drawn in.
 */
import type { Law, NetworkSpec } from '../experiment/network.ts';
import { fanIn } from '../experiment/network.ts';
import { type Address, BLOCK_ROWS, LAW, lawNumber, unitValues } from '../kernels/abi.ts';
import type { Arena, Reserve } from '../kernels/arena.ts';
import { blocksPerGroup, COMPARE_FROM, keptRoom, type PanelLayout } from '../kernels/layout.ts';
import { PURPOSE } from '../random/index.ts';

/** A run of blocks of rows, all but the network's last of 48. */
export interface Group {
  readonly network: number;
  /** 1 … depth. */
  readonly layer: number;
  /** First block and number of blocks. */
  readonly first: number;
  readonly blocks: number;
}

/** Columns of the weights: `count` inputs that count, of `inputs`; `ranks` as `compactImage` leaves them, or null where all do. */
export interface Columns {
  readonly inputs: number;
  readonly count: number;
  readonly ranks: Address | null;
}

/** Rows `rowBytes` apart, in which column j is the j-th of those that count. */
export interface DenseRows {
  readonly kind: 'dense';
  readonly rows: number;
  readonly address: Address;
  readonly rowBytes: number;
}

/** Rows of kept entries, as the sparse kernels take them; offsets and values of each block begin on a multiple of 16. */
export interface SparseRows {
  readonly kind: 'sparse';
  readonly rows: number;
  readonly counts: Address;
  readonly offsets: Address;
  readonly values: Address;
}

export type Rows = DenseRows | SparseRows;

/** Where a `WeightSampler` draws to. */
export type SamplerRooms = ReturnType<typeof samplerRooms>;

export function samplerRooms(reserve: Reserve, spec: NetworkSpec, { product }: Pick<PanelLayout, 'product'>) {
  const { density } = spec;
  const masked = density > 0 && density < 1;
  const most = largestGroup(spec, product);
  const offsets = masked ? reserve(4 * most.kept) : 0;
  return {
    counts: reserve(4 * most.rows),
    offsets,
    offsetsEnd: offsets + 4 * most.kept,
    values: masked ? reserve(4 * most.kept + 32) : 0,
    dense: product === 'dense' ? reserve(most.denseBytes) : 0,
    whole: density === 1 ? reserve(4 * (BLOCK_ROWS * most.inputs + 8)) : 0,
    shuffles: density === 1 ? reserve(most.inputs + 4) : 0,
    biases: reserve(4 * most.rows + 32),
    weightTable: reserve(4 * tableOf(spec.weights).length),
    biasTable: reserve(4 * tableOf(spec.biases).length),
  };
}

export class WeightSampler {
  readonly #arena: Arena;
  readonly #spec: NetworkSpec;
  readonly #seed: number;
  readonly #product: PanelLayout['product'];
  readonly #rooms: SamplerRooms;
  readonly #weightTable: Table;
  readonly #biasTable: Table;

  constructor(arena: Arena, spec: NetworkSpec, seed: number, { product }: PanelLayout, rooms: SamplerRooms) {
    this.#arena = arena;
    this.#spec = spec;
    this.#seed = seed;
    this.#product = product;
    this.#rooms = rooms;
    this.#weightTable = storeTable(arena, spec.weights, rooms.weightTable);
    this.#biasTable = storeTable(arena, spec.biases, rooms.biasTable);
  }

  /** Number of rows of a group. */
  rows({ layer, first, blocks }: Group): number {
    return Math.min(blocks * BLOCK_ROWS, this.#spec.widths[layer - 1]! - first * BLOCK_ROWS);
  }

  /** Weights; those of sparse rows with offsets of `stride` bytes a column. Ends what was drawn before. */
  weights(group: Group, columns: Columns, stride: number): Rows {
    const rows = this.rows(group);
    if (this.#product === 'dense') return { kind: 'dense', rows, ...this.#drawDense(group, columns) };
    let kept = 0;
    this.#eachBlock(group, (block, row, blockRows) => {
      const count = this.#drawEntries(group, block, row, blockRows, columns, stride, kept);
      kept += Math.ceil(count / 4) * 4;
    });
    return { kind: 'sparse', rows, ...this.#entries() };
  }

  /** Kept entries without values. Ends what was drawn before. */
  mask(group: Group, inputs: number, stride: number): SparseRows {
    let kept = 0;
    this.#eachBlock(group, (block, row, blockRows) => {
      kept += this.#drawMask(group, block, row, blockRows, inputs, stride, kept);
    });
    return { kind: 'sparse', rows: this.rows(group), ...this.#entries() };
  }

  /** `count` standard normals a row into `out`, row after row, from the streams of the values. */
  normals(group: Group, count: number, out: Address): void {
    this.#eachBlock(group, (block, row, blockRows) => {
      const at = out + 4 * row * count;
      this.#variates(group, PURPOSE.value, block, at, blockRows * count, this.#weightTable);
    });
  }

  /** Biases, multiplied by `scale`. Ends those drawn before. */
  biases(group: Group, scale: number): Address {
    this.#eachBlock(group, (block, row, blockRows) => {
      const out = this.#rooms.biases + 4 * row;
      if (scale !== 0) this.#variates(group, PURPOSE.bias, block, out, blockRows, this.#biasTable);
      const biases = this.#arena.f32(out, blockRows);
      for (let i = 0; i < blockRows; i++) biases[i] = scale === 0 ? 0 : biases[i]! * scale;
    });
    return this.#rooms.biases;
  }

  #entries() {
    return { counts: this.#rooms.counts, offsets: this.#rooms.offsets, values: this.#rooms.values };
  }

  #eachBlock(group: Group, visit: (block: number, row: number, rows: number) => void): void {
    const rows = this.rows(group);
    for (let row = 0; row < rows; row += BLOCK_ROWS) {
      visit(group.first + row / BLOCK_ROWS, row, Math.min(BLOCK_ROWS, rows - row));
    }
  }

  #drawDense(group: Group, columns: Columns): { address: Address; rowBytes: number } {
    const { kernels } = this.#arena;
    const { inputs, count, ranks } = columns;
    const whole = this.#spec.density === 1 && ranks === null;
    const rowBytes = whole ? 4 * inputs : 16 * Math.ceil(count / 4);
    this.#eachBlock(group, (block, row, rows) => {
      const out = this.#rooms.dense + row * rowBytes;
      if (whole) {
        this.#variates(group, PURPOSE.value, block, out, rows * inputs, this.#weightTable);
      } else if (this.#spec.density === 1) {
        this.#variates(group, PURPOSE.value, block, this.#rooms.whole, rows * inputs, this.#weightTable);
        const from = this.#rooms.whole;
        kernels.keepColumns(from, 4 * inputs, rows, inputs, ranks!, this.#rooms.shuffles, out, rowBytes);
      } else {
        // Written out at once, the entries need not be kept.
        this.#drawEntries(group, block, row, rows, columns, 4, 0);
        const counts = this.#rooms.counts + 4 * row;
        kernels.expandRows(counts, this.#rooms.offsets, this.#rooms.values, rows, out, rowBytes);
      }
    });
    return { address: this.#rooms.dense, rowBytes };
  }

  /** Draws the kept weights of one block behind `row` rows and `kept` weights; returns how many of them count. */
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
    const values = this.#rooms.values + 4 * kept;
    this.#variates(group, PURPOSE.value, block, values, count, this.#weightTable);
    if (ranks === null) return count;
    const counts = this.#rooms.counts + 4 * row;
    return this.#arena.kernels.keepEntries(
      counts,
      this.#rooms.offsets + 4 * kept,
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
    const counts = this.#rooms.counts + 4 * row;
    if (this.#spec.density === 0 || inputs === 0) {
      this.#arena.u32(counts, rows).fill(0);
      return 0;
    }
    const count = this.#arena.kernels.drawMask(
      this.#seed,
      network,
      layer,
      block,
      rows,
      inputs,
      this.#spec.density,
      this.#spec.density < COMPARE_FROM,
      stride,
      counts,
      this.#rooms.offsets + 4 * kept,
      this.#rooms.offsetsEnd,
    );
    if (count < 0) throw new Error(`mask: ran out of room in network ${network}, layer ${layer}`);
    return count;
  }

  #variates(
    { network, layer }: Group,
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

/** The most that one group of blocks of any layer takes: rows, kept weights, bytes of dense rows; and the largest fan-in. */
function largestGroup(spec: NetworkSpec, product: PanelLayout['product']) {
  let [rows, kept, denseBytes, most] = [0, 0, 0, 0];
  spec.widths.forEach((width, i) => {
    const inputs = fanIn(spec, i + 1);
    const blocks = Math.min(Math.ceil(width / BLOCK_ROWS), blocksPerGroup(product, inputs, spec.density));
    rows = Math.max(rows, blocks * BLOCK_ROWS);
    kept = Math.max(kept, blocks * keptRoom(BLOCK_ROWS * inputs, spec.density));
    denseBytes = Math.max(denseBytes, blocks * BLOCK_ROWS * 4 * (inputs + 4) + 32);
    most = Math.max(most, inputs);
  });
  return { rows, kept, denseBytes, inputs: most };
}

/** A law as the kernels take it: its number and, for a set of more than two values, the set in memory. */
interface Table {
  readonly law: number;
  readonly address: Address;
  readonly size: number;
}

/** The set, of unit variance; empty where the law needs none. */
function tableOf(law: Law): number[] {
  return lawNumber(law) === LAW.table ? unitValues(law) : [];
}

function storeTable(arena: Arena, law: Law, address: Address): Table {
  const values = tableOf(law);
  arena.f32(address, values.length).set(values);
  return { law: lawNumber(law), address, size: values.length };
}
