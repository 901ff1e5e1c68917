/**
 * How the product W Z of a layer is made: as A P, with rows of A drawn group by group and panels P at hand.
 * Four ways, all exact:
 *
 * - plainly: A = W, P = Z.
 * - spanned: the input curve is combined from a few vectors, Z = V C. A = W V, P = C.
 * - by the Gram matrix (`law`, dense Gaussian weights): A standard normal, P = R with R'R = Z'Z.
 * - by the mask (`law`, sparse Gaussian weights, at most four columns of V or Z): rows of A drawn from the
 *   covariance that their mask leaves them; P = C, or the identity.
 *
 * Rows of Z that are zero are out of it already. Weights of their columns are drawn and dropped under
 * `weights`, so that a network stays itself; under `law` they are not drawn. Derivations: docs/theory.md,
 * "Drawing images".
 */

import type { Address } from '../kernels/abi.ts';
import type { Arena } from '../kernels/arena.ts';
import { type PanelLayout, VECTOR } from '../kernels/layout.ts';
import { inputsOf, isFullyConnected, layerOf, type NetworkSpec } from '../network/index.ts';
import { SPAN_VECTORS } from './areas/input.ts';
import type { ProductAreas } from './areas/product.ts';
import { type Draw, gramPays, isDenseGaussianLayer, MASKED_COLUMNS, maskPays } from './draw-rule.ts';
import type { Image } from './input.ts';
import type { Sources } from './open-source.ts';
import { multiplyPanel } from './panel-product.ts';
import type { Columns, DenseRows, DrawnSource, Group, Rows, WeightSource } from './weight-source.ts';

/** The factors of one layer's product. */
export interface Product {
  /**
   * P: panels `panelBytes` apart, and how many rows of each are multiplied with (i32 a vector of columns).
   */
  readonly panels: Address;
  readonly panelBytes: number;
  readonly fanIns: Address;
  /** Draws rows of A. Ends what was drawn before. */
  rows(group: Group): Rows;
}

export class ProductMaker {
  readonly #arena: Arena;
  readonly #spec: NetworkSpec;
  readonly #draw: Draw;
  readonly #layout: PanelLayout;
  readonly #source: WeightSource;
  readonly #streams: DrawnSource | null;
  readonly #areas: ProductAreas;

  constructor(
    arena: Arena,
    spec: NetworkSpec,
    draw: Draw,
    layout: PanelLayout,
    { weights, streams }: Sources,
    areas: ProductAreas,
  ) {
    this.#arena = arena;
    this.#spec = spec;
    this.#draw = draw;
    this.#layout = layout;
    this.#source = weights;
    this.#streams = streams;
    this.#areas = areas;
    if (areas.identity !== null) storeIdentity(arena, layout, areas.identity);
  }

  /** The factors of a layer (1 …) with this input. Ends the ones before. */
  of(layer: number, image: Image): Product {
    if (this.#isGram(layer, image)) return this.#byGram(image);
    if (this.#isMasked(layer, image)) return this.#byMask(image);
    return image.combinations === null ? this.#plain(layer, image) : this.#spanned(layer, image);
  }

  #isGram(layer: number, { columns, rows }: Image): boolean {
    const gaussian = this.#draw === 'law' && isDenseGaussianLayer(layerOf(this.#spec, layer));
    return gaussian && gramPays(columns, rows);
  }

  #isMasked(layer: number, { columns, rows }: Image): boolean {
    const own = layerOf(this.#spec, layer);
    const { weights, density } = own;
    const sparse = isFullyConnected(own) && density > 0 && density < 1;
    const gaussian = this.#draw === 'law' && sparse && weights.kind === 'gaussian';
    return gaussian && maskPays(columns, density * rows);
  }

  #plain(layer: number, image: Image): Product {
    const columns = this.#columns(layer, image);
    const stride = VECTOR * image.vectors;
    return {
      panels: image.address,
      panelBytes: stride * image.rows,
      fanIns: this.#everywhere(image.rows),
      rows: (group) => this.#source.weights(group, columns, stride),
    };
  }

  #spanned(layer: number, image: Image): Product {
    const columns = this.#columns(layer, image);
    return {
      ...this.#combinations(image),
      rows: (group) => {
        const weights = this.#source.weights(group, columns, VECTOR);
        multiplyPanel(this.#arena.kernels, weights, 1, image.address, image.rows, this.#areas.narrow);
        return { kind: 'dense', rows: weights.rows, address: this.#areas.narrow, rowBytes: VECTOR };
      },
    };
  }

  #byGram(image: Image): Product {
    const { kernels } = this.#arena;
    const { order, wide, factor, tiles, panels, spanned } = this.#areas.gram!;
    const { vectors } = this.#layout;
    const stride = VECTOR * vectors;
    const { combinations } = image;
    const out = combinations === null ? panels : spanned;
    const { address, rows, columns } = image;
    const rank = kernels.gramFactor(
      address,
      image.vectors,
      image.panels,
      rows,
      columns,
      order,
      wide,
      factor,
      tiles,
      out,
      this.#areas.fanIns,
    );
    let panelBytes = 4 * image.vectors * image.panels * stride;
    if (combinations !== null) {
      panelBytes = SPAN_VECTORS * stride;
      this.#combine(spanned, combinations, panels);
      this.#everywhere(rank);
    }
    return {
      panels,
      panelBytes,
      fanIns: this.#areas.fanIns,
      rows: (group) => {
        this.#streams!.normals(group, rank, this.#areas.normals);
        const rows = this.#source.rows(group);
        return { kind: 'dense', rows, address: this.#areas.normals, rowBytes: 4 * rank };
      },
    };
  }

  /**
   * Panels of R C from the four rows of R and the panels of C. Each panel's rounded-up rows end where the
   * next is then written.
   */
  #combine(r: Address, combinations: Address, out: Address): void {
    const { vectors, panels } = this.#layout;
    const stride = VECTOR * vectors;
    for (let panel = 0; panel < panels; panel++) {
      const at = panel * SPAN_VECTORS * stride;
      const c = combinations + at;
      this.#arena.kernels.denseRows(vectors, c, r, VECTOR, SPAN_VECTORS, SPAN_VECTORS, out + at, stride);
    }
  }

  #byMask(image: Image): Product {
    const { kernels } = this.#arena;
    const { address, vectors, rows, columns } = image;
    const stride = kernels.productTable(address, VECTOR * vectors, rows, columns, this.#areas.table);
    const narrow: Omit<DenseRows, 'rows'> = { kind: 'dense', address: this.#areas.narrow, rowBytes: VECTOR };
    const panels =
      image.combinations === null
        ? { panels: this.#areas.identity!, panelBytes: 0, fanIns: this.#everywhere(columns) }
        : this.#combinations(image);
    return {
      ...panels,
      rows: (group) => {
        this.#streams!.normals(group, columns, this.#areas.normals);
        const mask = this.#streams!.mask(group, rows, stride);
        kernels.maskedRows(
          this.#areas.table,
          columns,
          mask.counts,
          mask.offsets,
          mask.rows,
          this.#areas.normals,
          this.#areas.narrow,
          VECTOR,
        );
        return { ...narrow, rows: mask.rows };
      },
    };
  }

  #combinations({ combinations, columns }: Image) {
    const panelBytes = SPAN_VECTORS * VECTOR * this.#layout.vectors;
    return { panels: combinations!, panelBytes, fanIns: this.#everywhere(columns) };
  }

  /** Columns of the weights of a layer: all inputs, or those alone that are not zero. */
  #columns(layer: number, { rows, ranks }: Image): Columns {
    if (this.#draw === 'law' && isFullyConnected(layerOf(this.#spec, layer)))
      return { inputs: rows, count: rows, ranks: null };
    return { inputs: inputsOf(this.#spec, layer), count: rows, ranks };
  }

  #everywhere(rows: number): Address {
    const { panels, vectors } = this.#layout;
    this.#arena.u32(this.#areas.fanIns, panels * vectors).fill(rows);
    return this.#areas.fanIns;
  }
}

/** One panel of the identity, with a row for each column of a narrow image. */
function storeIdentity(arena: Arena, { vectors }: PanelLayout, address: Address): void {
  const panel = arena.f32(address, MASKED_COLUMNS * 4 * vectors).fill(0);
  for (let i = 0; i < Math.min(MASKED_COLUMNS, 4 * vectors); i++) panel[i * 4 * vectors + i] = 1;
}
