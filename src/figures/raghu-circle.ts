import * as z from 'zod/mini';
import { projectionPanel } from '../draw/curve.ts';
import type { ExperimentInput } from '../experiment/index.ts';
import { expects } from './checks.ts';
import type { Figure, Size } from './figure.ts';
import { RAGHU } from './papers.ts';
import { projectionRows, projections } from './projections.ts';
import { list, number, projection, stat } from './shapes.ts';
import { tidyCsv } from './tidy.ts';

const SIZES = {
  test: { width: 60, points: 200, networks: 60 },
  quick: { width: 400, points: 1000, networks: 100 },
  full: { width: 784, points: 1500, networks: 1000 },
} as const;

/** The layers that are shown. */
const LAYERS = [6, 12];

const DATA = z.strictObject({
  width: number,
  points: number,
  networks: number,
  projections: list(projection),
  /** Length of the image after the activation over that of the circle, all networks. */
  lengths: list(z.strictObject({ layer: number, ratio: stat, exact: number })),
});
type Data = z.infer<typeof DATA>;

function experiment(size: Size): ExperimentInput {
  const { width, points, networks } = SIZES[size];
  return { width, depth: 12, sigmaW: 2, curve: 'circle', points, networks };
}

/** A circle through a ReLU network, before the activation of layers 6 and 12. */
export const raghuCircle: Figure<Data> = {
  id: 'raghu-circle',
  title: 'A circle through a random ReLU network',
  paper: RAGHU,
  number: 'circular trajectory (figure 1 of the Price–Tanner slides)',
  time: { quick: '15 s', full: '2 min' },
  schema: DATA,
  async run(size, { seed, trajectory, compute }) {
    const input = { seed, ...experiment(size) };
    // Lengths are of many networks, from tangents: unbiased at few points.
    const { cells } = await trajectory({ ...input, estimator: 'tangent', points: 8 });
    return {
      ...SIZES[size],
      projections: await projections({ ...input, estimator: 'polyline' }, LAYERS, compute),
      lengths: cells[0]!.layers.map(({ layer, ratio, theory }) => ({
        layer,
        ratio,
        exact: theory.ratio.exact!,
      })),
    };
  },
  picture({ projections: shown }) {
    const panels = shown.map((projection) => ({
      ...projectionPanel(projection),
      title: `before the activation of ${projection.title}`,
    }));
    return { title: this.title, panels, key: [] };
  },
  caption({ width, points, networks, lengths }) {
    const longer = lengths
      .filter(({ layer }) => LAYERS.includes(layer))
      .map(({ exact }) => exact.toPrecision(2));
    return `A circle of two orthonormal directions, ${points} points, through one random ReLU network of width ${width}, weights of variance σ_w²/fan-in with σ_w = 2, no biases: pre-activations of layers 6 and 12 on their first two principal components; the colour runs once around the circle. Length grows by √2 in each layer, more and more of it in small kinks. After the activation of these layers the expected length is ${longer.join(' and ')} times that of the circle; the verdict compares this with ${networks} networks. The paper does not state its width; we chose it.`;
  },
  claims({ lengths }) {
    return lengths
      .filter(({ layer }) => LAYERS.includes(layer))
      .map(({ layer, ratio, exact }) => expects(`length in layer ${layer} over the circle's`, ratio, exact));
  },
  csv({ projections: shown, lengths }) {
    return tidyCsv([
      ...shown.flatMap((projection) => projectionRows(projection)),
      ...lengths.map(({ layer, ratio, exact }) => ({
        panel: 'lengths',
        layer,
        mean: ratio.mean,
        sem: ratio.sem,
        exact,
      })),
    ]);
  },
};
