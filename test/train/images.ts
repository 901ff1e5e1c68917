/** Small networks of convolutions, pools and maxout, from the package's own random streams. */
import {
  type Activation,
  activationOf,
  type GivenConv2d,
  type GivenLayer,
  type GivenMaxout,
  type GivenPool,
  type Padding,
  patchedShape,
  type Shape,
  sizeOf,
} from '../../src/network/index.ts';
import { normals, openStream, streamKey } from '../../src/random/index.ts';
import type { TrainableLayer, TrainableNetwork } from '../../src/train/trainable.ts';

type Kind = 'conv2d' | 'avg-pool' | 'max-pool' | 'maxout' | 'dense';
/** Of dense layers the width, of maxout the pieces, of others kernel and stride. */
export interface Part {
  readonly type: Kind;
  readonly width?: number;
  readonly pieces?: number;
  /** Without an activation. */
  readonly linear?: boolean;
  readonly kernel?: number;
  readonly stride?: number;
  readonly padding?: Padding;
  /** Instead of that of the layer before. */
  readonly inputShape?: Shape;
}

const LINEAR: Activation = { name: 'linear' };

/** Layers of one activation, and a linear dense one of `outputs` behind them. */
export function imageNetwork(
  input: Shape,
  parts: readonly Part[],
  name = 'tanh',
  outputs = 3,
): TrainableNetwork {
  const activation = activationOf('activation', name);
  let shape: Shape = input;
  const layers = [...parts, { type: 'dense', width: outputs } as const].map(
    (part: Part, l): TrainableLayer => {
      const random = (count: number, size: number) =>
        Float64Array.from(normals(openStream(streamKey([7, l, count])), count), (w) => w * size);
      const { type, width = 2, pieces = 2, linear = false, kernel = 2, stride = 1, padding = 'none' } = part;
      if (type === 'dense') {
        const fanIn = sizeOf(shape);
        shape = [1, 1, width];
        const weights = random(width * fanIn, 1.3 / Math.sqrt(fanIn));
        const biases = random(width, 0.2);
        const own = linear || l === parts.length ? LINEAR : activation;
        return { type, width, fanIn, weights, biases, activation: own } satisfies GivenLayer;
      }
      if (type === 'maxout') {
        shape = [1, 1, sizeOf(shape) / pieces];
        return { type, pieces, width: sizeOf(shape), activation: { name: 'linear' } } satisfies GivenMaxout;
      }
      const patches = { inputShape: part.inputShape ?? shape, kernel, stride, padding };
      const channels = type === 'conv2d' ? width : patches.inputShape[2];
      shape = patchedShape(patches, channels);
      if (type !== 'conv2d')
        return {
          ...patches,
          ...{ type, padding: 'none', width: sizeOf(shape), activation: { name: 'linear' } },
        } satisfies GivenPool;
      const fanIn = kernel * kernel * patches.inputShape[2];
      const weights = random(channels * fanIn, 1.3 / Math.sqrt(fanIn));
      const biases = random(channels, 0.2);
      return {
        ...patches,
        ...{ type, channels, width: sizeOf(shape), fanIn, weights, biases, activation },
      } satisfies GivenConv2d;
    },
  );
  return { inputDim: sizeOf(input), layers };
}

const conv = { type: 'conv2d', kernel: 3 } as const;

/** Layers without weights, convolutions, and what stands behind them, each in a small network. */
export const NETWORKS: readonly (readonly [string, Shape, readonly Part[]])[] = [
  ['around the edge', [4, 3, 2], [{ ...conv, width: 3, padding: 'circular' }]],
  [
    'strides and zeros',
    [5, 4, 1],
    [
      { ...conv, width: 5, stride: 2, padding: 'zero' },
      { ...conv, kernel: 2, width: 2, padding: 'zero' },
    ],
  ],
  [
    'largest values',
    [5, 5, 1],
    [
      { ...conv, width: 3 },
      { type: 'max-pool', kernel: 2 },
    ],
  ],
  [
    'means, and a convolution behind them',
    [5, 5, 2],
    [
      { type: 'avg-pool', kernel: 2 },
      { ...conv, width: 3, padding: 'zero' },
      { type: 'avg-pool', kernel: 4 },
    ],
  ],
  [
    'an image of a dense layer',
    [2, 2, 1],
    [
      { type: 'dense', width: 8 },
      { type: 'avg-pool', kernel: 1, inputShape: [1, 1, 8] },
      { ...conv, kernel: 2, width: 2, inputShape: [2, 4, 1], padding: 'circular' },
      { type: 'dense', width: 4 },
    ],
  ],
  [
    'units of maxout',
    [1, 1, 5],
    [
      { type: 'dense', width: 14, linear: true },
      { type: 'maxout', pieces: 2 },
      { type: 'dense', width: 9, linear: true },
      { type: 'maxout', pieces: 3 },
    ],
  ],
  [
    'maxout of channels, and a convolution behind it',
    [4, 4, 1],
    [
      { ...conv, width: 6 },
      { type: 'maxout', pieces: 3 },
      { ...conv, kernel: 2, width: 2, inputShape: [2, 2, 2], padding: 'circular' },
      { type: 'maxout', pieces: 4 },
    ],
  ],
];
