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

/** Values beyond the edge of an image: the opposite edge, zeros, or nothing: patches stay inside. */
export type Padding = 'circular' | 'zero' | 'none';
export const PADDINGS = ['circular', 'zero', 'none'] as const satisfies readonly Padding[];

/** Fields of layers of all types. */
export interface AnyLayer extends Weighted {
  /** Number of outputs. */
  readonly width: number;
  readonly activation: Activation;
}

/** A fully connected layer of `width` neurons. */
export interface DenseLayer extends AnyLayer {
  readonly type: 'dense';
}

/** Rows and columns beyond the edges of an image that patches see, each fewer than a patch has. */
export type Pads = readonly [top: number, left: number, bottom: number, right: number];

/** A layer that looks at square patches of an image, `stride` apart. */
export interface Patched {
  readonly inputShape: Shape;
  /** Height and width of a patch. */
  readonly kernel: number;
  readonly stride: number;
  /** `cut`, of pools: patches end at the edge. */
  readonly padding: Padding | 'cut';
  /** Of `zero` and `cut`. Default: half a kernel on each side, and one more behind where it is even. */
  readonly pads?: Pads | undefined;
}

/** `channels` rows of weights, each of kernel² × channels in, are the same at every place. */
export interface Conv2dLayer extends AnyLayer, Patched {
  readonly type: 'conv2d';
  readonly padding: Padding;
  readonly channels: number;
}

/** The mean of every patch, channel by channel, zeros included. */
export interface AvgPoolLayer extends AnyLayer, Patched {
  readonly type: 'avg-pool';
}

/** The largest value of every patch, channel by channel. */
export interface MaxPoolLayer extends AnyLayer, Patched {
  readonly type: 'max-pool';
}

/** The largest value of every group of `pieces` inputs that follow one another: as many as `width`. */
export interface MaxoutLayer extends AnyLayer {
  readonly type: 'maxout';
  readonly pieces: number;
}

/** Drops the shape of its input. */
export interface FlattenLayer extends AnyLayer {
  readonly type: 'flatten';
}

/** A layer with weights that a branch may have. */
export type WeightedLayer = DenseLayer | Conv2dLayer;
export const WEIGHTED_TYPES = ['dense', 'conv2d'] as const satisfies readonly WeightedLayer['type'][];

/** A layer that a branch, or a shortcut, may have. */
export type BranchLayer = WeightedLayer | LayerNormLayer | RmsNormLayer | BatchNormLayer;
export const BRANCH_TYPES = [
  ...WEIGHTED_TYPES,
  'layer-norm',
  'rms-norm',
  'batch-norm',
] as const satisfies readonly BranchLayer['type'][];

/**
 * A residual block: z becomes phi(S(z) + scale * B(psi(z))), phi the layer's `activation`, psi its
 * `branchActivation`, B the layers of the branch, S those of the shortcut. Without a shortcut S(z) is z, and
 * the block has as many outputs as inputs.
 */
export interface ResidualLayer extends AnyLayer {
  readonly type: 'residual';
  /** The last layer has the width of the block, and is linear. */
  readonly branch: readonly BranchLayer[];
  /** The projection shortcut, which may change the shape. The last layer is as that of the branch. */
  readonly shortcut?: readonly BranchLayer[];
  /** 0 makes the branch nothing. */
  readonly scale: number;
  readonly branchActivation: Activation;
}

/**
 * Normalisation of every point over its coordinates: z becomes phi(z / r), phi the layer's `activation`, r²
 * the mean square of the coordinates plus `epsilon`, after their mean is subtracted.
 */
export interface LayerNormLayer extends AnyLayer {
  readonly type: 'layer-norm';
  readonly epsilon: number;
}

/** The same without subtracting the mean. */
export interface RmsNormLayer extends AnyLayer {
  readonly type: 'rms-norm';
  readonly epsilon: number;
}

/**
 * Normalisation of every coordinate over the points of the curve, evenly spaced in its parameter, or over
 * those of a batch: its mean there is subtracted, and it is divided by the root of its variance plus
 * `epsilon`.
 */
export interface BatchNormLayer extends AnyLayer {
  readonly type: 'batch-norm';
  readonly epsilon: number;
  /**
   * Channels of an image, all places of which share their mean and variance. Left out: every coordinate has
   * its own.
   */
  readonly channels?: number;
  /** Inputs of the network, the same list in all of its layers; left out: the points of the curve. */
  readonly batch?: Batch;
}

/** Points in the input space of a network, at least two. */
export type Batch = readonly Float64Array[];

/** A layer of any type. */
export type Layer =
  | DenseLayer
  | Conv2dLayer
  | AvgPoolLayer
  | MaxPoolLayer
  | MaxoutLayer
  | FlattenLayer
  | ResidualLayer
  | LayerNormLayer
  | RmsNormLayer
  | BatchNormLayer;
export type LayerType = Layer['type'];
export type LayerOf<T extends LayerType> = Extract<Layer, { readonly type: T }>;

/** What a layer normalises over, and what is added to variances. */
export type Norm = Pick<LayerNormLayer | RmsNormLayer | BatchNormLayer, 'type' | 'epsilon'>;

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
