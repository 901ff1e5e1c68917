import { checkNumbers, checkPlain, integerIn } from '../../input/check.ts';
import { valueFault } from '../../input/faults.ts';
import type { GivenNetwork } from '../../network/index.ts';
import { product, requireFinite, transposedProduct } from '../product.ts';
import { readoutPass, requireReadout } from './readout.ts';

/** Where `hessianVector` differentiates. */
export interface HessianOptions {
  /** 0 (the default) for the input x, l for the pre-activation h^l. */
  readonly layer?: number | undefined;
}

/**
 * The Hessian of G(x) = β · z^D by the variable of a layer (x for 0, else the pre-activation h^l), times a
 * vector, without the Hessian: the derivative of the gradient along the vector, carried forward through the
 * layers and back (Pearlmutter 1994). Costs as much as two gradients.
 *
 * @param readout β, an entry for every neuron of the last layer.
 * @param point an input; h^l is taken there.
 * @param direction n_l numbers.
 * @returns n_l numbers.
 * @throws TypeError, RangeError for an invalid network, an activation with kinks, a layer outside 0 … D,
 * vectors of another length or with entries that are not finite numbers, and derivatives beyond the range of
 * a double.
 */
export function hessianVector(
  network: GivenNetwork,
  readout: ArrayLike<number>,
  point: ArrayLike<number>,
  direction: ArrayLike<number>,
  options: HessianOptions = {},
): Float64Array {
  checkPlain('options', options, ['layer']);
  const { layer = 0 } = options;
  const beta = requireReadout(network, readout);
  const { layers, inputDim } = network;
  integerIn(0, layers.length, 'layer', layer);
  checkNumbers('direction', direction);
  const size = layer === 0 ? inputDim : layers[layer - 1]!.width;
  if (direction.length !== size)
    throw valueFault('direction', `${size} entries, one a variable of layer ${layer}`, direction.length);
  const { slopes, bends } = readoutPass(network, beta, point);
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
    requireFinite(byPre, l);
    if (l === layer) return byPre;
    byImage = transposedProduct(layers[l - 1]!, byPre);
  }
  requireFinite(byImage, 0);
  return byImage;
}
