/** Checks of given networks, and of what they can be used for. */

import {
  checkFloat64,
  checkList,
  checkNumbers,
  checkPlain,
  integerIn,
  oneOf,
  wrongNumber,
} from '../input/check.ts';
import { valueFault } from '../input/faults.ts';
import { PIECEWISE_SYNTAX, piecesOf } from './activation.ts';
import { checkActivation } from './activation-text.ts';
import { checkPatches, checkPlace, PADDINGS_OF } from './check.ts';
import type { GivenLayer, GivenNetwork } from './given.ts';
import type { AnyGivenLayer, AnyGivenNetwork, GivenConv2d, GivenPool, GivenResidual } from './given-image.ts';
import { type Layer, WEIGHTED_TYPES } from './layer.ts';
import type { Pieces } from './pieces.ts';

/** Networks that have been checked; what is changed in one afterwards is not seen. */
const checked = new WeakSet<object>();

/** Marks a network as checked. */
export function validNetwork<N extends AnyGivenNetwork>(network: N): N {
  checked.add(network);
  return network;
}

/**
 * What every public function that takes a network of dense layers does first.
 * @throws TypeError, RangeError
 */
export function checkNetwork(network: GivenNetwork): void {
  checkAnyNetwork(network);
  network.layers.forEach(({ type }, l) => {
    oneOf(['dense'], `layer ${l + 1}, type`, type);
  });
}

/**
 * The same for layers of all types that may be given; of a network that the library itself made, nothing.
 * @throws TypeError, RangeError
 */
export function checkAnyNetwork(network: AnyGivenNetwork): void {
  checkPlain('network', network);
  if (checked.has(network)) return;
  const { inputDim, layers } = network;
  integerIn(1, Number.MAX_SAFE_INTEGER, 'inputDim', inputDim);
  checkList('layers', layers, 1);
  let before = inputDim;
  // Not forEach, which would pass over the holes of a sparse array.
  for (let l = 0; l < layers.length; l++) {
    checkGivenLayer(`layer ${l + 1}`, layers[l]!, before);
    before = layers[l]!.width;
  }
  checked.add(network);
}

/**
 * Whether all layers of a network are dense, so that every function takes it. @throws TypeError, RangeError
 */
export function isDenseNetwork(network: AnyGivenNetwork): network is GivenNetwork {
  checkAnyNetwork(network);
  return network.layers.every(({ type }) => type === 'dense');
}

/** What layers of each type must hold beside a width and an activation. */
const CHECKS: {
  readonly [T in AnyGivenLayer['type']]: (
    name: string,
    layer: AnyGivenLayer & { readonly type: T },
    before: number,
  ) => void;
} = {
  dense: (name, layer, before) => checkWeights(name, layer, layer.width, before),
  conv2d: (name, layer, before) => {
    checkPatches(`${name}, `, layer);
    oneOf(PADDINGS_OF.conv2d, `${name}, padding`, layer.padding);
    const { channels, kernel, inputShape } = layer;
    integerIn(1, Number.MAX_SAFE_INTEGER, `${name}, channels`, channels);
    checkWeights(name, layer, channels, kernel * kernel * inputShape[2]);
    // What it looks at says the rest, as of a drawn layer.
    checkPlace(name, layer as AnyGivenLayer as Layer, before);
  },
  'avg-pool': checkPool,
  'max-pool': checkPool,
  maxout: (name, layer, before) => {
    integerIn(1, Number.MAX_SAFE_INTEGER, `${name}, pieces`, layer.pieces);
    oneOf(['linear'], `${name}, activation`, layer.activation.name);
    checkPlace(name, layer as AnyGivenLayer as Layer, before);
  },
  residual: checkBlock,
};

/** @throws TypeError, RangeError for an invalid layer, or one that does not take `before` values. */
export function checkGivenLayer(name: string, layer: AnyGivenLayer, before: number): void {
  checkPlain(name, layer);
  const { type, width, activation } = layer;
  oneOf(Object.keys(CHECKS), `${name}, type`, type);
  integerIn(1, Number.MAX_SAFE_INTEGER, `${name}, width`, width);
  checkActivation(`${name}, activation`, activation);
  (CHECKS[type] as (name: string, layer: AnyGivenLayer, before: number) => void)(name, layer, before);
}

function checkPool(name: string, layer: GivenPool, before: number): void {
  checkPatches(`${name}, `, layer);
  oneOf(PADDINGS_OF[layer.type], `${name}, padding`, layer.padding);
  oneOf(['linear'], `${name}, activation`, layer.activation.name);
  checkPlace(name, layer as AnyGivenLayer as Layer, before);
}

function checkBlock(name: string, block: GivenResidual, before: number): void {
  checkActivation(`${name}, branchActivation`, block.branchActivation);
  checkInner(`${name}, branch`, block.branch, before);
  if (block.shortcut !== undefined) checkInner(`${name}, shortcut`, block.shortcut, before);
  checkPlace(name, block as AnyGivenLayer as Layer, before);
}

function checkInner(name: string, layers: GivenResidual['branch'], before: number): void {
  checkList(name, layers, 1);
  let inner = before;
  for (let l = 0; l < layers.length; l++) {
    const at = `${name} ${l + 1}`;
    checkPlain(at, layers[l]!);
    oneOf(WEIGHTED_TYPES, `${at}, type`, layers[l]!.type);
    checkGivenLayer(at, layers[l]!, inner);
    inner = layers[l]!.width;
  }
}

function checkWeights(name: string, layer: GivenLayer | GivenConv2d, rows: number, columns: number): void {
  const { weights, biases, fanIn } = layer;
  if (fanIn !== columns) {
    const what = layer.type === 'dense' ? 'the width before' : 'the size of a patch';
    wrongNumber(`${name}, fanIn`, `${columns}, ${what}`, fanIn);
  }
  checkFloat64(`${name}, weights`, weights);
  checkFloat64(`${name}, biases`, biases);
  if (weights.length !== rows * fanIn)
    wrongNumber(`${name}, weights`, `${rows * fanIn} of them`, weights.length);
  if (biases.length !== rows) wrongNumber(`${name}, biases`, `${rows} of them`, biases.length);
}

/** What of a network is not dense, in words for messages; of one that is dense, nothing. */
export function otherThanDense({ layers }: AnyGivenNetwork): string {
  const types = new Set(layers.map(({ type }) => type));
  if (types.has('residual')) return 'one with residual connections';
  return types.has('maxout') ? 'one with maxout layers' : 'a convolutional one';
}

/** The pieces of every layer's activation. @throws RangeError where one is not piecewise linear. */
export function requirePieces({
  layers,
}: {
  readonly layers: readonly Pick<GivenLayer, 'activation'>[];
}): readonly Pieces[] {
  return layers.map(({ activation }) => {
    const pieces = piecesOf(activation);
    if (pieces !== null) return pieces;
    throw valueFault('activation', `a piecewise linear one (${PIECEWISE_SYNTAX})`, activation.name);
  });
}

/** @throws TypeError, RangeError where a point is not one of the network's input space. */
export function requireInput({ inputDim }: GivenNetwork, point: ArrayLike<number>, name: string): void {
  checkNumbers(name, point);
  if (point.length !== inputDim)
    throw valueFault(name, `points of dimension ${inputDim}, that of the network's input`, point.length);
}
