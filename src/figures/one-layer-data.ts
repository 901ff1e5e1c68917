/** Networks of which one layer alone is trained, in turn, on digits. */
import * as z from 'zod/mini';
import { type GivenLayer, type GivenNetwork, uniformNetwork } from '../network/index.ts';
import { drawNetwork } from '../regions/index.ts';
import { evaluate, type TrainingData, train } from '../train/index.ts';
import type { FigureContext, FigureDigits, Size } from './figure.ts';
import { rankCorrelation } from './rank-correlation.ts';
import { list, number, stat } from './shapes.ts';
import { statOf } from './stat.ts';

const SIZES = {
  test: { width: 100, depth: 7, networks: 10, train: 160, test: 40, epochs: 6 },
  quick: { width: 100, depth: 8, networks: 10, train: 1000, test: 1000, epochs: 3 },
  full: { width: 100, depth: 8, networks: 10, train: 60_000, test: 10_000, epochs: 3 },
};
export const VARIANCE = 2;
/** The paper does not say how it trains. */
export const BATCH = 32;
export const LEARNING_RATE = 0.003;
const CLASSES = 10;

/** Shares of digits that are classified rightly. */
const LAYER = z.strictObject({ layer: number, train: stat, test: stat });

export const ONE_LAYER_DATA = z.strictObject({
  ...{ width: number, depth: number, networks: number, epochs: number },
  /** Digits. */
  ...{ train: number, test: number },
  layers: list(LAYER),
  /** Rank correlation of layer and accuracy, one a network. */
  correlation: z.strictObject({ train: stat, test: stat }),
});
export type OneLayerData = z.infer<typeof ONE_LAYER_DATA>;

/** Accuracies of one network, for layers 2, 3, … */
interface Accuracies {
  readonly train: number[];
  readonly test: number[];
}

export async function trainOneLayer(size: Size, context: FigureContext): Promise<OneLayerData> {
  const { train: most, test: mostTest, ...shape } = SIZES[size];
  const { train, test, pixels } = await context.digits(size);
  const digits = { train: firstOf(train, most), test: firstOf(test, mostTest), pixels };
  const found: Accuracies[] = [];
  for (let network = 0; network < shape.networks; network++)
    found.push(
      await accuraciesOf(drawn(shape, pixels, context.seed, network), digits, shape.epochs, context),
    );
  const layers = Array.from({ length: shape.depth - 2 }, (_, i) => i + 2);
  const over = (of: (own: Accuracies) => number) => statOf(found.map(of));
  return {
    ...shape,
    ...{ train: digits.train.labels!.length, test: digits.test.labels!.length },
    layers: layers.map((layer, i) => ({
      layer,
      train: over((own) => own.train[i]!),
      test: over((own) => own.test[i]!),
    })),
    correlation: {
      train: over((own) => rankCorrelation(layers, own.train)),
      test: over((own) => rankCorrelation(layers, own.test)),
    },
  };
}

/** Hard-tanh layers below a linear one. */
function drawn(
  { width, depth }: { readonly width: number; readonly depth: number },
  inputDim: number,
  seed: number,
  network: number,
): GivenNetwork {
  const gaussian = { kind: 'gaussian' } as const;
  const spec = uniformNetwork({
    ...{ inputDim, widths: [...new Array<number>(depth - 1).fill(width), CLASSES], density: 1 },
    ...{ weights: gaussian, sigmaW: Math.sqrt(VARIANCE), biases: gaussian, sigmaB: 0, scaling: 'fan-in' },
    activation: { name: 'hard-tanh' },
  });
  const readout = { ...spec.layers.at(-1)!, activation: { name: 'linear' } } as const;
  return drawNetwork({ ...spec, layers: [...spec.layers.slice(0, -1), readout] }, seed, network);
}

/**
 * Trains every hidden layer but the first alone, each from the same start. The layers below one are frozen, so
 * the digits go through them once; what is trained starts behind them.
 */
export async function accuraciesOf(
  { layers }: GivenNetwork,
  digits: FigureDigits,
  epochs: number,
  { seed, compute }: Pick<FigureContext, 'seed' | 'compute'>,
): Promise<Accuracies> {
  const found: Accuracies = { train: [], test: [] };
  let images: Record<'train' | 'test', TrainingData> = digits;
  for (const [i, { fanIn }] of layers.slice(0, -1).entries()) {
    if (i > 0) {
      const start = { inputDim: fanIn, layers: layers.slice(i) };
      const freeze = start.layers.slice(1).map((_, above) => above + 2);
      let trained = start;
      for await (const moment of train(start, images.train, {
        ...{ epochs, freeze, batch: BATCH, learningRate: LEARNING_RATE, seed },
      })) {
        trained = await compute(() => moment.network() as typeof start);
      }
      for (const set of ['train', 'test'] as const)
        found[set].push((await evaluate(trained, images[set])).accuracy!);
    }
    images = await compute(() => ({
      train: through(layers[i]!, images.train),
      test: through(layers[i]!, images.test),
    }));
  }
  return found;
}

/** Images under a hard-tanh layer. */
function through(
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

function firstOf({ inputs, labels }: TrainingData, most: number): TrainingData {
  const count = Math.min(most, labels!.length);
  const dim = inputs.length / labels!.length;
  return { inputs: inputs.subarray(0, count * dim), labels: Array.from(labels!).slice(0, count) };
}
