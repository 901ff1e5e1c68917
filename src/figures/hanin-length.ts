import * as z from 'zod/mini';
import { INK, orderedColours, type PanelSpec, type Series } from '../draw/picture/index.ts';
import { expandCells, parseExperiment, withInputDim } from '../experiment/index.ts';
import { exp } from '../numeric/functions.ts';
import { raghuScalingLaw } from '../theory/scaling-law.ts';
import { expects } from './checks.ts';
import type { Figure } from './figure.ts';
import { HANIN_JEONG_ROLNICK } from './papers.ts';
import { measuredAt } from './points.ts';
import { growthTheory, list, number, ratioTheory, stat } from './shapes.ts';
import { tidyCsv } from './tidy.ts';

const SIZES = {
  test: { width: [10, 30], depth: 12, networks: 400 },
  quick: { width: [20, 50, 100], depth: 30, networks: 1000 },
  full: { width: [20, 50, 100, 200], depth: 50, networks: 10_000 },
};

/** Number of tangents: unbiased at any number, where a polyline reads short. */
const POINTS = 16;

const LAYER = z.strictObject({
  layer: number,
  ratio: stat,
  theory: ratioTheory,
});

const DATA = z.strictObject({
  depth: number,
  networks: number,
  cells: list(z.strictObject({ width: number, growth: stat, growthTheory, layers: list(LAYER) })),
});
type Data = z.infer<typeof DATA>;

/** Mean length at σ_w² = 2: exact product, its exponential, and what the earlier lower bounds say of it. */
export const haninLength: Figure<Data> = {
  id: 'hanin-length',
  title: 'Length at the usual initialisation does not grow with depth',
  paper: HANIN_JEONG_ROLNICK,
  number: '',
  time: { quick: '20 s', full: '15 min' },
  schema: DATA,
  async run(size, { trajectory }) {
    const { width, depth, networks } = SIZES[size];
    const { cells } = await trajectory({ width, depth, networks, estimator: 'tangent', points: POINTS });
    return {
      depth,
      networks,
      cells: cells.map(({ parameters, meanGrowth, layers }) => ({
        width: Number(parameters.width),
        growth: meanGrowth,
        growthTheory: layers.at(-1)!.theory.growth,
        layers: layers.map(({ layer, ratio, theory }) => ({ layer, ratio, theory: theory.ratio })),
      })),
    };
  },
  picture(data) {
    const x = { label: 'layer', whole: true, domain: [0, data.depth] as const };
    const y = { label: 'length of the image / length of the curve' };
    const near: PanelSpec = {
      title: 'measured and expected',
      x,
      y: { ...y, include: [0] },
      series: series(data, false),
    };
    const far: PanelSpec = {
      title: 'beside bounds and scaling law',
      x,
      y: { ...y, kind: 'log' },
      series: series(data, true),
    };
    return {
      title: this.title,
      panels: [near, far],
      key: [
        { show: 'circle', label: 'mean over networks' },
        { show: 'bar', label: '95 % interval' },
        { show: 'solid', label: 'exact expectation' },
        {
          show: 'dashed',
          label:
            'e^{−5d/(8k)} beside what is measured; beside the bound: scaling law of Raghu et al., no bound',
        },
        { show: 'dotted', label: 'lower bound of Price & Tanner, the same for every k' },
      ],
    };
  },
  caption({ depth, networks, cells }) {
    return `Mean length of the image of a line between two random orthonormal points, dense Gaussian ReLU networks of width k = ${cells.map(({ width }) => width).join(', ')} and depth ${depth}, σ_w² = 2, no biases; ${networks} networks, tangents at ${POINTS} points. In layer d the expectation is the product of exact factors 1 − 5/(8k) + …, about e^{−5d/(8k)}. The bound falls like π^{−d/2}. The base √(2k/(k+1)) of Raghu et al., Theorem 3, leaves out an unknown constant in each layer. We do not know the paper’s widths and numbers of networks and chose our own.`;
  },
  claims({ depth, cells }) {
    const judged = [Math.ceil(depth / 3), Math.ceil((2 * depth) / 3), depth];
    return cells.flatMap(({ width, growth, growthTheory, layers }) => [
      expects(`mean growth per layer, width ${width}`, growth, growthTheory.exact!),
      ...judged.map((layer) => {
        const { ratio, theory } = layers[layer - 1]!;
        return expects(`ratio in layer ${layer}, width ${width}`, ratio, theory.exact!);
      }),
    ]);
  },
  csv: ({ cells }) =>
    tidyCsv(
      cells.flatMap(({ width, layers }) =>
        layers.map(({ layer, ratio: { mean, sem, ci95, median, n }, theory }) => ({
          ...{ width, layer, mean, sem, ci95Low: ci95?.[0], ci95High: ci95?.[1], median, n },
          ...{ exact: theory.exact, priceTanner: theory.priceTanner },
        })),
      ),
    ),
};

function series({ depth, cells }: Data, far: boolean): Series[] {
  const colours = orderedColours(cells.length);
  const step = Math.ceil(depth / 15);
  const start = { x: 0, y: 1 };
  // Of dense layers it does not depend on their width.
  const bound = cells[0]!.layers.map(({ layer, theory }) => ({ x: layer, y: theory.priceTanner }));
  const bounds: Series[] = far ? [{ colour: INK, label: 'bound', dotted: [start, ...bound] }] : [];
  const own = cells.map(({ width, layers }, i): Series => {
    const base = raghuBase(width);
    const line = (y: (layer: number) => number) => [
      start,
      ...layers.map(({ layer }) => ({ x: layer, y: y(layer) })),
    ];
    const dashed = far ? line((layer) => base ** layer) : line((layer) => exp((-5 * layer) / (8 * width)));
    return {
      colour: colours[i]!,
      label: `k = ${width}`,
      measured: layers
        .filter(({ layer }) => layer % step === 0)
        .map(({ layer, ratio }) => measuredAt(layer, ratio)),
      solid: [start, ...layers.map(({ layer, theory }) => ({ x: layer, y: theory.exact }))],
      dashed,
    };
  });
  return [...own, ...bounds];
}

function raghuBase(width: number): number {
  const [cell] = expandCells(parseExperiment({ width, depth: 1 }));
  return raghuScalingLaw(withInputDim(cell!, width), 1)!;
}
