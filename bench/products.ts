/**
 * Sparse and dense products, one group of rows at a time, in useful multiply-adds a second and as a share of
 * the peak.
 */
import { Arena, type KernelsName, loadKernels } from '../src/kernels/index.ts';
import type { LayerShape } from './layer.ts';
import { peakRuler } from './peak.ts';
import { productRates } from './product-rates.ts';
import type { Suite } from './suite.ts';
import type { Cell, Table } from './table.ts';

export interface ProductGrid {
  readonly widths: readonly number[];
  readonly densities: readonly number[];
  readonly points: readonly number[];
}

const PRODUCTS = ['sparse', 'dense'] as const;

const GRID: ProductGrid = {
  widths: [128, 512, 784, 1024, 4096],
  densities: [0.01, 0.05, 0.1, 0.3, 0.5, 1],
  points: [2, 16, 100, 1000],
};
/** Fewer than elsewhere: four rates for each of 120 rows, two builds and more. */
const ROUNDS = 5;
const QUICK_GRID: ProductGrid = { widths: [128, 784], densities: [0.1, 1], points: [16, 1000] };

/**
 * One row per width, density and number of points; both products on the same weights, alone and as a layer.
 * `peak`: the machine's, now.
 * @throws Error if a product is wrong.
 */
export function productRows(
  arena: Arena,
  grid: ProductGrid,
  peak: () => number,
  rounds: number,
  kernels: KernelsName = 'simd128',
): { readonly rows: Record<string, Cell>[]; readonly bestPeak: number } {
  const cells = grid.widths.flatMap((width) =>
    grid.densities.flatMap((density) => grid.points.map((points) => ({ width, density, points }))),
  );
  const shapes = PRODUCTS.flatMap((product) => cells.map((cell): LayerShape => ({ product, ...cell })));
  const { rates, bestPeak } = productRates(arena, shapes, peak, rounds, kernels);
  const rows = cells.map(({ width, density, points }, i) => {
    const row: Record<string, Cell> = { k: width, density, T: points };
    PRODUCTS.forEach((name, p) => {
      const { product, layer } = rates[p * cells.length + i]!;
      row[`${name} GMAC/s`] = product.best;
      row[`${name} / peak`] = product.best / bestPeak;
      row[`${name} layer GMAC/s`] = layer.best;
      row[`${name} layer / peak`] = layer.best / bestPeak;
    });
    return row;
  });
  return { rows, bestPeak };
}

export const productsSuite: Suite = async ({ quick, builds, log }) => {
  const tables: Table[] = [];
  const peak = await peakRuler();
  for (const build of builds) {
    log(`products, ${build.name}`);
    const arena = new Arena(await loadKernels(await build.compile()));
    const [grid, rounds] = quick ? [QUICK_GRID, 2] : [GRID, ROUNDS];
    const { rows, bestPeak } = productRows(arena, grid, peak, rounds, build.name);
    tables.push({ title: 'Products', note: note(rounds, bestPeak), kernels: build.name, rows });
  }
  return tables;
};

function note(rounds: number, bestPeak: number): string {
  return `One core, one group of rows as the package cuts them. GMAC/s are useful ones, kept weights × points / time, of the product alone and of a layer: product, bias, ReLU, store and segment lengths. Best of ${rounds} rounds, over the best peak of the run, ${bestPeak.toFixed(1)} GMAC/s.`;
}
