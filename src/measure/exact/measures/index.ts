/** What the exact estimator measures beside lengths: from knots, crossings and steps that it has, without samples. */

import type { Curve } from '../../../curve/index.ts';
import { entriesOf, type MeasureName } from '../../../experiment/measures.ts';
import { type LengthRecord, type Value, writeMeasure } from '../../record.ts';
import { positions } from '../input.ts';
import { type ExactLayer, eachPreActivation } from './layer.ts';
import { ExactPatterns } from './patterns.ts';
import * as post from './post.ts';
import * as pre from './pre.ts';

export type { ExactLayer } from './layer.ts';

/** Those that look at patterns. */
const PATTERNS: readonly MeasureName[] = ['patterns', 'activeShare', 'deadShare', 'spaceFold'];

/** Writes the measures of the layers of networks, which are to be given in order, layer by layer. */
export class ExactMeasures {
  readonly #names: readonly MeasureName[];
  readonly #patterns: ExactPatterns | null;
  readonly #corners: ReadonlySet<number>;

  constructor(names: readonly MeasureName[], { vertices }: Curve) {
    this.#names = names;
    this.#patterns = names.some((name) => PATTERNS.includes(name)) ? new ExactPatterns() : null;
    this.#corners = new Set(positions(vertices).subarray(1, -1));
  }

  /** Entry `at` of the record is the layer's; its lengths and exponent are there already. */
  write(layer: ExactLayer, record: LengthRecord, at: number): void {
    const met = this.#patterns?.add(layer);
    const values: Partial<Record<MeasureName, () => Value>> = {
      transitions: () => layer.crossings.count,
      regions: () => 1 + layer.cut.breakpoints,
      patterns: () => met!.patterns(),
      linearRegions: () => post.linearRegions(layer, this.#corners),
      q: () => pre.q(layer),
      correlation: () => pre.correlation(layer),
      autocorrelation: () => pre.autocorrelation(layer),
      // The mean of |dh/dτ| over τ in [0, 1] is the length.
      speed: () => ({ value: record.preLength[at]!, exponent: record.exponent[at]! }),
      metric: () => pre.metric(layer),
      turningAngle: () => post.turningAngle(layer),
      activeShare: () => met!.activeShare,
      deadShare: () => deadShare(layer, met!.crossed),
      chordDeviation: () => post.chordDeviation(layer),
      spaceFold: () => met!.spaceFold,
    };
    for (const name of this.#names) {
      writeMeasure(values[name]!(), record.measures[name]!, at, entriesOf(name));
    }
  }
}

/** Dead: on one piece throughout, and without a step anywhere, be it for a slope of 0 or for want of weights. */
function deadShare(layer: ExactLayer, crossed: Uint8Array): number {
  const { pieces } = layer.room.lists;
  let dead = 0;
  eachPreActivation(layer, (row, h) => {
    if (crossed[row] === 1) return;
    const rests = layer.activation.slopes[pieces[row]!] === 0 || h.every((value) => value === h[0]);
    if (rests) dead++;
  });
  return dead / layer.width;
}
