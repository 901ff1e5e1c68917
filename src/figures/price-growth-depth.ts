import * as z from 'zod/mini';
import { sweepPicture } from '../draw/chart/picture.ts';
import type { ExperimentInput } from '../experiment/index.ts';
import { type CellResult, resultCsv } from '../result/index.ts';
import { type Claim, expects } from './checks.ts';
import type { Figure, Size } from './figure.ts';
import { PRICE_TANNER } from './papers.ts';
import { result } from './shapes.ts';

/** What the two panels hold fixed. */
const SIGMA_W = 2;
const DENSITY = 0.5;

const SIZES = {
  test: { width: 60, depth: 5, points: 4, networks: 13 },
  quick: { width: 784, depth: 10, points: 8, networks: 33 },
  full: { width: 784, depth: 10, points: 32, networks: 333 },
} as const;

/**
 * The experiment. Digits of class 3 and 8: the poster does not say which pair it used, and only angle and
 * length of the line matter. One mask and one set of random numbers serve the three laws, so that their marks
 * can be compared closely. Tangents at few points, whose energies are known, leave a mean less noise than
 * three times as many networks and a hundred points do. The full grid costs no more than the twelve cells of
 * one weight scale: the other scales of a network follow exactly.
 */
export function posterExperiment(size: Size) {
  return {
    ...SIZES[size],
    endpoints: 'mnist:3,8',
    curve: 'line',
    estimator: 'tangent',
    weights: ['gaussian', 'uniform', 'discrete'],
    density: [0.1, 0.25, 0.5, 1],
    sigmaW: [1, Math.SQRT2, 2, 3, 4],
    draw: 'weights',
  } satisfies ExperimentInput;
}

const DATA = z.strictObject({
  result,
});
type Data = z.infer<typeof DATA>;

/**
 * The poster of Price & Tanner: a line between two MNIST digits, three weight laws, over densities and over
 * weight scales.
 */
export const priceGrowthDepth: Figure<Data> = {
  id: 'price-growth-depth',
  title: 'Length of the image of a line between two MNIST digits, layer by layer',
  paper: PRICE_TANNER,
  number: 'poster',
  time: { quick: '10 s', full: '5 min' },
  schema: DATA,
  async run(size, { trajectory }) {
    return { result: await trajectory(posterExperiment(size)) };
  },
  picture({ result }) {
    const where = (name: 'density' | 'sigmaW', value: number) =>
      result.cells.flatMap((cell, i) => (cell.parameters[name] === value ? [i] : []));
    const panels = [
      {
        title: `density α, at σ_w = ${SIGMA_W}`,
        cells: where('sigmaW', SIGMA_W),
        colour: 'density',
        symbol: 'weights',
      },
      {
        title: `weight scale σ_w, at density α = ${DENSITY}`,
        cells: where('density', DENSITY),
        colour: 'sigmaW',
        symbol: 'weights',
      },
    ];
    return sweepPicture(result, panels, this.title);
  },
  caption({ result }) {
    const { width, depth, networks, points } = result.experiment as ReturnType<typeof posterExperiment>;
    return `A line between two MNIST digits (a 3 and an 8, pixels in 0 … 1) through untrained ReLU networks, width ${width}, depth ${depth}, weights of variance σ_w²/fan-in kept with probability α, no biases. Marks: corrected mean over ${networks} networks with 95 % interval, tangents at ${points} points on the line. Solid: expectation. Dotted: lower bounds of Price & Tanner. With discrete weights, the bound at α = 1 coincides with the expectation at α = 0.25, and the bound at σ_w = 4 with the expectation at σ_w = √2: all four are (1/√2)^{d} in layer d. The poster does not state its pair of digits, grids and number of networks; we chose our own.`;
  },
  claims({ result }) {
    // The other scales of a network are its own lengths times a constant: they would be judged twice.
    const judged = result.cells.filter(({ parameters }) => parameters.sigmaW === SIGMA_W);
    return [...judged.map(growthClaim), ...judged.map(boundClaim)];
  },
  csv({ result }) {
    return resultCsv(result);
  },
};

/** Mean growth over the layers: its exact expectation, or the rigorous bracket. */
function growthClaim({ parameters, layers, meanGrowth }: CellResult): Claim {
  const { exact, lower, upper } = layers.at(-1)!.theory.growth;
  const what = `mean growth, α = ${parameters.density}, ${parameters.weights}`;
  return expects(what, meanGrowth, exact ?? { low: lower, high: upper });
}

/** The last length lies above the lower bound of Price & Tanner. */
function boundClaim({ parameters, layers }: CellResult): Claim {
  const { layer, ratio, theory } = layers.at(-1)!;
  const what = `ratio in layer ${layer}, α = ${parameters.density}, ${parameters.weights}`;
  return expects(what, ratio, { low: theory.ratio.priceTanner, high: null });
}
