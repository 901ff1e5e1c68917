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
import type { GivenLayer, GivenNetwork } from './given.ts';
import type { Pieces } from './pieces.ts';

/** Networks that have been checked; what is changed in one afterwards is not seen. */
const checked = new WeakSet<object>();

/** Marks a network as checked. */
export function validNetwork(network: GivenNetwork): GivenNetwork {
  checked.add(network);
  return network;
}

/**
 * What every public function that takes a network does first; of one that `givenNetwork` or `drawNetwork`
 * made, nothing.
 * @throws TypeError, RangeError
 */
export function checkNetwork(network: GivenNetwork): void {
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

function checkGivenLayer(name: string, layer: GivenLayer, before: number): void {
  checkPlain(name, layer);
  const { type, weights, biases, width, fanIn, activation } = layer;
  oneOf(['dense'], `${name}, type`, type);
  integerIn(1, Number.MAX_SAFE_INTEGER, `${name}, width`, width);
  if (fanIn !== before) wrongNumber(`${name}, fanIn`, `${before}, the width before`, fanIn);
  checkFloat64(`${name}, weights`, weights);
  checkFloat64(`${name}, biases`, biases);
  if (weights.length !== width * fanIn)
    wrongNumber(`${name}, weights`, `${width * fanIn} of them`, weights.length);
  if (biases.length !== width) wrongNumber(`${name}, biases`, `${width} of them`, biases.length);
  checkActivation(`${name}, activation`, activation);
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
