/** Length of circles by layer while networks learn digits. */
import * as z from 'zod/mini';
import type { Vertices } from '../ensemble/index.ts';
import type { GivenNetwork } from '../network/index.ts';
import { ln } from '../numeric/functions.ts';
import { endpointStream, FIRST_FREE_ROW, normals, openStream } from '../random/index.ts';
import { measureTrajectory } from '../run/trajectory.ts';
import { evaluate, type TrainingData, train } from '../train/index.ts';
import { drawDigitNetwork, firstDigits, isMoment, orderSeed, twoDigits } from './digit-networks.ts';
import type { FigureContext, Size } from './figure.ts';
import { list, number, stat } from './shapes.ts';
import { statOf } from './stat.ts';

const SIZES = {
  test: { width: 50, depth: 6, networks: 6, train: 160, epochs: 30, learningRate: 0.01, points: 300 },
  quick: { width: 100, depth: 6, networks: 10, train: 2000, epochs: 6, learningRate: 0.003, points: 500 },
  full: { width: 100, depth: 8, networks: 10, train: 60_000, epochs: 3, learningRate: 0.003, points: 1000 },
};
export const VARIANCES = [16, 3] as const;
export const BATCH = 32;
export const CURVES = ['digits', 'random'] as const;
export type CurveName = (typeof CURVES)[number];
/** Measured so often after the start. */
const MOMENTS = 6;

const CURVE = z.strictObject({
  curve: z.enum(CURVES),
  /** By step, then by layer: ln of the length over that of the same layer at the start. */
  growth: list(list(stat)),
});

export const TRAINING_LENGTH_DATA = z.strictObject({
  ...{ width: number, depth: number, networks: number, points: number },
  /** Digits to learn, rates. */
  ...{ train: number, epochs: number, learningRate: number },
  variants: list(
    z.strictObject({
      variance: number,
      steps: list(number),
      curves: list(CURVE),
      /** In the last layer, at the end: growth on the digits less that on random points. */
      difference: stat,
      /** ln of the root of the sum of all squared weights over that at the start. */
      weights: stat,
      accuracy: stat,
    }),
  ),
});
export type TrainingLengthData = z.infer<typeof TRAINING_LENGTH_DATA>;
type Shape = (typeof SIZES)['test'];

/** What one training leaves; `growth[curve][step][layer]`. */
interface Learned {
  readonly steps: number[];
  readonly growth: number[][][];
  readonly weights: number;
  readonly accuracy: number;
}

export async function measureTraining(size: Size, context: FigureContext): Promise<TrainingLengthData> {
  const { train: most, ...shape } = SIZES[size];
  const digits = await context.digits(size);
  const learn = firstDigits(digits.train, most);
  const variants: TrainingLengthData['variants'][number][] = [];
  for (const variance of VARIANCES) {
    const found: Learned[] = [];
    for (let network = 0; network < shape.networks; network++)
      found.push(await learned(shape, variance, network, learn, digits.pixels, context));
    variants.push({ variance, ...summary(found) });
  }
  return { ...shape, train: learn.labels!.length, variants };
}

function summary(found: readonly Learned[]): Omit<TrainingLengthData['variants'][number], 'variance'> {
  const over = (of: (own: Learned) => number) => statOf(found.map(of));
  const { steps, growth } = found[0]!;
  const last = ([digits, random]: number[][][]) => digits!.at(-1)!.at(-1)! - random!.at(-1)!.at(-1)!;
  return {
    steps,
    curves: CURVES.map((curve, c) => ({
      curve,
      growth: growth[c]!.map((layers, s) => layers.map((_, l) => over((own) => own.growth[c]![s]![l]!))),
    })),
    difference: over((own) => last(own.growth)),
    weights: over((own) => own.weights),
    accuracy: over((own) => own.accuracy),
  };
}

/** Trains one network and measures it on the way. A network number is the same draw in both variances. */
async function learned(
  shape: Omit<Shape, 'train'>,
  variance: number,
  number: number,
  data: TrainingData,
  pixels: number,
  { seed, compute }: FigureContext,
): Promise<Learned> {
  const { epochs, learningRate, points } = shape;
  const curves = endsOf(data, seed, number);
  const { width, depth } = shape;
  const drawn = { width, depth, activation: 'hard-tanh', variance, inputDim: pixels } as const;
  const start = drawDigitNetwork(drawn, seed, number);
  const lengths = (network: GivenNetwork) => Promise.all(curves.map((ends) => circle(network, ends, points)));
  const before = await lengths(start);
  const steps: number[] = [];
  const growth: number[][][] = CURVES.map(() => []);
  let network = start;
  const options = { epochs, learningRate, batch: BATCH, optimizer: 'sgd', every: 1 } as const;
  for await (const { step, steps: total, network: now } of train(start, data, {
    ...options,
    seed: orderSeed(seed, number),
  })) {
    // Other work has its turn after every step.
    await compute(() => undefined);
    if (!isMoment(step, total, MOMENTS)) continue;
    network = now();
    steps.push(step);
    (await lengths(network)).forEach((own, c) => {
      growth[c]!.push(own.map((length, l) => length - before[c]![l]!));
    });
  }
  const { accuracy } = await evaluate(network, data);
  return { steps, growth, weights: sizeOf(network) - sizeOf(start), accuracy: accuracy! };
}

/** Two digits of two classes, and two random points as far from 0 as they are: other ones for each network. */
function endsOf(data: TrainingData, seed: number, network: number): Vertices[] {
  const digits = twoDigits(data, network);
  const random = digits.map((digit, i) => {
    const point = normals(openStream(endpointStream(seed, FIRST_FREE_ROW + 2 * network + i)), digit.length);
    const scale = Math.sqrt(squares(digit) / squares(point));
    return point.map((x) => scale * x);
  });
  return [digits, random];
}

/** ln of the length of the image of a circle in each hidden layer. */
async function circle(network: GivenNetwork, vertices: Vertices, points: number): Promise<number[]> {
  const input = { curve: 'circle', estimator: 'polyline', points } as const;
  const { cells } = await measureTrajectory(input, { vertices, networks: [network] });
  return cells[0]!.layers.slice(0, -1).map(({ length }) => ln(length.mean!));
}

/** ln of the norm of all weights. */
const sizeOf = ({ layers }: GivenNetwork) =>
  ln(layers.reduce((sum, { weights }) => sum + squares(weights), 0)) / 2;

const squares = (values: Float64Array) => values.reduce((sum, x) => sum + x * x, 0);
