/** Batch normalisation of ONNX with fixed statistics: a factor and a summand for every channel. */
import type { GivenConv2d, LayerArrays, Shape } from '../network/index.ts';
import { type Constants, constantOf, numberOf, refuse } from './onnx-activation.ts';
import { entriesOf } from './onnx-dense.ts';
import type { OnnxNode } from './onnx-model.ts';

/** What comes out is factor × input + summand. */
export interface Affine {
  readonly factors: Float64Array;
  readonly summands: Float64Array;
}

/** @throws RangeError for statistics that are not fixed, and variances below 0. */
export function affineOf(node: OnnxNode, constants: Constants, channels: number): Affine {
  if (numberOf(node, 'training_mode', 0) !== 0) refuse(node, 'training_mode 0 (not 1)');
  const [scale, shift, mean, variance] = [1, 2, 3, 4].map((input) =>
    entriesOf(node, constantOf(node, input, constants), channels),
  ) as [Float64Array, Float64Array, Float64Array, Float64Array];
  const epsilon = numberOf(node, 'epsilon', 1e-5);
  if (!variance.every((v) => v + epsilon > 0)) refuse(node, 'variances above 0');
  const factors = scale.map((s, c) => s / Math.sqrt(variance[c]! + epsilon));
  return { factors, summands: shift.map((s, c) => s - factors[c]! * mean[c]!) };
}

/** The layer with the normalisation in its rows and biases. */
export function folded<L extends LayerArrays | GivenConv2d>(layer: L, { factors, summands }: Affine): L {
  const { weights, biases, fanIn } = layer;
  return {
    ...layer,
    weights: weights.map((w, i) => w * factors[Math.floor(i / fanIn)]!),
    biases: summands.map((s, row) => s + factors[row]! * (biases?.[row] ?? 0)),
  };
}

/**
 * The same as a layer of its own, with a diagonal matrix: for an image a convolution of kernel 1 in which
 * every channel sees itself, for a vector (`null`) a dense layer.
 */
export function pointwise(image: Shape | null, { factors, summands }: Affine): GivenConv2d | LayerArrays {
  const channels = factors.length;
  const weights = new Float64Array(channels * channels);
  factors.forEach((factor, c) => {
    weights[c * channels + c] = factor;
  });
  if (image === null) return { weights, biases: summands, width: channels, fanIn: channels };
  const [height, width] = image;
  return {
    type: 'conv2d',
    inputShape: image,
    kernel: 1,
    stride: 1,
    padding: 'none',
    channels,
    weights,
    biases: summands,
    width: height * width * channels,
    fanIn: channels,
    activation: { name: 'linear' },
  };
}
