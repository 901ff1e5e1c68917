/**
 * When the image of a layer is drawn from its distribution, without the layer's weights. Functions of the
 * experiment and of the image alone.
 */
import {
  commonOf,
  everyLayer,
  isDense,
  isFullyConnected,
  isMatrixLaw,
  isStructured,
  type Layer,
  type NetworkSpec,
} from '../network/index.ts';

/**
 * `weights`: every network's weights are drawn, and network number i is one particular network, whatever goes
 * through it. `law`: the image of each layer is drawn from its distribution given the image before, with as
 * few random numbers as possible. The distribution is the same, but no network can be used again with another
 * curve.
 */
export type Draw = (typeof DRAWS)[number];
export const DRAWS = ['weights', 'law'] as const;

/**
 * Why images are not drawn from their distribution: weights of a layer that depend on each other; null where
 * they can be.
 */
export function whyNotByLaw({ layers }: NetworkSpec): string | null {
  for (const { weights, density, mask } of layers) {
    if (isMatrixLaw(weights)) return `${weights.kind} weights`;
    if (density < 1 && isStructured(mask)) return `a ${mask!.kind} mask`;
  }
  return null;
}

/**
 * Up to this many points drawing weights is a large part of the work, and not drawing those of units that are
 * off pays.
 */
const MOST_POINTS = 256;

/** Most columns that `maskedRows` takes; `MOST` in `assembly/masked-gram.ts`. */
export const MASKED_COLUMNS = 4;

/**
 * What `auto` stands for: `law` for ReLU at up to 256 points, and for dense Gaussian weights of any
 * activation at up to 1024 points, fewer than half the width of every layer but the last, whose image goes
 * into no other; `weights` otherwise, and where weights depend on each other.
 */
export function autoDraw(network: NetworkSpec, points: number): Draw {
  if (!isDense(network) || whyNotByLaw(network) !== null) return 'weights';
  const relu = commonOf(network, ({ activation }) => activation.name) === 'relu' && points <= MOST_POINTS;
  const few = points <= GRAM_COLUMNS && network.layers.slice(0, -1).every(({ width }) => 2 * points < width);
  return relu || (isDenseGaussian(network) && few) ? 'law' : 'weights';
}

/**
 * Whether no weight is missing and all are Gaussian: the networks whose images are Gaussian given the
 * image before.
 */
export function isDenseGaussian(network: NetworkSpec): boolean {
  return everyLayer(network, isDenseGaussianLayer);
}

/** The same of one layer. */
export function isDenseGaussianLayer(layer: Layer): boolean {
  return isFullyConnected(layer) && layer.weights.kind === 'gaussian' && layer.density === 1;
}

/** Most columns of a Gram matrix: its factor takes their third power, and 16 MiB. */
const GRAM_COLUMNS = 1024;

/**
 * Whether a dense Gaussian layer's image of `columns` columns is drawn through their Gram matrix, with
 * `inputs` rows that are not zero. At two thirds the double-precision Gram matrix and its factor cost nearly
 * what the weights and their product do (docs/decisions/0035).
 */
export function gramPays(columns: number, inputs: number): boolean {
  return columns <= GRAM_COLUMNS && 3 * columns < 2 * inputs;
}

/**
 * Whether a sparse Gaussian layer's image of `columns` columns is drawn from masks alone, with `kept` weights
 * a row on average: a row's covariance and its factor take the place of `kept` normals. Measured at widths
 * 100 and 784, densities 0.1 and 0.5.
 */
export function maskPays(columns: number, kept: number): boolean {
  return columns <= MASKED_COLUMNS && kept >= 12 * columns * columns;
}
