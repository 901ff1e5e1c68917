import type { Stat } from '../ensemble/index.ts';
import { endpointStream, normals, openStream } from '../random/index.ts';
import { orderedColours, type PanelSpec, type Point, type Series } from '../report/picture/index.ts';
import { curvatureByLayer } from '../theory/index.ts';
import { type Claim, equals, expects } from './checks.ts';
import { openSweeps, type SweepLayer, sweep } from './dichotomies.ts';
import type { Figure } from './figure.ts';
import { RAGHU } from './papers.ts';
import { statOf } from './stat.ts';
import { tidyCsv } from './tidy.ts';

/** The paper takes 15 inputs. Fewer of them saturate at fewer labelings, and so at fewer samples and layers. */
const SIZES = {
  test: { inputs: 6, width: [8, 16], depth: 6, samples: 1024, networks: 12 },
  quick: { inputs: 10, width: [8, 16, 48], depth: 12, samples: 4096, networks: 10 },
  full: { inputs: 15, width: [8, 16, 32, 64], depth: 16, samples: 2 ** 17, networks: 12 },
};
const SIGMA_W = 4;
/** Streams of endpoints that are not those of experiments. */
const FIRST_ROW = 2;

/** Statistics over the networks. */
interface DepthData {
  /** Layers between the swept one and the output neuron. */
  readonly remaining: number;
  readonly labelings: Stat;
  readonly changes: Stat;
  /** Mean expectation of `changes`, given the layers below the output. */
  readonly expected: number;
  /** The same in the limit of wide layers. */
  readonly wide: number;
}

interface Data {
  readonly inputs: number;
  readonly width: readonly number[];
  readonly depth: number;
  readonly samples: number;
  readonly networks: number;
  readonly cells: readonly {
    readonly width: number;
    readonly depths: readonly DepthData[];
    /** `changes` over its expectation, mean over remaining depths from 1 on. */
    readonly overExpected: Stat;
    /** Smallest of `changes` less `labelings`. */
    readonly spare: number;
  }[];
  /** `changes` over its expectation, mean over widths, for remaining depths 1, 2, …. */
  readonly overExpected: readonly Stat[];
}

/** Labelings met on a great circle of weights, against remaining depth. */
export const raghuDichotomies: Figure<Data> = {
  id: 'raghu-dichotomies',
  title: 'Labelings met while the weights of one layer are swept along a great circle',
  paper: RAGHU,
  number: 'dichotomies against remaining depth',
  time: { quick: '40 s', full: '1 h' },
  async run(size, { seed, pause }) {
    const { inputs: count, width, depth, samples, networks } = SIZES[size];
    const arena = await openSweeps();
    const found: SweepLayer[][][] = [];
    for (const k of width) {
      const inputs = Array.from({ length: count }, (_, a) =>
        normals(openStream(endpointStream(seed, FIRST_ROW + a)), k),
      );
      const shape = { width: k, depth, sigmaW: SIGMA_W, samples };
      const own: SweepLayer[][] = [];
      for (let network = 0; network < networks; network++) {
        const steps = sweep(arena, shape, inputs, seed, network);
        let step = steps.next();
        for (; !step.done; step = steps.next()) await pause();
        own.push(step.value);
      }
      found.push(own);
    }
    return dataOf(SIZES[size], found);
  },
  picture(data) {
    const x = { label: 'remaining depth', whole: true };
    const panels: PanelSpec[] = [
      {
        title: `labelings of ${data.inputs} inputs`,
        x,
        y: { label: 'distinct labelings', kind: 'log' },
        series: [ceiling(data), ...seriesOf(data, ({ labelings }) => labelings)],
      },
      {
        title: 'label changes along the circle',
        x,
        y: { label: `changes, summed over ${data.inputs} inputs`, kind: 'log' },
        series: [
          {
            colour: '#888',
            dashed: data.cells[0]!.depths.map(({ remaining, wide }) => ({ x: remaining, y: wide })),
          },
          ...seriesOf(
            data,
            ({ changes }) => changes,
            ({ expected }) => expected,
          ),
        ],
      },
    ];
    return {
      title: this.title,
      panels,
      key: [
        { show: 'circle', label: 'measured' },
        { show: 'bar', label: '95 % interval' },
        { show: 'solid', label: 'expected, given the layers below the output' },
        { show: 'dashed', label: 'wide layers' },
        { show: 'dotted', label: `all 2^${data.inputs} labelings` },
      ],
    };
  },
  caption({ inputs, samples, networks, depth }) {
    return `Hard-tanh networks, σ_w = ${SIGMA_W}, no biases, widths k, inputs of dimension k: ${inputs} Gaussian inputs are labelled by the sign of an output neuron while one layer's weights go along W(t) = cos t W_0 + sin t W_1, 0 ≤ t ≤ 2π, the others at rest; up to ${depth - 1} layers remain above the swept one. Labels at ${samples} values of t, between which changes of one input in pairs are missed; means over ${networks} networks with up to 4 outputs each. The rows of an output are Gaussian, so a label is expected to change (angle between the images of two neighbouring t, one layer below) / π times: solid. With no layer remaining each input changes its label twice. The paper has 15 inputs; its input law, σ_w, widths, sampling and number of networks are not known to us: these are ours.`;
  },
  claims(data) {
    const { inputs, cells, overExpected } = data;
    const all = cells.flatMap(({ depths }) => depths);
    return [
      ...cells.map(({ width, depths }) =>
        expects(`label changes with no layer remaining, k = ${width}`, depths[0]!.changes, 2 * inputs),
      ),
      ...cells.map(({ width, overExpected: own }) =>
        expects(`label changes over their expectation, k = ${width}`, own, 1),
      ),
      ...overExpected.map((own, i) =>
        expects(`label changes over their expectation, remaining depth ${i + 1}`, own, 1),
      ),
      equals(`label changes less labelings, the smallest`, Math.min(...cells.map(({ spare }) => spare)), {
        low: 0,
        high: null,
      }),
      equals('labelings, the largest mean', Math.max(...all.map(({ labelings }) => labelings.mean!)), {
        low: 2 * inputs,
        high: 2 ** inputs,
      }),
    ] satisfies Claim[];
  },
  csv({ cells }) {
    return tidyCsv(
      cells.flatMap(({ width, depths }) =>
        depths.map(({ remaining, labelings, changes, expected, wide }) => ({
          width,
          remainingDepth: remaining,
          labelings: labelings.mean,
          labelingsLow: labelings.ci95?.[0],
          labelingsHigh: labelings.ci95?.[1],
          changes: changes.mean,
          changesSem: changes.sem,
          expected,
          wide,
        })),
      ),
    );
  },
};

/** `found[width][network][remaining depth]`. */
function dataOf(size: (typeof SIZES)['test'], found: readonly (readonly SweepLayer[][])[]): Data {
  const { inputs, width, depth } = size;
  const wide = wideChanges(inputs, depth);
  const mean = (x: readonly number[]) => x.reduce((sum, value) => sum + value, 0) / x.length;
  const over = ({ changes, expected }: SweepLayer) => changes / expected;
  return {
    ...size,
    cells: found.map((own, i) => ({
      width: width[i]!,
      depths: Array.from({ length: depth }, (_, r) => ({
        remaining: r,
        labelings: statOf(own.map((layers) => layers[r]!.labelings)),
        changes: statOf(own.map((layers) => layers[r]!.changes)),
        expected: mean(own.map((layers) => layers[r]!.expected)),
        wide: wide[r]!,
      })),
      overExpected: statOf(own.map((layers) => mean(layers.slice(1).map(over)))),
      spare: Math.min(...own.flat().map(({ changes, labelings }) => changes - labelings)),
    })),
    // Networks of one number share their randomness over the widths: a number is one draw.
    overExpected: Array.from({ length: depth - 1 }, (_, r) =>
      statOf(found[0]!.map((_, network) => mean(found.map((own) => over(own[network]![r + 1]!))))),
    ),
  };
}

/** 2 √(metric / q) for each input: Rice's formula for a sign in wide layers, inputs of mean square 1. */
function wideChanges(inputs: number, depth: number): number[] {
  const law = { activation: { name: 'hard-tanh' }, sigmaW: SIGMA_W, sigmaB: 0 } as const;
  return curvatureByLayer(law, depth, SIGMA_W ** 2).map(
    ({ metric, q }) => 2 * inputs * Math.sqrt(metric! / q!),
  );
}

function ceiling({ inputs, depth }: Data): Series {
  return { colour: '#888', dotted: [0, depth - 1].map((x) => ({ x, y: 2 ** inputs })) };
}

function seriesOf(
  { cells }: Data,
  measured: (depth: DepthData) => Stat,
  solid?: (depth: DepthData) => number,
): Series[] {
  const colours = orderedColours(cells.length);
  return cells.map(({ width, depths }, i): Series => {
    const points = (y: (depth: DepthData) => Omit<Point, 'x'>) =>
      depths.map((depth) => ({ x: depth.remaining, ...y(depth) }));
    return {
      colour: colours[i]!,
      label: `k = ${width}`,
      measured: points((depth) => {
        const { mean, ci95 } = measured(depth);
        return { y: mean, low: ci95?.[0], high: ci95?.[1] };
      }),
      ...(solid ? { solid: points((depth) => ({ y: solid(depth) })) } : {}),
    };
  });
}
