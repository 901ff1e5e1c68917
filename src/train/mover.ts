/** Moves the parameters that are trained: not those of frozen layers, nor weights that stay 0. */
import { checkList, checkPlain, integerIn } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import type { Arena } from '../kernels/arena.ts';
import { reserveAreas } from './areas.ts';
import type { TrainingCheckpoint } from './checkpoint.ts';
import { requireFloat32 } from './data.ts';
import { type Moved, type Optimizer, optimizerOf } from './optimizer.ts';
import type { TrainingSettings } from './options.ts';
import { isNormalised, isWeighted, type ParameterShape, type WeightedShape } from './shape.ts';

/** Part of its way that a running mean or variance goes in a step after the first. */
const FOLLOW = 0.1;
/** Factors of images stay positive, so that the largest value of a patch or group stays the largest. */
const LEAST_SCALE = 2 ** -20;

export class Mover {
  readonly #trained: readonly WeightedShape[];
  readonly #normalised: readonly WeightedShape[];
  readonly #moved: Moved;
  readonly #optimizer: Optimizer;
  readonly #kept: Uint8Array | null;

  /** Takes the arena for itself. @param kept 0 for entries that must not move. */
  constructor(
    arena: Arena,
    { layers, length }: ParameterShape,
    settings: TrainingSettings,
    kept: Uint8Array | null,
  ) {
    this.#trained = layers.filter((_, l) => !settings.freeze.includes(l + 1)).filter(isWeighted);
    this.#normalised = layers.filter(isWeighted).filter(isNormalised);
    [this.#moved, this.#optimizer] = reserveAreas(arena, (area) => {
      const moved = { parameters: area(length), gradient: area(length) };
      return [moved, optimizerOf(arena, area, moved, length, settings)];
    });
    this.#kept = kept;
  }

  /** The parameters as they are now, and where their gradient is expected. */
  get parameters(): Float32Array<ArrayBuffer> {
    return this.#moved.parameters.of;
  }

  get gradient(): Float32Array<ArrayBuffer> {
    return this.#moved.gradient.of;
  }

  /** Takes step number `step`, from 1, against the gradient, which it changes. */
  move(step: number): void {
    const { parameters, gradient } = this;
    const kept = this.#kept;
    if (kept !== null) for (let i = 0; i < kept.length; i++) if (kept[i] === 0) gradient[i] = 0;
    this.#optimizer.begin(step);
    for (const layer of this.#trained) {
      const { weights, fanIn, columns, biases } = layer;
      this.#optimizer.move(weights, fanIn * columns);
      this.#optimizer.move(biases, columns);
      if (isNormalised(layer)) this.#optimizer.move(layer.gains, columns);
      if (layer.scale >= 0) {
        // Of its row, only the first number is anything but 0.
        this.#optimizer.move(layer.scale, columns);
        parameters[layer.scale] = Math.max(LEAST_SCALE, parameters[layer.scale]!);
      }
    }
    const part = step === 1 ? 1 : FOLLOW;
    for (const { means, variances, columns } of this.#normalised) {
      follow(parameters, gradient, means, columns, part);
      follow(parameters, gradient, variances, columns, part);
    }
  }

  checkpoint(step: number): TrainingCheckpoint {
    return {
      step,
      parameters: this.parameters.slice(),
      moments: this.#optimizer.moments.map(({ of }) => of.slice()),
    };
  }

  /** @throws TypeError, RangeError for anything but a checkpoint of such a training. */
  resume(from: TrainingCheckpoint, steps: number): void {
    const { parameters } = this;
    const { moments } = this.#optimizer;
    checkPlain('from', from, ['step', 'parameters', 'moments']);
    integerIn(0, steps, 'from, step', from.step);
    checkList('from, moments', from.moments);
    if (from.moments.length !== moments.length)
      throw valueFault('from', 'a checkpoint of the same optimizer', `one of ${from.moments.length} moments`);
    for (const numbers of [from.parameters, ...from.moments]) {
      requireFloat32('from', numbers);
      if (numbers.length !== parameters.length)
        throw valueFault('from', `a checkpoint of ${parameters.length} parameters`, numbers.length);
    }
    parameters.set(from.parameters);
    moments.forEach((moment, i) => {
      moment.of.set(from.moments[i]!);
    });
  }
}

/** The latest values lie where gradients of others do. */
function follow(
  parameters: Float32Array,
  latest: Float32Array,
  at: number,
  count: number,
  part: number,
): void {
  for (let i = at; i < at + count; i++) parameters[i] = parameters[i]! + part * (latest[i]! - parameters[i]!);
}
