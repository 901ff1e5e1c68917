/** When an ensemble with `untilRelativeCi` has enough networks. */
import { curveLength } from '../curve/index.ts';
import { type LengthRecord, type Subject, stretches } from '../measure/index.ts';
import { hasWeights, type NetworkSpec } from '../network/index.ts';
import { exponentOf, ldexp } from '../numeric/scaled.ts';
import { tQuantile } from '../numeric/t-quantile.ts';
import { lengthColumn } from './columns.ts';
import { corrected, lengthControls } from './controls.ts';
import type { ScaledColumn } from './types.ts';

/** Fewest networks before the interval is looked at: a t interval of a skewed quantity needs some. */
const FIRST_LOOK = 64;

/**
 * The numbers of networks at which the interval is looked at: 64, 96, 128, 192, 256, … A fixed schedule, so
 * that the number of networks depends on the experiment alone, and few looks, so that stopping early biases
 * the interval little.
 */
export function nextLook(networks: number): number {
  let look = FIRST_LOOK;
  while (look <= networks) look = (look & (look - 1)) === 0 ? (look / 2) * 3 : (look / 3) * 4;
  return look;
}

/** Lengths in the last layer, network by network, less their controls where those are known. */
export function finalLengths(
  record: LengthRecord,
  { network, curve }: Pick<Subject, 'network' | 'curve'>,
): FinalLengths {
  const values = lengthColumn(record, record.depth, 'length');
  const alive = values.mantissa.some((length) => length > 0);
  let control: ScaledColumn | null = null;
  if (record.energies !== undefined) {
    for (const { length } of lengthControls(record, stretches(network), curveLength(curve))) control = length;
  }
  return { alive, values: control === null ? values : corrected(values, control) };
}

/** Lengths to look at. */
export interface FinalLengths {
  /** Whether any image is longer than a point. */
  readonly alive: boolean;
  readonly values: ScaledColumn;
}

/**
 * Whether the interval of the mean of these lengths, one a network, is as narrow as asked. Without weights
 * every length is exactly 0, and no more networks are needed to know it.
 */
export function intervalReached(
  network: Pick<NetworkSpec, 'layers'>,
  lengths: FinalLengths,
  untilRelativeCi: number,
): boolean {
  return !hasWeights(network) || finalHalfWidth(lengths) <= untilRelativeCi;
}

/**
 * Half the 95 % interval of the mean over the mean; Infinity while all networks died: their controls alone
 * say little.
 */
export function finalHalfWidth({ alive, values }: FinalLengths): number {
  return alive ? relativeHalfWidth(values) : Number.POSITIVE_INFINITY;
}

/**
 * Half the 95 % interval of the mean over the mean, of values `mantissa * 2 ** exponent`; 0 if all are equal,
 * and Infinity if all are 0 or the mean is not above 0. Invariant under a common factor, so cells that share
 * a run stop at the same number of networks.
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
  if (mean <= 0) return Number.POSITIVE_INFINITY;
  return (tQuantile(0.025, count - 1) * Math.sqrt(squares / (count - 1) / count)) / mean;
}
