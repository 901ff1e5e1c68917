/**
 * The types of layers. Every layer is a complete plain value: what goes in, what comes out, and, the same for
 * all types, how weights are drawn and what acts on them (`Weighted`, `activation`); types without weights
 * have `UNWEIGHTED` there.
 *
 * Inputs with a shape [height, width, channels] lie channel by channel within a place, place by place within a
 * row: entry (y * width + x) * channels + c.
 */
import type { Activation } from './activation.ts';
import type { Weighted } from './network.ts';

/** Height, width and channels of what goes into a layer or comes out of it. */
export type Shape = readonly [height: number, width: number, channels: number];

/** What is beyond the edge of an image: the opposite edge, zeros, or nothing: patches stay inside. */
export type Padding = 'circular' | 'zero' | 'none';
export const PADDINGS = ['circular', 'zero', 'none'] as const satisfies readonly Padding[];

/** What layers of all types have. */
export interface AnyLayer extends Weighted {
  /** Number of values that come out. */
  readonly width: number;
  readonly activation: Activation;
}

/** A fully connected layer of `width` neurons. */
export interface DenseLayer extends AnyLayer {
  readonly type: 'dense';
}

/** A layer that looks at square patches of an image, `stride` apart. */
export interface Patched {
  readonly inputShape: Shape;
  /** Height and width of a patch. */
  readonly kernel: number;
  readonly stride: number;
  readonly padding: Padding;
}

/** `channels` rows of weights, each of kernel² × channels in, are the same at every place. */
export interface Conv2dLayer extends AnyLayer, Patched {
  readonly type: 'conv2d';
  readonly channels: number;
}

/** The mean of every patch, channel by channel. Patches stay inside. */
export interface AvgPoolLayer extends AnyLayer, Patched {
  readonly type: 'avg-pool';
}

/** The largest value of every patch, channel by channel. Patches stay inside. */
export interface MaxPoolLayer extends AnyLayer, Patched {
  readonly type: 'max-pool';
}

/** What has a shape goes on without one. */
export interface FlattenLayer extends AnyLayer {
  readonly type: 'flatten';
}

/** A layer of any type. */
export type Layer = DenseLayer | Conv2dLayer | AvgPoolLayer | MaxPoolLayer | FlattenLayer;
export type LayerType = Layer['type'];
export type LayerOf<T extends LayerType> = Extract<Layer, { readonly type: T }>;

/** Of layers without weights: each entry is 1, and nothing is added. */
export const UNWEIGHTED = {
  density: 1,
  weights: { kind: 'gaussian' },
  sigmaW: 1,
  biases: { kind: 'gaussian' },
  sigmaB: 0,
  scaling: 'none',
  activation: { name: 'linear' },
} as const satisfies Omit<AnyLayer, 'width'>;
