/** Regions along lines through digits while ReLU networks learn them. */
import * as z from 'zod/mini';
import { acos, ln } from '../numeric/functions.ts';
import { exactImage, type GivenNetwork } from '../regions/index.ts';
import { evaluate, train } from '../train/index.ts';
import { drawDigitNetwork, firstDigits, isMoment, orderSeed, twoDigits } from './digit-networks.ts';
import type { FigureContext, FigureDigits, Size } from './figure.ts';
import { list, number, numbers, stat } from './shapes.ts';
import { statOf } from './stat.ts';

interface Shape {
  readonly depth: number;
  readonly width: number;
}

const of = (depth: number, width: number): Shape => ({ depth, width });
const SMALL = { networks: 8, lines: 5, train: 160, test: 40, epochs: 12, batch: 32, learningRate: 0.003 };
const LARGE = { networks: 10, lines: 5, test: 10_000, batch: 128, learningRate: 0.001 };
const SIZES = {
  test: { ...SMALL, shapes: [of(2, 32), of(4, 32)] },
  quick: { ...LARGE, train: 2000, epochs: 6, shapes: [of(3, 32), of(6, 32), of(3, 64)] },
  full: { ...LARGE, train: 60_000, epochs: 4, shapes: [of(3, 64), of(6, 64), of(3, 128)] },
};
export const VARIANCE = 2;
/** Measured so often after the start. */
const MOMENTS = 5;

export const TRAINING_REGIONS_DATA = z.strictObject({
  ...{ networks: number, lines: number, train: number, test: number },
  ...{ epochs: number, batch: number, learningRate: number },
  shapes: list(
    z.strictObject({
      ...{ depth: number, width: number, steps: numbers },
      /** Θ/π: the expectation at the start of the regions per neuron, mean over lines. */
      angle: number,
      /** By step: (regions − 1) / N. */
      perNeuron: list(stat),
      /** At the start: (regions − 1) / N less Θ/π. */
      excess: stat,
      /** By step: ln of (regions − 1) over that at the start. */
      change: list(stat),
      /** By step, of test digits. */
      accuracy: list(stat),
    }),
  ),
});
export type TrainingRegionsData = z.infer<typeof TRAINING_REGIONS_DATA>;

/** What one training leaves, by step; means over the lines. */
interface Learned {
  readonly angle: number;
  readonly steps: number[];
  readonly perNeuron: number[];
  readonly accuracy: number[];
}

export async function countRegions(size: Size, context: FigureContext): Promise<TrainingRegionsData> {
  const { shapes, train: most, test: mostTest, ...settings } = SIZES[size];
  const { train, test, pixels } = await context.digits(size);
  const digits = { train: firstDigits(train, most), test: firstDigits(test, mostTest), pixels };
  const made: TrainingRegionsData['shapes'][number][] = [];
  for (const shape of shapes) {
    const found: Learned[] = [];
    for (let network = 0; network < settings.networks; network++)
      found.push(await learned(shape, network, digits, settings, context));
    made.push({ ...shape, ...summary(found) });
  }
  const counts = { train: digits.train.labels!.length, test: digits.test.labels!.length };
  return { ...settings, ...counts, shapes: made };
}

function summary(found: readonly Learned[]) {
  const over = (of: (own: Learned) => number) => statOf(found.map(of));
  const { steps } = found[0]!;
  return {
    steps,
    angle: over(({ angle }) => angle).mean!,
    perNeuron: steps.map((_, s) => over(({ perNeuron }) => perNeuron[s]!)),
    excess: over(({ perNeuron, angle }) => perNeuron[0]! - angle),
    change: steps.map((_, s) => over(({ perNeuron }) => ln(perNeuron[s]! / perNeuron[0]!))),
    accuracy: steps.map((_, s) => over(({ accuracy }) => accuracy[s]!)),
  };
}

/** Trains one network and counts on the way. A network number has the same lines in every shape. */
async function learned(
  shape: Shape,
  number: number,
  { train: data, test, pixels }: FigureDigits,
  { lines: count, epochs, batch, learningRate }: Omit<TrainingRegionsData, 'shapes' | 'train' | 'test'>,
  { seed, compute }: FigureContext,
): Promise<Learned> {
  const lines = Array.from({ length: count }, (_, i) => throughTwo(twoDigits(data, count * number + i)));
  const mean = (of: (line: Float64Array[]) => number) =>
    lines.reduce((sum, line) => sum + of(line), 0) / count;
  const found: Learned = { angle: mean(angleOf), steps: [], perNeuron: [], accuracy: [] };
  const regions = (network: GivenNetwork) =>
    mean((line) => exactImage(network, line).layers.at(-1)!.regions - 1);
  const network = { ...shape, activation: 'relu', variance: VARIANCE, inputDim: pixels } as const;
  const options = { epochs, batch, learningRate, every: 1, seed: orderSeed(seed, number) };
  for await (const { step, steps, network: now } of train(
    drawDigitNetwork(network, seed, number),
    data,
    options,
  )) {
    // Other work has its turn after every step.
    await compute(() => undefined);
    if (!isMoment(step, steps, MOMENTS)) continue;
    found.steps.push(step);
    found.perNeuron.push(await compute(() => regions(now()) / (shape.depth * shape.width)));
    found.accuracy.push((await evaluate(now(), test)).accuracy!);
  }
  return found;
}

/** A segment with two digits on it, as long before the first and behind the second as between them. */
function throughTwo([a, b]: readonly Float64Array[]): Float64Array[] {
  return [a!.map((x, i) => 2 * x - b![i]!), b!.map((y, i) => 2 * y - a![i]!)];
}

/** The angle that a segment subtends at the origin, in parts of π. */
function angleOf([a, b]: readonly Float64Array[]): number {
  const product = (p: Float64Array, q: Float64Array) => p.reduce((sum, x, i) => sum + x * q[i]!, 0);
  return acos(product(a!, b!) / Math.sqrt(product(a!, a!) * product(b!, b!))) / Math.PI;
}
