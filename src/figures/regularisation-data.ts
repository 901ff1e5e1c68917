/** Convolutional networks that learn digits with batch normalisation, with trajectory regularisation, and with neither. */
import * as z from 'zod/mini';
import { evaluate, type TrainingOptions, train } from '../train/index.ts';
import { drawDigitConvolutions, firstDigits, orderSeed } from './digit-networks.ts';
import type { FigureContext, FigureDigits, Size } from './figure.ts';
import { list, number, numbers, stat } from './shapes.ts';
import { statOf } from './stat.ts';

const SMALL = { channels: [4, 8, 8, 8], networks: 6, epochs: 6, learningRate: 0.003 };
const LARGE = { channels: [4, 8, 8, 8, 8], networks: 8, epochs: 3 };
const SIZES = {
  test: { ...SMALL, train: 160, test: 40, variances: [16] },
  quick: { ...LARGE, train: 2000, test: 1000, learningRate: 0.003, variances: [3, 16] },
  full: { ...LARGE, train: 60_000, test: 10_000, learningRate: 0.001, variances: [3, 16] },
};
export const BATCH = 32;
/** Accuracy is taken so often after the start. */
const MOMENTS = 3;
/** Weight of trajectory regularisation in the loss. */
export const WEIGHT = 0.01;

export const WAYS = ['batch', 'trajectory', 'neither'] as const;
export type Way = (typeof WAYS)[number];
const OPTIONS: Record<Way, TrainingOptions> = {
  batch: { norm: 'batch' },
  trajectory: { trajectory: WEIGHT, trajectoryScale: true },
  neither: {},
};

export const REGULARISATION_DATA = z.strictObject({
  ...{ channels: numbers, networks: number },
  ...{ train: number, test: number, epochs: number, learningRate: number },
  variants: list(
    z.strictObject({
      variance: number,
      ways: list(
        z.strictObject({
          way: z.enum(WAYS),
          steps: numbers,
          /** By step: of test digits. */
          accuracy: list(stat),
        }),
      ),
      /** Differences of accuracies at the end, one a network. */
      ...{ batchLessNeither: stat, trajectoryLessNeither: stat, trajectoryLessBatch: stat },
    }),
  ),
});
export type RegularisationData = z.infer<typeof REGULARISATION_DATA>;
type Trained = Pick<RegularisationData, 'channels' | 'epochs' | 'learningRate'>;

/** What one training leaves, by step. */
interface Learned {
  readonly steps: number[];
  readonly accuracy: number[];
}

export async function compareWays(size: Size, context: FigureContext): Promise<RegularisationData> {
  const { train: most, test: mostTest, variances, ...shape } = SIZES[size];
  const { train, test, pixels } = await context.digits(size);
  const digits = { train: firstDigits(train, most), test: firstDigits(test, mostTest), pixels };
  const variants: RegularisationData['variants'][number][] = [];
  for (const variance of variances) {
    const found: Record<Way, Learned[]> = { batch: [], trajectory: [], neither: [] };
    for (const way of WAYS)
      for (let network = 0; network < shape.networks; network++)
        found[way].push(await learned(shape, variance, way, network, digits, context));
    variants.push({ variance, ...summary(found) });
  }
  return {
    ...shape,
    ...{ train: digits.train.labels!.length, test: digits.test.labels!.length },
    variants,
  };
}

function summary(found: Readonly<Record<Way, readonly Learned[]>>) {
  const less = (a: Way, b: Way) =>
    statOf(found[a].map(({ accuracy }, n) => accuracy.at(-1)! - found[b][n]!.accuracy.at(-1)!));
  return {
    ways: WAYS.map((way) => {
      const { steps } = found[way][0]!;
      const accuracy = steps.map((_, s) => statOf(found[way].map((own) => own.accuracy[s]!)));
      return { way, steps, accuracy };
    }),
    batchLessNeither: less('batch', 'neither'),
    trajectoryLessNeither: less('trajectory', 'neither'),
    trajectoryLessBatch: less('trajectory', 'batch'),
  };
}

/** Accuracies on the way. A network number has the same start and the same order of digits in every way. */
async function learned(
  { channels, epochs, learningRate }: Trained,
  variance: number,
  way: Way,
  number: number,
  { train: data, test, pixels }: FigureDigits,
  { seed, compute }: FigureContext,
): Promise<Learned> {
  const shape = { channels, activation: 'hard-tanh', variance, inputDim: pixels };
  const every = Math.ceil((epochs * Math.ceil(data.labels!.length / BATCH)) / MOMENTS);
  const options = { epochs, learningRate, batch: BATCH, every, seed: orderSeed(seed, number) };
  const found: Learned = { steps: [], accuracy: [] };
  const start = drawDigitConvolutions(shape, seed, number);
  for await (const { step, network } of train(start, data, { ...options, ...OPTIONS[way] })) {
    found.steps.push(step);
    found.accuracy.push((await evaluate(await compute(network), test)).accuracy!);
  }
  return found;
}
