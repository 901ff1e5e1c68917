/**
 * The exact image of a polyline under a piecewise-linear network: knots are inserted layer by layer where
 * neurons change their piece, and between knots everything is straight. No sampling error; what is left is
 * the rounding of single precision. The oracle in double precision is `exactImage`; derivation:
 * docs/theory.md, "Exact images and regions".
 *
 * A layer takes one product, as wide as there are knots, one pass that follows each neuron's pre-activation
 * in double precision and notes where it crosses a threshold (`follow.ts`), and one that writes the image
 * between knots old and new (`split.ts`).
 */
import type { MeasureName } from '../../experiment/measures.ts';
import { valueFault } from '../../input/faults.ts';
import type { Arena } from '../../kernels/arena.ts';
import {
  type Activation,
  bendsOf,
  type Chain,
  hasPieces,
  layerOf,
  type NetworkSpec,
  type Pieces,
  piecesOf,
} from '../../network/index.ts';
import { hasEnergies } from '../energies.ts';
import { nearZero } from '../near-zero.ts';
import { normOf } from '../norm.ts';
import { isPointLayer } from '../point-layers.ts';
import { stepUnit } from '../point-panels.ts';
import { requireRange } from '../range.ts';
import { emptyRecord, type LengthRecord } from '../record.ts';
import { type Gains, layerScale, overflow, requireSteps } from '../scale.ts';
import { finished, type Steps, within } from '../steps.ts';
import { measuredChain, type Subject } from '../subject.ts';
import { inUnits } from '../weight-source.ts';
import { WIDEST_PANEL } from './areas.ts';
import { Crossings } from './crossings.ts';
import { PieceEnergies } from './energies.ts';
import { ExactMemory, TooSmall } from './exact-memory.ts';
import { LayerCounts } from './expected-counts.ts';
import { follow } from './follow.ts';
import { Input } from './input.ts';
import { Cut } from './knots.ts';
import { takeLargest } from './largest.ts';
import { ExactMeasures } from './measures/index.ts';
import { mostKnots } from './memory.ts';
import { split } from './split.ts';

/** Networks of one subject, measured exactly. Making a second workspace in the same arena ends the first. */
export class ExactWorkspace {
  readonly #arena: Arena;
  readonly #subject: Subject;
  readonly #spec: NetworkSpec;
  readonly #shown: Chain['shown'];
  /** Of each layer's activation. */
  readonly #pieces: readonly Pieces[];
  readonly #names: readonly MeasureName[];
  readonly #measures: ExactMeasures;
  readonly #crossings = new Crossings();
  /** Knots of the layer below and of the layer. */
  readonly #cuts = [new Cut(), new Cut()] as const;
  /** Null where the networks are given. */
  readonly #energies: PieceEnergies | null;
  /** Null where no counts are expected from the layer below. */
  readonly #counts: LayerCounts | null;
  #memory: ExactMemory;
  #input: Input;

  /**
   * @throws RangeError for a curve that is neither line nor polyline, an activation that is not piecewise
   * linear, and a curve that does not fit the memory of the kernels; ExperimentError as `requireRange`.
   */
  constructor(arena: Arena, subject: Subject) {
    const { kind, vertices } = subject.curve;
    if (kind !== 'line' && kind !== 'polyline') {
      throw valueFault('curve', 'a line or polyline for the exact estimator', kind);
    }
    requireRange({ ...subject, estimator: 'exact' });
    this.#arena = arena;
    this.#subject = subject;
    const { spec, shown } = measuredChain(subject.network);
    this.#spec = spec;
    this.#shown = shown;
    this.#pieces = piecesOfLayers(spec);
    this.#names = subject.measures ?? ['transitions', 'regions'];
    this.#energies = hasEnergies({ ...subject, estimator: 'exact' }) ? new PieceEnergies(this.#spec) : null;
    this.#counts = LayerCounts.of(this.#spec, subject);
    this.#measures = new ExactMeasures(this.#names, subject.curve);
    // A neuron changes its piece about once on every half turn that its layer sees of the curve.
    const neurons = this.#spec.layers.reduce((sum, { width }) => sum + width, 0);
    this.#memory = this.#reserve(Math.min(vertices.length + neurons + WIDEST_PANEL, this.#mostKnots()));
    this.#input = new Input(this.#memory, subject.curve);
  }

  /** Measures networks `first` … `first + networks - 1`. */
  measure(first: number, networks: number): LengthRecord {
    return finished(this.steps(first, networks));
  }

  *steps(first: number, networks: number): Steps<LengthRecord> {
    const depth = this.#shown.at(-1)!;
    const record = emptyRecord(
      first,
      networks,
      depth,
      this.#names,
      this.#energies !== null,
      this.#counts !== null,
    );
    for (let i = 0; i < networks; ) {
      try {
        yield* this.#measureNetwork(first + i, record, i * depth);
        yield ++i;
      } catch (error) {
        if (!(error instanceof TooSmall)) throw error;
        this.#enlarge(first + i);
      }
    }
    return record;
  }

  *#measureNetwork(network: number, record: LengthRecord, at: number): Steps<void> {
    const { kernels } = this.#arena;
    const memory = this.#memory;
    let image = this.#input.store();
    this.#energies?.start(this.#input.edges);
    const depth = this.#shown.at(-1)!;
    const layers = this.#spec.layers.length;
    /** Crossings of layers of the chain that have no entry of their own. */
    let hidden = 0;
    for (let l = 0; l < layers; l++) {
      image = { ...image, scales: inUnits(memory.source, network, l + 1, image.scales) };
      const below = image;
      const cut = this.#cuts[l % 2]!;
      const own = layerOf(this.#spec, l + 1);
      let gains: Gains = KEPT;
      let pieces = STRAIGHT;
      let preLength: number | null = null;
      if (isPointLayer(own)) {
        image = takeLargest(memory, own, l + 1, image, this.#crossings, cut);
        gains = { ...KEPT, unit: stepUnit(image.scales, image.largest.step) };
      } else {
        requireSteps(this.#spec, l + 1, image.scales, image.largest);
        const near = nearZero(this.#spec, l + 1, image.scales.points, image.largest.point);
        pieces = near?.pieces ?? this.#pieces[l]!;
        const scale = layerScale(near?.spec ?? this.#spec, l + 1, image.scales, image.largest);
        gains = scale.gains;
        const followed = follow(memory, pieces, network, l + 1, image, gains, this.#crossings);
        yield* within(followed, at / depth + l / layers, 1 / layers);
        preLength = kernels.sumOfRoots(memory.squares.at, image.layout.columns) * gains.stepGain;
        image = split(memory, pieces, l + 1, image, this.#crossings, cut, scale);
      }
      const length = kernels.sumOfRoots(memory.zSquares.at, image.layout.columns);
      if (!Number.isFinite((preLength ?? 0) + length + image.largest.point)) throw overflow(l + 1);
      const { mantissa, exponent } = image.scales.steps;
      const entry = at + this.#shown[l]! - 1;
      if (entry < at) {
        hidden += this.#crossings.count;
        continue;
      }
      record.preLength[entry] = (preLength ?? length) * mantissa;
      record.length[entry] = length * mantissa;
      record.exponent[entry] = exponent;
      this.#energies?.write(record.energies!, entry, l + 1, {
        squares: memory.squares.view,
        zSquares: memory.zSquares.view,
        stepGain: gains.stepGain,
        cut,
      });
      this.#measures.write(
        {
          memory,
          activation: pieces,
          layer: l + 1,
          width: own.width,
          gains,
          scales: image.scales,
          below,
          image,
          crossings: this.#crossings,
          cut,
        },
        record,
        entry,
        hidden,
      );
      hidden = 0;
      this.#counts?.write(record.expected!, entry, l + 1);
      this.#counts?.add(memory, l + 1, image, gains.unit);
    }
  }

  /** Twice the memory, or all that there is. @throws RangeError where that was not enough. */
  #enlarge(network: number): void {
    const { knots } = this.#memory;
    const most = this.#mostKnots();
    if (knots >= most) {
      throw valueFault(
        'memory',
        'an exact image that fits the 4 GiB of a WebAssembly memory',
        `one of more than ${knots.toLocaleString('en-US')} knots in network ${network}; use --estimator polyline or tangent`,
      );
    }
    this.#memory = this.#reserve(Math.min(2 * knots, most));
    this.#input = new Input(this.#memory, this.#subject.curve);
  }

  #mostKnots(): number {
    return mostKnots(this.#spec, this.#subject);
  }

  #reserve(knots: number): ExactMemory {
    return new ExactMemory(this.#arena, this.#spec, this.#subject, knots);
  }
}

/** What a layer without an activation does to steps, and how it looks at what goes in. */
const KEPT: Gains = { pointGain: 1, stepGain: 1, unit: 1, biasScale: 0, pointShift: 0 };
const STRAIGHT: Pieces = { thresholds: [], slopes: [1], value: (h) => h };

/** @throws RangeError for an activation that is not piecewise linear. */
function piecesOfLayers({ layers }: NetworkSpec): Pieces[] {
  const known = new Map<Activation, Pieces>();
  return layers.map((layer) => {
    const { activation, type } = layer;
    const norm = normOf(layer);
    if (norm !== null) throw valueFault('layers', 'no normalisation for the exact estimator', norm.type);
    if (!hasPieces(layer) && bendsOf(layer) !== 'activation')
      throw valueFault('layers', 'layers that are straight but for kinks for the exact estimator', type);
    const pieces = known.get(activation) ?? piecesOf(activation);
    if (pieces === null) {
      throw valueFault('activation', 'a piecewise-linear one for the exact estimator', activation.name);
    }
    known.set(activation, pieces);
    return pieces;
  });
}
