/** Measures of sampled curves beside the lengths of another workspace. */

import { type Curve, parameterSpan } from '../curve/index.ts';
import { entriesOf, MEASURES, type MeasuredBy } from '../experiment/measures.ts';
import type { Arena } from '../kernels/arena.ts';
import { measureOrder } from './areas/curve.ts';
import { type CurveLayer, CurveWorkspace } from './curve-image.ts';
import * as curveMeasures from './curve-measures.ts';
import type { NetworkMeasurer } from './open.ts';
import { Patterns } from './pattern-measures.ts';
import { emptyRecord, type LengthRecord, type Value, writeMeasure } from './record.ts';
import { finished, type Steps, within } from './steps.ts';
import type { Subject } from './subject.ts';

/** What a measure is read from: the image in a layer, its patterns where one looks at them, and the curve. */
interface Seen {
  readonly layer: CurveLayer;
  readonly patterns: ReturnType<Patterns['add']> | null;
  readonly curve: Curve;
}

type Name = MeasuredBy<'polyline' | 'tangent'>;

const READERS: { readonly [N in Name]: (seen: Seen) => Value } = {
  transitions: ({ patterns }) => patterns!.transitions,
  patterns: ({ patterns }) => patterns!.patterns(),
  activeShare: ({ patterns }) => patterns!.activeShare,
  deadShare: ({ patterns }) => patterns!.deadShare(),
  spaceFold: ({ patterns }) => patterns!.spaceFold,
  q: ({ layer }) => curveMeasures.q(layer),
  correlation: ({ layer }) => curveMeasures.correlation(layer),
  autocorrelation: ({ layer, curve }) => curveMeasures.autocorrelation(layer, curve.kind === 'circle'),
  speed: ({ layer }) => curveMeasures.speed(layer),
  metric: ({ layer }) => curveMeasures.metric(layer),
  curvature2: ({ layer }) => curveMeasures.curvature2(layer),
  gaussMapLength: ({ layer, curve }) => curveMeasures.gaussMapLength(layer, parameterSpan(curve)),
  turningAngle: ({ layer }) => curveMeasures.turningAngle(layer),
  chordDeviation: ({ layer }) => curveMeasures.chordDeviation(layer),
};

/**
 * Lengths of a workspace, and measures at `points` evenly spaced samples of the curve whatever the workspace
 * takes its lengths from.
 */
export class MeasuredWorkspace implements NetworkMeasurer {
  readonly #lengths: NetworkMeasurer;
  readonly #subject: Subject;
  readonly #curve: CurveWorkspace;

  /** `lengths` is open in the same arena and stays so. @throws RangeError as `CurveWorkspace`. */
  constructor(lengths: NetworkMeasurer, arena: Arena, subject: Subject) {
    this.#lengths = lengths;
    this.#subject = subject;
    this.#curve = new CurveWorkspace(arena, subject, measureOrder(subject.measures!));
  }

  measure(first: number, networks: number): LengthRecord {
    return finished(this.steps(first, networks));
  }

  /** Lengths count as the first half of the work. */
  *steps(first: number, networks: number): Steps<LengthRecord> {
    const lengths = yield* within(this.#lengths.steps(first, networks), 0, 1 / 2);
    const names = this.#subject.measures! as readonly Name[];
    const { depth } = lengths;
    const { measures } = emptyRecord(first, networks, depth, names);
    for (let i = 0; i < networks; i++) {
      const patterns = this.#patterns();
      let at = i * depth;
      for (const layer of this.#curve.steps(first + i)) {
        if (typeof layer === 'number') {
          yield (networks + (at + layer) / depth) / 2;
          continue;
        }
        const seen = { layer, patterns: patterns?.add(layer) ?? null, curve: this.#subject.curve };
        for (const name of names) {
          writeMeasure(READERS[name](seen), measures[name]!, at, entriesOf(name));
        }
        at++;
      }
    }
    return { ...lengths, measures };
  }

  /** Patterns of one network, whose layers are to be given in order; null where no measure looks at them. */
  #patterns(): Patterns | null {
    const { network, measures } = this.#subject;
    return measures!.some((name) => MEASURES[name].patterns)
      ? new Patterns(network, measures!.includes('patterns'))
      : null;
  }
}
