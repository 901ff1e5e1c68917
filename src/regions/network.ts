/** One network with all its weights, in double precision. */
import { type Pieces, piecesOf } from '../experiment/pieces.ts';
import type { GivenActivation } from './activation.ts';

/** h = W z + b, with W of `width` rows and `fanIn` columns. */
export interface GivenLayer {
  /** W row by row: the weight from input j to neuron i is entry i * fanIn + j. */
  readonly weights: Float64Array;
  readonly biases: Float64Array;
  readonly width: number;
  readonly fanIn: number;
}

/** z^0 = x, h^l = W^l z^(l-1) + b^l, z^l = phi(h^l): the activation acts on every layer, the last one too. */
export interface GivenNetwork {
  /** n_0, the dimension of the input. */
  readonly inputDim: number;
  /** Layers 1 … d. */
  readonly layers: readonly GivenLayer[];
  readonly activation: GivenActivation;
}

/** A layer as it may be written: a weight row for every neuron; biases left out are 0. */
export interface LayerRows {
  readonly weights: readonly ArrayLike<number>[];
  readonly biases?: ArrayLike<number>;
}

/**
 * A validated network that owns its weights.
 *
 * @param layers layers 1 … d; the rows of a layer are as long as the layer before has neurons.
 * @throws RangeError, `layer 2: expected …, got …`, for no layers, no neurons, rows of the wrong length, biases of the wrong number, and
 * entries that are not finite.
 */
export function givenNetwork(layers: readonly LayerRows[], activation: GivenActivation): GivenNetwork {
  if (layers.length === 0) throw new RangeError('layers: expected at least one layer, got none');
  const made: GivenLayer[] = [];
  for (const [index, layer] of layers.entries()) made.push(givenLayer(layer, index + 1, made.at(-1)?.width));
  return { inputDim: made[0]!.fanIn, layers: made, activation };
}

function givenLayer({ weights, biases }: LayerRows, layer: number, before: number | undefined): GivenLayer {
  const refuse = (expected: string, got: string | number): never => {
    throw new RangeError(`layer ${layer}: expected ${expected}, got ${got}`);
  };
  const width = weights.length;
  if (width === 0) refuse('at least one row of weights', 'none');
  const fanIn = before ?? weights[0]!.length;
  if (fanIn === 0) refuse('rows of at least one weight', 'an empty row 1');
  const ragged = weights.findIndex((row) => row.length !== fanIn);
  if (ragged >= 0) refuse(`${fanIn} weights a row`, `${weights[ragged]!.length} in row ${ragged + 1}`);
  const entries = new Float64Array(width * fanIn);
  for (const [i, row] of weights.entries()) entries.set(row, i * fanIn);
  const bad = entries.findIndex((w) => !Number.isFinite(w));
  if (bad >= 0)
    refuse(
      'finite weights',
      `${entries[bad]} in row ${1 + Math.floor(bad / fanIn)}, column ${1 + (bad % fanIn)}`,
    );
  const ownBiases = biases === undefined ? new Float64Array(width) : Float64Array.from(biases);
  if (ownBiases.length !== width) refuse(`${width} biases, one a row of weights`, ownBiases.length);
  const badBias = ownBiases.findIndex((b) => !Number.isFinite(b));
  if (badBias >= 0) refuse('finite biases', `${ownBiases[badBias]} at ${badBias + 1}`);
  return { weights: entries, biases: ownBiases, width, fanIn };
}

/** The pieces of a network's activation. @throws RangeError where it is not piecewise linear. */
export function requirePieces({ activation }: GivenNetwork): Pieces {
  const pieces = piecesOf(activation);
  if (pieces !== null) return pieces;
  throw new RangeError(
    `activation: expected a piecewise linear one (relu, leaky-relu:a, abs, linear or hard-tanh), got ${activation.name}`,
  );
}

/** @throws RangeError where a point is not one of the network's input space. */
export function requireInput({ inputDim }: GivenNetwork, point: ArrayLike<number>, name: string): void {
  if (point.length !== inputDim)
    throw new RangeError(
      `${name}: expected points of dimension ${inputDim}, that of the network's input, got ${point.length}`,
    );
}
