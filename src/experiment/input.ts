/** What a user may write: the fields of an experiment, each of which may be left out. */
import type { ActivationInput, BiasScaling, Padding, Scaling, Shape } from '../network/index.ts';
import type { BatchFields, CurveKind, ExperimentSchema, Sweep } from './experiment.ts';
import type { InitName } from './init.ts';
import type { Estimator, MeasureName } from './measures.ts';

/** How the weights of a layer are drawn and what acts on them. */
export interface WeightedInput {
  /** A known initialisation, in place of the fields that it stands for. */
  readonly init?: InitName | undefined;
  /** Probability that a weight is kept, in [0, 1]. */
  readonly density?: number | undefined;
  /** How masks are drawn: `bernoulli`, `fixed-fan-in`, `2:4` or `block:b`. */
  readonly mask?: string | undefined;
  /** Distribution of a kept weight, as that of an experiment. */
  readonly weights?: string | undefined;
  /** Standard deviation of a kept weight before scaling. */
  readonly sigmaW?: number | undefined;
  /** Distribution of a bias. */
  readonly biases?: string | undefined;
  /** Standard deviation of a bias. */
  readonly sigmaB?: number | undefined;
  /** The number whose square root divides weights. */
  readonly scaling?: Scaling | undefined;
  /** Whether biases are divided by the square root of the fan-in. */
  readonly biasScaling?: BiasScaling | undefined;
  /** `tanh`, `leaky-relu:0.1`, … or the same as an object. */
  readonly activation?: ActivationInput | undefined;
}

/** A fully connected layer. */
export interface DenseInput extends WeightedInput {
  /** A fully connected layer. With the activation `maxout:k`, k `width` rows and the largest of every k. */
  readonly type: 'dense';
  /** Number of neurons. */
  readonly width: number;
}

/** A convolution, of an input that has a shape. */
export interface Conv2dInput extends WeightedInput {
  /** A convolution. */
  readonly type: 'conv2d';
  /** Number of output channels. */
  readonly channels: number;
  /** Height and width of a patch. */
  readonly kernel: number;
  /** Distance between neighbouring patches. Default 1. */
  readonly stride?: number | undefined;
  /**
   * What lies beyond the edge: the opposite edge (`circular`, the default), zeros (`zero`), or nothing
   * (`none`): then patches stay inside.
   */
  readonly padding?: Padding | undefined;
}

/** Pooling of patches that stay inside, channel by channel. */
export interface PoolInput {
  /** Height and width of a patch. Default: of the whole input. */
  readonly kernel?: number | undefined;
  /** Distance between neighbouring patches. Default: `kernel`. */
  readonly stride?: number | undefined;
}

/** Means of patches. */
export interface AvgPoolInput extends PoolInput {
  /** Means of patches. */
  readonly type: 'avg-pool';
}

/** The largest values of patches. */
export interface MaxPoolInput extends PoolInput {
  /** Largest values of patches. */
  readonly type: 'max-pool';
}

/** The largest value of every group of inputs that follow one another. */
export interface MaxoutInput {
  /** Largest values of groups: of `pieces` rows of the layer before each. */
  readonly type: 'maxout';
  /** Inputs of a group, of which the width before is a multiple. */
  readonly pieces: number;
}

/** Drops the shape of its input and keeps the values. */
export interface FlattenInput {
  /** The output has no shape. */
  readonly type: 'flatten';
}

/** A layer of a residual block. */
export type BranchInput = DenseInput | Conv2dInput | NormInput;

/** A residual block: z becomes S(z) + scale · B(z), B the layers of the branch, S those of the shortcut. */
export interface ResidualInput {
  readonly type: 'residual';
  /**
   * Dense, convolutional and normalisation layers. The last one is linear; its output has the size and shape
   * of what comes out of the shortcut.
   */
  readonly branch: readonly BranchInput[];
  /** The same of the shortcut, a projection that may change size and shape. Default: the input itself. */
  readonly shortcut?: readonly BranchInput[] | undefined;
  /** Factor of the branch, at least 0. Default 1. */
  readonly scale?: number | undefined;
  /** Activation of the sum: none (`linear`, the default) in blocks with pre-activation. */
  readonly activation?: ActivationInput | undefined;
  /** Activation at the start of the branch. Default `linear`. */
  readonly branchActivation?: ActivationInput | undefined;
}

/** Normalisation of every point over its coordinates. */
export interface PointNormInput {
  readonly type: 'layer-norm' | 'rms-norm';
  /** Added to variances and mean squares. Default 1e-5. */
  readonly epsilon?: number | undefined;
  /** Activation of normalised values. Default `linear`. */
  readonly activation?: ActivationInput | undefined;
}

/** Normalisation over the points of the curve or a batch. */
export interface BatchNormInput {
  readonly type: 'batch-norm';
  /** What has a mean and a variance: every `coordinate` (the default), or a `channel` with all its places. */
  readonly per?: 'coordinate' | 'channel' | undefined;
  /** Added to variances and mean squares. Default 1e-5. */
  readonly epsilon?: number | undefined;
  /** Activation of normalised values. Default `linear`. */
  readonly activation?: ActivationInput | undefined;
}

/** A layer that normalises. */
export type NormInput = PointNormInput | BatchNormInput;

/** A layer of a list. The experiment's own fields fill in what a layer with weights leaves out. */
export type LayerInput =
  | DenseInput
  | Conv2dInput
  | AvgPoolInput
  | MaxPoolInput
  | MaxoutInput
  | FlattenInput
  | ResidualInput
  | NormInput;

/** A layer that normalises, of a normalised experiment. */
export type NormFields =
  | (Omit<PointNormInput, 'activation'> & { readonly activation?: string | undefined })
  | (Omit<BatchNormInput, 'activation'> & { readonly activation?: string | undefined });

/** A layer of a block of a normalised experiment. */
export type BranchFields =
  | (Omit<DenseInput, 'activation' | 'init'> & { readonly activation?: string | undefined })
  | (Omit<Conv2dInput, 'activation' | 'init'> & { readonly activation?: string | undefined })
  | NormFields;

/** A layer of a normalised experiment: its activation is a text. */
export type LayerFields =
  | (Omit<DenseInput, 'activation' | 'init'> & { readonly activation?: string | undefined })
  | (Omit<Conv2dInput, 'activation' | 'init'> & { readonly activation?: string | undefined })
  | AvgPoolInput
  | MaxPoolInput
  | MaxoutInput
  | FlattenInput
  | NormFields
  | (Omit<ResidualInput, 'activation' | 'branchActivation' | 'branch' | 'shortcut'> & {
      readonly branch: readonly BranchFields[];
      readonly shortcut?: readonly BranchFields[] | undefined;
      readonly activation?: string | undefined;
      readonly branchActivation?: string | undefined;
    });

/**
 * An experiment as users write it: networks, curve, measures, number of networks. Several values of one field
 * make a sweep over the full grid. `parseExperiment` checks it and fills in the defaults. Field names are the
 * command line's option names in camel case.
 */
export interface ExperimentInput {
  /** Address of the JSON Schema, for editors. */
  readonly $schema?: string | undefined;
  /** What kind of document this is. */
  readonly schema?: ExperimentSchema | undefined;
  /** Width of every hidden layer, or several for a sweep. Default 100. Not with `widths` or `layers`. */
  readonly width?: Sweep<number> | null | undefined;
  /** Number of hidden layers. Default 10. Not with `widths` or `layers`. */
  readonly depth?: number | null | undefined;
  /** Widths of the hidden layers one by one, instead of `width` and `depth`. */
  readonly widths?: readonly number[] | null | undefined;
  /** Layers one by one, instead of `width` and `depth`: where they differ in more than their widths. */
  readonly layers?: readonly LayerInput[] | null | undefined;
  /** Height, width and channels of the input, for layers that look at an image. */
  readonly inputShape?: Shape | null | undefined;
  /**
   * Points whose images in a network give `batch-norm` layers their means and variances: lists of numbers, or
   * in Node digits or a file as for `endpoints`. Default: those of the curve.
   */
  readonly batch?: BatchFields | null | undefined;
  /**
   * One file of given weights, or several that make an ensemble; no networks are drawn then. In a page: a
   * name for the option `networks`.
   */
  readonly networkFile?: string | readonly string[] | null | undefined;
  /** Activation of the last layer of these networks where their files have none. Default: none. */
  readonly outputActivation?: ActivationInput | null | undefined;
  /** Whether weights in these files have a row for every input. Default: their shapes decide. */
  readonly transpose?: boolean | null | undefined;
  /**
   * A known initialisation. It stands for values of `weights`, `sigmaW`, `scaling`, `biases`, `sigmaB` and
   * `biasScaling`, which a parsed experiment has in its place; not beside them.
   */
  readonly init?: InitName | null | undefined;
  /**
   * Probability that a weight is kept, in [0, 1], or several for a sweep. Default 1; n/m beside a mask n:m.
   */
  readonly density?: Sweep<number> | undefined;
  /**
   * How masks are drawn: `bernoulli` (the default, each weight independently), `fixed-fan-in` (the same
   * number in every row), `2:4` (2 of every 4 inputs in a row) or `block:b` (blocks of b × b weights).
   */
  readonly mask?: string | undefined;
  /**
   * Distribution of weights, or several for a sweep: `gaussian` (the default), `uniform`, `truncated-normal`,
   * `student:nu`, `discrete` (±1) or `discrete:-2:-1:1:2`, `orthogonal`, `low-rank:r`.
   */
  readonly weights?: Sweep<string> | undefined;
  /**
   * Standard deviation of a kept weight before scaling, whatever its distribution; or several for a sweep.
   * Default √2.
   */
  readonly sigmaW?: Sweep<number> | undefined;
  /** Standard deviation of a bias, or several for a sweep. Default 0. */
  readonly sigmaB?: Sweep<number> | undefined;
  /** Distribution of a bias. Default `gaussian`. */
  readonly biases?: string | undefined;
  /**
   * What weights are divided by the square root of: `fan-in` (the default), `fan-out`, `fan-avg`, `density`
   * (times fan-in), or `none`.
   */
  readonly scaling?: Scaling | undefined;
  /** `fan-in`: biases are divided by the square root of the fan-in. Default `none`. */
  readonly biasScaling?: BiasScaling | undefined;
  /**
   * Activation, or several for a sweep: `relu` (the default), `leaky-relu:0.1`, …, or the same as an object.
   * `maxout:k`, alone, makes a dense layer of k rows a unit and a `maxout` layer of each.
   */
  readonly activation?: Sweep<ActivationInput> | undefined;
  /** The input curve. Default `line`. */
  readonly curve?: CurveKind | undefined;
  /**
   * Radius of a circle through orthonormal points: a number, or `q*`, where the mean square of the
   * pre-activations of layer 1 is the fixed point of the length map (Poole et al., arXiv 1606.05340). Default:
   * 1.
   */
  readonly radius?: number | 'q*' | null | undefined;
  /**
   * The ends of the curve, or what a circle goes through: `orthonormal` (the default), `gaussian`, or a name
   * for the option `vertices`; in Node also MNIST digits by class (`mnist:3,8`) or index (`mnist:#17,#42`),
   * or a `.npy` or `.csv` file.
   */
  readonly endpoints?: string | undefined;
  /** Input dimension where the end points do not fix it. Default: the width of the first hidden layer. */
  readonly inputDim?: number | null | undefined;
  /** Folder with the four MNIST files (Node). Default: the sample that ships with the package. */
  readonly mnistDir?: string | null | undefined;
  /**
   * How length is measured. `exact`: without sampling, for lines and polylines through piecewise-linear
   * activations. `polyline`: through the images of evenly spaced points. `tangent`: from tangents at random
   * points, unbiased. `auto` (the default): `tangent` if only lengths are measured, otherwise `exact` if
   * possible, otherwise `polyline`.
   */
  readonly estimator?: 'auto' | Estimator | undefined;
  /**
   * Number of points on the curve. Default 1000; of tangents if only lengths are measured, 8 on lines and
   * arcs and 16 on circles and polylines. The exact estimator takes none.
   */
  readonly points?: number | null | undefined;
  /**
   * What to measure in each layer beside lengths. `['length']`: lengths alone. Default: transitions and regions
   * of exact images; nothing with `untilRelativeCi`.
   */
  readonly measure?: readonly (MeasureName | 'length')[] | undefined;
  /**
   * `weights`: the weights of every network are drawn. `law`: images are drawn from their distribution given
   * the layer before, where it is known. `auto` (the default): a fixed rule on the experiment decides.
   */
  readonly draw?: 'auto' | 'weights' | 'law' | undefined;
  /** Number of networks in each cell. Default 100. Not with `untilRelativeCi`. */
  readonly networks?: number | null | undefined;
  /**
   * Draw networks until the 95 % interval of the last layer's mean ratio is within ± this share of it, in (0,
   * 1). Not with `networks`.
   */
  readonly untilRelativeCi?: number | null | undefined;
  /** Seed of all randomness, from 0 to 2^53 - 1. Default 0. */
  readonly seed?: number | undefined;
}
