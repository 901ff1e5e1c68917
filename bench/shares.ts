/**
 * How near the products come to the machine's peak, on a machine that is not always one's own: a small grid is gone through again and
 * again, a few milliseconds a case, so that a neighbour who is there for seconds or minutes spoils some rounds of every case and not all of one.
 */
import { Arena, type KernelsName, loadKernels } from '../src/kernels/index.ts';
import { type LayerShape, layerCase } from './layer.ts';
import { peakRuler } from './peak.ts';
import type { Suite } from './suite.ts';
import type { Cell, Table } from './table.ts';
import { consume, median } from './time.ts';

const ROUNDS = 20;
const MILLISECONDS = 6;

/** The product that networks of a density use, where it has points enough to fill its panels. */
const SHAPES: readonly LayerShape[] = [128, 512, 784, 1024].flatMap((width) =>
  [0.05, 0.1, 0.3, 1].flatMap((density) =>
    [100, 1000].map((points): LayerShape => {
      return { product: density === 1 ? 'dense' : 'sparse', width, density, points };
    }),
  ),
);

/** Speeds of one kind of work on one shape, round by round. */
class Speeds {
  readonly #gmacs: number[] = [];
  readonly #shares: number[] = [];

  add(gmacs: number, peak: number): void {
    this.#gmacs.push(gmacs);
    this.#shares.push(gmacs / peak);
  }

  /** Best speed over the best peak, and the median of the shares of the peak beside it. */
  shares(name: string, bestPeak: number): Record<string, Cell> {
    return {
      [`${name} GMAC/s, best`]: Math.max(...this.#gmacs),
      [`${name} / peak, best`]: Math.max(...this.#gmacs) / bestPeak,
      [`${name} / peak, median`]: median(this.#shares),
    };
  }
}

/** Calls a second, the fastest of some for as long as `MILLISECONDS`. */
function callsPerSecond(work: () => number): number {
  const until = performance.now() + MILLISECONDS;
  let least = Number.POSITIVE_INFINITY;
  for (let start = performance.now(); start < until; ) {
    consume(work());
    const end = performance.now();
    least = Math.min(least, end - start);
    start = end;
  }
  return 1000 / least;
}

/** One row per shape. `peak`: the machine's, now. @throws Error if a product is wrong. */
export function shareRows(
  arena: Arena,
  shapes: readonly LayerShape[],
  peak: () => number,
  rounds: number,
  kernels: KernelsName = 'simd128',
): { readonly rows: Record<string, Cell>[]; readonly bestPeak: number } {
  const found = shapes.map(() => ({ product: new Speeds(), layer: new Speeds() }));
  let bestPeak = 0;
  for (let round = 0; round < rounds; round++) {
    shapes.forEach((shape, i) => {
      const layer = layerCase(arena, { ...shape, kernels });
      if (round === 0) layer.check();
      const { product, layer: whole } = found[i]!;
      for (const [speeds, work] of [
        [product, layer.product],
        [whole, layer.multiply],
      ] as const) {
        const before = peak();
        const gmacs = (layer.usefulMacs * callsPerSecond(work)) / 1e9;
        const after = peak();
        speeds.add(gmacs, (before + after) / 2);
        bestPeak = Math.max(bestPeak, before, after);
      }
    });
  }
  const rows = shapes.map(({ product, width, density, points }, i) => ({
    k: width,
    density,
    T: points,
    product,
    ...found[i]!.product.shares('product', bestPeak),
    ...found[i]!.layer.shares('layer', bestPeak),
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
    const { rows, bestPeak } = shareRows(arena, SHAPES, peak, rounds, build.name);
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
