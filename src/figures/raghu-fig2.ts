import * as z from 'zod/mini';
import { orderedColours, type PanelSpec, type Series } from '../draw/picture/index.ts';
import type { Stat } from '../ensemble/index.ts';
import { expandCells, parseExperiment, withInputDim } from '../experiment/index.ts';
import type { NetworkSpec } from '../network/index.ts';
import { exp, ln } from '../numeric/functions.ts';
import { growthTheory } from '../theory/growth.ts';
import { raghuScalingLaw } from '../theory/scaling-law.ts';
import { expects } from './checks.ts';
import type { Figure } from './figure.ts';
import { RAGHU } from './papers.ts';
import { evenly, measuredAt } from './points.ts';
import { known, list, number, numbers, stat } from './shapes.ts';
import { tidyCsv } from './tidy.ts';

const SIZES = {
  test: { width: [8, 24], variance: [4, 16], depth: 4, networks: 40, points: 20 },
  quick: { width: [16, 32, 64, 128, 256], variance: [1, 4, 16, 64], depth: 10, networks: 60, points: 50 },
  full: {
    width: [16, 32, 64, 128, 256, 512, 1024],
    variance: [1, 4, 16, 64],
    depth: 15,
    networks: 400,
    points: 200,
  },
};

/** What panels (a) and (b) hold fixed; the nearest of the grid. */
const FIXED = { variance: 16, width: 128 };

const CELL = z.strictObject({
  width: number,
  /** σ_w². */
  variance: number,
  growth: stat,
  layers: list(z.strictObject({ layer: number, ratio: stat, law: known })),
});
type CellData = z.infer<typeof CELL>;

const DATA = z.strictObject({
  width: numbers,
  variance: numbers,
  depth: number,
  networks: number,
  points: number,
  cells: list(CELL),
});
type Data = z.infer<typeof DATA>;

/** Hard-tanh networks: length against layer, growth against width and σ_w². */
export const raghuFig2: Figure<Data> = {
  id: 'raghu-fig2',
  title: 'Growth of length in random hard-tanh networks',
  paper: RAGHU,
  number: 'trajectory growth figure (figure 2 of arXiv 1611.08083)',
  time: { quick: '30 s', full: '25 min' },
  schema: DATA,
  async run(size, { trajectory }) {
    const { variance, ...shape } = SIZES[size];
    const { cells } = await trajectory({
      ...shape,
      ...{ sigmaW: variance.map(Math.sqrt), activation: 'hard-tanh' },
      ...{ curve: 'arc', endpoints: 'gaussian', estimator: 'tangent' },
    });
    return {
      ...SIZES[size],
      cells: cells.map(({ parameters, meanGrowth, layers }) => ({
        width: Number(parameters.width),
        variance: Math.round(Number(parameters.sigmaW) ** 2),
        growth: meanGrowth,
        layers: layers.map(({ layer, ratio, theory }) => ({ layer, ratio, law: theory.ratio.approximate })),
      })),
    };
  },
  picture(data) {
    const variance = nearest(data.variance, FIXED.variance);
    const width = nearest(data.width, FIXED.width);
    const layer = { label: 'layer', whole: true, domain: [0, data.depth] as const };
    const length = { label: 'length of the image / length of the arc', kind: 'log' as const };
    const growth = { label: 'growth per layer', include: [0] };
    const widths = { label: 'width k', kind: 'log' as const, ticks: data.width };
    const variances = { label: 'σ_w²', kind: 'log' as const, ticks: data.variance };
    const panels: PanelSpec[] = [
      {
        title: `(a) several widths k, σ_w² = ${variance}`,
        x: layer,
        y: length,
        series: byLayer(
          data.cells.filter((cell) => cell.variance === variance),
          ({ width: k }) => `k = ${k}`,
        ),
      },
      {
        title: `(b) several σ_w², width k = ${width}`,
        x: layer,
        y: length,
        series: byLayer(
          data.cells.filter((cell) => cell.width === width),
          ({ variance: v }) => `σ_w² = ${v}`,
        ),
      },
      {
        title: '(c) against width',
        x: widths,
        y: growth,
        series: data.variance.map((v, i) => {
          const own = data.cells.filter((cell) => cell.variance === v);
          const grid = between(data.width).map((k) => Math.round(k));
          return {
            colour: orderedColours(data.variance.length)[i]!,
            label: `σ_w² = ${v}`,
            measured: own.map(({ width: k, growth: stat }) => measuredAt(k, stat)),
            solid: grid.map((k) => ({ x: k, y: finiteWidthGrowth(k, v, data.depth) })),
            dashed: grid.map((k) => ({ x: k, y: baseOf(k, v) })),
          };
        }),
      },
      {
        title: '(d) against σ_w²',
        x: variances,
        y: growth,
        series: data.width.map((k, i) => {
          const own = data.cells.filter((cell) => cell.width === k);
          const grid = between(data.variance);
          return {
            colour: orderedColours(data.width.length)[i]!,
            label: `k = ${k}`,
            measured: own.map(({ variance: v, growth: stat }) => measuredAt(v, stat)),
            solid: grid.map((v) => ({ x: v, y: finiteWidthGrowth(k, v, data.depth) })),
            dashed: grid.map((v) => ({ x: v, y: baseOf(k, v) })),
          };
        }),
      },
    ];
    return {
      title: this.title,
      panels,
      key: [
        { show: 'circle', label: 'mean over networks' },
        { show: 'bar', label: '95 % interval' },
        { show: 'solid', label: 'finite-width law' },
        { show: 'dashed', label: 'base of Raghu et al., Theorem 3: a scaling law, no bound' },
      ],
    };
  },
  caption({ depth, networks, points }) {
    return `Random hard-tanh networks, dense Gaussian weights of variance σ_w²/k, no biases: length of the image of an arc between two random Gaussian points, from tangents at ${points} points, mean over ${networks} networks. (c, d): mean growth over layers 2 to ${depth}. Solid: the growth of a tangent through k independent gates, each open with probability erf(1/√(2q)), q from the length map; in (a, b) for the tangents of the arc, in (c, d) for a tangent orthogonal to its point. The base of Raghu et al. leaves out an unknown constant in each layer, so it lies above the data. We do not know the paper’s widths, variances and numbers of networks and chose our own.`;
  },
  claims({ cells, depth }) {
    return cells.map(({ width, variance, growth }) => {
      const expected = finiteWidthGrowth(width, variance, depth);
      // The finite-width formula leaves out how q varies between networks and the part of a tangent along its
      // point: relative order 1/k, measured at about 0.3/k.
      return expects(`growth, k = ${width}, σ_w² = ${variance}`, growth, expected, expected / (2 * width));
    });
  },
  csv: ({ cells, depth }) =>
    tidyCsv(
      cells.flatMap(({ width, variance, growth, layers }) => [
        ...layers.map(({ layer, ratio, law }) => ({
          ...{ quantity: 'ratio', width, variance, layer, ...columns(ratio) },
          ...{ law, scalingLaw: baseOf(width, variance) ** layer },
        })),
        {
          ...{ quantity: 'growth', width, variance, layer: null, ...columns(growth) },
          ...{ law: finiteWidthGrowth(width, variance, depth), scalingLaw: baseOf(width, variance) },
        },
      ]),
    ),
};

const columns = ({ mean, sem, ci95, n }: Stat) => ({ mean, sem, ci95Low: ci95?.[0], ci95High: ci95?.[1], n });

function byLayer(cells: readonly CellData[], label: (cell: CellData) => string): Series[] {
  const start = { x: 0, y: 1 };
  return cells.map((cell, i) => ({
    colour: orderedColours(cells.length)[i]!,
    label: label(cell),
    measured: cell.layers.map(({ layer, ratio }) => measuredAt(layer, ratio)),
    solid: [start, ...cell.layers.map(({ layer, law }) => ({ x: layer, y: law }))],
    dashed: [
      start,
      ...cell.layers.map(({ layer }) => ({ x: layer, y: baseOf(cell.width, cell.variance) ** layer })),
    ],
  }));
}

function specOf(width: number, variance: number, depth: number): NetworkSpec {
  const [cell] = expandCells(
    parseExperiment({ width, depth, sigmaW: Math.sqrt(variance), activation: 'hard-tanh' }),
  );
  return withInputDim(cell!, width);
}

/**
 * Mean growth by the finite-width formula over layers 2 … depth; Gaussian points have mean square entries of
 * 1.
 */
function finiteWidthGrowth(width: number, variance: number, depth: number): number {
  const layers = growthTheory(specOf(width, variance, depth), { meanSquare: 1 }).slice(1);
  return layers.reduce((sum, { growth }) => sum + growth.approximate!, 0) / layers.length;
}

function baseOf(width: number, variance: number): number {
  return raghuScalingLaw(specOf(width, variance, 1), 1)!;
}

/** A fine grid, evenly spaced in the logarithm. */
function between(values: readonly number[]): number[] {
  return evenly(ln(values[0]!), ln(values.at(-1)!), 41).map((x) => exp(x));
}

function nearest(values: readonly number[], wanted: number): number {
  return values.reduce((a, b) => (Math.abs(b - wanted) < Math.abs(a - wanted) ? b : a));
}
