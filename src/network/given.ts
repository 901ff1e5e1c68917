/** A network with given weights, in double precision: trained elsewhere, or drawn once and for all. */

import { checkList, checkPlain, isNumeric, MOST_NUMBERS, wrongKind } from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import type { Activation } from './activation.ts';
import { type ActivationInput, activationOf } from './activation-text.ts';
import { checkGivenLayer, validNetwork } from './check-given.ts';
import type {
  AnyGivenLayer,
  AnyGivenNetwork,
  GivenConv2d,
  GivenMaxout,
  GivenPool,
  GivenResidual,
} from './given-image.ts';
import { sizeOf } from './layer-facts.ts';

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

/**
 * z^0 = x, h^l = W^l z^(l-1) + b^l, z^l = phi^l(h^l); a linear last layer is one whose activation is
 * `linear`.
 */
export interface GivenNetwork {
  /** n_0, the dimension of the input. */
  readonly inputDim: number;
  /** Layers 1 … d. */
  readonly layers: readonly GivenLayer[];
}

/** A layer as it may be written: a weight row for every neuron; biases left out are 0. */
export interface LayerRows {
  readonly weights: readonly ArrayLike<number>[];
  readonly biases?: ArrayLike<number> | undefined;
  /** Instead of the network's. */
  readonly activation?: ActivationInput | undefined;
}

/** A layer with W in one array, row by row; biases left out are 0. */
export interface LayerArrays {
  readonly weights: Float64Array;
  readonly width: number;
  readonly fanIn: number;
  readonly biases?: Float64Array | undefined;
  /** Instead of the network's. */
  readonly activation?: Activation | undefined;
}

/** A residual block whose dense layers may leave biases out. */
export type ResidualArrays = Omit<GivenResidual, 'branch' | 'shortcut'> & {
  readonly branch: readonly (LayerArrays | GivenConv2d)[];
  readonly shortcut?: readonly (LayerArrays | GivenConv2d)[];
};

/** The same of layers of all types; those other than dense and residual come complete. */
export type AnyLayerArrays = LayerArrays | GivenConv2d | GivenPool | GivenMaxout | ResidualArrays;

/**
 * A validated network that owns its weights.
 *
 * @param layers layers 1 … d; the rows of a layer, arrays or typed arrays, are as long as the layer before
 * has neurons.
 * @param activation of the layers that have none of their own, the last one included.
 * @throws TypeError, RangeError, `layer 2: expected …, got …`, for no layers, no neurons, rows of the wrong
 * length, biases of the wrong number, entries that are not finite numbers, more weights than fit into 4 GiB,
 * and an unknown activation.
 */
export function givenNetwork(layers: readonly LayerRows[], activation: ActivationInput): GivenNetwork {
  checkList('layers', layers);
  const common = activationOf('activation', activation);
  const made: LayerArrays[] = [];
  let weightsLeft = MOST_NUMBERS;
  for (let l = 0; l < layers.length; l++) {
    const layer = layerArrays(layers[l]!, `layer ${l + 1}`, made.at(-1)?.width, weightsLeft);
    made.push(layer);
    weightsLeft -= layer.weights.length;
  }
  return networkOfArrays(made, common);
}

/**
 * The network of layers whose arrays become its own.
 * @throws RangeError as `givenNetwork`.
 */
export function networkOfArrays(layers: readonly LayerArrays[], common: Activation): GivenNetwork;
export function networkOfArrays(layers: readonly AnyLayerArrays[], common: Activation): AnyGivenNetwork;
export function networkOfArrays(layers: readonly AnyLayerArrays[], common: Activation): AnyGivenNetwork {
  const [first] = layers;
  if (first === undefined) throw valueFault('layers', 'at least one layer', 'none');
  const inputDim = inputsOf(first);
  let before = inputDim;
  const made = layers.map((layer, l) => {
    const name = `layer ${l + 1}`;
    const own = completed(name, layer, before, common);
    if ('type' in layer) checkGivenLayer(name, own, before);
    before = own.width;
    return own;
  });
  return validNetwork({ inputDim, layers: made });
}

/** Number of values that go into a first layer. */
function inputsOf(layer: AnyLayerArrays): number {
  if (!('type' in layer)) return layer.fanIn;
  if (layer.type === 'maxout') return layer.width * layer.pieces;
  if (layer.type !== 'residual') return sizeOf(layer.inputShape);
  return layer.shortcut === undefined ? layer.width : inputsOf(layer.shortcut[0]!);
}

function completed(name: string, layer: AnyLayerArrays, before: number, common: Activation): AnyGivenLayer {
  if (!('type' in layer)) return denseLayer(name, layer, before, common);
  if (layer.type !== 'residual') return layer;
  const chain = (what: 'branch' | 'shortcut', layers: readonly (LayerArrays | GivenConv2d)[]) => {
    let inner = before;
    return layers.map((own, l) => {
      const made = 'type' in own ? own : denseLayer(`${name}, ${what} ${l + 1}`, own, inner, common);
      inner = made.width;
      return made;
    });
  };
  const { branch, shortcut, ...rest } = layer;
  return {
    ...rest,
    branch: chain('branch', branch),
    ...(shortcut && { shortcut: chain('shortcut', shortcut) }),
  };
}

function denseLayer(
  name: string,
  { weights, width, fanIn, biases, activation }: LayerArrays,
  before: number,
  common: Activation,
): GivenLayer {
  if (fanIn !== before) throw valueFault(name, `${before} weights a row`, `${fanIn} in row 1`);
  const bad = weights.findIndex((w) => !Number.isFinite(w));
  if (bad >= 0)
    throw valueFault(
      name,
      'finite weights',
      `${weights[bad]} in row ${1 + Math.floor(bad / fanIn)}, column ${1 + (bad % fanIn)}`,
    );
  if (biases !== undefined && biases.length !== width)
    throw valueFault(name, `${width} biases, one a row of weights`, biases.length);
  const badBias = biases?.findIndex((b) => !Number.isFinite(b)) ?? -1;
  if (badBias >= 0) throw valueFault(name, 'finite biases', `${biases![badBias]} at ${badBias + 1}`);
  return {
    type: 'dense',
    weights,
    width,
    fanIn,
    activation: activation ?? common,
    biases: biases ?? new Float64Array(width),
  };
}

/** Copies rows into one array, with checks of their kinds and lengths. */
export function layerArrays(
  layer: LayerRows,
  name: string,
  before: number | undefined,
  weightsLeft: number,
): LayerArrays {
  const refuse = (expected: string, got: string | number): never => {
    throw valueFault(name, expected, got);
  };
  checkPlain(name, layer, ['weights', 'biases', 'activation']);
  const { weights: rows, biases } = layer;
  const activation =
    layer.activation === undefined ? undefined : activationOf(`${name}, activation`, layer.activation);
  checkList(name, rows);
  const width = rows.length;
  if (width === 0) refuse('at least one row of weights', 'none');
  for (let i = 0; i < width; i++) checkRow(name, rows[i], `row ${i + 1}`);
  const fanIn = before ?? rows[0]!.length;
  if (fanIn === 0) refuse('rows of at least one weight', 'an empty row 1');
  const uneven = rows.findIndex((row) => row.length !== fanIn);
  if (uneven >= 0) refuse(`${fanIn} weights a row`, `${rows[uneven]!.length} in row ${uneven + 1}`);
  if (width * fanIn > weightsLeft)
    refuse('weights that fill 4 GiB at most, with all layers before', width * fanIn);
  const weights = new Float64Array(width * fanIn);
  for (const [i, row] of rows.entries()) weights.set(row, i * fanIn);
  if (biases !== undefined) checkRow(name, biases, 'the biases');
  return {
    weights,
    width,
    fanIn,
    activation,
    biases: biases === undefined ? undefined : Float64Array.from(biases),
  };
}

/** Numbers, finite or not. */
function checkRow(name: string, row: unknown, place: string): void {
  if (!isNumeric(row)) wrongKind(name, `an array of numbers as ${place}`, row);
  // Typed arrays hold nothing else.
  if (!Array.isArray(row)) return;
  for (const x of row) if (typeof x !== 'number') wrongKind(name, `numbers in ${place}`, x);
}
