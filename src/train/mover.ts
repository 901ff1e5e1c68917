/** Moves the parameters that are trained: not those of frozen layers, nor weights that stay 0. */
import { checkList, checkPlain, integerIn } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import type { TrainingCheckpoint } from './checkpoint.ts';
import { requireFloat32 } from './data.ts';
import { type Optimizer, optimizerOf } from './optimizer.ts';
import type { TrainingSettings } from './options.ts';
import { isNormalised, isWeighted, type ParameterShape, type WeightedShape } from './shape.ts';

/** Part of its way that a running mean or variance goes in a step after the first. */
const FOLLOW = 0.1;
/** Factors of images stay positive, so that the largest value of a patch stays the largest. */
const LEAST_SCALE = 2 ** -20;

export class Mover {
  readonly #trained: readonly WeightedShape[];
  readonly #normalised: readonly WeightedShape[];
  readonly #optimizer: Optimizer;
  readonly #kept: Uint8Array | null;

  /** @param kept 0 for entries that must not move. */
  constructor({ layers, length }: ParameterShape, settings: TrainingSettings, kept: Uint8Array | null) {
    this.#trained = layers.filter((_, l) => !settings.freeze.includes(l + 1)).filter(isWeighted);
    this.#normalised = layers.filter(isWeighted).filter(isNormalised);
    this.#optimizer = optimizerOf(settings, length);
    this.#kept = kept;
  }

  /** Takes step number `step`, from 1. Changes the gradient. */
  move(parameters: Float32Array, gradient: Float32Array, step: number): void {
    const kept = this.#kept;
    if (kept !== null) for (let i = 0; i < kept.length; i++) if (kept[i] === 0) gradient[i] = 0;
    this.#optimizer.begin(step);
    for (const layer of this.#trained) {
      const { weights, fanIn, columns, biases } = layer;
      this.#optimizer.move(parameters, gradient, weights, weights + fanIn * columns);
      this.#optimizer.move(parameters, gradient, biases, biases + columns);
      if (isNormalised(layer)) this.#optimizer.move(parameters, gradient, layer.gains, layer.gains + columns);
      if (layer.scale >= 0) {
        this.#optimizer.move(parameters, gradient, layer.scale, layer.scale + 1);
        parameters[layer.scale] = Math.max(LEAST_SCALE, parameters[layer.scale]!);
      }
    }
    const part = step === 1 ? 1 : FOLLOW;
    for (const { means, variances, columns } of this.#normalised) {
      follow(parameters, gradient, means, columns, part);
      follow(parameters, gradient, variances, columns, part);
    }
  }

  checkpoint(step: number, parameters: Float32Array): TrainingCheckpoint {
    return { step, parameters: parameters.slice(), moments: this.#optimizer.moments.map((m) => m.slice()) };
  }

  /** @throws TypeError, RangeError for anything but a checkpoint of such a training. */
  resume(from: TrainingCheckpoint, parameters: Float32Array, steps: number): void {
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
      moment.set(from.moments[i]!);
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
