/**
 * Time to an accuracy: whole processes, start included, until the 95 % interval of the last layer's expected
 * ratio is as narrow as asked.
 */
import type { ResultDocument } from '../src/index.ts';
import type { KernelsName } from '../src/kernels/index.ts';
import { CLI, requireBuilt } from './built.ts';
import { runNode } from './process.ts';
import type { Suite } from './suite.ts';
import type { Cell } from './table.ts';
import { median } from './time.ts';

export interface AccuracyCase {
  readonly width: number;
  readonly depth: number;
  readonly density: number;
  readonly weights: string;
}

const gaussian = (width: number, depth: number, density: number): AccuracyCase => ({
  width,
  depth,
  density,
  weights: 'gaussian',
});

/** Those that peers have too. */
export const GAUSSIAN_CASES: readonly AccuracyCase[] = [
  gaussian(784, 10, 0.1),
  gaussian(784, 10, 0.5),
  gaussian(784, 10, 1),
  gaussian(128, 20, 0.5),
  gaussian(20, 50, 1),
];
const CASES: readonly AccuracyCase[] = [
  ...GAUSSIAN_CASES,
  { ...gaussian(784, 10, 0.1), weights: 'uniform' },
  { ...gaussian(784, 10, 0.1), weights: 'discrete' },
];
export const QUICK_CASES: readonly AccuracyCase[] = [gaussian(128, 20, 0.5)];

/** Half-widths of the interval over the mean. */
export const ACCURACIES = [0.01, 0.001] as const;

/** Threads that each side has. */
export const THREADS = 2;
export const SIGMA = 2;

export interface AccuracyOptions {
  readonly kernels: KernelsName;
  /** Processes, of whose times the median counts; slow ones run once. */
  readonly rounds: number;
  /** Where the ends of the line are not random and orthonormal. */
  readonly endpoints?: string;
}

export interface Reached {
  readonly kernels: string;
  readonly networks: number;
  /** Half-width over mean, at most what was asked for. */
  readonly half: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly cell: ResultDocument['cells'][number];
}

/** Processes that take longer run once. */
const SLOW_SECONDS = 20;

/** @throws Error for a process whose interval is wider than it was asked for. */
export async function reach(
  { width, depth, density, weights }: AccuracyCase,
  accuracy: number,
  { kernels, rounds, endpoints }: AccuracyOptions,
): Promise<Reached> {
  const numbers = { width, depth, density, 'sigma-w': SIGMA, 'until-relative-ci': accuracy, seed: 1 };
  const named = Object.entries({ ...numbers, threads: THREADS }).flatMap(([name, x]) => [
    `--${name}`,
    String(x),
  ]);
  const ends = endpoints === undefined ? [] : ['--endpoints', endpoints];
  const words = [...named, ...ends, '--weights', weights, '--kernels', kernels, '--json', '--quiet'];
  const ended = [];
  do {
    ended.push(await runNode([CLI, 'trajectory', ...words], { memory: true }));
  } while (ended.length < rounds && ended[0]!.seconds < SLOW_SECONDS);
  const { cells, provenance } = JSON.parse(ended[0]!.stdout) as ResultDocument;
  const cell = cells[0]!;
  const { mean, ci95 } = cell.layers.at(-1)!.ratio.estimate;
  const half = (ci95![1] - ci95![0]) / 2 / mean!;
  // Written so that NaN fails.
  if (!(half <= accuracy))
    throw new Error(`accuracy: expected an interval of ± ${accuracy}, got one of ± ${half}`);
  return {
    kernels: provenance.kernels,
    networks: cell.networks,
    half,
    seconds: median(ended.map(({ seconds }) => seconds)),
    cpuSeconds: median(ended.map(({ cpuSeconds }) => cpuSeconds!)),
    cell,
  };
}

/** Takes minutes: `npm run bench:peers` alone has it. */
const isLong = ({ width, depth }: AccuracyCase, accuracy: number) => depth > width && accuracy < 0.01;

export const percent = (x: number) => `${Number((100 * x).toPrecision(2))} %`;

export const accuracySuite: Suite = async ({ quick, kernels, log }) => {
  requireBuilt();
  const rows: Record<string, Cell>[] = [];
  let build = '';
  for (const setting of quick ? QUICK_CASES : CASES) {
    for (const accuracy of quick ? ACCURACIES.slice(0, 1) : ACCURACIES) {
      if (isLong(setting, accuracy)) continue;
      const { width, depth, density, weights } = setting;
      log(`accuracy, ${width} × ${depth}, density ${density}, ${weights}, ± ${percent(accuracy)}`);
      const reached = await reach(setting, accuracy, { kernels, rounds: quick ? 1 : 3 });
      build = reached.kernels;
      rows.push({
        k: width,
        depth,
        density,
        weights,
        asked: `± ${percent(accuracy)}`,
        reached: `± ${percent(reached.half)}`,
        networks: reached.networks,
        gain: reached.cell.layers.at(-1)!.ratio.estimate.gain,
        'CPU seconds': reached.cpuSeconds,
        seconds: reached.seconds,
      });
    }
  }
  return [
    {
      title: 'Time to an accuracy',
      note: `Whole processes, start included, \`expressivity trajectory --until-relative-ci\`: ReLU, sigma_w 2, no bias, a line between orthonormal ends, ${THREADS} threads; median of ${quick ? 1 : 3} (one where it takes over ${SLOW_SECONDS} s). The interval is that of the last layer's expected ratio, and no fewer than 96 networks are drawn.`,
      kernels: build,
      rows,
    },
  ];
};
