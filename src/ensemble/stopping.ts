/** When an ensemble with `untilRelativeCi` has enough networks. */
import { curveLength } from '../curve/index.ts';
import { stretchesOf } from '../measure/energies.ts';
import type { LengthRecord } from '../measure/record.ts';
import type { Subject } from '../measure/subject.ts';
import { hasWeights, type NetworkSpec } from '../network/index.ts';
import { exponentOf, ldexp } from '../numeric/scaled.ts';
import { lengthColumn } from './columns.ts';
import { corrected, lengthControls } from './controls.ts';
import { growthMoments, type Moments, productLayers } from './growth-moments.ts';
import { skewedReach } from './interval.ts';
import { productHalfWidth } from './products.ts';
import { layersOf, type RecordLayers } from './record-layers.ts';
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

/** Lengths in the last layer as their mean is estimated. */
export function finalLengths(
  record: LengthRecord | RecordLayers,
  subject: Pick<Subject, 'network' | 'curve' | 'estimator'>,
): FinalLengths {
  const lengths = lengthColumn(record, record.depth, 'length');
  const alive = lengths.mantissa.some((length) => length > 0);
  if (!layersOf(record).hasEnergies) return { alive, values: lengths, growths: null };
  const layers = stretchesOf(subject);
  const inputLength = curveLength(subject.curve);
  if (productLayers(layers) === record.depth) {
    const growths = layers.map((_, l) => growthMoments(record, l + 1, layers, inputLength));
    return { alive, values: NO_VALUES, growths };
  }
  let control: ScaledColumn | null = null;
  for (const { length } of lengthControls(record, layers, inputLength)) control = length;
  return { alive, values: control === null ? lengths : corrected(lengths, control), growths: null };
}

/** Lengths to look at. */
export interface FinalLengths {
  /** Whether any image is longer than a point. */
  readonly alive: boolean;
  /** Network by network, less their controls where those are known; none where there are growths. */
  readonly values: ScaledColumn;
  /** Growths of all layers where the mean is estimated as their product. */
  readonly growths: readonly Moments[] | null;
}

const NO_VALUES: ScaledColumn = { mantissa: new Float64Array(0), exponent: new Int32Array(0) };

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
export function finalHalfWidth({ alive, values, growths }: FinalLengths): number {
  if (!alive) return Number.POSITIVE_INFINITY;
  return growths === null ? relativeHalfWidth(values) : productHalfWidth(growths, growths[0]!.count);
}

/**
 * How far the 95 % interval of the mean reaches, to its farther end, over the mean, of values `mantissa * 2
 * ** exponent`; 0 if all are equal, and Infinity if all are 0 or the mean is not above 0. Invariant under a
 * common factor, so cells that share a run stop at the same number of networks.
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
  let [squares, cubes] = [0, 0];
  for (let i = 0; i < count; i++) {
    const deviation = value(i) - mean;
    squares += deviation * deviation;
    cubes += deviation * deviation * deviation;
  }
  if (squares === 0) return 0;
  if (mean <= 0) return Number.POSITIVE_INFINITY;
  const reach = Math.max(...skewedReach(count, squares, cubes));
  return (reach * Math.sqrt(squares / (count - 1) / count)) / mean;
}
