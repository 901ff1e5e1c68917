/**
 * Exact images beside as many samples as they have knots on average: networks a second through the library.
 */
import type { ExperimentInput } from '../src/index.ts';
import { rate } from './rate.ts';
import type { Suite } from './suite.ts';
import type { Cell } from './table.ts';

interface Shape {
  readonly width: number;
  readonly depth: number;
  readonly density: number;
}

const SHAPES: readonly Shape[] = [
  { width: 16, depth: 4, density: 1 },
  { width: 100, depth: 10, density: 1 },
  { width: 784, depth: 10, density: 0.1 },
  { width: 784, depth: 10, density: 1 },
];
const QUICK_SHAPES = SHAPES.slice(0, 2);

/**
 * A line between orthonormal ends meets half a threshold a neuron: the columns that layers 1 … d multiply, on
 * average.
 */
function meanKnots({ width, depth }: Shape): number {
  return Math.round(2 + (width * (depth - 1)) / 4);
}

export const exactSuite: Suite = async ({ quick, kernels, log }) => {
  const options = { seconds: quick ? 0.25 : 2, runs: quick ? 1 : 3, threads: 1, kernels };
  const rows: Record<string, Cell>[] = [];
  let build = '';
  for (const shape of quick ? QUICK_SHAPES : SHAPES) {
    const points = meanKnots(shape);
    log(`exact, k = ${shape.width}, density ${shape.density}`);
    const of = (input: ExperimentInput) => rate({ ...shape, sigmaW: 2, seed: 1, ...input }, options);
    const exact = await of({ estimator: 'exact' });
    const sampled = await of({ estimator: 'polyline', draw: 'weights', points });
    build = exact.kernels;
    rows.push({
      k: shape.width,
      depth: shape.depth,
      density: shape.density,
      'exact, networks/s': exact.networksPerSecond,
      'mean knots': points,
      'as many samples, networks/s': sampled.networksPerSecond,
      'exact over samples': sampled.networksPerSecond / exact.networksPerSecond,
    });
  }
  return [
    {
      title: 'Exact images',
      note: `Beside polylines through as many samples as layers have columns on average, weights drawn for both. One thread, warm; runs of at least ${options.seconds} s, median of ${options.runs}. Last column: time over time.`,
      kernels: build,
      rows,
    },
  ];
};
