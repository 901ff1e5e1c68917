/** Layers of ONNX that look at patches of an image: convolutions and pools. */
import {
  type GivenConv2d,
  type GivenPool,
  type Patched,
  patchedShape,
  type Shape,
  sizeOf,
} from '../network/index.ts';
import { shownShape } from './arrays.ts';
import { MOST_NUMBERS, MOST_SIDE, shownCount } from './limits.ts';
import { type Constants, constantOf, numberOf, refuse } from './onnx-activation.ts';
import { entriesOf } from './onnx-dense.ts';
import type { OnnxNode } from './onnx-model.ts';

/** Names of the operations. */
export const ONNX_PATCHES = ['Conv', 'MaxPool', 'AveragePool', 'GlobalAveragePool'];

/** A layer of these operations on an image. */
export function patchLayer(node: OnnxNode, constants: Constants, image: Shape): GivenConv2d | GivenPool {
  return node.op === 'Conv' ? convolution(node, constants, image) : pool(node, image);
}

/** Shape of what comes out of such a layer. */
export function shapeAfter(layer: GivenConv2d | GivenPool): Shape {
  return patchedShape(layer, layer.type === 'conv2d' ? layer.channels : layer.inputShape[2]);
}

/**
 * Weights lie as channels out × channels in × height × width in a file; in a network the channels in are
 * innermost.
 */
function convolution(node: OnnxNode, constants: Constants, image: Shape): GivenConv2d {
  const tensor = constantOf(node, 1, constants);
  const [channels = 0, channelsIn, kernel = 0, across] = tensor.shape;
  if (tensor.shape.length !== 4 || kernel !== across)
    refuse(node, `weights of a square kernel in two dimensions (not ${shownShape(tensor.shape)})`);
  requireNumber(node, 'group', 1);
  if (channelsIn !== image[2])
    refuse(node, `weights of ${image[2]} channels in (not ${shownShape(tensor.shape)})`);
  requireList(node, 'kernel_shape', [kernel, kernel]);
  const patches = patchesOf(node, image, kernel);
  const values = tensor.values();
  const area = kernel * kernel;
  const fanIn = area * channelsIn;
  const weights = new Float64Array(values.length);
  for (let row = 0; row < channels; row++)
    for (let c = 0; c < channelsIn; c++)
      for (let k = 0; k < area; k++)
        weights[row * fanIn + k * channelsIn + c] = values[row * fanIn + c * area + k]!;
  const biases =
    (node.inputs[2] ?? '') === ''
      ? new Float64Array(channels)
      : entriesOf(node, constantOf(node, 2, constants), channels);
  const width = widthOf(node, patches, channels);
  return { type: 'conv2d', ...patches, channels, weights, biases, width, fanIn, activation: LINEAR };
}

const LINEAR = { name: 'linear' } as const;

function pool(node: OnnxNode, image: Shape): GivenPool {
  const whole = node.op === 'GlobalAveragePool';
  const [kernel = 0, across] = whole ? image : listOf(node, 'kernel_shape', []);
  if (kernel !== across || kernel < 1)
    refuse(
      node,
      `a square kernel in two dimensions${whole ? ' (the image is not square)' : ', kernel_shape'}`,
    );
  const patches = whole
    ? { inputShape: image, kernel, stride: 1, padding: 'none' as const }
    : patchesOf(node, image, kernel);
  if (!whole) requireList(node, 'kernel_shape', [kernel, kernel]);
  const { stride, padding } = patches;
  if (padding !== 'none') return refuse(node, `no pads (not ${listOf(node, 'pads', []).join(', ')})`);
  if (
    numberOf(node, 'ceil_mode', 0) !== 0 &&
    image.slice(0, 2).some((side) => (side - kernel) % stride !== 0)
  )
    refuse(node, 'ceil_mode 0, or patches that fill the image');
  const width = widthOf(node, patches, image[2]);
  if (width * kernel * kernel > MOST_NUMBERS)
    refuse(node, `patches of at most ${shownCount(MOST_NUMBERS)} numbers in all`);
  const type = node.op === 'MaxPool' ? 'max-pool' : 'avg-pool';
  return { type, ...patches, padding, width, activation: LINEAR };
}

/** Strides and pads that the package has: the same in both dimensions, and zeros half a kernel wide or none. */
function patchesOf(node: OnnxNode, image: Shape, kernel: number): Patched {
  requireList(node, 'dilations', [1, 1]);
  const strides = listOf(node, 'strides', [1, 1]);
  const [stride = 0] = strides;
  if (strides.length !== 2 || strides[1] !== stride || !(stride >= 1 && stride <= MOST_SIDE))
    refuse(node, `two equal strides (not ${strides.join(', ')})`);
  return { inputShape: image, kernel, stride, padding: paddingOf(node, kernel, stride) };
}

function paddingOf(node: OnnxNode, kernel: number, stride: number): 'none' | 'zero' {
  const auto = node.attributes.get('auto_pad') ?? 'NOTSET';
  if (auto === 'VALID') return 'none';
  const half = (kernel - 1) / 2;
  // Half a kernel on both sides is what SAME means at stride 1.
  if (String(auto).startsWith('SAME') && stride === 1 && Number.isInteger(half))
    return half > 0 ? 'zero' : 'none';
  if (auto !== 'NOTSET')
    return refuse(node, `pads in numbers (not auto_pad ${auto} with kernel ${kernel}, stride ${stride})`);
  const pads = listOf(node, 'pads', [0, 0, 0, 0]);
  const [pad = 0] = pads;
  if (pads.length !== 4 || pads.some((other) => other !== pad) || (pad !== 0 && pad !== half))
    refuse(node, `pads of 0 or of half a kernel on all sides (not ${pads.join(', ')} for kernel ${kernel})`);
  return pad === 0 ? 'none' : 'zero';
}

function widthOf(node: OnnxNode, patches: Patched, channels: number): number {
  const shape = patchedShape(patches, channels);
  if (Math.min(...shape) < 1) refuse(node, `a kernel inside of its input (not ${patches.kernel})`);
  const width = sizeOf(shape);
  if (width > MOST_SIDE)
    refuse(node, `at most ${shownCount(MOST_SIDE)} numbers out (not ${shownCount(width)})`);
  return width;
}

/** Integers of an attribute. */
function listOf({ attributes }: OnnxNode, name: string, otherwise: readonly number[]): readonly number[] {
  const value = attributes.get(name);
  return Array.isArray(value) ? value : otherwise;
}

function requireList(node: OnnxNode, name: string, expected: readonly number[]): void {
  const list = listOf(node, name, expected);
  if (list.length !== expected.length || list.some((x, i) => x !== expected[i]))
    refuse(node, `${name} ${expected.join(', ')} (not ${list.join(', ')})`);
}

function requireNumber(node: OnnxNode, name: string, expected: number): void {
  const value = numberOf(node, name, expected);
  if (value !== expected) refuse(node, `${name} ${expected} (not ${value})`);
}
