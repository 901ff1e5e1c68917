import * as z from 'zod/mini';
import { orderedColours, type PanelSpec, type Series, SYMBOLS } from '../draw/picture/index.ts';
import { best } from '../ensemble/index.ts';
import { expandCells, parseExperiment, withInputDim } from '../experiment/index.ts';
import { lengthVariation } from '../theory/growth-variance.ts';
import { type Claim, expects } from './checks.ts';
import type { Figure, FigureContext } from './figure.ts';
import { measuredAt } from './points.ts';
import { list, number, ratioTheory, stat } from './shapes.ts';
import { tidyCsv } from './tidy.ts';

const SIZES = {
  test: { width: 16, depth: 10, networks: 300 },
  quick: { width: 50, depth: 30, networks: 1000 },
  full: { width: 100, depth: 50, networks: 3000 },
} as const;

const LAWS = ['gaussian', 'orthogonal'] as const;
/** Linear layers keep the mean square of lengths at σ_w = 1, ReLU layers at √2. */
const ACTIVATIONS = [
  { activation: 'relu', sigmaW: Math.SQRT2, title: 'ReLU, σ_w = √2' },
  { activation: 'linear', sigmaW: 1, title: 'no activation, σ_w = 1' },
] as const;

const DATA = z.strictObject({
  width: number,
  depth: number,
  networks: number,
  cells: list(
    z.strictObject({
      activation: z.string(),
      weights: z.string(),
      layers: list(z.strictObject({ layer: number, ratio: stat, theory: ratioTheory, variation: number })),
    }),
  ),
});
type Data = z.infer<typeof DATA>;
type Layer = Data['cells'][number]['layers'][number];

/** Spread of growth over networks: what makes deep Gaussian networks so different from each other. */
export const orthogonalSpectrum: Figure<Data> = {
  id: 'orthogonal-spectrum',
  title: 'Orthogonal weights: lengths vary less from network to network',
  paper: 'No figure of a paper; Gaussian lengths after Hanin, Jeong & Rolnick (arXiv 2102.10492)',
  number: '',
  time: { quick: '30 s', full: '15 min' },
  schema: DATA,
  async run(size, context) {
    const shape = SIZES[size];
    const cells: Data['cells'][number][] = [];
    for (const { activation, sigmaW } of ACTIVATIONS) {
      for (const weights of LAWS)
        cells.push(await measured(context, { ...shape, activation, sigmaW, weights }));
    }
    return { ...shape, cells };
  },
  picture(data) {
    const x = { label: 'layer', whole: true, domain: [0, data.depth] as const };
    const panels = ACTIVATIONS.flatMap(({ activation, title }): PanelSpec[] => {
      const series = (of: typeof meanSeries): Series[] => LAWS.map((law, i) => of(data, activation, law, i));
      return [
        {
          title,
          x,
          y: { label: 'standard deviation of length / mean', include: [0] },
          series: series(spreadSeries),
        },
        {
          title: '',
          x,
          y: { label: 'mean length / length of the segment' },
          series: series(meanSeries),
        },
      ];
    });
    return {
      title: this.title,
      panels,
      key: [
        ...LAWS.map((label, i) => ({ show: SYMBOLS[i]!, label, colour: orderedColours(2)[i]! })),
        { show: 'bar', label: '95 % interval' },
        { show: 'solid', label: 'exact' },
      ],
    };
  },
  caption({ width, depth, networks }) {
    return `Length of the image of a very short segment in networks of width ${width} and depth ${depth}, Gaussian against orthogonal (Haar) weights of the same variance, no biases; ${networks} networks. Left: the standard deviation of the length over networks, relative to the mean. Right: the mean. In a ReLU layer of width k squared lengths grow by a random factor, with relative variance 5/k (Gaussian) or 3/k (orthogonal) to leading order; in a layer without activation 2/k or 0, because an orthogonal matrix keeps every length. Both curves are exact at every width, because both laws stretch all directions equally. The segment is one tangent of a line between random orthonormal points; means are products of mean growths. Intervals of standard deviations assume normal values.`;
  },
  claims({ depth, cells }) {
    const judged = [Math.ceil(depth / 2), depth];
    return cells.flatMap(({ activation, weights, layers }) =>
      judged.flatMap((number): Claim[] => {
        const layer = layers[number - 1]!;
        const what = `layer ${number}, ${activation}, ${weights}`;
        // Rounding to single precision, where nothing is random.
        const rounding = 1e-5;
        return [
          expects(`mean length, ${what}`, layer.ratio, layer.theory.exact!, rounding),
          {
            what: `spread of length, ${what}`,
            ...spreadOf(layer),
            predicted: layer.variation,
            tolerance: rounding,
          },
        ];
      }),
    );
  },
  csv: ({ cells }) =>
    tidyCsv(
      cells.flatMap(({ activation, weights, layers }) =>
        layers.map((layer) => ({
          ...{ activation, weights, layer: layer.layer, mean: layer.ratio.mean, sem: layer.ratio.sem },
          ...{ exact: layer.theory.exact, spread: spreadOf(layer).measured, exactSpread: layer.variation },
        })),
      ),
    ),
};

async function measured(
  { trajectory }: FigureContext,
  {
    activation,
    weights,
    ...shape
  }: { width: number; depth: number; networks: number; sigmaW: number; activation: string; weights: string },
) {
  const { width } = shape;
  // One tangent of a line: a segment as short as can be.
  const input = { ...shape, activation, weights, estimator: 'tangent' as const, points: 1 };
  const { cells } = await trajectory(input);
  const [cell] = expandCells(parseExperiment(input));
  const variation = lengthVariation(withInputDim(cell!, width));
  return {
    activation,
    weights,
    layers: cells[0]!.layers.map(({ layer, ratio, theory }, l) => ({
      ...{ layer, ratio, theory: theory.ratio, variation: Math.sqrt(variation[l]!.shortSegment!) },
    })),
  };
}

/** Standard deviation over mean, and its standard error where values are normal. */
function spreadOf({ ratio: { mean, sd, sem } }: Layer): { measured: number; standardError: number } {
  const spread = sd! / mean!;
  const networks = sd === 0 ? 2 : (sd! / sem!) ** 2;
  return { measured: spread, standardError: spread * Math.sqrt((0.5 + spread * spread) / (networks - 1)) };
}

const layersOf = ({ cells }: Data, activation: string, weights: string) =>
  cells.find((cell) => cell.activation === activation && cell.weights === weights)!.layers;

function spreadSeries(data: Data, activation: string, weights: string, i: number): Series {
  const layers = layersOf(data, activation, weights);
  return {
    ...look(data, i),
    measured: some(data, layers).map((layer) => {
      const { measured, standardError } = spreadOf(layer);
      return {
        x: layer.layer,
        y: measured,
        low: measured - 1.96 * standardError,
        high: measured + 1.96 * standardError,
      };
    }),
    solid: [{ x: 0, y: 0 }, ...layers.map(({ layer, variation }) => ({ x: layer, y: variation }))],
  };
}

function meanSeries(data: Data, activation: string, weights: string, i: number): Series {
  const layers = layersOf(data, activation, weights);
  return {
    ...look(data, i),
    measured: some(data, layers).map(({ layer, ratio }) => measuredAt(layer, best(ratio))),
    solid: [{ x: 0, y: 1 }, ...layers.map(({ layer, theory }) => ({ x: layer, y: theory.exact }))],
  };
}

/** Marks of the two laws stand side by side. */
function look(_: Data, i: number) {
  return { colour: orderedColours(2)[i]!, symbol: SYMBOLS[i]!, shift: 2 * i - 1 };
}

/** At most 15 marks a curve. */
function some({ depth }: Data, layers: readonly Layer[]): readonly Layer[] {
  const step = Math.ceil(depth / 15);
  return layers.filter(({ layer }) => layer % step === 0);
}
