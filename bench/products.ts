/** Sparse and dense products, one group of rows at a time, in useful multiply-adds a second and as a share of the peak. */
import { Arena, type KernelsName, loadKernels } from '../src/kernels/index.ts';
import { layerCase } from './layer.ts';
import { peakRuler } from './peak.ts';
import type { Suite } from './suite.ts';
import type { Cell, Table } from './table.ts';
import { QUICK, secondsPerCall, type TimeOptions } from './time.ts';

export interface ProductGrid {
  readonly widths: readonly number[];
  readonly densities: readonly number[];
  readonly points: readonly number[];
}

const GRID: ProductGrid = {
  widths: [128, 512, 784, 1024, 4096],
  densities: [0.01, 0.05, 0.1, 0.3, 0.5, 1],
  points: [2, 16, 100, 1000],
};
/** Shorter than usual: four times for each of 120 rows and two builds. */
const BRIEF: TimeOptions = { warmUp: 25, measure: 60 };
const QUICK_GRID: ProductGrid = { widths: [128, 784], densities: [0.1, 1], points: [16, 1000] };

/**
 * One row per width, density and number of points; both products on the same weights, alone and as a layer. `peak`: the machine's, now.
 * @throws Error if a product is wrong.
 */
export async function productRows(
  arena: Arena,
  grid: ProductGrid,
  peak: () => number,
  time: TimeOptions,
  kernels: KernelsName = 'simd128',
): Promise<Record<string, Cell>[]> {
  /** Useful GMAC/s, and their share of the peak just before and just after. */
  const speed = async (usefulMacs: number, work: () => number) => {
    const before = peak();
    const gmacs = usefulMacs / (await secondsPerCall(work, time)) / 1e9;
    return { gmacs, share: (2 * gmacs) / (before + peak()) };
  };
  const rows: Record<string, Cell>[] = [];
  for (const width of grid.widths)
    for (const density of grid.densities)
      for (const points of grid.points) {
        const row: Record<string, Cell> = { k: width, density, T: points };
        for (const product of ['sparse', 'dense'] as const) {
          const layer = layerCase(arena, { product, width, density, points, kernels });
          layer.multiply();
          layer.check();
          const alone = await speed(layer.usefulMacs, layer.product);
          const whole = await speed(layer.usefulMacs, layer.multiply);
          row[`${product} GMAC/s`] = alone.gmacs;
          row[`${product} / peak`] = alone.share;
          row[`${product} layer GMAC/s`] = whole.gmacs;
          row[`${product} layer / peak`] = whole.share;
        }
        rows.push(row);
      }
  return rows;
}

export const productsSuite: Suite = async ({ quick, builds, log }) => {
  const tables: Table[] = [];
  const peak = await peakRuler();
  for (const build of builds) {
    log(`products, ${build.name}`);
    const arena = new Arena(await loadKernels(await build.compile()));
    const [grid, time] = quick ? [QUICK_GRID, QUICK] : [GRID, BRIEF];
    const rows = await productRows(arena, grid, peak, time, build.name);
    tables.push({ title: 'Products', note: NOTE, kernels: build.name, rows });
  }
  return tables;
};

const NOTE =
  'One core, one group of rows as the package cuts them. GMAC/s are useful ones, kept weights × points / median time, of the product alone and of a layer: product, bias, ReLU, store and segment lengths. The peak is measured before and after each of them.';
