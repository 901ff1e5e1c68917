/**
 * How a layer is cut for the kernels: which product, how wide a panel. Functions of density and points alone.
 */

import { numberIn, oneOf } from '../input/check.ts';
import { BLOCK_ROWS, COMPARE_FROM } from '../random/definition.ts';
import { checkBuild } from './builds.ts';
import type { KernelsName } from './load.ts';

/**
 * From this density on the dense product of `simd128` is faster than the sparse one (bench/products.ts). It
 * changes no digit.
 */
export const DENSE_FROM = 0.75;

/** Bytes of a SIMD vector: four f32. */
export const VECTOR = 16;

/** How rows of weights are multiplied: as lists of kept entries, or whole. */
export type Product = 'sparse' | 'dense';

/** The product that rows of weights of a density are drawn for. */
export type ProductAt = (density: number) => Product;

/** How the columns of a curve are cut. */
export interface PanelLayout {
  readonly product: Product;
  /** v128 vectors across a panel; a panel has 4 * vectors columns. */
  readonly vectors: number;
  readonly panels: number;
  /** Columns of all panels together: the points, and steps of zero that fill the last panel. */
  readonly columns: number;
}

/**
 * Widths of panels, in vectors, that a build multiplies well, each with what a panel costs; and the density
 * from which on it multiplies densely.
 */
interface Widths {
  readonly denseFrom: number;
  readonly sparse: readonly Width[];
  readonly dense: readonly Width[];
}

/**
 * Vectors across a panel, and what a panel costs: one for each vector at the best width (decision 0033 has
 * the measurements).
 */
type Width = readonly [vectors: number, cost: number];

/**
 * Rows of a sparse product cost a vector more, whatever their width: the weight, its offset and the end of
 * the row.
 */
const sparseWidths = (widths: readonly number[]) => widths.map((vectors): Width => [vectors, vectors + 1]);

/**
 * A sparse row of six vectors is the most that V8 keeps in registers; dense tiles are 3 rows × 12 columns,
 * which two and one vector fall short of.
 */
const PLAIN: Widths = {
  denseFrom: DENSE_FROM,
  sparse: sparseWidths([1, 2, 3, 4, 5, 6]),
  dense: [
    [1, 1.4],
    [2, 2.2],
    [3, 3],
    [5, 5.1],
    [6, 6],
  ],
};

/**
 * Vectors in pairs, which are one register each: sparse rows of up to six of them, dense tiles of 6 rows × 16
 * columns.
 */
const PAIRED: Widths = {
  denseFrom: 0.5,
  sparse: sparseWidths([1, 2, 4, 6, 8, 10, 12]),
  dense: [
    [1, 2],
    [2, 3],
    [4, 4],
  ],
};

const WIDTHS: Record<KernelsName, Widths> = {
  simd128: PLAIN,
  // Fusion halves the operations of the dense product, and spares the sparse one, which waits for loads, a
  // quarter.
  relaxed: { ...PLAIN, denseFrom: 0.65 },
  turbo: PAIRED,
};

/** Expected sizes, which memory is planned for, need be no integers. */
function checkSize(name: string, size: number): void {
  numberIn(0, Number.POSITIVE_INFINITY, name, size);
}

/** The faster product at this density. Both give the same digits. @throws TypeError, RangeError */
export function productAt(density: number, kernels: KernelsName = 'simd128'): Product {
  numberIn(0, 1, 'density', density);
  checkBuild('kernels', kernels);
  return density >= WIDTHS[kernels].denseFrom ? 'dense' : 'sparse';
}

/** The faster products of a build. */
export function productsOf(kernels: KernelsName): ProductAt {
  return (density) => productAt(density, kernels);
}

/**
 * Cuts `points` columns into panels of equal width, as cheaply as possible and then into as few as possible.
 * @param kernels the build that multiplies them. Changes no digit.
 * @throws TypeError, RangeError
 */
export function panelLayout(points: number, density: number, kernels: KernelsName = 'simd128'): PanelLayout {
  checkSize('points', points);
  const product = productAt(density, kernels);
  const widths = WIDTHS[kernels];
  const cuts = widths[product].map(([vectors, cost]) => {
    const panels = Math.ceil(points / (4 * vectors));
    return { product, vectors, panels, columns: 4 * vectors * panels, cost: cost * panels };
  });
  const { cost: _, ...layout } = cuts.reduce((best, cut) => (cut.cost <= best.cost ? cut : best));
  return layout;
}

/**
 * Room for the kept weights of `entries` entries: all of them, or the mean and 16 standard deviations.
 * @throws TypeError, RangeError
 */
export function keptRoom(entries: number, density: number): number {
  checkSize('entries', entries);
  numberIn(0, 1, 'density', density);
  if (density >= COMPARE_FROM) return entries + 8;
  // Geometric skipping makes up to 1024 gaps at a time and checks for room before each batch.
  const most = density * entries + 16 * Math.sqrt(density * entries) + 64 + 1024;
  return Math.ceil(most);
}

/**
 * Bytes of weights that are multiplied with one panel after the other, and stay in the second-level cache
 * meanwhile. Sparse weights are many rows' at that size, and the more rows, the less often a large image
 * comes from further away; of dense ones 48 rows are as much already.
 */
const GROUP_BYTES = { sparse: 384 * 1024, dense: 128 * 1024 } as const;

/**
 * How many blocks of rows are drawn before they are multiplied. Changes no digit. @throws TypeError,
 * RangeError
 */
export function blocksPerGroup(product: Product, fanIn: number, density: number): number {
  oneOf(['sparse', 'dense'], 'product', product);
  checkSize('fanIn', fanIn);
  numberIn(0, 1, 'density', density);
  const rowBytes = product === 'dense' ? 4 * fanIn : 8 * density * fanIn;
  return Math.max(1, Math.floor(GROUP_BYTES[product] / (BLOCK_ROWS * Math.max(1, rowBytes))));
}
