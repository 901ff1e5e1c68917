/** Layers of ONNX that look at patches of an image: convolutions and pools. */
import { echo } from '../input/errors.ts';
import {
  type GivenConv2d,
  type GivenPool,
  type Pads,
  type Patched,
  padsOf,
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
  const patches = patchesOf(node, image, kernel, 'zero');
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
  const zeros = node.op === 'AveragePool' && numberOf(node, 'count_include_pad', 0) !== 0;
  const [kernel = 0, across] = whole ? image : listOf(node, 'kernel_shape', []);
  if (kernel !== across || kernel < 1)
    refuse(
      node,
      `a square kernel in two dimensions${whole ? ' (the image is not square)' : ', kernel_shape'}`,
    );
  const patches = whole
    ? { inputShape: image, kernel, stride: 1, padding: 'none' as const }
    : patchesOf(node, image, kernel, zeros ? 'zero' : 'cut');
  if (!whole) requireList(node, 'kernel_shape', [kernel, kernel]);
  const { stride } = patches;
  const [top, left, bottom, right] = padsOf(patches);
  if (
    numberOf(node, 'ceil_mode', 0) !== 0 &&
    [image[0] + top + bottom, image[1] + left + right].some((side) => (side - kernel) % stride !== 0)
  )
    refuse(node, 'ceil_mode 0, or patches that fill the image');
  const width = widthOf(node, patches, image[2]);
  if (width * kernel * kernel > MOST_NUMBERS)
    refuse(node, `patches of at most ${shownCount(MOST_NUMBERS)} numbers in all`);
  const type = node.op === 'MaxPool' ? 'max-pool' : 'avg-pool';
  return { type, ...patches, width, activation: LINEAR };
}

/**
 * Strides, the same in both dimensions, and pads.
 * @param beyond what patches see there.
 */
function patchesOf<P extends 'zero' | 'cut'>(node: OnnxNode, image: Shape, kernel: number, beyond: P) {
  requireList(node, 'dilations', [1, 1]);
  const strides = listOf(node, 'strides', [1, 1]);
  const [stride = 0] = strides;
  if (strides.length !== 2 || strides[1] !== stride || !(stride >= 1 && stride <= MOST_SIDE))
    refuse(node, `two equal strides (not ${strides.join(', ')})`);
  const pads = padsOfNode(node, image, kernel, stride);
  const patches = { inputShape: image, kernel, stride };
  if (pads.every((pad) => pad === 0)) return { ...patches, padding: 'none' as const };
  const isHalf = pads.every((pad) => pad === (kernel - 1) / 2);
  return { ...patches, padding: beyond, ...(!isHalf && { pads }) };
}

function padsOfNode(node: OnnxNode, [height, width]: Shape, kernel: number, stride: number): Pads {
  const auto = node.attributes.get('auto_pad') ?? 'NOTSET';
  if (auto === 'VALID') return [0, 0, 0, 0];
  if (auto === 'SAME_UPPER' || auto === 'SAME_LOWER') {
    // As few as give one patch for every stride; the odd one behind, or before.
    const [down, across] = [height, width].map((side) =>
      Math.max(0, (Math.ceil(side / stride) - 1) * stride + kernel - side),
    ) as [number, number];
    const round = auto === 'SAME_UPPER' ? Math.floor : Math.ceil;
    const [top, left] = [round(down / 2), round(across / 2)];
    return [top, left, down - top, across - left];
  }
  if (auto !== 'NOTSET') refuse(node, `a known auto_pad (not ${echo(String(auto))})`);
  const pads = listOf(node, 'pads', [0, 0, 0, 0]);
  if (pads.length !== 4 || pads.some((pad) => pad < 0 || pad >= kernel))
    refuse(node, `four pads from 0 to ${kernel - 1}, below the kernel (not ${pads.join(', ')})`);
  return pads as Pads & typeof pads;
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
