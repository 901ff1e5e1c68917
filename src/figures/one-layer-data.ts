/** Networks of which one layer alone is trained, in turn, on digits. */
import * as z from 'zod/mini';
import type { GivenNetwork } from '../network/index.ts';
import { evaluate, type TrainingData, train } from '../train/index.ts';
import { drawDigitNetwork, firstDigits, throughHardTanh } from './digit-networks.ts';
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
  const digits = { train: firstDigits(train, most), test: firstDigits(test, mostTest), pixels };
  const found: Accuracies[] = [];
  for (let network = 0; network < shape.networks; network++) {
    // `depth` counts the linear layer too.
    const { width, depth } = shape;
    const hidden = { width, depth: depth - 1, activation: 'hard-tanh', variance: VARIANCE } as const;
    const start = drawDigitNetwork({ ...hidden, inputDim: pixels }, context.seed, network);
    found.push(await accuraciesOf(start, digits, shape.epochs, context));
  }
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
      train: throughHardTanh(layers[i]!, images.train),
      test: throughHardTanh(layers[i]!, images.test),
    }));
  }
  return found;
}
