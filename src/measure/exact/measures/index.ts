/**
 * What the exact estimator measures beside lengths: from knots, crossings and steps that it has, without
 * samples.
 */

import type { Curve } from '../../../curve/index.ts';
import { entriesOf, MEASURES, type MeasuredBy, type MeasureName } from '../../../experiment/measures.ts';
import { type LengthRecord, type Value, writeMeasure } from '../../record.ts';
import { positions } from '../input.ts';
import { type ExactLayer, eachPreActivation } from './layer.ts';
import { ExactPatterns } from './patterns.ts';
import * as post from './post.ts';
import * as pre from './pre.ts';

export type { ExactLayer } from './layer.ts';

/**
 * What a measure is read from: the layer, its patterns where one looks at them, where the curve has corners,
 * and its length.
 */
interface Seen {
  readonly layer: ExactLayer;
  readonly patterns: ReturnType<ExactPatterns['add']> | null;
  readonly corners: ReadonlySet<number>;
  readonly length: Value;
  /** Crossings in layers that belong to this one. */
  readonly hidden: number;
}

const READERS: { readonly [N in MeasuredBy<'exact'>]: (seen: Seen) => Value } = {
  transitions: ({ layer, hidden }) => hidden + layer.crossings.count,
  regions: ({ layer }) => 1 + layer.cut.breakpoints,
  patterns: ({ patterns }) => patterns!.patterns(),
  linearRegions: ({ layer, corners }) => post.linearRegions(layer, corners),
  q: ({ layer }) => pre.q(layer),
  correlation: ({ layer }) => pre.correlation(layer),
  autocorrelation: ({ layer }) => pre.autocorrelation(layer),
  // The mean of |dh/dτ| over τ in [0, 1] is the length.
  speed: ({ length }) => length,
  metric: ({ layer }) => pre.metric(layer),
  turningAngle: ({ layer }) => post.turningAngle(layer),
  activeShare: ({ patterns }) => patterns!.activeShare,
  deadShare: ({ layer, patterns }) => deadShare(layer, patterns!.crossed),
  chordDeviation: ({ layer }) => post.chordDeviation(layer),
  spaceFold: ({ patterns }) => patterns!.spaceFold,
};

/** Writes the measures of the layers of networks, which are to be given in order, layer by layer. */
export class ExactMeasures {
  readonly #names: readonly MeasuredBy<'exact'>[];
  readonly #patterns: ExactPatterns | null;
  readonly #corners: ReadonlySet<number>;

  constructor(names: readonly MeasureName[], { vertices }: Curve) {
    this.#names = names as readonly MeasuredBy<'exact'>[];
    // Default counts are known without patterns.
    const looks = names.some((name) => MEASURES[name].patterns && MEASURES[name].counted !== true);
    this.#patterns = looks ? new ExactPatterns() : null;
    this.#corners = new Set(positions(vertices).subarray(1, -1));
  }

  /** Entry `at` of the record is the layer's; its lengths and exponent are there already. */
  write(layer: ExactLayer, record: LengthRecord, at: number, hidden: number): void {
    const patterns = this.#patterns?.add(layer) ?? null;
    const length = { value: record.preLength[at]!, exponent: record.exponent[at]! };
    const seen = { layer, patterns, corners: this.#corners, length, hidden };
    for (const name of this.#names) {
      writeMeasure(READERS[name](seen), record.measures[name]!, at, entriesOf(name));
    }
  }
}

/**
 * Dead: on one piece throughout, and without a step anywhere, be it for a slope of 0 or for want of weights.
 */
function deadShare(layer: ExactLayer, crossed: Uint8Array): number {
  const { pieces } = layer.memory.lists;
  let dead = 0;
  eachPreActivation(layer, (row, h) => {
    if (crossed[row] === 1) return;
    const rests = layer.activation.slopes[pieces[row]!] === 0 || h.every((value) => value === h[0]);
    if (rests) dead++;
  });
  return dead / layer.width;
}
