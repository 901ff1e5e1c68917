/** Networks that learn digits in figures, and the digits that they learn. */
import { expandCells, parseExperiment, withInputDim } from '../experiment/index.ts';
import { valueFault } from '../input/faults.ts';
import {
  type ActivationInput,
  type AnyGivenNetwork,
  type GivenLayer,
  type GivenNetwork,
  uniformNetwork,
} from '../network/index.ts';
import { drawImageNetwork, drawNetwork } from '../regions/index.ts';
import type { TrainingData } from '../train/index.ts';

const CLASSES = 10;

export interface DigitNetwork {
  /** Of every hidden layer. */
  readonly width: number;
  /** Number of hidden layers. */
  readonly depth: number;
  readonly activation: ActivationInput;
  /** Weights are Gaussian with this variance over the fan-in; biases are 0. */
  readonly variance: number;
  readonly inputDim: number;
}

/** Draws hidden layers below a linear one of ten outputs. */
export function drawDigitNetwork(
  { width, depth, activation, variance, inputDim }: DigitNetwork,
  seed: number,
  network: number,
): GivenNetwork {
  const gaussian = { kind: 'gaussian' } as const;
  const spec = uniformNetwork({
    ...{ inputDim, widths: [...new Array<number>(depth).fill(width), CLASSES], density: 1 },
    ...{ weights: gaussian, sigmaW: Math.sqrt(variance), biases: gaussian, sigmaB: 0, scaling: 'fan-in' },
    activation,
  });
  const readout = { ...spec.layers.at(-1)!, activation: { name: 'linear' } } as const;
  return drawNetwork({ ...spec, layers: [...spec.layers.slice(0, -1), readout] }, seed, network);
}

/** Convolutions of kernel 3 with zeros around the image; the first two halve it. */
export interface DigitConvolutions extends Pick<DigitNetwork, 'variance' | 'inputDim'> {
  readonly channels: readonly number[];
  readonly activation: string;
}

/** Draws convolutions below a linear dense layer of ten outputs. @throws RangeError for images that are no squares. */
export function drawDigitConvolutions(
  { channels, activation, variance, inputDim }: DigitConvolutions,
  seed: number,
  network: number,
): AnyGivenNetwork {
  const side = Math.sqrt(inputDim);
  if (!Number.isInteger(side)) throw valueFault('digits', 'square images', `${inputDim} pixels`);
  const experiment = parseExperiment({
    layers: [
      ...channels.map((count, l) => ({
        ...{ type: 'conv2d' as const, channels: count, kernel: 3, padding: 'zero' as const },
        stride: l < 2 ? 2 : 1,
      })),
      { type: 'dense' as const, width: CLASSES, activation: 'linear' },
    ],
    ...{ inputShape: [side, side, 1], sigmaW: Math.sqrt(variance), sigmaB: 0, activation },
  });
  return drawImageNetwork(withInputDim(expandCells(experiment)[0]!, inputDim), seed, network);
}

/** The first digits, or all where there are fewer. */
export function firstDigits({ inputs, labels }: TrainingData, most: number): TrainingData {
  const count = Math.min(most, labels!.length);
  const dim = inputs.length / labels!.length;
  return { inputs: inputs.subarray(0, count * dim), labels: Array.from(labels!).slice(0, count) };
}

/** Seed of the order in which a network takes the digits: each network has its own. */
export const orderSeed = (seed: number, network: number) => (seed + network) % Number.MAX_SAFE_INTEGER;

/** Whether a step is the first one at or after a `moments`-th part of all steps; the start is one too. */
export function isMoment(step: number, steps: number, moments: number): boolean {
  const passed = (at: number) => Math.floor((at * moments) / steps);
  return step === 0 || passed(step) > passed(step - 1);
}

/** Two neighbouring digits of different classes; `number` says which two. @throws RangeError for one class. */
export function twoDigits({ inputs, labels }: TrainingData, number: number): Float64Array[] {
  const count = labels!.length;
  const pixels = inputs.length / count;
  const first = (2 * number) % count;
  let second = first + 1;
  while (labels![second % count] === labels![first]) {
    if (second === first + count) throw valueFault('digits', 'digits of two classes', 'one class');
    second++;
  }
  return [first, second % count].map((digit) =>
    Float64Array.from(inputs.subarray(digit * pixels, (digit + 1) * pixels)),
  );
}

/** Images under a hard-tanh layer. */
export function throughHardTanh(
  { weights, biases, width, fanIn }: GivenLayer,
  { inputs, labels }: TrainingData,
): TrainingData {
  const count = inputs.length / fanIn;
  const out = new Float32Array(count * width);
  for (let s = 0; s < count; s++) {
    for (let i = 0; i < width; i++) {
      let h = biases[i]!;
      for (let j = 0; j < fanIn; j++) h += weights[i * fanIn + j]! * inputs[s * fanIn + j]!;
      out[s * width + i] = Math.max(-1, Math.min(1, h));
    }
  }
  return { inputs: out, labels };
}
