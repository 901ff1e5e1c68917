import type { GivenNetwork } from '../network/index.ts';
import type { WrittenArray } from './npz-write.ts';

/** Weights and biases of a network under the names that its files have: `layer1.weight`, `layer1.bias`, …. */
export function networkArrays({ layers }: GivenNetwork): Record<string, WrittenArray> {
  return Object.fromEntries(
    layers.flatMap(({ weights, biases, width, fanIn }, l) => [
      [`layer${l + 1}.weight`, { shape: [width, fanIn], values: weights }],
      [`layer${l + 1}.bias`, { shape: [width], values: biases }],
    ]),
  );
}
