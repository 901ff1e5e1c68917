/**
 * Layout of a network's parameters in one array of single precision: what the kernels multiply, what an
 * optimiser moves, and what gradients look like.
 */
import {
  type GivenConv2d,
  type GivenLayer,
  type GivenMaxout,
  type GivenPool,
  patchedShape,
} from '../network/index.ts';
import type { TrainingSettings } from './options.ts';
import type { TrainableLayer, TrainableNetwork } from './trainable.ts';

/** What a layer makes of a sample: so many rows, a row for each place of an image. */
interface AnyShape {
  /** Rows: 1 for dense layers and maxout. */
  readonly places: number;
  /** Numbers of a row that count: neurons, or channels. */
  readonly width: number;
  /** Entries of a row; those beyond `width` stay 0, or what the activation makes of 0. */
  readonly columns: number;
}

/**
 * A layer of neurons, or of rows of weights that all places share. W is stored as its transpose, a row of
 * `columns` entries for every input.
 */
export interface WeightedShape extends AnyShape {
  readonly layer: GivenLayer | GivenConv2d;
  readonly fanIn: number;
  /** Vectors of four that hold a row. */
  readonly vectors: number;
  /** Rows of W transposed for which there is room: products may write whole tiles. */
  readonly rows: number;
  /** First entries in the array: weights, biases, and what normalisation adds (-1 without it). */
  readonly weights: number;
  readonly biases: number;
  /** Factors of the normalised pre-activations. */
  readonly gains: number;
  /** Running mean and variance of the pre-activations, which no optimiser moves. */
  readonly means: number;
  readonly variances: number;
  /** The factor of its images (-1 where there is none). */
  readonly scale: number;
}

/** A layer without parameters. */
export interface PoolShape extends AnyShape {
  readonly layer: GivenPool | GivenMaxout;
}

export type LayerShape = WeightedShape | PoolShape;

export interface ParameterShape {
  readonly inputDim: number;
  readonly layers: readonly LayerShape[];
  /** Entries of the array. */
  readonly length: number;
}

/** Whether a layer has parameters. */
export const isWeighted = (shape: LayerShape): shape is WeightedShape => 'weights' in shape;

/** Whether the layer is normalised: every layer with weights before the last one, where it is asked for. */
export const isNormalised = ({ gains }: WeightedShape): boolean => gains >= 0;

export function shapeOf(
  { inputDim, layers }: TrainableNetwork,
  { norm, trajectoryScale }: Pick<TrainingSettings, 'norm' | 'trajectoryScale'>,
): ParameterShape {
  let length = 0;
  const take = (entries: number) => {
    const at = length;
    length += entries;
    return at;
  };
  const shapes = layers.map((layer, l): LayerShape => {
    const places = placesOf(layer);
    const width = layer.width / places;
    if (!('weights' in layer)) return { layer, places, width, columns: width };
    const { fanIn } = layer;
    const vectors = vectorsOf(width);
    const columns = 4 * vectors;
    const rows = roomFor(fanIn);
    const isLast = l === layers.length - 1;
    const normalised = norm === 'batch' && !isLast;
    const row = (there: boolean) => (there ? take(columns) : -1);
    return {
      ...{ layer, places, width, columns, fanIn, vectors, rows },
      weights: take(rows * columns),
      biases: take(columns),
      gains: row(normalised),
      means: row(normalised),
      variances: row(normalised),
      scale: row(trajectoryScale && !isLast),
    };
  });
  return { inputDim, layers: shapes, length };
}

function placesOf(layer: TrainableLayer): number {
  if (layer.type === 'dense' || layer.type === 'maxout') return 1;
  const [height, width] = patchedShape(layer, 1);
  return height * width;
}

/**
 * Vectors for so many columns. A multiple of four would be taken in tiles that only `turbo` keeps in
 * registers; one more is faster than those.
 */
export function vectorsOf(width: number): number {
  const vectors = Math.ceil(width / 4);
  return vectors % 4 === 0 ? vectors + 1 : vectors;
}

/** Rows that a dense product may touch where it has this many. */
export function roomFor(rows: number): number {
  return Math.max(8, rows + (rows % 2));
}
