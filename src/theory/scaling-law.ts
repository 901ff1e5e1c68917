import { integerIn } from '../input/check.ts';
import {
  biasSd,
  fanIn,
  layerOf,
  type NetworkInput,
  type NetworkSpec,
  networkOf,
  weightSd,
} from '../network/index.ts';
import { representable } from './running-product.ts';

/**
 * Base of the growth of length in layer l (1 … d) after Raghu et al., "On the expressive power of deep neural
 * networks" (arXiv 1606.05336, Theorem 3), with s^2 = sigma_w^2 and t = sqrt(sigma_w^2 + sigma_b^2):
 *
 * - ReLU: s sqrt k / sqrt(k + 1)
 * - hard-tanh: s sqrt k / sqrt(t^2 + k t)
 *
 * **A scaling law, never a bound**: the theorem reads O(base)^d, and the constant hidden in O enters once per
 * layer. For ReLU the base lies above the true growth at every width.
 *
 * The paper has one width k; here it is n_l. Its weights have variance sigma_w^2 / fan-in: with another
 * scaling, sigma_w stands for sigmaW * sqrt(fan-in), the same network by another name. `null` outside the
 * paper's setting (dense Gaussian weights, Gaussian or no biases, these two activations) and where a double
 * cannot hold the value.
 *
 * @throws TypeError, RangeError for an invalid network, or if `layer` is not one of 1 … d.
 */
export function raghuScalingLaw(network: NetworkInput, layer: number): number | null {
  const spec = networkOf(network);
  integerIn(1, spec.layers.length, 'layer', layer);
  return scalingLaw(spec, layer);
}

/** The same for what has been checked, layer by layer. */
export function scalingLaw(spec: NetworkSpec, layer: number): number | null {
  const { type, width: k, density, weights, sigmaW, biases, scaling, activation } = layerOf(spec, layer);
  const sigmaB = biasSd(spec, layer);
  if (type !== 'dense' || density !== 1 || weights.kind !== 'gaussian') return null;
  if (sigmaB !== 0 && biases.kind !== 'gaussian') return null;
  const { name } = activation;
  if (name !== 'relu' && name !== 'hard-tanh') return null;

  const s = scaling === 'fan-in' ? sigmaW : weightSd(spec, layer) * Math.sqrt(fanIn(spec, layer));
  if (s === 0) return 0;
  if (name === 'relu') return representable(s * Math.sqrt(k / (k + 1)));
  const t = Math.sqrt(s * s + sigmaB * sigmaB);
  return representable((s * Math.sqrt(k)) / Math.sqrt(t * (t + k)));
}
