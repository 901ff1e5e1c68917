/**
 * Layout of a network's parameters in one array of single precision: what the kernels multiply, what an
 * optimiser moves, and what gradients look like.
 */
import type { Activation, GivenNetwork } from '../network/index.ts';
import type { TrainingNorm } from './options.ts';

/** One layer: W is stored as its transpose, a row of `columns` entries for every input. */
export interface LayerShape {
  readonly fanIn: number;
  readonly width: number;
  readonly activation: Activation;
  /** Vectors of four that hold a row, and the entries of a row; entries beyond `width` stay 0. */
  readonly vectors: number;
  readonly columns: number;
  /** Rows for which there is room: products may write whole tiles. */
  readonly rows: number;
  /** First entries in the array: weights, biases, and what normalisation adds (-1 without it). */
  readonly weights: number;
  readonly biases: number;
  /** Factors of the normalised pre-activations. */
  readonly gains: number;
  /** Running mean and variance of the pre-activations, which no optimiser moves. */
  readonly means: number;
  readonly variances: number;
}

export interface ParameterShape {
  readonly inputDim: number;
  readonly layers: readonly LayerShape[];
  /** Entries of the array. */
  readonly length: number;
}

/** Whether the layer is normalised: every layer before the last one, where normalisation is asked for. */
export const isNormalised = ({ gains }: LayerShape): boolean => gains >= 0;

export function shapeOf({ inputDim, layers }: GivenNetwork, norm: TrainingNorm): ParameterShape {
  let length = 0;
  const take = (entries: number) => {
    const at = length;
    length += entries;
    return at;
  };
  const shapes = layers.map(({ fanIn, width, activation }, l): LayerShape => {
    const vectors = vectorsOf(width);
    const columns = 4 * vectors;
    const rows = roomFor(fanIn);
    const normalised = norm === 'batch' && l < layers.length - 1;
    const row = (there: boolean) => (there ? take(columns) : -1);
    return {
      fanIn,
      width,
      activation,
      vectors,
      columns,
      rows,
      weights: take(rows * columns),
      biases: take(columns),
      gains: row(normalised),
      means: row(normalised),
      variances: row(normalised),
    };
  });
  return { inputDim, layers: shapes, length };
}

/**
 * Vectors for so many columns. A multiple of four would be taken in tiles that only `turbo` keeps in
 * registers; one more is faster than those.
 */
function vectorsOf(width: number): number {
  const vectors = Math.ceil(width / 4);
  return vectors % 4 === 0 ? vectors + 1 : vectors;
}

/** Rows that a dense product may touch where it has this many. */
export function roomFor(rows: number): number {
  return Math.max(8, rows + (rows % 2));
}
