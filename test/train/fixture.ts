/** Small networks and data to train on, from the package's own random streams. */
import { type ActivationInput, activationOf, type GivenNetwork } from '../../src/network/index.ts';
import { normals, openStream, streamKey } from '../../src/random/index.ts';
import { drawNetwork } from '../../src/regions/index.ts';
import type { TrainingData } from '../../src/train/index.ts';

/** One of each kind, for what does not depend on the activation's own code. */
export const KINDS = ['leaky-relu:0.1', 'hard-tanh', 'tanh', 'sin', 'selu', 'squared-relu'] as const;
export const ACTIVATIONS = [
  'relu',
  'leaky-relu:0.1',
  'abs',
  'linear',
  'hard-tanh',
  'tanh',
  'erf',
  'sin',
  'shifted-relu:0.3',
  'clipped-relu:-0.2:0.9',
  'elu',
  'selu',
  'celu:0.5',
  'gelu',
  'gelu-tanh',
  'silu',
  'swish:2',
  'softplus',
  'sigmoid',
  'mish',
  'hard-swish',
  'squared-relu',
  'soft-threshold:0.3',
] as const;

/** Hidden layers of one activation and a linear last layer. */
export function network(
  activation: ActivationInput,
  { inputDim = 5, widths = [7, 6, 3], density = 1, seed = 1 } = {},
): GivenNetwork {
  const last = widths.length - 1;
  const law = { kind: 'gaussian' } as const;
  return drawNetwork(
    {
      inputDim,
      layers: widths.map((width, l) => ({
        type: 'dense',
        width,
        activation:
          l === last ? activationOf('activation', 'linear') : activationOf('activation', activation),
        density: l === last ? 1 : density,
        weights: law,
        sigmaW: 1.3,
        biases: law,
        sigmaB: 0.2,
        scaling: 'fan-in',
      })),
    },
    seed,
    0,
  );
}

/** Gaussian inputs; the label of one is the place of the largest of its first `classes` entries. */
export function data(count: number, inputDim: number, classes: number, seed = 2): TrainingData {
  const inputs = Float32Array.from(normals(openStream(streamKey([seed])), count * inputDim));
  const labels = Array.from({ length: count }, (_, s) => {
    const first = Array.from(inputs.subarray(s * inputDim, s * inputDim + classes));
    return first.indexOf(Math.max(...first));
  });
  return { inputs, labels };
}
