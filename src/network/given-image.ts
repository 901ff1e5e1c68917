/**
 * Given networks whose layers may be of other types than dense: trained convolutional networks among them.
 */
import type { Activation } from './activation.ts';
import type { GivenLayer } from './given.ts';
import type { Padding, Patched } from './layer.ts';

/** A convolution: `channels` rows of weights, the same at every place. */
export interface GivenConv2d extends Patched {
  readonly type: 'conv2d';
  readonly padding: Padding;
  readonly channels: number;
  /**
   * Row by row. Entry (y * kernel + x) * channelsIn + c of a row is the weight of channel c of pixel (y, x) of
   * the patch.
   */
  readonly weights: Float64Array;
  /** One a channel. */
  readonly biases: Float64Array;
  /** Number of outputs: height × width × channels, in the order of `Shape`. */
  readonly width: number;
  /** Entries of a row: kernel² × channels in. */
  readonly fanIn: number;
  readonly activation: Activation;
}

/** The mean, or the largest value, of every patch, channel by channel; zeros count in means alone. */
export interface GivenPool extends Patched {
  readonly type: 'avg-pool' | 'max-pool';
  readonly padding: 'none' | 'zero' | 'cut';
  readonly width: number;
  readonly activation: { readonly name: 'linear' };
}

/** The largest value of every group of `pieces` inputs that follow one another: as many as `width`. */
export interface GivenMaxout {
  readonly type: 'maxout';
  readonly pieces: number;
  readonly width: number;
  readonly activation: { readonly name: 'linear' };
}

/** A layer that a given branch may have. */
export type GivenBranchLayer = GivenLayer | GivenConv2d;

/**
 * A residual block: z becomes phi(S(z) + B(psi(z))), B the layers of the branch, S those of the shortcut, phi
 * and psi its activations. Without a shortcut S(z) is z.
 */
export interface GivenResidual {
  readonly type: 'residual';
  /** The last layer has the width of the block, and is linear. */
  readonly branch: readonly GivenBranchLayer[];
  /** The projection shortcut. The last layer is as that of the branch. */
  readonly shortcut?: readonly GivenBranchLayer[];
  readonly width: number;
  readonly activation: Activation;
  readonly branchActivation: Activation;
}

/** A layer of any type that may be given. */
export type AnyGivenLayer = GivenLayer | GivenConv2d | GivenPool | GivenMaxout | GivenResidual;

/**
 * z^0 = x, z^l = layer l of z^(l-1). Images are stored in the order of `Shape`: channel by channel within a
 * pixel. A dense layer takes an image in this order.
 */
export interface AnyGivenNetwork {
  /** n_0, the dimension of the input. */
  readonly inputDim: number;
  /** Layers 1 … d. */
  readonly layers: readonly AnyGivenLayer[];
}
