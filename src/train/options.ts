/** What training can be told, its defaults and its checks. */
import {
  checkFlag,
  checkFunction,
  checkList,
  checkPlain,
  checkSeed,
  checkSignal,
  ifGiven,
  integerIn,
  numberIn,
  oneOf,
} from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import type { TrainingCheckpoint } from './checkpoint.ts';
import type { OpenGradients } from './gradients.ts';

export const LOSSES = ['cross-entropy', 'squared-error'] as const;
/** The loss that training minimises. */
export type TrainingLoss = (typeof LOSSES)[number];
export const OPTIMIZERS = ['adam', 'sgd'] as const;
/** How parameters are updated. */
export type OptimizerName = (typeof OPTIMIZERS)[number];
export const NORMS = ['none', 'batch'] as const;
/** How pre-activations are normalised in training. */
export type TrainingNorm = (typeof NORMS)[number];

/** Settings of a training that determine its result. */
export interface TrainingSettings {
  /**
   * `cross-entropy`: of the softmax of the outputs (the default). `squared-error`: half the squared distance
   * to the targets. Both are means over samples.
   */
  readonly loss: TrainingLoss;
  /** `adam` (Kingma & Ba, 1412.6980; the default) or `sgd`, stochastic gradient descent with momentum. */
  readonly optimizer: OptimizerName;
  /** Default 0.001 for `adam`, 0.05 for `sgd`. */
  readonly learningRate: number;
  /** Of `sgd`, in [0, 1): v = momentum v + gradient, parameters -= learningRate v. Default 0.9. */
  readonly momentum: number;
  /** Samples of a step. Default 128. */
  readonly batch: number;
  /** Passes over the samples. Default 10. */
  readonly epochs: number;
  /** Layers (1 … d) whose weights and biases do not change. Default none. */
  readonly freeze: readonly number[];
  /**
   * Whether weights that are 0 at the start stay 0, so that sparse networks stay sparse. Default true. This
   * does not apply to a layer whose weights are all 0.
   */
  readonly keepZeros: boolean;
  /**
   * Trajectory regularisation (Raghu et al., 1606.05336, section 3.3): for every layer with weights but the last,
   * the loss gets this number times a length: that of the polyline through the images of neighbouring samples
   * of a block, over its length in the input. Default 0.
   */
  readonly trajectory: number;
  /**
   * Whether every layer with weights but the last has a factor of its images that is learned, as in Raghu et
   * al.: trajectory regularisation then takes the length of the images times the factor. It begins as 1, stays
   * positive, and is part of the next weights in the networks that come out. Default false.
   */
  readonly trajectoryScale: boolean;
  /**
   * `batch`: batch normalisation (1502.03167) of the pre-activations of every layer with weights but the last,
   * over blocks of samples, of convolutions by channels over samples and places; the networks that come out have it folded into their weights. Default `none`.
   */
  readonly norm: TrainingNorm;
  /** Seed of the order of the samples. Default 0. */
  readonly seed: number;
}

/** Settings, and options that change no byte of a result. */
export interface TrainingOptions extends Partial<TrainingSettings> {
  /** Number of steps between moments; by default an epoch. */
  readonly every?: number | undefined;
  /** Checkpoint to continue from, of a training with the same network, data and settings. */
  readonly from?: TrainingCheckpoint | undefined;
  /** Computes gradients. Default: the calling thread. */
  readonly gradients?: OpenGradients | undefined;
  readonly signal?: AbortSignal | undefined;
}

export const TRAINING_DEFAULTS = {
  loss: 'cross-entropy',
  optimizer: 'adam',
  momentum: 0.9,
  batch: 128,
  epochs: 10,
  freeze: [],
  keepZeros: true,
  trajectory: 0,
  trajectoryScale: false,
  norm: 'none',
  seed: 0,
} as const;

export const LEARNING_RATES = { adam: 0.001, sgd: 0.05 } as const satisfies Record<OptimizerName, number>;
export const MOST_EPOCHS = 1_000_000;
export const MOST_BATCH = 1_000_000;

const NAMES = [...Object.keys(TRAINING_DEFAULTS), 'learningRate', 'every', 'from', 'gradients', 'signal'];

/** @throws TypeError, RangeError for the first option that is wrong. */
export function trainingSettings(options: TrainingOptions, depth: number): TrainingSettings {
  checkPlain('options', options, NAMES);
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const { every: _, from: __, gradients: ___, signal, ...told } = given as TrainingOptions;
  const settings = { ...TRAINING_DEFAULTS, ...told } as Omit<TrainingSettings, 'learningRate'> &
    TrainingOptions;
  oneOf(LOSSES, 'loss', settings.loss);
  oneOf(OPTIMIZERS, 'optimizer', settings.optimizer);
  oneOf(NORMS, 'norm', settings.norm);
  numberIn(0, 1, 'momentum', settings.momentum);
  if (settings.momentum === 1) throw valueFault('momentum', 'a number below 1', 1);
  integerIn(1, MOST_BATCH, 'batch', settings.batch);
  integerIn(1, MOST_EPOCHS, 'epochs', settings.epochs);
  checkList('freeze', settings.freeze);
  for (const [i, layer] of settings.freeze.entries()) integerIn(1, depth, 'freeze', layer, i);
  if (new Set(settings.freeze).size === depth)
    throw valueFault('freeze', 'a layer that is left to train', `all ${depth}`);
  checkFlag('keepZeros', settings.keepZeros);
  numberIn(0, 1e6, 'trajectory', settings.trajectory);
  checkFlag('trajectoryScale', settings.trajectoryScale);
  checkSeed(settings.seed);
  ifGiven((name, value) => integerIn(1, Number.MAX_SAFE_INTEGER, name, value), 'every', options.every);
  ifGiven(checkFunction, 'gradients', options.gradients);
  ifGiven(checkSignal, 'signal', signal);
  const learningRate = settings.learningRate ?? LEARNING_RATES[settings.optimizer];
  numberIn(0, 1e6, 'learningRate', learningRate);
  return { ...settings, learningRate };
}
