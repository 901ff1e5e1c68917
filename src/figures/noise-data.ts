/** Accuracy of trained networks with noise in the weights of one layer. */
import * as z from 'zod/mini';
import type { GivenLayer, GivenNetwork } from '../network/index.ts';
import { endpointStream, FIRST_FREE_ROW, normals, openStream } from '../random/index.ts';
import { evaluate, type TrainingData, train } from '../train/index.ts';
import { drawDigitNetwork, firstDigits, orderSeed, throughHardTanh } from './digit-networks.ts';
import type { FigureContext, FigureDigits, Size } from './figure.ts';
import { rankCorrelation } from './rank-correlation.ts';
import { list, number, numbers, stat } from './shapes.ts';
import { statOf } from './stat.ts';

const MAGNITUDES = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3];
const SHAPE = { width: 100, depth: 6, learningRate: 0.003 };
const SIZES = {
  test: { ...SHAPE, networks: 8, train: 160, test: 40, epochs: 8, magnitudes: [0.1, 0.25] },
  quick: { ...SHAPE, networks: 10, train: 2000, test: 1000, epochs: 3, magnitudes: MAGNITUDES },
  full: { ...SHAPE, networks: 10, train: 60_000, test: 10_000, epochs: 3, magnitudes: MAGNITUDES },
};
export const VARIANCE = 2;
export const BATCH = 32;
/** Noise that is judged: a magnitude that we recall of the paper. */
export const JUDGED = 0.25;

export const NOISE_DATA = z.strictObject({
  ...{ width: number, depth: number, networks: number },
  ...{ train: number, test: number, epochs: number, learningRate: number },
  /** Standard deviations of the noise; 0 comes first. */
  magnitudes: numbers,
  /** By layer, then by magnitude. */
  accuracy: list(list(stat)),
  /** Rank correlation of layer and accuracy at noise `JUDGED`, one a network. */
  correlation: z.strictObject({
    all: stat,
    /** Of layers 2, 3, …, which have equally many weights. */
    equal: stat,
  }),
});
export type NoiseData = z.infer<typeof NOISE_DATA>;

export async function measureNoise(size: Size, context: FigureContext): Promise<NoiseData> {
  const { train: most, test: mostTest, magnitudes: noises, ...shape } = SIZES[size];
  const { train, test, pixels } = await context.digits(size);
  const digits = { train: firstDigits(train, most), test: firstDigits(test, mostTest), pixels };
  const magnitudes = [0, ...noises];
  /** By network, layer, magnitude. */
  const found: number[][][] = [];
  for (let network = 0; network < shape.networks; network++) {
    const trained = await learned(shape, network, digits, context);
    const noise = (layer: number) => FIRST_FREE_ROW + shape.depth * network + layer;
    found.push(await noisyAccuracies(trained, digits.test, magnitudes, noise, context));
  }
  const layers = Array.from({ length: shape.depth }, (_, l) => l);
  const judged = magnitudes.indexOf(JUDGED);
  const correlation = (from: number) =>
    statOf(
      found.map((own) => {
        const accuracies = own.map((row) => row[judged]!);
        return rankCorrelation(layers.slice(from), accuracies.slice(from));
      }),
    );
  return {
    ...shape,
    ...{ train: digits.train.labels!.length, test: digits.test.labels!.length },
    magnitudes,
    accuracy: layers.map((l) => magnitudes.map((_, m) => statOf(found.map((own) => own[l]![m]!)))),
    correlation: { all: correlation(0), equal: correlation(1) },
  };
}

async function learned(
  { width, depth, epochs, learningRate }: Pick<NoiseData, 'width' | 'depth' | 'epochs' | 'learningRate'>,
  number: number,
  { train: data, pixels }: FigureDigits,
  { seed, compute }: FigureContext,
): Promise<GivenNetwork> {
  const shape = { width, depth, activation: 'hard-tanh', variance: VARIANCE, inputDim: pixels } as const;
  const start = drawDigitNetwork(shape, seed, number);
  let trained = start;
  for await (const { network } of train(start, data, {
    ...{ epochs, learningRate, batch: BATCH, seed: orderSeed(seed, number) },
  }))
    trained = await compute(network);
  return trained;
}

/**
 * Accuracy by layer, then by magnitude: the same noise, times each magnitude, is added to the weights of one
 * hard-tanh layer. Digits go through the layers below once.
 * @param row names the stream of a layer's noise.
 */
export async function noisyAccuracies(
  network: GivenNetwork,
  test: TrainingData,
  magnitudes: readonly number[],
  row: (layer: number) => number,
  { seed, compute }: Pick<FigureContext, 'seed' | 'compute'>,
): Promise<number[][]> {
  const { layers } = network;
  const found: number[][] = [];
  const without = (await evaluate(network, test)).accuracy!;
  let images = test;
  for (const [l, layer] of layers.slice(0, -1).entries()) {
    const noise = normals(openStream(endpointStream(seed, row(l))), layer.weights.length);
    const own: number[] = [];
    for (const magnitude of magnitudes) {
      if (magnitude === 0) {
        own.push(without);
        continue;
      }
      const noisy = await compute(() => throughHardTanh(withNoise(layer, noise, magnitude), images));
      const above = layers.slice(l + 1);
      own.push((await evaluate({ inputDim: layer.width, layers: above }, noisy)).accuracy!);
    }
    found.push(own);
    images = await compute(() => throughHardTanh(layer, images));
  }
  return found;
}

function withNoise(layer: GivenLayer, noise: Float64Array, magnitude: number): GivenLayer {
  return { ...layer, weights: layer.weights.map((w, i) => w + magnitude * noise[i]!) };
}
