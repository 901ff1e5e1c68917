/** Sparse and dense products, one group of rows at a time, in useful multiply-adds a second and as a share of the peak. */
import { Arena, type KernelsName, loadKernels } from '../src/kernels/index.ts';
import { layerCase } from './layer.ts';
import { measurePeak, type Peak } from './peak.ts';
import type { Suite } from './suite.ts';
import type { Cell, Table } from './table.ts';
import { QUICK, secondsPerCall, type TimeOptions, USUAL } from './time.ts';

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
const QUICK_GRID: ProductGrid = { widths: [128, 784], densities: [0.1, 1], points: [16, 1000] };

/** One row per width, density and number of points; both products on the same weights. @throws Error if a product is wrong. */
export async function productRows(
  arena: Arena,
  grid: ProductGrid,
  peak: number,
  time: TimeOptions,
  kernels: KernelsName = 'simd128',
): Promise<Record<string, Cell>[]> {
  const rows: Record<string, Cell>[] = [];
  for (const width of grid.widths)
    for (const density of grid.densities)
      for (const points of grid.points) {
        const row: Record<string, Cell> = { k: width, density, T: points };
        for (const product of ['sparse', 'dense'] as const) {
          const layer = layerCase(arena, { product, width, density, points, kernels });
          layer.multiply();
          layer.check();
          const gmacs = layer.usefulMacs / (await secondsPerCall(layer.multiply, time)) / 1e9;
          row[`${product} GMAC/s`] = gmacs;
          row[`${product} / peak`] = gmacs / peak;
        }
        rows.push(row);
      }
  return rows;
}

export const productsSuite: Suite = async ({ quick, builds, log }) => {
  const tables: Table[] = [];
  for (const build of builds) {
    log(`products, ${build.name}`);
    const peak = await measurePeak(quick);
    const arena = new Arena(await loadKernels(await build.compile()));
    const [grid, time] = quick ? [QUICK_GRID, QUICK] : [GRID, USUAL];
    const rows = await productRows(arena, grid, peak.best, time, build.name);
    tables.push({ title: 'Products', note: note(peak), kernels: build.name, rows });
  }
  return tables;
};

function note({ best }: Peak): string {
  return `One core. Product with bias, ReLU, store and segment lengths, on one group of rows as the package cuts them. GMAC/s are useful ones, kept weights × points / median time; peak in this run ${best.toFixed(1)} GMAC/s.`;
}
