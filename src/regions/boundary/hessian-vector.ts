import type { GivenNetwork } from '../../network/index.ts';
import { product, transposedProduct } from '../product.ts';
import { readoutPass, requireReadout } from './readout.ts';

/**
 * The Hessian of G(x) = β · z^D by the variable of layer `layer` (x for 0, else the pre-activation h^l), times a vector, without the
 * Hessian: the derivative of the gradient along the vector, carried forward through the layers and back (Pearlmutter 1994). Costs as much
 * as two gradients.
 *
 * @param readout β, an entry for every neuron of the last layer.
 * @param point an input; h^l is taken there.
 * @param direction n_l numbers.
 * @returns n_l numbers.
 * @throws RangeError for an activation with kinks, a layer outside 0 … D, and vectors of another length.
 */
export function hessianVector(
  network: GivenNetwork,
  readout: ArrayLike<number>,
  point: ArrayLike<number>,
  direction: ArrayLike<number>,
  layer = 0,
): Float64Array {
  const { layers, inputDim } = network;
  if (!Number.isInteger(layer) || layer < 0 || layer > layers.length)
    throw new RangeError(`layer: expected an integer in 0 … ${layers.length}, got ${layer}`);
  const size = layer === 0 ? inputDim : layers[layer - 1]!.width;
  if (direction.length !== size)
    throw new RangeError(
      `direction: expected ${size} entries, one a variable of layer ${layer}, got ${direction.length}`,
    );
  const { slopes, bends } = readoutPass(network, requireReadout(network, readout), point);
  let along = Float64Array.from(direction);
  const tangents: Float64Array[] = [];
  for (let l = Math.max(layer, 1); l <= layers.length; l++) {
    const tangent = l === layer ? along : product(layers[l - 1]!, along, 1, false);
    along = tangent.map((t, i) => t * slopes[l - 1]![i]!);
    tangents.push(tangent);
  }
  let byImage = new Float64Array(layers.at(-1)!.width);
  for (let l = layers.length; l >= 1; l--) {
    const tangent = tangents.pop()!;
    const byPre = tangent.map((t, i) => bends[l - 1]![i]! * t + slopes[l - 1]![i]! * byImage[i]!);
    if (l === layer) return byPre;
    byImage = transposedProduct(layers[l - 1]!, byPre);
  }
  return byImage;
}
