/** From a network to its parameters, and back. */
import { validNetwork } from '../network/index.ts';
import {
  isNormalised,
  isWeighted,
  type LayerShape,
  type ParameterShape,
  type WeightedShape,
} from './shape.ts';
import type { TrainableLayer, TrainableNetwork } from './trainable.ts';

/** Added to variances before their root is taken. */
export const NORM_EPSILON = 1e-5;

/** The parameters of a network, rounded to single precision; normalisation starts as the identity. */
export function parametersOf(
  network: TrainableNetwork,
  { layers, length }: ParameterShape,
): Float32Array<ArrayBuffer> {
  const out = new Float32Array(length);
  layers.forEach((shape, l) => {
    if (!isWeighted(shape)) return;
    const { weights, biases } = network.layers[l] as WeightedShape['layer'];
    const { fanIn, width, columns } = shape;
    for (let i = 0; i < width; i++)
      for (let j = 0; j < fanIn; j++) out[shape.weights + j * columns + i] = weights[i * fanIn + j]!;
    out.set(biases, shape.biases);
    if (shape.scale >= 0) out[shape.scale] = 1;
    if (!isNormalised(shape)) return;
    out.fill(1, shape.gains, shape.gains + width);
    out.fill(1 - NORM_EPSILON, shape.variances, shape.variances + width);
  });
  return out;
}

/** The network that has these parameters, with normalisation and factors folded into weights and biases. */
export function networkFrom(
  parameters: Float32Array,
  { inputDim, layers }: ParameterShape,
): TrainableNetwork {
  let scale = 1;
  const made = layers.map((shape) => {
    const layer = layerFrom(parameters, shape, scale);
    // A factor goes through pools and maxout to the next weights.
    if (isWeighted(shape)) scale = shape.scale < 0 ? 1 : parameters[shape.scale]!;
    return layer;
  });
  return validNetwork({ inputDim, layers: made });
}

/** `scale`: the factor of what goes in. */
function layerFrom(parameters: Float32Array, shape: LayerShape, scale: number): TrainableLayer {
  if (!isWeighted(shape)) return shape.layer;
  const { fanIn, width, columns } = shape;
  const weights = new Float64Array(width * fanIn);
  const biases = new Float64Array(width);
  for (let i = 0; i < width; i++) {
    const { factor, shift } = normalisation(parameters, shape, i);
    for (let j = 0; j < fanIn; j++)
      weights[i * fanIn + j] = factor * scale * parameters[shape.weights + j * columns + i]!;
    biases[i] = parameters[shape.biases + i]! + shift;
  }
  return { ...shape.layer, weights, biases };
}

/** h becomes factor h + shift, before the bias. */
function normalisation(parameters: Float32Array, shape: WeightedShape, neuron: number) {
  if (!isNormalised(shape)) return { factor: 1, shift: 0 };
  const factor =
    parameters[shape.gains + neuron]! / Math.sqrt(parameters[shape.variances + neuron]! + NORM_EPSILON);
  return { factor, shift: -factor * parameters[shape.means + neuron]! };
}
