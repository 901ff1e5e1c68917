/** Ends of one-sided 99.9 % intervals of a mean: for what must be seen, not only not refuted. */
import type { Stat } from '../ensemble/index.ts';
import { tQuantile } from '../numeric/t-quantile.ts';

/** Chance that the mean lies beyond the end. */
const LEVEL = 1e-3;

type Mean = Pick<Stat, 'mean' | 'sem'>;

/** NaN where the standard error is not known. */
export function upperEnd({ mean, sem }: Mean, networks: number): number {
  return mean! + tQuantile(LEVEL, networks - 1) * (sem ?? Number.NaN);
}

/** NaN where the standard error is not known. */
export function lowerEnd({ mean, sem }: Mean, networks: number): number {
  return mean! - tQuantile(LEVEL, networks - 1) * (sem ?? Number.NaN);
}
