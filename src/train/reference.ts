/** The scalar twin of `block-gradient.ts`: loss and gradient of a block of samples in double precision. */
import {
  type Activation,
  curvedOf,
  type GivenConv2d,
  type GivenLayer,
  phiOf,
  pieceAt,
  piecesOf,
} from '../network/index.ts';
import type { GradientSettings } from './block-gradient.ts';
import { type TrainingData, targetOf } from './data.ts';
import { lossOf } from './loss.ts';
import { NORM_EPSILON } from './parameters.ts';
import { addPathSlopes, pathLength } from './path-penalty.ts';
import { eachEntry, referencePool } from './reference-patches.ts';
import type { TrainableLayer, TrainableNetwork } from './trainable.ts';

/** The derivative of the loss by the parameters of one layer, shaped like them; empty where it has none. */
export interface ReferenceLayer {
  readonly weights: Float64Array;
  readonly biases: Float64Array;
  /** By the factors of the normalised pre-activations; of no use without normalisation. */
  readonly gains: Float64Array;
  /** By the factor of its images. */
  readonly scale: number;
}

/** A layer at the samples on the way forward, and how derivatives come back from it. */
interface Passing {
  readonly z: Float64Array<ArrayBuffer>;
  readonly back: (slopes: Float64Array) => {
    readonly gradient: ReferenceLayer;
    readonly below: Float64Array<ArrayBuffer>;
  };
}

/** Numbers of the samples at one layer with weights, a row for each sample and place. */
interface Passed {
  readonly input: Float64Array;
  readonly h: Float64Array;
  readonly z: Float64Array<ArrayBuffer>;
  /** Normalised W z, and 1 / standard deviation of every neuron. */
  readonly normalised: Float64Array;
  readonly precision: Float64Array;
}

/**
 * Loss and gradient of samples that are one block of a batch of `batch`.
 * @param gains of each normalised layer; 1 where left out.
 * @param scales factors of the images of each layer; 1 where left out.
 */
export function referenceGradient(
  network: TrainableNetwork,
  data: TrainingData,
  samples: readonly number[],
  settings: GradientSettings,
  batch: number = samples.length,
  gains: readonly ArrayLike<number>[] = [],
  scales: readonly number[] = [],
): { readonly loss: number; readonly layers: readonly ReferenceLayer[] } {
  const { inputDim, layers } = network;
  const count = samples.length;
  const last = layers.length - 1;
  const x = Float64Array.from({ length: count * inputDim }, (_, at) => {
    const [s, j] = [Math.floor(at / inputDim), at % inputDim];
    return data.inputs[samples[s]! * inputDim + j]!;
  });
  const passed: Passing[] = [];
  for (const [l, layer] of layers.entries()) {
    const normal = settings.norm === 'batch' && l < last;
    const own = pass(layer, passed.at(-1)?.z ?? x, count, normal ? (gains[l] ?? 'ones') : null);
    passed.push(scaled(own, scales[l] ?? 1));
  }
  const outputs = layers[last]!.width;
  const target = targetOf(data, outputs);
  let slopes = new Float64Array(count * outputs);
  let loss = 0;
  samples.forEach((sample, s) => {
    const wanted = (output: number) => target(sample, output);
    loss += lossOf(settings.loss, passed[last]!.z, s * outputs, outputs, wanted, slopes, 1 / batch) / batch;
  });
  const path = pathLength(x, count, inputDim, inputDim);
  const made: ReferenceLayer[] = [];
  for (let l = last; l >= 0; l--) {
    const layer = layers[l]!;
    const { z, back } = passed[l]!;
    if (settings.trajectory > 0 && path > 0 && l < last && 'weights' in layer) {
      const factor = (settings.trajectory * count) / batch / path;
      loss += factor * pathLength(z, count, layer.width, layer.width);
      addPathSlopes(z, count, layer.width, layer.width, factor, slopes);
    }
    const { gradient, below } = back(slopes);
    made.unshift(gradient);
    slopes = below;
  }
  return { loss, layers: made };
}

type Gains = ArrayLike<number> | 'ones' | null;
const gainOf = (gains: Gains, i: number) => (gains === null || gains === 'ones' ? 1 : gains[i]!);

/** Any layer: a convolution is a dense layer of its channels at every place. */
function pass(layer: TrainableLayer, input: Float64Array, count: number, gains: Gains): Passing {
  if (!('weights' in layer)) {
    const { z, back } = referencePool(layer, input, count);
    const none = new Float64Array();
    return {
      z,
      back: (slopes) => ({
        gradient: { weights: none, biases: none, gains: none, scale: 0 },
        below: back(slopes),
      }),
    };
  }
  if (layer.type === 'dense') {
    const passed = forward(layer, input, count, gains);
    return { z: passed.z, back: (slopes) => back(layer, passed, slopes, count, gains) };
  }
  const rows = (count * layer.width) / layer.channels;
  const patches = new Float64Array(rows * layer.fanIn);
  eachEntry(layer, count, (row, entry, at) => {
    patches[row * layer.fanIn + entry] = input[at]!;
  });
  const atPlace = { ...layer, width: layer.channels };
  const passed = forward(atPlace, patches, rows, gains);
  return {
    z: passed.z,
    back(slopes) {
      const { gradient, below: byPatches } = back(atPlace, passed, slopes, rows, gains);
      const below = new Float64Array(input.length);
      eachEntry(layer, count, (row, entry, at) => {
        below[at]! += byPatches[row * layer.fanIn + entry]!;
      });
      return { gradient, below };
    },
  };
}

/** The same with images times a factor. */
function scaled({ z, back }: Passing, scale: number): Passing {
  return {
    z: z.map((value) => scale * value),
    back(slopes) {
      const { gradient, below } = back(slopes.map((slope) => scale * slope));
      return { gradient: { ...gradient, scale: slopes.reduce((sum, d, i) => sum + d * z[i]!, 0) }, below };
    },
  };
}

type Rows = Omit<GivenLayer | GivenConv2d, 'type'>;

function forward(layer: Rows, input: Float64Array, count: number, gains: Gains): Passed {
  const { weights, biases, width, fanIn, activation } = layer;
  const h = new Float64Array(count * width);
  const normalised = new Float64Array(count * width);
  const precision = new Float64Array(width).fill(1);
  for (let i = 0; i < width; i++) {
    for (let s = 0; s < count; s++) {
      let sum = 0;
      for (let j = 0; j < fanIn; j++) sum += weights[i * fanIn + j]! * input[s * fanIn + j]!;
      h[s * width + i] = sum;
    }
    if (gains !== null) {
      let [mean, variance] = [0, 0];
      for (let s = 0; s < count; s++) mean += h[s * width + i]! / count;
      for (let s = 0; s < count; s++) variance += (h[s * width + i]! - mean) ** 2 / count;
      precision[i] = 1 / Math.sqrt(variance + NORM_EPSILON);
      for (let s = 0; s < count; s++) {
        normalised[s * width + i] = (h[s * width + i]! - mean) * precision[i]!;
        h[s * width + i] = gainOf(gains, i) * normalised[s * width + i]!;
      }
    }
    for (let s = 0; s < count; s++) h[s * width + i] = h[s * width + i]! + biases[i]!;
  }
  return { input, h, z: h.map(phiOf(activation)), normalised, precision };
}

function back(
  layer: Rows,
  { input, h, normalised, precision }: Passed,
  slopes: Float64Array,
  count: number,
  gains: Gains,
): { readonly gradient: ReferenceLayer; readonly below: Float64Array<ArrayBuffer> } {
  const { weights, width, fanIn, activation } = layer;
  const gradient = {
    weights: new Float64Array(weights.length),
    biases: new Float64Array(width),
    gains: new Float64Array(width),
    scale: 0,
  };
  const below = new Float64Array(count * fanIn);
  const slope = slopeOf(activation);
  for (let i = 0; i < width; i++) {
    const d = Float64Array.from(
      { length: count },
      (_, s) => slopes[s * width + i]! * slope(h[s * width + i]!),
    );
    for (let s = 0; s < count; s++) {
      gradient.biases[i]! += d[s]!;
      gradient.gains[i]! += d[s]! * normalised[s * width + i]!;
    }
    if (gains !== null) {
      const factor = gainOf(gains, i) * precision[i]!;
      for (let s = 0; s < count; s++) {
        const along = normalised[s * width + i]! * gradient.gains[i]!;
        d[s] = factor * (d[s]! - (gradient.biases[i]! + along) / count);
      }
    }
    for (let s = 0; s < count; s++) {
      for (let j = 0; j < fanIn; j++) {
        gradient.weights[i * fanIn + j]! += d[s]! * input[s * fanIn + j]!;
        below[s * fanIn + j]! += d[s]! * weights[i * fanIn + j]!;
      }
    }
  }
  return { gradient, below };
}

function slopeOf(activation: Activation): (h: number) => number {
  const pieces = piecesOf(activation);
  if (pieces !== null) return (h) => pieces.slopes[pieceAt(pieces, h)]!;
  const { at } = curvedOf(activation)!;
  return (h) => at(h).first;
}
