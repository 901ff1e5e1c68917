/** How near the products come to the machine's peak. */
import { Arena, type KernelsName, loadKernels } from '../src/kernels/index.ts';
import type { LayerShape } from './layer.ts';
import { peakRuler } from './peak.ts';
import { productRates } from './product-rates.ts';
import { type Rates, ROUNDS } from './rounds.ts';
import type { Suite } from './suite.ts';
import type { Cell, Table } from './table.ts';

/** The product that networks of a density use, where it has points enough to fill its panels. */
const SHAPES: readonly LayerShape[] = [128, 512, 784, 1024].flatMap((width) =>
  [0.05, 0.1, 0.3, 1].flatMap((density) =>
    [100, 1000].map((points): LayerShape => {
      return { product: density === 1 ? 'dense' : 'sparse', width, density, points };
    }),
  ),
);

const QUICK_SHAPES = SHAPES.filter(({ width, points }) => width === 512 && points === 100);

/** Best speed over the best peak, and the median of the shares of the peak beside it. */
function shares(name: string, { best, medianShare }: Rates, bestPeak: number): Record<string, Cell> {
  return {
    [`${name} GMAC/s, best`]: best,
    [`${name} / peak, best`]: best / bestPeak,
    [`${name} / peak, median`]: medianShare,
  };
}

/** One row per shape. `peak`: the machine's, now. @throws Error if a product is wrong. */
export function shareRows(
  arena: Arena,
  shapes: readonly LayerShape[],
  peak: () => number,
  rounds: number,
  kernels: KernelsName = 'simd128',
): { readonly rows: Record<string, Cell>[]; readonly bestPeak: number } {
  const { rates, bestPeak } = productRates(arena, shapes, peak, rounds, kernels);
  const rows = shapes.map(({ product, width, density, points }, i) => ({
    k: width,
    density,
    T: points,
    product,
    ...shares('product', rates[i]!.product, bestPeak),
    ...shares('layer', rates[i]!.layer, bestPeak),
  }));
  return { rows, bestPeak };
}

export const sharesSuite: Suite = async ({ quick, builds, log }) => {
  const tables: Table[] = [];
  const peak = await peakRuler();
  for (const build of builds) {
    log(`shares, ${build.name}`);
    const arena = new Arena(await loadKernels(await build.compile()));
    const rounds = quick ? 2 : ROUNDS;
    const { rows, bestPeak } = shareRows(arena, quick ? QUICK_SHAPES : SHAPES, peak, rounds, build.name);
    tables.push({
      title: 'Products, shares of the peak',
      note: note(rounds, bestPeak),
      kernels: build.name,
      rows,
    });
  }
  return tables;
};

function note(rounds: number, bestPeak: number): string {
  return `One core. The product alone, and a layer: product, bias, ReLU, store and segment lengths. Useful GMAC/s, kept weights × points / time. Best: of ${rounds} rounds, over the best peak of the run, ${bestPeak.toFixed(1)} GMAC/s. Median: over the rounds, of the share of the peak measured just before and after.`;
}
