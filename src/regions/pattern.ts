/** Activation patterns: which piece of its activation every neuron is on. */
import { checkNetwork, type GivenNetwork, pieceAt, requireInput, requirePieces } from '../network/index.ts';
import { product } from './product.ts';

/**
 * The activation pattern at an input: for each layer, the piece that each neuron is on, counted from the
 * lowest (ReLU: 1 where h > 0; hard-tanh: 0, 1, 2 for below, between and above -1 and 1; a pre-activation on
 * a threshold belongs to the piece below it).
 *
 * @param point an input of the network.
 * @throws TypeError, RangeError for an invalid network, a point of the wrong dimension or an activation
 * that is not piecewise linear.
 */
export function activationPattern(network: GivenNetwork, point: ArrayLike<number>): Uint8Array[] {
  checkNetwork(network);
  requireInput(network, point, 'point');
  const pieces = requirePieces(network);
  let z = Float64Array.from(point);
  return network.layers.map((layer, l) => {
    const activation = pieces[l]!;
    const h = product(layer, z, 1, true);
    z = h.map(activation.value);
    return Uint8Array.from(h, (x) => pieceAt(activation, x));
  });
}
