import * as z from 'zod/mini';
import { INK, orderedColours, type PanelSpec, type Series } from '../draw/picture/index.ts';
import { meanField } from '../theory/meanfield/mean-field.ts';
import {
  BOUNDARY_DATA,
  type BoundaryData,
  type BoundaryDataLayer,
  boundaryByLayer,
  boundaryClaims,
} from './boundary-data.ts';
import { type Claim, expects } from './checks.ts';
import type { Figure } from './figure.ts';
import { POOLE } from './papers.ts';
import { measuredAt } from './points.ts';
import { colourOf, pointsAt, SIGMA_B, SIGMA_W, tanhNetworks } from './poole.ts';
import { list, number, stat } from './shapes.ts';
import { tidyCsv } from './tidy.ts';

const SIZES = {
  test: { width: 100, depth: 4, networks: 12 },
  quick: { width: 400, depth: 12, networks: 12 },
  full: { width: 1000, depth: 20, networks: 20 },
} as const;
const POINTS = 49;

const QUANTITIES = ['metric', 'curvature2', 'gaussMapLength'] as const;
type Quantity = (typeof QUANTITIES)[number];

/**
 * What finite width moves, relative, over layer / width: metric up to 0.5, curvature by 2 to 4 (the mean of a
 * ratio), Gauss-map lengths by -1 to -2 (of its root), measured at widths 400 and 1000 in layers 5 to 12.
 */
const FINITE_WIDTH: Readonly<Record<Quantity, number>> = { metric: 1, curvature2: 5, gaussMapLength: 2 };

const COMPARISON = z.strictObject({ measured: stat, predicted: number });

const DATA = z.strictObject({
  width: number,
  depth: number,
  networks: number,
  settings: list(
    z.strictObject({
      sigmaW: number,
      layers: list(
        z.strictObject({
          layer: number,
          metric: COMPARISON,
          curvature2: COMPARISON,
          gaussMapLength: COMPARISON,
        }),
      ),
    }),
  ),
  boundary: BOUNDARY_DATA,
});
type Data = z.infer<typeof DATA>;

/** Curvature of a circle's image in tanh networks, and of decision boundaries pulled back. */
export const pooleFig4: Figure<Data> = {
  id: 'poole-fig4',
  title: 'Curvature of images and of decision boundaries in tanh networks',
  paper: POOLE,
  number: 'figure 4',
  time: { quick: '60 s', full: '10 min' },
  schema: DATA,
  async run(size, { seed, trajectory, compute }) {
    const { width, depth, networks } = SIZES[size];
    const settings: Data['settings'][number][] = [];
    for (const sigmaW of SIGMA_W) {
      const { cells } = await trajectory(
        {
          ...{ width, depth, networks, activation: 'tanh', sigmaW, sigmaB: SIGMA_B },
          ...{ curve: 'circle', points: POINTS, estimator: 'polyline', measure: [...QUANTITIES] },
        },
        pointsAt(meanField(tanhNetworks(sigmaW)).qStar!, sigmaW, width),
      );
      const layers = cells[0]!.layers.map((layer) => {
        const of = (name: Quantity) => ({
          measured: layer[name]!,
          predicted: layer.theory[name]!.meanField!,
        });
        return {
          layer: layer.layer,
          ...{ metric: of('metric'), curvature2: of('curvature2'), gaussMapLength: of('gaussMapLength') },
        };
      });
      settings.push({ sigmaW, layers });
    }
    return { width, depth, networks, settings, boundary: await boundaryByLayer(size, { seed, compute }) };
  },
  picture(data) {
    const panel = (title: string, label: string, name: Quantity): PanelSpec => ({
      title,
      x: { label: 'layer', whole: true, domain: [1, data.depth] },
      y: { label, kind: 'log' },
      series: data.settings.map(({ sigmaW, layers }) => ({
        colour: colourOf(sigmaW),
        label: `σ_w = ${sigmaW}`,
        measured: layers.map((layer) => measuredAt(layer.layer, layer[name].measured)),
        solid: layers.map((layer) => ({ x: layer.layer, y: layer[name].predicted })),
      })),
    });
    return {
      title: this.title,
      panels: [
        panel('(a) speed', 'metric |dh/dθ|² / N', 'metric'),
        panel('(b) local curvature', 'squared curvature N κ²', 'curvature2'),
        panel('(c) global curvature', 'Gauss-map length ∫ κ |dh| / radians', 'gaussMapLength'),
        boundaryPanel(data.boundary),
      ],
      key: [
        { show: 'circle', label: 'mean over networks' },
        { show: 'bar', label: '95 % interval' },
        { show: 'solid', label: 'mean field' },
        { show: 'circle', label: '(d) largest κ > 0' },
        { show: 'times', label: '(d) largest κ < 0' },
        { show: 'band', label: '(d) down to the fourth' },
        { show: 'square2', label: '(d) root of the sum of all squares' },
      ],
    };
  },
  caption({ width, networks, boundary }) {
    return `(a–c) A circle whose first pre-activations have mean square q* through ${networks} tanh networks of width ${width}, σ_b = ${SIGMA_B}, at ${POINTS} points, derivatives by the chain rule. In the chaotic phase length and total curvature grow together while local curvature settles: the curve fills space. In the ordered phase the curve shrinks and bends. Finite width increases the mean of κ², because κ² is a ratio. (d) Decision boundary β·z = 0 of ${boundary.networks} networks of width ${boundary.width} and ${boundary.depth} layers, σ_w = ${boundary.sigmaW}, at one point of each: its principal curvatures as a function of the input (layer 0) and of each layer’s pre-activations. It shows the four largest in magnitude of either sign, and the root of the sum of all squares with mean field; these marks are mean field times the root of the mean quotient of the sums. The paper uses ten points of one network, found by descent; ours are the points where a circle through two random inputs crosses the boundary.`;
  },
  claims({ settings, width, boundary }) {
    return [
      ...settings.flatMap(({ sigmaW, layers }) =>
        layers.flatMap((layer) =>
          QUANTITIES.map((name): Claim => {
            const { measured, predicted } = layer[name];
            const tolerance = (FINITE_WIDTH[name] * layer.layer * predicted) / width;
            return expects(
              `${name} in layer ${layer.layer}, σ_w = ${sigmaW}`,
              measured,
              predicted,
              tolerance,
            );
          }),
        ),
      ),
      ...boundaryClaims(boundary),
    ];
  },
  csv({ settings, boundary }) {
    return tidyCsv([
      ...settings.flatMap(({ sigmaW, layers }) =>
        layers.flatMap((layer) =>
          QUANTITIES.map((name) => ({
            ...{ quantity: name, sigmaW, layer: layer.layer },
            ...{ mean: layer[name].measured.mean, sem: layer[name].measured.sem },
            ...{ predicted: layer[name].predicted },
          })),
        ),
      ),
      ...boundary.layers.flatMap(({ layer, largest, smallest, expected, overMeanField }) => [
        ...[...largest, ...smallest].map(({ mean, sem }, k) => ({
          ...{ quantity: 'principalCurvature', sigmaW: boundary.sigmaW, layer },
          ...{ order: k < largest.length ? k + 1 : largest.length - k - 1, mean, sem },
        })),
        {
          ...{ quantity: 'rootOfSumOfSquares', sigmaW: boundary.sigmaW, layer },
          ...{ mean: rootOfSquares(expected, overMeanField.mean), predicted: expected },
        },
      ]),
    ]);
  },
};

/** Root of a sum of squares, given as a multiple of its mean-field value. */
function rootOfSquares(expected: number, overMeanField: number | null | undefined): number | null {
  return typeof overMeanField === 'number' && overMeanField > 0 ? expected * Math.sqrt(overMeanField) : null;
}

/**
 * Magnitudes, as curvatures of both signs grow alike: the largest of either sign as marks beside each other,
 * down to the fourth as a band.
 */
function boundaryPanel({ layers, depth }: BoundaryData): PanelSpec {
  const [up, down] = orderedColours(3) as [string, string, string];
  const of = (side: 'largest' | 'smallest', look: Pick<Series, 'colour' | 'symbol' | 'label'>): Series => {
    const sign = side === 'largest' ? 1 : -1;
    const at = (layer: BoundaryDataLayer, k: number) => {
      const { mean, ci95 } = layer[side].at(k)!;
      const ends = ci95 === null ? [null, null] : [ci95[0] * sign, ci95[1] * sign].sort((a, b) => a - b);
      return { y: mean === null ? null : mean * sign, low: ends[0], high: ends[1] };
    };
    return {
      ...look,
      shift: -2.5 * sign,
      measured: layers.map((layer) => ({ x: layer.layer, ...at(layer, 0) })),
      band: layers.map((layer) => ({ x: layer.layer, y: null, low: at(layer, -1).y, high: at(layer, 0).y })),
    };
  };
  return {
    title: '(d) decision boundary',
    x: { label: 'layer (0: input)', whole: true, domain: [0, depth] },
    y: { label: 'principal curvatures |κ|', kind: 'log' },
    series: [
      of('largest', { colour: up, symbol: 'circle', label: 'κ > 0' }),
      of('smallest', { colour: down, symbol: 'times', label: 'κ < 0' }),
      {
        ...{ colour: INK, symbol: 'square2', label: '√Σκ²' },
        measured: layers.map(({ layer, expected, overMeanField }) => {
          const { y, low, high } = measuredAt(layer, overMeanField);
          const root = (over: number | null | undefined) => rootOfSquares(expected, over);
          return { x: layer, y: root(y), low: root(low), high: root(high) };
        }),
        solid: layers.map(({ layer, expected }) => ({ x: layer, y: expected })),
      },
    ],
  };
}
