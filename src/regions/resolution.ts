/**
 * When two things coincide. A pre-activation w·z + b is known up to rounding, a small multiple of 2^-53 (|w|
 * |z| + |b|). Weights of finite laws, sparse rows and layers that are off make exact coincidences common:
 * several neurons that switch at one point, or one that stays on its threshold. So that rounding does not
 * tear them apart, a pre-activation closer to a threshold than
 *
 *     2^-44 (|w| |z| + |b| + |threshold|)
 *
 * counts as on it, everywhere in this folder, and a derivative w·u below 2^-44 |w| |u| as 0. A breakpoint is
 * moved by no more than rounding could have moved it.
 */
import type { GivenLayer } from '../network/index.ts';
import { norms, outOfRange } from './product.ts';

const RESOLUTION = 2 ** -44;

/** Of one layer: how close to a threshold counts as on it. */
export interface Resolution {
  /** |w| of each neuron, times the resolution. */
  readonly rows: Float64Array;
  /** |b| + the largest |threshold| of each neuron, times the resolution. */
  readonly offsets: Float64Array;
  /** The largest |w|. */
  readonly largest: number;
}

export function resolutionOf(layer: GivenLayer, thresholds: readonly number[]): Resolution {
  const { weights, biases, width, fanIn } = layer;
  const farthest = thresholds.reduce((most, threshold) => Math.max(most, Math.abs(threshold)), 0);
  const sizes = norms(weights, width, fanIn);
  return {
    rows: sizes.map((norm) => norm * RESOLUTION),
    offsets: biases.map((b) => (Math.abs(b) + farthest) * RESOLUTION),
    largest: sizes.reduce((most, norm) => Math.max(most, norm), 0),
  };
}

/**
 * Puts the pre-activations of one point, from `start` on, on the thresholds that they are too close to.
 * `size` is |z| there.
 */
export function snap(
  h: Float64Array,
  start: number,
  size: number,
  { rows, offsets }: Resolution,
  thresholds: readonly number[],
): void {
  for (const threshold of thresholds) {
    for (let i = 0; i < rows.length; i++) {
      if (Math.abs(h[start + i]! - threshold) <= rows[i]! * size + offsets[i]!) h[start + i] = threshold;
    }
  }
}

/**
 * Sets derivatives of the pre-activations in one direction, from `start` on, to 0 where they are 0 but for
 * rounding. `size` is |u|.
 */
export function snapDerivatives(
  slopes: Float64Array,
  start: number,
  size: number,
  { rows }: Resolution,
): void {
  for (let i = 0; i < rows.length; i++)
    if (Math.abs(slopes[start + i]!) <= rows[i]! * size) slopes[start + i] = 0;
}

/** Products below have lost digits to the end of the range of a double, or everything. */
const LEAST_PRODUCT = 2 ** -960;

/** @throws RangeError where a layer makes of derivatives of this size what a double no longer holds. */
export function requireNoUnderflow({ largest }: Resolution, size: number, layer: number): void {
  if (largest > 0 && size > 0 && largest * size < LEAST_PRODUCT) throw outOfRange('an underflow', layer);
}
