/** How the pool scales from one thread to all cores. */
import { availableParallelism } from 'node:os';
import { type ExperimentCase, experimentOf } from './experiments.ts';
import { rate } from './rate.ts';
import type { Suite } from './suite.ts';
import type { Cell } from './table.ts';

const CASE: ExperimentCase = { width: 784, depth: 10, density: 0.1, points: 1000 };

/** 1, 2, 4, … and all of them. */
export function threadCounts(cores: number): number[] {
  const counts: number[] = [];
  for (let threads = 1; threads < cores; threads *= 2) counts.push(threads);
  return [...counts, cores];
}

/** @throws Error if the number of threads changes a digit. */
export const scalingSuite: Suite = async ({ quick, kernels: build, log }) => {
  const seconds = quick ? 0.25 : 10;
  const rows: Record<string, Cell>[] = [];
  let kernels = '';
  let first: { rate: number; fingerprint: string } | null = null;
  for (const threads of threadCounts(availableParallelism())) {
    log(`scaling, ${threads} threads`);
    const run = await rate(experimentOf(CASE), { threads, seconds, kernels: build, runs: quick ? 1 : 3 });
    first ??= { rate: run.networksPerSecond, fingerprint: run.fingerprint };
    if (run.fingerprint !== first.fingerprint) {
      throw new Error(`scaling: expected ${threads} threads to give the cells of one, got different ones`);
    }
    kernels = run.kernels;
    const gain = run.networksPerSecond / first.rate;
    rows.push({
      threads,
      networks: run.networks,
      'networks/s': run.networksPerSecond,
      'over 1 thread': gain,
      efficiency: gain / threads,
    });
  }
  return [
    {
      title: 'Scaling of the pool',
      note: `k = 784, depth 10, density 0.1, T = 1000; runs of at least ${seconds} s on a warm pool.`,
      kernels,
      rows,
    },
  ];
};
