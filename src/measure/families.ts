/**
 * Several families of columns that go through the same weights: points of a curve, velocities, accelerations.
 * Each has panels of its own, one family behind the other, so that one product and one search for rows of
 * zeros serve all. Products are kept whole, and what an activation makes of them is left to the caller.
 */

import type { Address } from '../kernels/abi.ts';
import type { Arena } from '../kernels/arena.ts';
import { type PanelLayout, productsOf, VECTOR } from '../kernels/layout.ts';
import { inputsOf, layerOf, type NetworkSpec } from '../network/index.ts';
import { scaledBy } from '../numeric/scaled.ts';
import { BLOCK_ROWS } from '../random/definition.ts';
import type { FamilyAreas } from './areas/family.ts';
import { openSource } from './open-source.ts';
import { multiplyPanel, paddedRows } from './panel-product.ts';
import { readColumn, writeColumn } from './point-panels.ts';
import type { StoredPanels } from './scatter.ts';
import type { Steps } from './steps.ts';
import type { Subject } from './subject.ts';
import { groupsOf, type WeightSource } from './weight-source.ts';

export class Families {
  readonly layout: PanelLayout;
  readonly #arena: Arena;
  readonly #spec: NetworkSpec;
  readonly #count: number;
  readonly source: WeightSource;
  readonly #areas: FamilyAreas;
  #rows = 0;
  #compact = false;

  constructor(
    arena: Arena,
    spec: NetworkSpec,
    subject: Pick<Subject, 'seed' | 'given'>,
    layout: PanelLayout,
    count: number,
    areas: FamilyAreas,
  ) {
    this.#arena = arena;
    this.#spec = spec;
    this.#count = count;
    this.layout = layout;
    this.#areas = areas;
    this.source = openSource(arena, spec, subject, areas.source).weights;
  }

  /** Biases of the layer that was multiplied last, in units of its products. */
  get biases(): Address {
    return this.#areas.biases;
  }

  /**
   * Stores the input: `families[f]` has the vectors of its columns, each to be multiplied by `2 **
   * -exponents[f]`.
   */
  store(families: readonly (readonly Float64Array[])[], exponents: readonly number[]): void {
    const { inputDim } = this.#spec;
    const { columns, vectors } = this.layout;
    const panelColumns = 4 * vectors;
    const stored = this.#arena.f32(this.#areas.image, this.#count * columns * inputDim).fill(0);
    families.forEach((family, f) => {
      const scaled = scaledBy(-exponents[f]!);
      for (const [t, vector] of family.entries()) {
        const column = f * columns + t;
        let at = Math.floor(column / panelColumns) * panelColumns * inputDim + (column % panelColumns);
        for (let j = 0; j < inputDim; j++, at += panelColumns) stored[at] = scaled(vector[j]!);
      }
    });
    this.compact(inputDim);
  }

  /** |p|² of each column of the first family, and p · v with that of the second; as they are stored. */
  dots(): { squares: Float64Array; products: Float64Array } {
    const { columns, vectors, panels } = this.layout;
    const stride = 4 * vectors;
    const [squares, products] = [new Float64Array(columns), new Float64Array(columns)];
    const stored = this.#arena.f32(this.#areas.image, 2 * columns * this.#rows);
    const half = stride * panels * this.#rows;
    for (let panel = 0; panel < panels; panel++) {
      for (let row = 0; row < this.#rows; row++) {
        const at = stride * (panel * this.#rows + row);
        for (let c = 0; c < stride; c++) {
          const x = stored[at + c]!;
          squares[panel * stride + c]! += x * x;
          products[panel * stride + c]! += x * stored[half + at + c]!;
        }
      }
    }
    return { squares, products };
  }

  /** Stores the first family's image anew, 2 ** -by times as large. */
  shiftPoints(by: number): void {
    if (by === 0) return;
    const stored = this.#arena.f32(this.#areas.image, this.layout.columns * this.#rows);
    const scaled = scaledBy(-by);
    for (let at = 0; at < stored.length; at++) stored[at] = scaled(stored[at]!);
  }

  /** Takes rows of zeros out of an image of `width` rows that was written to its places. */
  compact(width: number): void {
    const { panels, vectors } = this.layout;
    const { kernels } = this.#arena;
    this.#rows = kernels.compactImage(
      this.#areas.image,
      this.#count * panels,
      VECTOR * vectors,
      width,
      this.#areas.ranks,
    );
    this.#compact = this.#rows < width;
  }

  /** Multiplies the image by the weights of unit variance of a layer; biases are drawn at `biasScale`. */
  *multiply(network: number, layer: number, biasScale: number): Steps<void> {
    const { panels, vectors } = this.layout;
    const { kernels, build } = this.#arena;
    const { width } = layerOf(this.#spec, layer);
    const inputs = inputsOf(this.#spec, layer);
    const stride = VECTOR * vectors;
    const columns = { inputs, count: this.#rows, ranks: this.#compact ? this.#areas.ranks : null };
    const blocks = Math.ceil(width / BLOCK_ROWS);
    const biases = this.#arena.f32(this.biases, width);
    for (const group of groupsOf(this.#spec, network, layer, productsOf(build))) {
      const { first } = group;
      const rows = this.source.weights(group, columns, stride);
      const row = first * BLOCK_ROWS;
      biases.set(this.#arena.f32(this.source.biases(group, biasScale), rows.rows), row);
      for (let panel = 0; panel < this.#count * panels; panel++) {
        const from = this.#areas.image + panel * stride * this.#rows;
        const to = this.#areas.products + (panel * paddedRows(width) + row) * stride;
        multiplyPanel(kernels, rows, vectors, from, this.#rows, to);
      }
      yield (first + group.blocks) / blocks;
    }
  }

  /**
   * Puts what `make` makes of every column in the place of the image: `columns[f]` is the column of family f,
   * and `out[f]` is to be written, one of `width` numbers each. `make` is told the number of the column.
   */
  map(
    inputs: number,
    width: number,
    make: (columns: readonly Float64Array[], out: readonly Float64Array[], column: number) => void,
  ): void {
    const { vectors, columns } = this.layout;
    const ranks = this.#compact ? this.#arena.u32(this.#areas.ranks, inputs) : null;
    const lists = (length: number) => Array.from({ length: this.#count }, () => new Float64Array(length));
    const [from, to] = [lists(inputs), lists(width)];
    const panels = { address: this.#areas.image, vectors, rows: this.#rows, ranks };
    for (let column = 0; column < columns; column++) {
      for (let f = 0; f < this.#count; f++) readColumn(this.#arena, panels, f * columns + column, from[f]!);
      make(from, to, column);
      for (let f = 0; f < this.#count; f++)
        writeColumn(this.#arena, this.#areas.products, vectors, f * columns + column, to[f]!);
    }
    const all = this.#count * columns * width;
    this.#arena.f32(this.#areas.image, all).set(this.#arena.f32(this.#areas.products, all));
  }

  /** Where the products of a panel of a family stand, row after row, for a layer of `width` neurons. */
  products(family: number, panel: number, width: number): Address {
    const { panels, vectors } = this.layout;
    return this.#areas.products + (family * panels + panel) * paddedRows(width) * VECTOR * vectors;
  }

  /** The products of the first family for a layer whose panels have room for so many rows. */
  storedProducts(rows: number): StoredPanels {
    const { vectors } = this.layout;
    return { address: this.#areas.products, stride: rows * VECTOR * vectors, vectors };
  }

  /** Where that layer's image is to be written, before `compact`. */
  image(family: number, panel: number, width: number): Address {
    const { panels, vectors } = this.layout;
    return this.#areas.image + (family * panels + panel) * width * VECTOR * vectors;
  }
}
