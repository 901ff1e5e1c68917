import { type GivenNetwork, phiOf } from '../../src/network/index.ts';

/** What a network gives for an input, by the definition. */
export function forward({ layers }: GivenNetwork, input: readonly number[]): number[] {
  return layers.reduce((below, { weights, biases, width, fanIn, activation }) => {
    const phi = phiOf(activation);
    return Array.from({ length: width }, (_, i) => {
      const row = weights.subarray(i * fanIn, (i + 1) * fanIn);
      return phi(row.reduce((sum, w, j) => sum + w * below[j]!, biases[i]!));
    });
  }, Array.from(input));
}
