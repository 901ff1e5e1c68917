/** A network with given weights, in double precision: trained elsewhere, or drawn once and for all. */
import { type Activation, piecesOf } from './activation.ts';
import type { Layer, NetworkSpec } from './network.ts';
import type { Pieces } from './pieces.ts';

/** h = W z + b, z' = phi(h), with W of `width` rows and `fanIn` columns. */
export interface GivenLayer {
  readonly type: 'dense';
  /** W row by row: the weight from input j to neuron i is entry i * fanIn + j. */
  readonly weights: Float64Array;
  readonly biases: Float64Array;
  readonly width: number;
  readonly fanIn: number;
  readonly activation: Activation;
}

/** z^0 = x, h^l = W^l z^(l-1) + b^l, z^l = phi^l(h^l); a linear last layer is one whose activation is `linear`. */
export interface GivenNetwork {
  /** n_0, the dimension of the input. */
  readonly inputDim: number;
  /** Layers 1 … d. */
  readonly layers: readonly GivenLayer[];
}

/** A layer as it may be written: a weight row for every neuron; biases left out are 0. */
export interface LayerRows {
  readonly weights: readonly ArrayLike<number>[];
  readonly biases?: ArrayLike<number>;
  /** Instead of the network's. */
  readonly activation?: Activation;
}

/**
 * A validated network that owns its weights.
 *
 * @param layers layers 1 … d; the rows of a layer are as long as the layer before has neurons.
 * @param activation of the layers that have none of their own, the last one included.
 * @throws RangeError, `layer 2: expected …, got …`, for no layers, no neurons, rows of the wrong length, biases of the wrong number, and
 * entries that are not finite.
 */
export function givenNetwork(layers: readonly LayerRows[], activation: Activation): GivenNetwork {
  if (layers.length === 0) throw new RangeError('layers: expected at least one layer, got none');
  const made: GivenLayer[] = [];
  for (const [index, layer] of layers.entries()) {
    made.push(givenLayer(layer, activation, index + 1, made.at(-1)?.width));
  }
  return { inputDim: made[0]!.fanIn, layers: made };
}

function givenLayer(
  { weights, biases, activation: own }: LayerRows,
  activation: Activation,
  layer: number,
  before: number | undefined,
): GivenLayer {
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
  return { type: 'dense', weights: entries, biases: ownBiases, width, fanIn, activation: own ?? activation };
}

/** The pieces of every layer's activation. @throws RangeError where one is not piecewise linear. */
export function requirePieces({ layers }: GivenNetwork): readonly Pieces[] {
  return layers.map(({ activation }) => {
    const pieces = piecesOf(activation);
    if (pieces !== null) return pieces;
    throw new RangeError(
      `activation: expected a piecewise linear one (relu, leaky-relu:a, abs, linear or hard-tanh), got ${activation.name}`,
    );
  });
}

/** @throws RangeError where a point is not one of the network's input space. */
export function requireInput({ inputDim }: GivenNetwork, point: ArrayLike<number>, name: string): void {
  if (point.length !== inputDim)
    throw new RangeError(
      `${name}: expected points of dimension ${inputDim}, that of the network's input, got ${point.length}`,
    );
}

/**
 * The sizes of given networks of one shape, as measuring needs them: widths, activations, the share of weights that are not zero, and the root mean
 * squares of those weights and of the biases in place of standard deviations; the largest of any network. Says nothing on how weights were drawn.
 *
 * @throws RangeError for networks of different shapes, and for none.
 */
export function shapeOfGiven(networks: readonly GivenNetwork[]): NetworkSpec {
  const [first] = networks;
  if (first === undefined) throw new RangeError('networks: expected at least one, got none');
  const described = shapeText(first);
  for (const [i, network] of networks.entries()) {
    const other = shapeText(network);
    if (other !== described) {
      throw new RangeError(`networks: expected one shape, got ${described} and, number ${i}, ${other}`);
    }
  }
  const layers = first.layers.map(({ width, activation }, l): Layer => {
    const all = networks.map(({ layers }) => layers[l]!);
    const kept = all.map(({ weights }) => weights.reduce((count, w) => count + (w === 0 ? 0 : 1), 0));
    const most = kept.reduce((m, count) => Math.max(m, count), 0);
    const density = most / all[0]!.weights.length;
    return {
      type: 'dense',
      width,
      activation,
      density,
      weights: ANY,
      sigmaW: largestOf(all.map(({ weights }, i) => rms(weights, kept[i]!))),
      biases: ANY,
      sigmaB: largestOf(all.map(({ biases }) => rms(biases, biases.length))),
      scaling: 'none',
    };
  });
  return { inputDim: first.inputDim, layers };
}

/** Nothing is drawn. */
const ANY = { kind: 'gaussian' } as const;

function shapeText({ inputDim, layers }: GivenNetwork): string {
  return `${inputDim}${layers.map(({ width, activation }) => `-${width} ${activation.name}`).join('')}`;
}

/** Root mean square of `count` entries that may be other than zero; scaled, so that no square leaves the range of a double. */
function rms(values: Float64Array, count: number): number {
  const largest = values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  if (largest === 0) return 0;
  return largest * Math.sqrt(values.reduce((sum, x) => sum + (x / largest) ** 2, 0) / count);
}

function largestOf(sizes: readonly number[]): number {
  return sizes.reduce((most, size) => Math.max(most, size), 0);
}
