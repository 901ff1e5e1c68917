/** What an experiment is, once every default is filled in. */

import type { BiasScaling, Scaling, Shape } from '../network/index.ts';
import type { LayerFields } from './input.ts';
import type { Estimator, MeasureName } from './measures.ts';

/** Value of `schema` in experiments. */
export type ExperimentSchema = 'expressivity/experiment@1';
export const EXPERIMENT_SCHEMA: ExperimentSchema = 'expressivity/experiment@1';

/** One value, or several that make a sweep. */
export type Sweep<T> = T | readonly T[];

/** Kinds of input curves. */
export type CurveKind = 'line' | 'arc' | 'circle' | 'polyline';
export const CURVE_KINDS = ['line', 'arc', 'circle', 'polyline'] as const satisfies readonly CurveKind[];

/** Samples of a curve up to this are taken. */
export const MOST_POINTS = 10_000_000;

/** A batch of inputs: the name of a file, or the points themselves. */
export interface BatchFields {
  readonly points: string | readonly (readonly number[])[];
}

/**
 * A normalised experiment: what to draw, what to push through it, what to measure. Plain data that survives
 * JSON. `parseExperiment` makes one; field names are the command line's option names in camel case.
 */
export interface Experiment {
  readonly schema: ExperimentSchema;
  /** Width of every hidden layer; `null` where `widths` or `layers` gives them one by one. */
  readonly width: Sweep<number> | null;
  /** Number of hidden layers; `null` where `widths` or `layers` gives them one by one. */
  readonly depth: number | null;
  /** n_1 … n_d; `null` where `width` and `depth`, or `layers`, are given. */
  readonly widths: readonly number[] | null;
  /**
   * Layers one by one; the fields below fill in what they leave out. `null` where layers differ only in their
   * widths.
   */
  readonly layers: readonly LayerFields[] | null;
  /** Height, width and channels of the input of these layers; left out where it has no shape. */
  readonly inputShape?: Shape;
  /** Points by whose images `batch-norm` layers normalise; left out: those of the curve. */
  readonly batch?: BatchFields;
  /**
   * Files of given weights, one network each; `null` where networks are drawn. The fields from `density` to
   * `scaling` then stay at their defaults.
   */
  readonly networkFile: readonly string[] | null;
  /** Activation of the last layer of these networks where their files have none; `null`: none. */
  readonly outputActivation: string | null;
  /** Whether weights in these files have a row for every input; `null`: their shapes decide. */
  readonly transpose: boolean | null;
  /** Probability that a weight is kept, in [0, 1]. */
  readonly density: Sweep<number>;
  /** How masks are drawn: `bernoulli`, `fixed-fan-in`, `2:4` or `block:b`. */
  readonly mask: string;
  /** Distribution of a kept weight, as `parseLaw` reads it. */
  readonly weights: Sweep<string>;
  /** Standard deviation of a kept weight before scaling. */
  readonly sigmaW: Sweep<number>;
  /** Standard deviation of a bias. */
  readonly sigmaB: Sweep<number>;
  /** Distribution of a bias, as `parseLaw` reads it. */
  readonly biases: string;
  readonly scaling: Scaling;
  readonly biasScaling: BiasScaling;
  /** As `parseActivation` reads it. */
  readonly activation: Sweep<string>;
  readonly curve: CurveKind;
  /**
   * Radius of a circle through orthonormal points; `q*`: the radius at which the pre-activations of layer 1
   * are at the fixed point of the length map; `null`: 1; other curves follow from their end points.
   */
  readonly radius: number | 'q*' | null;
  /** `orthonormal`, `gaussian`, `mnist:A,B` or a path to a `.npy` or `.csv` file. */
  readonly endpoints: string;
  /**
   * n_0; `null`: the dimension of the endpoints where they fix it, else the width of the first hidden layer.
   */
  readonly inputDim: number | null;
  /** Folder of the original MNIST files; `null`: the shipped sample. */
  readonly mnistDir: string | null;
  /**
   * `polyline`: through the images of samples. `exact`: knots where neurons change their piece, no sampling
   * error. `tangent`: tangents at samples, unbiased. `auto`: a fixed rule on the experiment decides for each
   * cell.
   */
  readonly estimator: 'auto' | Estimator;
  /**
   * Number of samples of the curve; the exact estimator takes none. `null`: a fixed rule on the experiment
   * sets the number of tangents. Never `null` in a result.
   */
  readonly points: number | null;
  /**
   * Measures of each layer besides lengths, and besides transitions and regions where the estimator always
   * counts them. `['length']`: only lengths.
   */
  readonly measure: readonly (MeasureName | 'length')[];
  /**
   * `weights`: the weights of every network are drawn. `law`: images are drawn from their distribution given
   * the layer before, where it is known. `auto`: a fixed rule on the experiment decides for each cell.
   */
  readonly draw: 'auto' | 'weights' | 'law';
  /** Number of networks per cell; `null` where `untilRelativeCi` decides. */
  readonly networks: number | null;
  /**
   * Draw networks until the 95 % interval of the last layer's mean ratio is within ± this share of it;
   * `null`: `networks`.
   */
  readonly untilRelativeCi: number | null;
  readonly seed: number;
}

/** The fields that accept several values, slowest varying first in the grid. */
export const SWEEPABLE = ['width', 'density', 'weights', 'sigmaW', 'sigmaB', 'activation'] as const;

/** The values of a sweepable field, in order. */
export function sweepValues<T>(value: Sweep<T>): readonly T[] {
  return Array.isArray(value) ? value : [value as T];
}

/** Number of cells of a sweep, and the field with the most values. Fields left out have one. */
export function sweepSize(
  fields: {
    readonly [F in (typeof SWEEPABLE)[number]]?: Sweep<string | number> | null | undefined;
  },
): { readonly cells: number; readonly longest: (typeof SWEEPABLE)[number] } {
  const sizes = SWEEPABLE.map((name) => sweepValues<string | number | null>(fields[name] ?? null).length);
  const cells = sizes.reduce((product, size) => product * size, 1);
  return { cells, longest: SWEEPABLE[sizes.indexOf(Math.max(...sizes))]! };
}
