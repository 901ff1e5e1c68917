import * as z from 'zod/mini';
import { type KeyItem, orderedColours, type PanelSpec, type Series } from '../draw/picture/index.ts';
import { cos, exp, sin } from '../numeric/functions.ts';
import type { CellResult } from '../result/index.ts';
import { type Claim, expects } from './checks.ts';
import type { Figure } from './figure.ts';
import { RAGHU } from './papers.ts';
import { known, list, number, stat } from './shapes.ts';
import { tidyCsv } from './tidy.ts';

const SIZES = {
  test: { width: [40], variance: [4, 16], depth: 3, networks: 30, corners: 32 },
  quick: { width: [32, 128], variance: [4, 16], depth: 5, networks: 30, corners: 96 },
  full: { width: [32, 128, 512], variance: [4, 16, 64], depth: 6, networks: 100, corners: 96 },
};

type Activation = 'hard-tanh' | 'relu';

const PLACE = z.strictObject({
  layer: number,
  transitions: stat,
  /** Length before the activation. */
  length: stat,
  /** Mean square of the pre-activations in wide layers. */
  q: number,
  /** Exact expectation, where it is known. */
  expectedTransitions: known,
});
type Place = z.infer<typeof PLACE>;

const CELL = z.strictObject({
  activation: z.enum(['hard-tanh', 'relu']),
  width: number,
  variance: number,
  layers: list(PLACE),
});
type CellData = z.infer<typeof CELL>;

const DATA = z.strictObject({
  depth: number,
  networks: number,
  corners: number,
  cells: list(CELL),
});
type Data = z.infer<typeof DATA>;

/** Transitions against length: proportional in hard-tanh networks, not in ReLU networks. */
export const raghuTransitions: Figure<Data> = {
  id: 'raghu-transitions',
  title: 'Transitions against the length of the image',
  paper: RAGHU,
  number: 'transitions against trajectory length',
  time: { quick: '40 s', full: '30 min' },
  schema: DATA,
  async run(size, { trajectory }) {
    const { width, variance, depth, networks, corners } = SIZES[size];
    const cells: CellData[] = [];
    for (const k of width) {
      const { cells: made } = await trajectory(
        {
          ...{ width: k, depth, networks, sigmaW: variance.map(Math.sqrt) },
          ...{ activation: ['hard-tanh', 'relu'], curve: 'polyline', estimator: 'exact' },
          measure: ['transitions', 'q'],
        },
        circle(k, corners),
      );
      cells.push(...made.map((cell) => cellData(cell, k)));
    }
    return { depth, networks, corners, cells };
  },
  picture({ cells }) {
    const length = { label: 'length of the image before the activation', kind: 'log' as const };
    const colours = orderedColours(cells.length / 2);
    const transitions = { label: 'transitions in the layer', kind: 'log' as const };
    const panel = (activation: Activation, title: string): PanelSpec => {
      const own = cells.filter((cell) => cell.activation === activation);
      return {
        title,
        x: length,
        y: transitions,
        series: own.map((cell, i) => seriesOf(cell, colours[i]!)),
      };
    };
    return {
      title: this.title,
      panels: [
        panel('hard-tanh', 'hard-tanh: proportional to length'),
        panel('relu', 'ReLU: the same in every layer'),
      ],
      key: [
        ...cells
          .filter(({ activation }) => activation === 'relu')
          .map((cell, i): KeyItem => ({ show: 'solid', label: nameOf(cell), colour: colours[i]! })),
        { show: 'circle', label: 'mean over networks, one mark a layer' },
        { show: 'bar', label: '95 % interval' },
        { show: 'solid', label: 'predicted: of slope 1 for hard-tanh, of slope 0 for ReLU' },
      ],
    };
  },
  caption({ depth, networks, corners }) {
    return `A circle of mean square 1 (as a polygon of ${corners} corners, whose image is followed exactly) through ${networks} random networks of width k and depth ${depth}, weights of variance σ_w²/k, no biases; one mark for each layer. Hard-tanh: the curve crosses each of two thresholds at Rice’s rate, T = (2k/π) e^{−1/(2q)} L / √(kq), so transitions are proportional to the length L once q has settled (lines: q of the last layer; the first layer deviates). ReLU: T = (k/π) L / √(kq) holds too, but q grows with the square of the length. The curve subtends the angle 2π in every layer, so T = 2k. The proportionality holds only for saturating activations. We do not know the paper’s widths, depths and variances and chose our own.`;
  },
  claims({ cells }) {
    // Other scales of a ReLU network have its own transitions: they would be judged twice.
    const own = cells.filter(
      ({ activation, variance }) => activation === 'hard-tanh' || variance === cells[0]!.variance,
    );
    return own.flatMap((cell) => cell.layers.map((place) => claimOf(cell, place)));
  },
  csv({ cells }) {
    return tidyCsv(
      cells.flatMap(({ activation, width, variance, layers }) =>
        layers.map(({ layer, transitions, length, q, expectedTransitions }) => ({
          ...{ activation, width, variance, layer, q },
          ...{ transitions: transitions.mean, transitionsSem: transitions.sem },
          ...{ preLength: length.mean, preLengthSem: length.sem },
          ...{ predicted: predicted(activation, width, q, length.mean!), exact: expectedTransitions },
        })),
      ),
    );
  },
};

/** A closed polygon on a circle of mean square 1. */
function circle(dim: number, corners: number): Float64Array[] {
  const radius = Math.sqrt(dim);
  return Array.from({ length: corners + 1 }, (_, c) => {
    const angle = (2 * Math.PI * (c % corners)) / corners;
    return Float64Array.from({ length: dim }, (_, i) =>
      i === 0 ? radius * cos(angle) : i === 1 ? radius * sin(angle) : 0,
    );
  });
}

function cellData({ parameters, layers }: CellResult, width: number): CellData {
  return {
    activation: parameters.activation as Activation,
    width,
    variance: Math.round(Number(parameters.sigmaW) ** 2),
    layers: layers.map(({ layer, transitions, preLength, theory }) => ({
      layer,
      transitions: transitions!,
      length: preLength,
      q: theory.q!.meanField!,
      expectedTransitions: theory.transitions.exact,
    })),
  };
}

/** Rice's rate times the length: for two thresholds at ±1, or one at 0. */
function predicted(activation: Activation, width: number, q: number, length: number): number {
  const rate = (width / Math.PI) * (length / Math.sqrt(width * q));
  return activation === 'relu' ? rate : 2 * exp(-1 / (2 * q)) * rate;
}

const nameOf = ({ width, variance }: CellData) => `k = ${width}, σ_w² = ${variance}`;

function seriesOf({ activation, width, layers }: CellData, colour: string): Series {
  const lengths = layers.map(({ length }) => length.mean!);
  const { q, expectedTransitions } = layers.at(-1)!;
  const ends = [Math.min(...lengths) / 1.3, Math.max(...lengths) * 1.3];
  return {
    colour,
    measured: layers.map(({ length, transitions }) => ({
      x: length.mean!,
      y: transitions.mean,
      low: transitions.ci95?.[0],
      high: transitions.ci95?.[1],
    })),
    solid: ends.map((x) => ({
      x,
      y: activation === 'relu' ? expectedTransitions : predicted(activation, width, q, x),
    })),
  };
}

/**
 * ReLU: the exact expectation, independent of the length. Hard-tanh: Rice's rate at the measured length, in
 * wide layers.
 */
function claimOf({ activation, width, variance }: CellData, place: Place): Claim {
  const { layer, transitions, length, q, expectedTransitions } = place;
  const what = `transitions in layer ${layer}, ${activation}, k = ${width}, σ_w² = ${variance}`;
  if (activation === 'relu') return expects(what, transitions, expectedTransitions!);
  const expected = predicted(activation, width, q, length.mean!);
  // q varies from network to network and along the curve: a part of order layer / width.
  return expects(what, transitions, expected, (expected * layer) / (2 * width));
}
