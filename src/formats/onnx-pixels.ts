/**
 * How images lie: channel by channel in an ONNX model (batch × channels × height × width), pixel by pixel in a
 * network.
 */
import type { Shape } from '../network/index.ts';
import { shownShape } from './arrays.ts';
import { MOST_SIDE, shownCount } from './limits.ts';
import { type Constants, refuse } from './onnx-activation.ts';
import type { OnnxGraph, OnnxNode } from './onnx-model.ts';

/** The shape of the images that go into a model. */
export function inputShape(node: OnnxNode, { inputs }: OnnxGraph): Shape {
  const sizes = inputs[0]!.shape ?? [];
  const [, channels, height, width] = sizes;
  if (sizes.length !== 4 || !channels || !height || !width)
    return refuse(node, 'an input of batch × channels × height × width with its sizes before it');
  if (channels * height * width > MOST_SIDE)
    refuse(
      node,
      `an image of at most ${shownCount(MOST_SIDE)} numbers (not ${shownShape(sizes.map(Number))})`,
    );
  return [height, width, channels];
}

/** Whether an operation makes an image flat: the sizes of a Reshape that are computed are taken for such ones. */
export function makesFlat({ op, inputs, attributes }: OnnxNode, constants: Constants, image: Shape): boolean {
  if (op === 'Flatten') return (attributes.get('axis') ?? 1) === 1;
  if (op === 'Squeeze') return image[0] * image[1] === 1;
  const sizes = constants.get(inputs[1] ?? '')?.shape;
  return op === 'Reshape' && (sizes === undefined || (sizes.length === 1 && sizes[0]! <= 2));
}

/**
 * Columns of a matrix behind an image that was made flat: channel by channel in a file, pixel by pixel in a
 * network.
 */
export function pixelColumns(
  {
    weights,
    width,
    fanIn,
  }: { readonly weights: Float64Array; readonly width: number; readonly fanIn: number },
  image: Shape,
): Float64Array {
  const [channels, pixels] = [image[2], image[0] * image[1]];
  const out = new Float64Array(weights.length);
  for (let row = 0; row < width; row++)
    for (let c = 0; c < channels; c++)
      for (let p = 0; p < pixels; p++)
        out[row * fanIn + p * channels + c] = weights[row * fanIn + c * pixels + p]!;
  return out;
}
