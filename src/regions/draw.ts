import { referenceWeights } from '../measure/reference.ts';
import { fanIn, type GivenLayer, type GivenNetwork, type NetworkSpec } from '../network/index.ts';

/**
 * Network number `index` of a seed, the one that an ensemble of this law measures under that number where it draws weights
 * (`draw: 'weights'`), in double precision: weights differ from those of the kernels by the rounding to single precision alone.
 *
 * @param spec the law of the network.
 * @param seed an integer in 0 … 2^53-1.
 * @param index number of the network, an integer in 0 … 2^32-1.
 * @throws RangeError for a seed or number out of range.
 */
export function drawNetwork(spec: NetworkSpec, seed: number, index: number): GivenNetwork {
  if (!Number.isInteger(index) || index < 0 || index >= 2 ** 32)
    throw new RangeError(`network: expected an integer in 0 … 2^32-1, got ${index}`);
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError(`seed: expected an integer in 0 … 2^53-1, got ${seed}`);
  const layers = spec.layers.map(({ type, width, activation }, l): GivenLayer => {
    const columns = fanIn(spec, l + 1);
    const drawn = referenceWeights(spec, seed, index, l + 1);
    const weights = new Float64Array(width * columns);
    for (const [i, row] of drawn.weights.entries()) weights.set(row, i * columns);
    return { type, weights, biases: Float64Array.from(drawn.biases), width, fanIn: columns, activation };
  });
  return { inputDim: spec.inputDim, layers };
}
