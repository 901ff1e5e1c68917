/** Growth of a very small segment, Figure 3 of Price & Tanner: what its two panels share. */

import { ruleY } from '@observablehq/plot';
import * as z from 'zod/mini';
import { endpoints } from '../curve/index.ts';
import {
  type AxisSpec,
  INK,
  type KeyItem,
  type MarkSymbol,
  type Picture,
  type Series,
  SYMBOLS,
} from '../draw/picture/index.ts';
import type { Stat } from '../ensemble/index.ts';
import { type ExperimentInput, expandCells, parseExperiment, withInputDim } from '../experiment/index.ts';
import { growthTheory } from '../theory/growth.ts';
import type { GrowthTheory } from '../theory/types.ts';
import { type Claim, expects } from './checks.ts';
import type { FigureContext, Size } from './figure.ts';
import { measuredAt } from './points.ts';
import { list, number, stat, growthTheory as theory } from './shapes.ts';

export const LAWS = ['gaussian', 'uniform', 'discrete'] as const;

const SIZES = {
  test: { width: 40, depth: 4, networks: 100 },
  quick: { width: 200, depth: 10, networks: 300 },
  full: { width: 784, depth: 10, networks: 1000 },
} as const;

/** So short that no neuron switches along it, but for one segment in thousands. */
const SHORT = 1e-6;

/** One point of the grid. */
const POINT = z.strictObject({
  density: number,
  weights: z.string(),
  sigmaW: number,
  /** Mean growth over layers 2 … depth. */
  growth: stat,
  theory,
});
export type GrowthPoint = z.infer<typeof POINT>;

export const GROWTH_DATA = z.strictObject({
  width: number,
  depth: number,
  networks: number,
  points: list(POINT),
});
export type GrowthData = z.infer<typeof GROWTH_DATA>;

/** Draws networks over the grid and measures how much each layer stretches the segment. */
export async function measureGrowth(
  size: Size,
  { seed, trajectory }: FigureContext,
  grid: { readonly density: number[]; readonly sigmaW: number[] },
): Promise<GrowthData> {
  const shape = SIZES[size];
  const [x, y] = endpoints('orthonormal', seed, shape.width) as [Float64Array, Float64Array];
  const input = { ...shape, ...grid, weights: [...LAWS], points: 2, curve: 'line' as const };
  const { cells } = await trajectory(input, [x, x.map((value, i) => value + SHORT * y[i]!)]);
  const points = cells.map(({ parameters: { density, weights, sigmaW }, meanGrowth, layers }) => ({
    density: Number(density),
    weights: String(weights),
    sigmaW: Number(sigmaW),
    growth: meanGrowth,
    theory: layers.at(-1)!.theory.growth,
  }));
  return { ...shape, points };
}

/** Theory of a layer's growth beside the measured points: the same at every layer but the first. */
export function growthAt(data: GrowthData, input: ExperimentInput): GrowthTheory {
  const [cell] = expandCells(parseExperiment({ width: data.width, depth: 1, ...input }));
  return growthTheory(withInputDim(cell!, data.width), { meanSquare: 0 })[0]!.growth;
}

/** Every measured growth is the exact expectation, or lies in its rigorous bracket. */
export function growthClaims(points: readonly GrowthPoint[]): Claim[] {
  return points.map(({ density, weights, sigmaW, growth, theory: { exact, lower, upper } }) => {
    const what = `growth, σ_w = ${Number(sigmaW.toPrecision(4))}, α = ${density}, ${weights}`;
    return expects(what, growth, exact ?? { low: lower, high: upper });
  });
}

/** A tidy row for each measured growth. */
export function growthRow({ density, weights, sigmaW, growth, theory }: GrowthPoint) {
  const { mean, sem, ci95, n } = growth;
  const interval = { ci95Low: ci95?.[0] ?? null, ci95High: ci95?.[1] ?? null };
  return { density, weights, sigmaW, mean, sem, ...interval, n, ...theory };
}

/**
 * Symbol of a law, and how far beside their places its marks stand: the laws' growths differ by less than a
 * mark is wide.
 */
export function markOf(weights: string): { readonly symbol: MarkSymbol; readonly shift: number } {
  const law = LAWS.indexOf(weights as (typeof LAWS)[number]);
  return { symbol: SYMBOLS[law]!, shift: SHIFT * (law - 1) };
}
const SHIFT = 6;
export const SIDE_BY_SIDE: KeyItem = {
  show: 'none',
  label: 'Marks of the three laws stand side by side, for they would hide each other.',
};

/** One law along the axis: marks where it was measured, theory where it is drawn. */
export function growthSeries(
  look: { readonly colour: string; readonly label: string; readonly weights: string },
  measured: readonly { readonly x: number; readonly growth: Stat }[],
  theory: readonly ({ readonly x: number } & GrowthTheory)[],
): Series {
  return {
    ...{ colour: look.colour, label: look.label, ...markOf(look.weights), endsInSymbol: true },
    measured: measured.map(({ x, growth }) => measuredAt(x, growth)),
    solid: theory.map(({ x, approximate }) => ({ x, y: approximate })),
    dotted: theory.map(({ x, priceTanner }) => ({ x, y: priceTanner })),
  };
}

/** Growth along an axis, and where there is none. */
export function growthPicture(title: string, x: AxisSpec, series: readonly Series[]): Picture {
  const panel = {
    title: '',
    x,
    y: { label: 'growth: length in a layer / length in the layer before' },
    series,
    marks: () => [ruleY([1], { stroke: INK, strokeWidth: 0.6 })],
  };
  return { title, panels: [panel], key: KEY };
}

const KEY: readonly KeyItem[] = [
  { show: 'none', label: 'Mean over networks:' },
  ...LAWS.map((law): KeyItem => ({ show: markOf(law).symbol, label: law })),
  { show: 'bar', label: '95 % interval' },
  { show: 'solid', label: 'expectation (exact or approximate)' },
  { show: 'dotted', label: 'Price–Tanner lower bound, ending in its own mark' },
  { show: 'thin', label: 'no growth' },
  SIDE_BY_SIDE,
];

export function growthCaption({ width, depth, networks }: GrowthData): string {
  return `The expected ratio of the length of a very small line segment in one layer to its length in the layer before: ReLU networks, width ${width}, weights of variance σ_w²/fan-in kept with probability α, no biases; mean over layers 2 to ${depth} and ${networks} networks. At α = 1 and Gaussian weights the expectation is exact, elsewhere the expansion σ_w √(α/2) (1 − 5/(8 width) − …).`;
}
