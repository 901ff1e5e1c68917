/**
 * Loss and gradient of a block of samples, by the kernels: products of dense rows with panels, forward and
 * back. `reference.ts` is its twin in double precision.
 */
import type { Arena } from '../kernels/arena.ts';
import type { GivenNetwork } from '../network/index.ts';
import { type Activate, activate } from './activate.ts';
import { type Area, type Areas, BLOCK, type LayerAreas, reserveAreas } from './areas.ts';
import { type TrainingData, targetOf } from './data.ts';
import { lossOf } from './loss.ts';
import { normalise, normaliseBack } from './normalise.ts';
import type { TrainingSettings } from './options.ts';
import { addPathSlopes, pathLength } from './path-penalty.ts';
import { type ParameterShape, shapeOf } from './shape.ts';

/** Settings on which gradients depend. */
export type GradientSettings = Pick<TrainingSettings, 'loss' | 'freeze' | 'trajectory' | 'norm'>;

export class BlockGradient {
  readonly shape: ParameterShape;
  readonly #arena: Arena;
  readonly #areas: Areas;
  readonly #activate: readonly Activate[];
  readonly #data: TrainingData;
  readonly #settings: GradientSettings;
  readonly #target: (sample: number, output: number) => number;
  /** Whether each layer is trained, and the first one (from 0) that is. */
  readonly #trained: readonly boolean[];
  readonly #lowest: number;

  /** Takes the arena for itself. */
  constructor(arena: Arena, network: GivenNetwork, data: TrainingData, settings: GradientSettings) {
    this.shape = shapeOf(network, settings.norm);
    this.#arena = arena;
    this.#areas = reserveAreas(arena, this.shape);
    this.#activate = network.layers.map(({ activation }) => activate(arena, activation));
    this.#data = data;
    this.#settings = settings;
    this.#target = targetOf(data, network.layers.at(-1)!.width);
    this.#trained = network.layers.map((_, l) => !settings.freeze.includes(l + 1));
    this.#lowest = this.#trained.indexOf(true);
  }

  /**
   * The gradient of the block before; 0 for frozen layers. In place of gradients by running means and
   * variances it has those of the block.
   */
  get gradient(): Float32Array {
    return this.#areas.gradient.of;
  }

  /** Takes parameters over, for the blocks to come. */
  load(parameters: Float32Array): void {
    const { layers, parameters: own } = this.#areas;
    own.of.set(parameters);
    for (let l = this.#lowest + 1; l < layers.length; l++) {
      const { shape, weights } = layers[l]!;
      const { fanIn, width, columns, weights: from } = shape;
      const stride = layers[l - 1]!.shape.columns;
      for (let j = 0; j < fanIn; j++)
        for (let i = 0; i < width; i++) weights!.of[i * stride + j] = own.of[from + j * columns + i]!;
    }
  }

  /**
   * Sum of the losses of at most `BLOCK` samples, over `batch`; leaves their gradient, over `batch`, in
   * `gradient`.
   */
  run(samples: ArrayLike<number>, batch: number): number {
    this.#forward(samples, batch);
    let loss = this.#outputLoss(samples, batch);
    const { layers } = this.#areas;
    const { trajectory } = this.#settings;
    const path = trajectory === 0 ? 0 : this.#inputLength(samples.length);
    for (let l = layers.length - 1; l >= 0; l--) {
      const layer = layers[l]!;
      if (path > 0 && l < layers.length - 1) {
        const factor = (trajectory * samples.length) / batch / path;
        const { width, columns } = layer.shape;
        loss += factor * pathLength(layer.z.of, samples.length, width, columns);
        if (l >= this.#lowest) addPathSlopes(layer.z.of, samples.length, width, columns, factor, layer.d.of);
      }
      if (l >= this.#lowest) this.#back(l, samples.length);
    }
    return loss;
  }

  /** Outputs of at most `BLOCK` samples: `columns` of the last layer apart. */
  outputs(samples: ArrayLike<number>): Float32Array {
    this.#forward(samples, samples.length);
    return this.#areas.layers.at(-1)!.z.of;
  }

  #inputLength(samples: number): number {
    const { inputDim } = this.shape;
    return pathLength(this.#areas.x.of, samples, inputDim, inputDim);
  }

  #forward(samples: ArrayLike<number>, batch: number): void {
    const { x, layers, parameters, gradient } = this.#areas;
    const { inputDim } = this.shape;
    const count = samples.length;
    for (let s = 0; s < count; s++) {
      const from = samples[s]! * inputDim;
      x.of.set(this.#data.inputs.subarray(from, from + inputDim), s * inputDim);
    }
    let [input, stride] = [x, inputDim];
    layers.forEach((layer, l) => {
      const { h, z, slopes, shape, normalised } = layer;
      const { vectors, columns, weights, biases, fanIn } = shape;
      const { kernels } = this.#arena;
      const panel = parameters.at + 4 * weights;
      kernels.denseRows(vectors, panel, input.at, 4 * stride, fanIn, count, h.at, 4 * columns);
      if (normalised !== null) normalise(layer, parameters.of, gradient.of, count, count / batch);
      addToRows(h.of, count, parameters.of.subarray(biases, biases + columns));
      this.#activate[l]!(h.at, z.at, slopes.at, count * columns);
      [input, stride] = [z, columns];
    });
  }

  #outputLoss(samples: ArrayLike<number>, batch: number): number {
    const { z, d, shape } = this.#areas.layers.at(-1)!;
    const { width, columns } = shape;
    let loss = 0;
    for (let s = 0; s < samples.length; s++) {
      const target = (output: number) => this.#target(samples[s]!, output);
      loss += lossOf(this.#settings.loss, z.of, s * columns, width, target, d.of, 1 / batch);
    }
    return loss / batch;
  }

  /**
   * From the derivative by z of layer l (from 0) to its gradient and the derivative by z of the layer before.
   */
  #back(l: number, count: number): void {
    const { layers, x, xAcross, parameters, gradient } = this.#areas;
    const layer = layers[l]!;
    const { d, slopes, shape } = layer;
    const { columns, vectors, fanIn, width } = shape;
    timesInto(d.of, slopes.of, count * columns);
    if (this.#trained[l]!) biasGradient(layer, gradient.of, count);
    if (layer.normalised !== null) normaliseBack(layer, parameters.of, gradient.of, count);
    const { kernels } = this.#arena;
    const before: LayerAreas | undefined = layers[l - 1];
    if (this.#trained[l]!) {
      const across = before?.across ?? xAcross;
      transpose(before?.z ?? x, before?.shape.columns ?? fanIn, count, fanIn, across);
      const out = gradient.at + 4 * shape.weights;
      kernels.denseRows(vectors, d.at, across.at, 4 * BLOCK, count, fanIn, out, 4 * columns);
    }
    if (l <= this.#lowest) return;
    const below = before!.shape;
    const stride = 4 * below.columns;
    kernels.denseRows(
      below.vectors,
      layer.weights!.at,
      d.at,
      4 * columns,
      width,
      count,
      before!.d.at,
      stride,
    );
  }
}

function timesInto(out: Float32Array, factors: Float32Array, count: number): void {
  for (let i = 0; i < count; i++) out[i] = out[i]! * factors[i]!;
}

function addToRows(rows: Float32Array, count: number, row: Float32Array): void {
  for (let s = 0, at = 0; s < count; s++)
    for (let i = 0; i < row.length; i++, at++) rows[at] = rows[at]! + row[i]!;
}

function biasGradient({ d, shape }: LayerAreas, gradient: Float32Array, count: number): void {
  const { columns, width, biases } = shape;
  for (let i = 0; i < width; i++) {
    let sum = 0;
    for (let s = 0; s < count; s++) sum += d.of[s * columns + i]!;
    gradient[biases + i] = sum;
  }
}

/**
 * Columns of `count` rows, `stride` apart, become rows of `BLOCK`. Written in order: what is read in turns
 * stays in a first-level cache.
 */
function transpose({ of }: Area, stride: number, count: number, columns: number, { of: to }: Area): void {
  for (let j = 0; j < columns; j++)
    for (let s = 0, from = j, at = j * BLOCK; s < count; s++, from += stride) to[at + s] = of[from]!;
}
