/** One network with all its weights, in double precision. */
import {
  checkFloat64,
  checkList,
  checkNumbers,
  checkPlain,
  integerIn,
  isNumeric,
  MOST_NUMBERS,
  wrongKind,
  wrongNumber,
} from '../experiment/check.ts';
import { checkActivation } from '../experiment/check-network.ts';
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

/** Networks that have been checked; what is changed in one afterwards is not seen. */
const checked = new WeakSet<object>();

/**
 * A validated network that owns its weights.
 *
 * @param layers layers 1 … d; the rows of a layer, arrays or typed arrays, are as long as the layer before has neurons.
 * @throws TypeError, RangeError, `layer 2: expected …, got …`, for no layers, no neurons, rows of the wrong length, biases of the wrong
 * number, entries that are not finite numbers, more weights than fit into 4 GiB, and an activation that is none.
 */
export function givenNetwork(layers: readonly LayerRows[], activation: GivenActivation): GivenNetwork {
  checkList('layers', layers);
  if (layers.length === 0) throw new RangeError('layers: expected at least one layer, got none');
  checkActivation(activation);
  const made: GivenLayer[] = [];
  let room = MOST_NUMBERS;
  for (let l = 0; l < layers.length; l++) {
    const layer = givenLayer(layers[l]!, l + 1, made.at(-1)?.width, room);
    made.push(layer);
    room -= layer.weights.length;
  }
  return validNetwork({ inputDim: made[0]!.fanIn, layers: made, activation });
}

/** Marks a network as checked. */
export function validNetwork(network: GivenNetwork): GivenNetwork {
  checked.add(network);
  return network;
}

function givenLayer(layer: LayerRows, number: number, before: number | undefined, room: number): GivenLayer {
  const refuse = (expected: string, got: string | number): never => {
    throw new RangeError(`layer ${number}: expected ${expected}, got ${got}`);
  };
  checkPlain(`layer ${number}`, layer, ['weights', 'biases']);
  const { weights: rows, biases } = layer;
  checkList(`layer ${number}`, rows);
  const width = rows.length;
  if (width === 0) refuse('at least one row of weights', 'none');
  for (let i = 0; i < width; i++) checkRow(`layer ${number}`, rows[i], `row ${i + 1}`);
  const fanIn = before ?? rows[0]!.length;
  if (fanIn === 0) refuse('rows of at least one weight', 'an empty row 1');
  const uneven = rows.findIndex((row) => row.length !== fanIn);
  if (uneven >= 0) refuse(`${fanIn} weights a row`, `${rows[uneven]!.length} in row ${uneven + 1}`);
  if (width * fanIn > room) refuse('weights that fill 4 GiB at most, with all layers before', width * fanIn);
  const weights = new Float64Array(width * fanIn);
  for (const [i, row] of rows.entries()) weights.set(row, i * fanIn);
  const bad = weights.findIndex((w) => !Number.isFinite(w));
  if (bad >= 0)
    refuse(
      'finite weights',
      `${weights[bad]} in row ${1 + Math.floor(bad / fanIn)}, column ${1 + (bad % fanIn)}`,
    );
  if (biases === undefined) return { weights, biases: new Float64Array(width), width, fanIn };
  checkRow(`layer ${number}`, biases, 'the biases');
  if (biases.length !== width) refuse(`${width} biases, one a row of weights`, biases.length);
  const own = Float64Array.from(biases);
  const badBias = own.findIndex((b) => !Number.isFinite(b));
  if (badBias >= 0) refuse('finite biases', `${own[badBias]} at ${badBias + 1}`);
  return { weights, biases: own, width, fanIn };
}

/** Numbers, finite or not. */
function checkRow(name: string, row: unknown, place: string): void {
  if (!isNumeric(row)) wrongKind(name, `an array of numbers as ${place}`, row);
  // Typed arrays hold nothing else.
  if (!Array.isArray(row)) return;
  for (const x of row) if (typeof x !== 'number') wrongKind(name, `numbers in ${place}`, x);
}

/**
 * What every public function that takes a network does first; of one that `givenNetwork` or `drawNetwork` made, nothing.
 * @throws TypeError, RangeError
 */
export function checkNetwork(network: GivenNetwork): void {
  checkPlain('network', network);
  if (checked.has(network)) return;
  const { inputDim, layers, activation } = network;
  integerIn(1, Number.MAX_SAFE_INTEGER, 'inputDim', inputDim);
  checkList('layers', layers, 1);
  checkActivation(activation);
  layers.forEach((layer, l) => {
    const name = `layer ${l + 1}`;
    checkPlain(name, layer);
    const { weights, biases, width, fanIn } = layer;
    integerIn(1, Number.MAX_SAFE_INTEGER, `${name}, width`, width);
    const before = l === 0 ? inputDim : layers[l - 1]!.width;
    if (fanIn !== before) wrongNumber(`${name}, fanIn`, `${before}, the width before`, fanIn);
    checkFloat64(`${name}, weights`, weights);
    checkFloat64(`${name}, biases`, biases);
    if (weights.length !== width * fanIn)
      wrongNumber(`${name}, weights`, `${width * fanIn} of them`, weights.length);
    if (biases.length !== width) wrongNumber(`${name}, biases`, `${width} of them`, biases.length);
  });
  checked.add(network);
}

/** The pieces of a network's activation. @throws RangeError where it is not piecewise linear. */
export function requirePieces({ activation }: Pick<GivenNetwork, 'activation'>): Pieces {
  const pieces = piecesOf(activation);
  if (pieces !== null) return pieces;
  throw new RangeError(
    `activation: expected a piecewise linear one (relu, leaky-relu:a, abs, linear or hard-tanh), got ${activation.name}`,
  );
}

/** @throws TypeError, RangeError where a point is not one of the network's input space. */
export function requireInput({ inputDim }: GivenNetwork, point: ArrayLike<number>, name: string): void {
  checkNumbers(name, point);
  if (point.length !== inputDim)
    throw new RangeError(
      `${name}: expected points of dimension ${inputDim}, that of the network's input, got ${point.length}`,
    );
}
