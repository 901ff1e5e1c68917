import type { Experiment } from '../experiment/index.ts';
import type { Figure } from './figure.ts';

/** What the two panels hold fixed. */
const SIGMA_W = 2;
const DENSITY = 0.5;

/** Digits of class 3 and 8; the poster does not say which pair it used, and only angle and length of the line matter. */
const LINE = {
  width: 784,
  depth: 10,
  endpoints: 'mnist:3,8',
  curve: 'line',
  weights: ['gaussian', 'uniform', 'discrete'],
  points: 150,
  // One mask and one set of random numbers for the three laws, so that their marks can be compared closely.
  draw: 'weights',
  networks: 100,
} as const;

/** The poster of Price & Tanner: a line between two MNIST digits, three weight laws, over densities and over weight scales. */
export const priceGrowthDepth: Figure = {
  id: 'price-growth-depth',
  title: 'Length of the image of a line between two MNIST digits, layer by layer',
  source:
    'Price & Tanner, Trajectory growth lower bounds for random sparse deep ReLU networks (poster; arXiv 1911.10651)',
  time: '30 s',
  // The full grid costs no more than the twelve cells of one weight scale: the other scales of a network follow exactly.
  experiments: {
    growth: {
      ...LINE,
      weights: [...LINE.weights],
      density: [0.1, 0.25, 0.5, 1],
      sigmaW: [1, Math.SQRT2, 2, 3, 4],
    },
  },
  panels({ growth }) {
    const where = (name: string, value: number) =>
      growth!.cells.flatMap(({ parameters }, i) => (parameters[name] === value ? [i] : []));
    return [
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
  },
  caption(results) {
    const { networks, points, seed } = results.growth!.experiment as Experiment;
    return `A line between two MNIST digits (a 3 and an 8, pixels in 0 … 1) through untrained ReLU networks, width 784, depth 10, weights of variance σ_w²/784 kept with probability α, no biases. Marks: mean over ${networks} networks with 95 % interval, ${points} points on the line. Solid: expectation. Dotted: lower bounds of Price & Tanner. Seed ${seed}. The poster does not state its pair of digits, grids and number of networks; these are ours.`;
  },
};
