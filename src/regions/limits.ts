/**
 * What fits into memory, asked before it is taken: an allocation that fails ends the process, and no handler
 * hears of it.
 */

import { MOST_NUMBERS } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';

const shown = (x: number) => x.toLocaleString('en-US');

/** @throws RangeError for layers whose weights take more than 4 GiB. */
export function requireWeights(inputDim: number, widths: readonly number[]): void {
  requireWeightCount(
    widths.reduce((sum, width, l) => sum + width * (l === 0 ? inputDim : widths[l - 1]!), 0),
  );
}

/** @throws RangeError for more weights than 4 GiB hold. */
export function requireWeightCount(weights: number): void {
  if (weights <= MOST_NUMBERS) return;
  throw valueFault(
    'widths',
    `layers of at most ${shown(MOST_NUMBERS)} weights in all, which fill 4 GiB`,
    shown(weights),
  );
}

/** Entries of one of the arrays that an exact image is made of, about five at a time: 5 GiB. */
const MOST_ENTRIES = 2 ** 27;
/** Each interval also has some 200 bytes of objects, whose memory an engine limits to 2 or 4 GB. */
const MOST_INTERVALS = 8_000_000;

/** @throws RangeError where the image in layer `layer` has more intervals than fit. */
export function requireIntervals(intervals: number, width: number, layer: number): void {
  const most = Math.min(Math.floor(MOST_ENTRIES / width), MOST_INTERVALS);
  if (intervals <= most) return;
  throw valueFault(
    'regions',
    `at most ${most} intervals of linearity at width ${width}`,
    `more in layer ${layer}`,
  );
}

/** @throws RangeError where what is kept of layers 1 … `layer` no longer fits. */
export function requireKept(numbers: number, layer: number): void {
  if (numbers <= MOST_NUMBERS) return;
  throw valueFault(
    'regions',
    `layers with at most ${shown(MOST_NUMBERS)} intervals and entries in all`,
    `more in layer ${layer}`,
  );
}

/** Regions that a slice may have: each takes some 2 kB of objects. */
export const MOST_REGIONS = 1_000_000;
/** Bytes for the pieces that the neurons of a layer are on in all regions. */
const MOST_PIECES = 2 ** 30;

/** Regions of a layer that fit. */
export function mostRegions(width: number): number {
  return Math.max(1, Math.min(MOST_REGIONS, Math.floor(MOST_PIECES / width)));
}
