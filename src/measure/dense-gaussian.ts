import type { Layer } from '../network/index.ts';

/** Whether pre-activations are jointly Gaussian given the layer below: no weight is left out, none is 0. */
export function isDenseGaussian({ type, weights, density, sigmaW, biases, sigmaB }: Layer): boolean {
  const gaussian = weights.kind === 'gaussian' && (sigmaB === 0 || biases.kind === 'gaussian');
  return type === 'dense' && gaussian && density === 1 && sigmaW > 0;
}
