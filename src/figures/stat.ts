import { type Stat, statistic } from '../ensemble/index.ts';

/** Statistics of plain numbers, one a network. */
export function statOf(values: readonly number[]): Stat {
  return statistic({ mantissa: Float64Array.from(values), exponent: new Int32Array(values.length) }, true);
}
