/** When an ensemble with `untilRelativeCi` has enough networks. */
import { hasWeights, type NetworkSpec } from '../network/index.ts';
import { exponentOf, ldexp } from '../numeric/scaled.ts';
import { tQuantile } from '../numeric/t-quantile.ts';
import type { ScaledColumn } from './types.ts';

/** Fewest networks before the interval is looked at: a t interval of a skewed quantity needs some. */
const FIRST_LOOK = 64;

/**
 * The numbers of networks at which the interval is looked at: 64, 96, 128, 192, 256, … A fixed schedule, so that the number of
 * networks depends on the experiment alone, and few looks, so that stopping early biases the interval little.
 */
export function nextLook(networks: number): number {
  let look = FIRST_LOOK;
  while (look <= networks) look = (look & (look - 1)) === 0 ? (look / 2) * 3 : (look / 3) * 4;
  return look;
}

/**
 * Whether the interval of the mean of these lengths, one a network, is as narrow as asked. Without weights every length is exactly 0, and no more
 * networks are needed to know it.
 */
export function intervalReached(
  network: Pick<NetworkSpec, 'layers'>,
  lengths: ScaledColumn,
  untilRelativeCi: number,
): boolean {
  return !hasWeights(network) || relativeHalfWidth(lengths) <= untilRelativeCi;
}

/**
 * Half the 95 % interval of the mean over the mean, of values `mantissa * 2 ** exponent` ≥ 0; 0 if all are equal, and Infinity if all are
 * 0: networks that all died so far say nothing on the mean. Invariant under a common factor, so cells that share a run stop at the same number of networks.
 */
export function relativeHalfWidth({ mantissa, exponent }: ScaledColumn): number {
  const count = mantissa.length;
  let top = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    if (mantissa[i] !== 0) top = Math.max(top, exponent[i]! + exponentOf(mantissa[i]!));
  }
  if (top === Number.NEGATIVE_INFINITY) return Number.POSITIVE_INFINITY;
  const value = (i: number) => ldexp(mantissa[i]!, exponent[i]! - top);
  // Summed as differences from the first, so that equal values have exactly that mean.
  let mean = value(0);
  for (let i = 1; i < count; i++) mean += (value(i) - value(0)) / count;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (value(i) - mean) ** 2;
  if (squares === 0) return 0;
  return (tQuantile(0.975, count - 1) * Math.sqrt(squares / (count - 1) / count)) / mean;
}
