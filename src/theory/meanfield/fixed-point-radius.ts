import { biasSd, fanIn, hasVariance, layerOf, type NetworkSpec, weightSd } from '../../network/index.ts';
import { kernelOf } from './kernel.ts';
import { fieldWith } from './law.ts';
import { fixedLength } from './length-map.ts';
import { maxoutKernel } from './maxout.ts';

/**
 * Radius of the circle whose pre-activations in layer 1 have mean square q*, as in Poole et al., arXiv
 * 1606.05340: sqrt((q* - sigma_b^2) / (density sd^2)), sd that of a kept weight. q* is that of the first
 * layer's law, with the `maxout` layer behind it, if there is one. `null`: there is no q*, or no circle
 * reaches it.
 */
export function fixedPointRadius(network: NetworkSpec): number | null {
  const { type, activation, density, weights } = layerOf(network, 1);
  const above = network.layers[1];
  const units = above?.type === 'maxout' && activation.name === 'linear' ? above.pieces : null;
  const kernel = units === null ? kernelOf(activation) : maxoutKernel(units);
  if (type !== 'dense' || !hasVariance(weights)) return null;
  const sigmaB = biasSd(network, 1);
  const sd = weightSd(network, 1);
  const sigmaW = sd * Math.sqrt(fanIn(network, 1));
  const qStar = fixedLength(fieldWith(kernel, { sigmaW, sigmaB, density }));
  const weight = density * sd * sd;
  const square = qStar === null || weight === 0 ? 0 : (qStar - sigmaB * sigmaB) / weight;
  return square > 0 ? Math.sqrt(square) : null;
}
