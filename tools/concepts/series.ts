/** Experiments of the pictures of docs/concepts.md, and what is drawn of them. */
import { type AxisSpec, orderedColours, type Point, type Series } from '../../src/draw/picture/index.ts';
import {
  type CellResult,
  type ExperimentInput,
  type LayerResult,
  measureTrajectory,
  type Stat,
} from '../../src/index.ts';

export const LAYER: AxisSpec = { label: 'layer', whole: true };
export const RELU: ExperimentInput = { width: 100, depth: 10, networks: 40 };
export const NARROW: ExperimentInput = { width: 12, depth: 8, networks: 60 };
export const CIRCLE: ExperimentInput = {
  ...{ width: 100, depth: 10, networks: 20, points: 49, curve: 'circle' },
  ...{ activation: 'tanh', sigmaW: [0.9, 1.5, 2.5], sigmaB: 0.3 },
};

export async function cells(experiment: ExperimentInput): Promise<readonly CellResult[]> {
  return (await measureTrajectory(experiment)).cells;
}

/** Names of the series of a sweep. */
export const NAMES = {
  sigmaW: ({ parameters }: CellResult) => `σ_w = ${Number(parameters.sigmaW).toPrecision(2)}`,
  width: ({ parameters }: CellResult) => `width ${parameters.width}`,
  activation: ({ parameters }: CellResult) => String(parameters.activation),
};

type OfLayer<T> = (layer: LayerResult) => T;

/** One series for each cell: its marks, and a line of theory. */
export function byLayer(
  swept: readonly CellResult[],
  name: (cell: CellResult) => string,
  stat: OfLayer<Stat>,
  { solid, dashed }: { solid?: OfLayer<number | null>; dashed?: OfLayer<number | null> } = {},
): Series[] {
  const line = (layers: readonly LayerResult[], of: OfLayer<number | null>): Point[] =>
    layers.map((layer) => ({ x: layer.layer, y: of(layer) }));
  return swept.map((cell, i) => ({
    ...one(cell, name(cell), i, swept.length, stat),
    joined: solid === undefined && dashed === undefined,
    ...(solid && { solid: line(cell.layers, solid) }),
    ...(dashed && { dashed: line(cell.layers, dashed) }),
  }));
}

/** Series `i` of `count`, the measured marks of one cell. */
export function one(cell: CellResult, label: string, i: number, count: number, stat: OfLayer<Stat>): Series {
  return {
    colour: orderedColours(count)[i]!,
    label,
    joined: true,
    measured: cell.layers.map((layer) => marked(layer.layer, stat(layer))),
  };
}

/** The best estimate of a mean, and its interval. */
export function marked(x: number, stat: Stat & { readonly estimate?: Pick<Stat, 'mean' | 'ci95'> }): Point {
  const { mean, ci95 } = stat.estimate ?? stat;
  return { x, y: mean, low: ci95?.[0], high: ci95?.[1] };
}

/** A measure of tanh networks in three phases, beside mean field. */
export async function besideMeanField(
  measure: 'q' | 'correlation' | 'speed' | 'metric' | 'curvature2' | 'gaussMapLength',
  more: ExperimentInput = {},
): Promise<Series[]> {
  const swept = await cells({ ...CIRCLE, ...more, measure: [measure] });
  return byLayer(swept, NAMES.sigmaW, (layer) => layer[measure]!, {
    solid: (layer) => layer.theory[measure]!.meanField,
  });
}
