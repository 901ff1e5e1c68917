import * as z from 'zod/mini';
import { INK, orderedColours, type Series, SYMBOLS } from '../draw/picture/index.ts';
import { cos, sin } from '../numeric/functions.ts';
import { expects } from './checks.ts';
import type { Figure } from './figure.ts';
import { HANIN_ROLNICK } from './papers.ts';
import { measuredAt } from './points.ts';
import { list, number, numbers, stat } from './shapes.ts';
import { tidyCsv } from './tidy.ts';

/** Angles that the line subtends at the origin, in parts of π. */
const ANGLES = [
  { parts: 1 / 6, label: 'Θ = π/6' },
  { parts: 1 / 2, label: 'Θ = π/2' },
  { parts: 5 / 6, label: 'Θ = 5π/6' },
] as const;

const SIZES = {
  test: { width: [3, 8], depth: 3, networks: 200 },
  quick: { width: [4, 16, 64], depth: 6, networks: 400 },
  full: { width: [4, 8, 16, 32, 64, 128], depth: 8, networks: 2000 },
};

const INPUT_DIM = 10;
/** Depths at which the bound is drawn: at more it would take the scale. */
const DRAWN = [1, 2, 3];

const POINT = z.strictObject({
  /** Θ/π. */
  parts: number,
  width: number,
  layer: number,
  /** Of layers 1 … layer together. */
  regions: stat,
  exact: number,
});
type RegionPoint = z.infer<typeof POINT>;

const DATA = z.strictObject({
  width: numbers,
  depth: number,
  networks: number,
  points: list(POINT),
});
type Data = z.infer<typeof DATA>;

/** Regions along a line: linear in the number of neurons, whatever the depth, with the constant. */
export const haninRegions: Figure<Data> = {
  id: 'hanin-regions',
  title: 'Regions along a line are linear in the number of neurons',
  paper: HANIN_ROLNICK,
  number: '',
  time: { quick: '30 s', full: '20 min' },
  schema: DATA,
  async run(size, { trajectory }) {
    const shape = SIZES[size];
    const points: RegionPoint[] = [];
    for (const { parts } of ANGLES) {
      const angle = Math.PI * parts;
      const at = (t: number) => Float64Array.from({ length: INPUT_DIM }, (_, i) => [cos(t), sin(t)][i] ?? 0);
      const { cells } = await trajectory({ ...shape, estimator: 'exact' }, [at(0), at(angle)]);
      for (const { parameters, layers } of cells)
        for (const { layer, regions, theory } of layers) {
          const width = Number(parameters.width);
          points.push({ parts, width, layer, regions: regions!, exact: theory.regions.exact! });
        }
    }
    return { ...shape, points };
  },
  picture(data) {
    const colours = orderedColours(ANGLES.length);
    const of = (parts: number, width: number) =>
      data.points.filter((point) => point.parts === parts && point.width === width);
    const each = (make: (own: RegionPoint[], width: number) => Partial<Series>): Series[] =>
      ANGLES.flatMap(({ parts, label }, i) =>
        data.width.map(
          (width, j): Series => ({
            colour: colours[i]!,
            symbol: SYMBOLS[j % SYMBOLS.length],
            // Narrow networks end elsewhere.
            label: width === data.width.at(-1) ? label : undefined,
            ...make(of(parts, width), width),
          }),
        ),
      );
    const neurons = ({ layer, width }: RegionPoint) => layer * width;
    // The most regions that a line can meet, prod (n_l + 1) (Serra et al., exact for one input): at the
    // widest of two layers and more.
    const most = data.width.at(-1)!;
    const bound: Series = {
      colour: INK,
      label: `${most + 1}^{d}`,
      dotted: DRAWN.map((layer) => ({ x: layer * most, y: (most + 1) ** layer })),
    };
    return {
      title: this.title,
      panels: [
        {
          title: 'all layers together',
          x: { label: 'number of neurons N', kind: 'log' },
          y: { label: 'activation regions that the line meets', kind: 'log' },
          series: [
            bound,
            ...each((own) => ({
              measured: own.map((point) => measuredAt(neurons(point), point.regions)),
              solid: own.map((point) => ({ x: neurons(point), y: point.exact })),
            })),
          ],
        },
        {
          title: 'per neuron, layer by layer',
          x: { label: 'depth of the network', whole: true, domain: [0, data.depth] },
          y: { label: '(regions − 1) / N', include: [0] },
          series: each((own) => ({
            measured: own.map((point) => {
              const { y, ...at } = measuredAt(point.layer, point.regions);
              const per = (r: number | null | undefined) => (r == null ? null : (r - 1) / neurons(point));
              return { x: at.x, y: per(y), low: per(at.low), high: per(at.high) };
            }),
            solid: own.map((point) => ({ x: point.layer, y: (point.exact - 1) / neurons(point) })),
          })),
        },
      ],
      key: [
        { show: 'none', label: 'Mean over networks, width:' },
        ...data.width.map((width, j) => ({ show: SYMBOLS[j % SYMBOLS.length]!, label: String(width) })),
        { show: 'bar', label: '95 % interval' },
        { show: 'solid', label: 'exact expectation' },
        {
          show: 'dotted',
          label: `most that a line can meet, ${most + 1}^{d} at width ${most} and depth d, drawn for d = ${DRAWN.join(', ')}`,
        },
      ],
    };
  },
  caption({ width, depth, networks }) {
    return `Activation regions of dense Gaussian ReLU networks without biases along a line that subtends the angle Θ at the origin, counted exactly: widths ${width.join(', ')}, depth 1 to ${depth}, input dimension ${INPUT_DIM}, ${networks} networks. The expectation is 1 + (Θ/π) N for N neurons, less in narrow networks, where layers die: Hanin & Rolnick’s linear law with its constant, which is the same in every layer and for every σ_w. We do not know the paper’s widths and input and chose our own.`;
  },
  claims({ depth, points }) {
    const judged = [1, Math.ceil(depth / 2), depth];
    return points
      .filter(({ layer }) => judged.includes(layer))
      .map(({ parts, width, layer, regions, exact }) => {
        const { label } = ANGLES.find((angle) => angle.parts === parts)!;
        return expects(`regions, ${label}, width ${width}, depth ${layer}`, regions, exact);
      });
  },
  csv: ({ points }) =>
    tidyCsv(
      points.map(({ parts, width, layer, regions: { mean, sem, ci95, n }, exact }) => ({
        ...{ angle: Math.PI * parts, width, depth: layer, neurons: width * layer },
        ...{ mean, sem, ci95Low: ci95?.[0], ci95High: ci95?.[1], n, exact },
      })),
    ),
};
