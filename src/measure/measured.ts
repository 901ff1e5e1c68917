/** Measures of sampled curves beside the lengths of another workspace. */
import { parameterSpan } from '../curve/index.ts';
import { entriesOf, type MeasureName } from '../experiment/measures.ts';
import type { Arena } from '../kernels/arena.ts';
import { type CurveLayer, CurveWorkspace, type Order } from './curve-image.ts';
import * as curveMeasures from './curve-measures.ts';
import type { NetworkMeasurer } from './open.ts';
import { Patterns } from './pattern-measures.ts';
import { emptyRecord, type LengthRecord, type Value, writeMeasure } from './record.ts';
import type { Subject } from './subject.ts';

/** Derivatives of the curve that measures are taken from; the others look at its points. */
const ORDERS: Readonly<Partial<Record<MeasureName, Order>>> = {
  speed: 1,
  metric: 1,
  turningAngle: 1,
  deadShare: 1,
  curvature2: 2,
  gaussMapLength: 2,
};

const PATTERNS: readonly MeasureName[] = ['transitions', 'patterns', 'activeShare', 'deadShare', 'spaceFold'];

/** How many derivatives of the curve these measures take. */
export function measureOrder(names: readonly MeasureName[]): Order {
  return names.reduce<Order>((most, name) => Math.max(most, ORDERS[name] ?? 0) as Order, 0);
}

/** Lengths of a workspace, and measures at `points` evenly spaced samples of the curve whatever the workspace takes its lengths from. */
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
    const lengths = this.#lengths.measure(first, networks);
    const names = this.#subject.measures!;
    const { measures } = emptyRecord(first, networks, lengths.depth, names);
    for (let i = 0; i < networks; i++) {
      const read = this.#measures();
      for (const layer of this.#curve.layers(first + i)) {
        const values = read(layer);
        for (const name of names) {
          writeMeasure(
            values[name]!(),
            measures[name]!,
            i * lengths.depth + layer.layer - 1,
            entriesOf(name),
          );
        }
      }
    }
    return { ...lengths, measures };
  }

  /** What each measure is in the layers of one network, which are to be given in order. */
  #measures() {
    const { curve, network, measures } = this.#subject;
    const looksAtPatterns = PATTERNS.some((name) => measures!.includes(name));
    const patterns = looksAtPatterns ? new Patterns(network, measures!.includes('patterns')) : null;
    return (layer: CurveLayer): Partial<Record<MeasureName, () => Value>> => {
      const met = patterns?.add(layer);
      return {
        transitions: () => met!.transitions,
        patterns: () => met!.patterns(),
        activeShare: () => met!.activeShare,
        deadShare: () => met!.deadShare(),
        spaceFold: () => met!.spaceFold,
        q: () => curveMeasures.q(layer),
        correlation: () => curveMeasures.correlation(layer),
        autocorrelation: () => curveMeasures.autocorrelation(layer, curve.kind === 'circle'),
        speed: () => curveMeasures.speed(layer),
        metric: () => curveMeasures.metric(layer),
        curvature2: () => curveMeasures.curvature2(layer),
        gaussMapLength: () => curveMeasures.gaussMapLength(layer, parameterSpan(curve)),
        turningAngle: () => curveMeasures.turningAngle(layer),
        chordDeviation: () => curveMeasures.chordDeviation(layer),
      };
    };
  }
}
