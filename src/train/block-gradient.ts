/**
 * Loss and gradient of a block of samples, by the kernels: products of dense rows with panels, forward and
 * back. `reference.ts` is its twin in double precision.
 */
import type { Arena } from '../kernels/arena.ts';
import { type Area, BLOCK, type Images, reserveAreas } from './areas.ts';
import { type TrainingData, targetOf } from './data.ts';
import { lossOf } from './loss.ts';
import type { TrainingSettings } from './options.ts';
import { addPathSlopes, pathLength } from './path-penalty.ts';
import { type Pool, poolOf } from './pool.ts';
import { isWeighted, type ParameterShape, roomFor, shapeOf } from './shape.ts';
import type { TrainableNetwork } from './trainable.ts';
import { backWeighted, forwardWeighted, type WeightedLayer, weightedLayer } from './weighted-layer.ts';

/** Settings on which gradients depend. */
export type GradientSettings = Pick<
  TrainingSettings,
  'loss' | 'freeze' | 'trajectory' | 'trajectoryScale' | 'norm'
>;

interface Areas {
  /** Inputs of the samples, a row each. */
  readonly x: Images;
  readonly parameters: Area;
  readonly gradient: Area;
  readonly layers: readonly (WeightedLayer | Pool)[];
}

const hasWeights = (layer: WeightedLayer | Pool): layer is WeightedLayer => 'inputs' in layer;

export class BlockGradient {
  readonly shape: ParameterShape;
  readonly #areas: Areas;
  readonly #data: TrainingData;
  readonly #settings: GradientSettings;
  readonly #target: (sample: number, output: number) => number;
  /** Whether each layer is trained, and the first one (from 0) that is. */
  readonly #trained: readonly boolean[];
  readonly #lowest: number;

  /** Takes the arena for itself. @param network one that `requireTrainable` lets through. */
  constructor(arena: Arena, network: TrainableNetwork, data: TrainingData, settings: GradientSettings) {
    this.shape = shapeOf(network, settings);
    this.#areas = areasOf(arena, this.shape);
    this.#data = data;
    this.#settings = settings;
    this.#target = targetOf(data, network.layers.at(-1)!.width);
    this.#trained = this.shape.layers.map(
      (layer, l) => isWeighted(layer) && !settings.freeze.includes(l + 1),
    );
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
    layers.forEach((layer, l) => {
      if (l > this.#lowest && hasWeights(layer)) layer.inputs.load(own);
    });
  }

  /**
   * Sum of the losses of at most `BLOCK` samples, over `batch`; leaves their gradient, over `batch`, in
   * `gradient`.
   */
  run(samples: ArrayLike<number>, batch: number): number {
    const count = samples.length;
    this.#forward(samples, batch);
    let loss = this.#outputLoss(samples, batch);
    const { layers, x } = this.#areas;
    const { trajectory } = this.#settings;
    const path = trajectory === 0 ? 0 : pathOf(x, count);
    for (let l = layers.length - 1; l >= 0; l--) {
      const layer = layers[l]!;
      if (path > 0 && l < layers.length - 1 && hasWeights(layer)) {
        const factor = (trajectory * count) / batch / path;
        loss += factor * pathOf(layer, count);
        const size = layer.places * layer.columns;
        if (l >= this.#lowest) addPathSlopes(layer.z.of, count, size, size, factor, layer.d.of);
      }
      if (l >= this.#lowest) this.#back(l, count);
    }
    return loss;
  }

  /** Outputs of at most `BLOCK` samples: `columns` of the last layer apart. */
  outputs(samples: ArrayLike<number>): Float32Array {
    this.#forward(samples, samples.length);
    return this.#areas.layers.at(-1)!.z.of;
  }

  #forward(samples: ArrayLike<number>, batch: number): void {
    const { x, layers, parameters, gradient } = this.#areas;
    const { inputDim } = this.shape;
    const count = samples.length;
    for (let s = 0; s < count; s++) {
      const from = samples[s]! * inputDim;
      x.z.of.set(this.#data.inputs.subarray(from, from + inputDim), s * inputDim);
    }
    for (const layer of layers) {
      if (hasWeights(layer)) forwardWeighted(layer, parameters, gradient, count, count / batch);
      else layer.forward(count);
    }
  }

  #outputLoss(samples: ArrayLike<number>, batch: number): number {
    const { z, d, width, columns } = this.#areas.layers.at(-1)!;
    let loss = 0;
    for (let s = 0; s < samples.length; s++) {
      const target = (output: number) => this.#target(samples[s]!, output);
      loss += lossOf(this.#settings.loss, z.of, s * columns, width, target, d!.of, 1 / batch);
    }
    return loss / batch;
  }

  /**
   * From the derivative by z of layer l (from 0) to its gradient and the derivative by z of the layer before.
   */
  #back(l: number, count: number): void {
    const { layers, parameters, gradient } = this.#areas;
    const layer = layers[l]!;
    if (hasWeights(layer)) backWeighted(layer, parameters, gradient, count, this.#trained[l]!);
    if (l <= this.#lowest) return;
    if (hasWeights(layer)) layer.inputs.back(layer.d, count);
    else layer.back(count);
  }
}

function areasOf(arena: Arena, shape: ParameterShape): Areas {
  return reserveAreas(arena, (area) => {
    const { inputDim } = shape;
    const z = area(roomFor(BLOCK) * inputDim);
    const x: Images = { places: 1, width: inputDim, columns: inputDim, z, d: null };
    let before = x;
    const layers = shape.layers.map((own, l) => {
      const isRow = l === 0 || shape.layers[l - 1]!.layer.type === 'dense';
      const made = isWeighted(own)
        ? weightedLayer(arena, area, before, isRow, own)
        : poolOf(area, before, own);
      before = made;
      return made;
    });
    return { x, parameters: area(shape.length), gradient: area(shape.length), layers };
  });
}

/** Length of the polyline through the samples' images. What pads rows is the same in all of them. */
function pathOf({ z, places, columns }: Images, count: number): number {
  const size = places * columns;
  return pathLength(z.of, count, size, size);
}
