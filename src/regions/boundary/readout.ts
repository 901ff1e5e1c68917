/**
 * A number read from the last layer of a smooth network, G(x) = β · z^D, whose zeros are a decision boundary;
 * its derivatives.
 */

import { checkIndex, checkNumbers, checkSeed } from '../../input/check.ts';
import { valueFault } from '../../input/faults.ts';
import { checkNetwork, type GivenNetwork, requireInput } from '../../network/index.ts';
import { networkStream, normals, openStream, PURPOSE } from '../../random/index.ts';
import { normAt, product, requireFinite, transposedProduct } from '../product.ts';
import { requireTaylor } from '../taylor.ts';

/**
 * A random readout: β uniform on the unit sphere of the last layer, the same for every input. It has a stream
 * of its own, that of a layer D + 1, so it does not depend on the weights.
 *
 * @param seed an integer in 0 … 2^53-1, as that of `drawNetwork`.
 * @param index number of the network, an integer in 0 … 2^32-1.
 * @throws TypeError, RangeError for an invalid network, and a seed or number out of range.
 */
export function randomReadout(network: GivenNetwork, seed: number, index: number): Float64Array {
  checkNetwork(network);
  checkSeed(seed);
  checkIndex(index);
  const { layers } = network;
  const stream = openStream(networkStream(seed, index, layers.length + 1, PURPOSE.value, 0));
  const entries = normals(stream, layers.at(-1)!.width);
  const size = normAt(entries, 0, entries.length);
  return entries.map((x) => x / size);
}

/**
 * @throws TypeError, RangeError for an invalid network, a readout of another length, or with entries that
 * are not finite numbers.
 */
export function requireReadout(network: GivenNetwork, readout: ArrayLike<number>): Float64Array {
  checkNetwork(network);
  return readoutOf(network.layers.at(-1)!.width, readout);
}

/** The same for a last layer of `width` neurons. */
export function readoutOf(width: number, readout: ArrayLike<number>): Float64Array {
  checkNumbers('readout', readout);
  if (readout.length !== width)
    throw valueFault('readout', `${width} entries, one a neuron of the last layer`, readout.length);
  return Float64Array.from(readout);
}

/**
 * G at `count` points that lie one after the other. @throws RangeError where it leaves the range of a double.
 */
export function readoutValues(
  network: GivenNetwork,
  readout: Float64Array,
  points: Float64Array,
  count: number,
): Float64Array {
  const taylors = requireTaylor(network);
  const z = network.layers.reduce(
    (below, layer, l) => product(layer, below, count, true).map((h) => taylors[l]!(h).value),
    points,
  );
  const width = readout.length;
  const values = Float64Array.from({ length: count }, (_, p) =>
    readout.reduce((sum, beta, i) => sum + beta * z[p * width + i]!, 0),
  );
  requireFinite(values, network.layers.length);
  return values;
}

/**
 * What a pass forward and one back through the network know at a point. Entry l - 1 of a list belongs to
 * layer l.
 */
export interface ReadoutPass {
  /** φ'(h^l). */
  readonly slopes: readonly Float64Array[];
  /** φ''(h^l) ∂G/∂z^l: the curvature of the activation as G sees it. */
  readonly bends: readonly Float64Array[];
  /** ∂G/∂x, then ∂G/∂h^l for layers 1 … D. */
  readonly gradients: readonly Float64Array[];
}

/** @throws RangeError for a point that does not fit, or an activation with kinks. */
export function readoutPass(
  network: GivenNetwork,
  readout: Float64Array,
  point: ArrayLike<number>,
): ReadoutPass {
  const taylors = requireTaylor(network);
  requireInput(network, point, 'point');
  let z = Float64Array.from(point);
  const states = network.layers.map((layer, l) => {
    const at = Array.from(product(layer, z, 1, true), taylors[l]!);
    z = Float64Array.from(at, ({ value }) => value);
    return at;
  });
  const slopes = states.map((at) => Float64Array.from(at, ({ first }) => first));
  const bends: Float64Array[] = [];
  const gradients: Float64Array[] = [];
  let byImage = readout;
  for (let l = states.length - 1; l >= 0; l--) {
    bends.unshift(byImage.map((a, i) => a * states[l]![i]!.second));
    gradients.unshift(byImage.map((a, i) => a * slopes[l]![i]!));
    byImage = transposedProduct(network.layers[l]!, gradients[0]!);
  }
  gradients.unshift(byImage);
  return { slopes, bends, gradients };
}
