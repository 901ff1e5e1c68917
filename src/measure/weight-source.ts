/**
 * Where the weights of a network come from: drawn from the streams of a seed (`draw.ts`), or given
 * (`given-weights.ts`). Either hands out rows in groups of blocks of 48, in units of the layer's `weightSd`,
 * laid out as the kernels take them.
 */

import type { Address } from '../kernels/abi.ts';
import { blocksPerGroup, type Product, type ProductAt } from '../kernels/layout.ts';
import {
  factsOf,
  fanIn,
  isFullyConnected,
  isParted,
  type Layer,
  layerOf,
  type Mask,
  type NetworkSpec,
} from '../network/index.ts';
import { BLOCK_ROWS } from '../random/definition.ts';
import { type Scale, type Scales, scaleProduct } from './scale.ts';

/** A run of blocks of rows, all but the network's last of 48. */
export interface Group {
  readonly network: number;
  /** 1 … depth. */
  readonly layer: number;
  /** First block and number of blocks. */
  readonly first: number;
  readonly blocks: number;
}

/**
 * Columns of the weights: `count` inputs that count, of `inputs`; `ranks` as `compactImage` leaves them, or
 * null where all do.
 */
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

/**
 * Rows of kept entries, as the sparse kernels take them; offsets and values of each block begin on a multiple
 * of 16.
 */
export interface SparseRows {
  readonly kind: 'sparse';
  readonly rows: number;
  readonly counts: Address;
  readonly offsets: Address;
  readonly values: Address;
  /** For each row how many rows from it on in its block have its offsets; undefined where that is not known. */
  readonly alike?: Address;
}

export type Rows = DenseRows | SparseRows;

export interface WeightSource {
  /** Number of rows of a group. */
  rows(group: Group): number;
  /**
   * Weights; those of sparse rows with offsets of `stride` bytes a column. Ends what was handed out before.
   */
  weights(group: Group, columns: Columns, stride: number): Rows;
  /** Biases in units of the layer's `biasSd`, multiplied by `scale`. Ends those handed out before. */
  biases(group: Group, scale: number): Address;
  /**
   * What values of rows of a layer of a network are worth beside what `weights` says; left out, or null: 1. Ends
   * what was handed out before.
   */
  unit?(network: number, layer: number): Scale | null;
}

/** What goes into a layer, in the units of its rows. */
export function inUnits(source: WeightSource, network: number, layer: number, scales: Scales): Scales {
  const unit = source.unit?.(network, layer) ?? null;
  if (unit === null) return scales;
  return { points: scaleProduct(scales.points, unit), steps: scaleProduct(scales.steps, unit) };
}

/**
 * The streams of a seed can also give parts of weights alone, for images that are drawn from their
 * distribution.
 */
export interface DrawnSource extends WeightSource {
  /** Kept entries without values. Ends what was drawn before. */
  mask(group: Group, inputs: number, stride: number): SparseRows;
  /** `count` standard normals a row into `out`, row after row, from the streams of the values. */
  normals(group: Group, count: number, out: Address): void;
}

/** The largest group of a layer: its blocks of rows, each of `inputs` entries. */
export interface LargestGroup {
  readonly blocks: number;
  readonly inputs: number;
  readonly density: number;
  readonly mask: Mask | undefined;
  readonly product: Product;
}

/** How rows of a layer are multiplied: those of all types but dense ones as lists of their entries. */
export function productOf(layer: Layer, productAt: ProductAt): Product {
  return isFullyConnected(layer) ? productAt(layer.density) : 'sparse';
}

/** How many blocks of rows of a layer are made before they are multiplied. */
export function perGroup(spec: NetworkSpec, layer: number, productAt: ProductAt): number {
  const own = layerOf(spec, layer);
  return blocksPerGroup(productOf(own, productAt), fanIn(spec, layer), own.density);
}

/** The groups of rows of a layer, first to last. Rows of one group are of one part of the layer. */
export function* groupsOf(
  spec: NetworkSpec,
  network: number,
  layer: number,
  productAt: ProductAt,
): Generator<Group> {
  const own = layerOf(spec, layer);
  const most = perGroup(spec, layer, productAt);
  const ends = isParted(own) ? own.parts.slice(1).map(({ first }) => first / BLOCK_ROWS) : [];
  let first = 0;
  for (const end of [...ends, Math.ceil(own.width / BLOCK_ROWS)]) {
    for (; first < end; first += most) {
      yield { network, layer, first, blocks: Math.min(most, end - first) };
    }
    first = end;
  }
}

/** The largest groups of rows of layers 1 … d. */
export function largestGroups(spec: NetworkSpec, productAt: ProductAt): LargestGroup[] {
  return spec.layers.map((layer, l) => largestGroup(spec, l + 1, productOf(layer, productAt), layer.width));
}

/** The largest groups of rows of weights that are drawn or given; of layers without weights none. */
export function largestWeightGroups(spec: NetworkSpec, productAt: ProductAt): LargestGroup[] {
  return spec.layers.map((layer, l) =>
    largestGroup(spec, l + 1, productAt(layer.density), factsOf(layer).weightRows(layer)),
  );
}

function largestGroup(spec: NetworkSpec, layer: number, product: Product, rows: number): LargestGroup {
  const { density, mask } = layerOf(spec, layer);
  const inputs = fanIn(spec, layer);
  const blocks = Math.min(Math.ceil(rows / BLOCK_ROWS), blocksPerGroup(product, inputs, density));
  return { blocks, inputs, density, mask, product };
}

/** Number of rows of a group, where there are so many in all. */
export function rowsOf(all: number, { first, blocks }: Group): number {
  return Math.min(blocks * BLOCK_ROWS, all - first * BLOCK_ROWS);
}

/** Number of rows of weights of a group. */
export function weightRowsOf(spec: NetworkSpec, group: Group): number {
  const layer = layerOf(spec, group.layer);
  return rowsOf(factsOf(layer).weightRows(layer), group);
}

/**
 * Calls `visit` with each block of a group of weights: its number, its first row in the group, and how many
 * it has.
 */
export function eachGroupBlock(
  spec: NetworkSpec,
  group: Group,
  visit: (block: number, row: number, rows: number) => void,
): void {
  const rows = weightRowsOf(spec, group);
  for (let row = 0; row < rows; row += BLOCK_ROWS) {
    visit(group.first + row / BLOCK_ROWS, row, Math.min(BLOCK_ROWS, rows - row));
  }
}
