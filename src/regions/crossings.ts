/** Where neurons cross their thresholds on the intervals of a broken line, and the knots that this adds. */

import type { GivenLayer } from '../network/index.ts';
import type { BrokenLine } from './broken-line.ts';
import { intervalsOf } from './broken-line.ts';
import { requireIntervals } from './limits.ts';
import { norms } from './product.ts';
import { type Resolution, snap } from './resolution.ts';

/**
 * One neuron's pre-activation meets a threshold at the share `at` of an interval, strictly between its ends.
 */
interface Crossing {
  readonly at: number;
  readonly neuron: number;
  readonly threshold: number;
}

/** Knots of a layer's pre-activations: those of the curve below, and one where neurons cross. */
export interface SplitKnots {
  readonly knots: Float64Array;
  /** Pre-activations at the knots, on a threshold exactly where they cross it. */
  readonly h: Float64Array;
  /** For each interval the interval of the curve below that it is part of. */
  readonly parents: Uint32Array;
}

/**
 * Splits the intervals of `below` where the pre-activations `h` of its knots cross thresholds of layer
 * `number`. A crossing lies at the share a / (a - b) of its interval, a and b being the distances from the
 * threshold at its ends: taken from the pre-activations, it stays between 0 and 1 however short the interval
 * is. Neurons that cross within rounding of each other share a knot (`resolution.ts`).
 *
 * @throws RangeError where the knots would not fit into memory.
 */
export function splitAtCrossings(
  below: BrokenLine,
  layer: GivenLayer,
  h: Float64Array,
  resolution: Resolution,
  thresholds: readonly number[],
  number: number,
): SplitKnots {
  const { width } = layer;
  const intervals = intervalsOf(below);
  const sizes = norms(below.points, intervals + 1, below.dim);
  for (let p = 0; p <= intervals; p++) snap(h, p * width, sizes[p]!, resolution, thresholds);
  const crossings: Crossing[][] = [];
  let most = intervals + 1;
  for (let k = 0; k < intervals; k++) {
    const found = crossingsOf(h, k, width, thresholds);
    most += found.length;
    requireIntervals(most, width, number);
    crossings.push(found);
  }
  const split = {
    knots: new Float64Array(most),
    h: new Float64Array(most * width),
    parents: new Uint32Array(most),
  };
  let count = 0;
  for (let k = 0; k < intervals; k++) {
    split.knots[count] = below.knots[k]!;
    split.parents[count] = k;
    split.h.set(h.subarray(k * width, (k + 1) * width), count * width);
    count++;
    const ends = { h, width, k, from: below.knots[k]!, to: below.knots[k + 1]! };
    const size = Math.max(sizes[k]!, sizes[k + 1]!);
    count = addKnots(split, count, crossings[k]!, ends, size, resolution, thresholds);
  }
  split.knots[count] = 1;
  split.h.set(h.subarray(intervals * width), count * width);
  return {
    knots: split.knots.slice(0, count + 1),
    h: split.h.subarray(0, (count + 1) * width),
    parents: split.parents.slice(0, count),
  };
}

/** The crossings on interval k, in the order in which they are met. */
function crossingsOf(h: Float64Array, k: number, width: number, thresholds: readonly number[]): Crossing[] {
  const found: Crossing[] = [];
  for (const threshold of thresholds) {
    for (let neuron = 0; neuron < width; neuron++) {
      const a = h[k * width + neuron]! - threshold;
      const b = h[(k + 1) * width + neuron]! - threshold;
      if ((a < 0 && b > 0) || (a > 0 && b < 0)) found.push({ at: a / (a - b), neuron, threshold });
    }
  }
  return found.sort((x, y) => x.at - y.at || x.neuron - y.neuron);
}

interface Ends {
  readonly h: Float64Array;
  readonly width: number;
  readonly k: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Appends a knot for every crossing whose neuron the knot before has not brought onto its threshold already;
 * returns how many there are.
 */
function addKnots(
  split: { readonly knots: Float64Array; readonly h: Float64Array; readonly parents: Uint32Array },
  first: number,
  crossings: readonly Crossing[],
  { h, width, k, from, to }: Ends,
  size: number,
  resolution: Resolution,
  thresholds: readonly number[],
): number {
  let count = first;
  for (const { at, neuron, threshold } of crossings) {
    if (split.h[(count - 1) * width + neuron] === threshold) continue;
    const start = count * width;
    for (let i = 0; i < width; i++)
      split.h[start + i] = (1 - at) * h[k * width + i]! + at * h[(k + 1) * width + i]!;
    snap(split.h, start, size, resolution, thresholds);
    split.h[start + neuron] = threshold;
    split.knots[count] = from + at * (to - from);
    split.parents[count] = k;
    count++;
  }
  return count;
}
