/** Whole experiments through the library, in networks a second. */
import { availableParallelism } from 'node:os';
import type { ExperimentInput } from '../src/index.ts';
import { rate } from './rate.ts';
import type { Suite } from './suite.ts';
import type { Cell } from './table.ts';

export interface ExperimentCase {
  readonly width: number;
  readonly depth: number;
  readonly density: number;
  readonly points: number;
  readonly networks?: number;
}

const CASES: readonly ExperimentCase[] = [
  ...[0.1, 0.5, 1].flatMap((density) =>
    [100, 1000].map((points) => ({ width: 784, depth: 10, density, points })),
  ),
  { width: 100, depth: 10, density: 1, points: 1000 },
  { width: 16, depth: 4, density: 1, points: 200, networks: 20_000 },
  { width: 128, depth: 10, density: 0.5, points: 1000 },
];
const QUICK_CASES: readonly ExperimentCase[] = [
  { width: 784, depth: 10, density: 0.1, points: 100 },
  { width: 16, depth: 4, density: 1, points: 200, networks: 2000 },
];

/** The experiment of a case: a line between orthonormal ends, Gaussian weights, sigma_w 2, no bias, ReLU. */
export function experimentOf({ width, depth, density, points }: ExperimentCase): ExperimentInput {
  return { width, depth, density, points, estimator: 'polyline', sigmaW: 2, seed: 1 };
}

/**
 * Multiply-adds of one network in the mean as it stands: kept weights × points. Those of silent inputs are
 * never made.
 */
export function macsOf({ width, depth, density, points }: ExperimentCase): number {
  return depth * width * width * density * points;
}

/** @throws Error if the number of threads changes a digit. */
export const experimentsSuite: Suite = async ({ quick, kernels: build, log }) => {
  const all = availableParallelism();
  const options = quick ? { seconds: 0.25, runs: 1 } : { seconds: 2, runs: 3 };
  const rows: Record<string, Cell>[] = [];
  let kernels = '';
  for (const experiment of quick ? QUICK_CASES : CASES) {
    const { width, depth, density, points, networks } = experiment;
    log(`experiments, k = ${width}, density ${density}, T = ${points}`);
    const fixed = networks === undefined ? {} : { networks };
    const one = await rate(experimentOf(experiment), { ...options, ...fixed, kernels: build, threads: 1 });
    const many = await rate(experimentOf(experiment), { ...options, ...fixed, kernels: build, threads: all });
    if (one.fingerprint !== many.fingerprint) {
      throw new Error(
        `experiments: expected 1 and ${all} threads to give the same cells, got different ones`,
      );
    }
    kernels = one.kernels;
    rows.push({
      k: width,
      depth,
      density,
      T: points,
      draw: many.cells[0]!.draw,
      networks: many.networks,
      'networks/s, 1 thread': one.networksPerSecond,
      [`networks/s, ${all} threads`]: many.networksPerSecond,
      'nominal GMAC/s, 1 thread': (one.networksPerSecond * macsOf(experiment)) / 1e9,
      [`nominal GMAC/s, ${all} threads`]: (many.networksPerSecond * macsOf(experiment)) / 1e9,
    });
  }
  return [
    {
      title: 'Whole experiments',
      note: `Drawing, measuring, gathering, statistics and theory on a warm pool; runs of at least ${options.seconds} s or of 20,000 networks, median of ${options.runs}.`,
      kernels,
      rows,
    },
  ];
};
