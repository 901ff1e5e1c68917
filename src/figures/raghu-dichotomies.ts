import { GREY, orderedColours, type PanelSpec, type Point, type Series } from '../draw/picture/index.ts';
import type { Stat } from '../ensemble/index.ts';
import { type Claim, equals, expects } from './checks.ts';
import {
  type DepthData,
  DICHOTOMIES_DATA,
  type DichotomiesData,
  measureDichotomies,
  SIGMA_W,
} from './dichotomies-data.ts';
import type { Figure } from './figure.ts';
import { RAGHU } from './papers.ts';
import { tidyCsv } from './tidy.ts';

/** Labelings met on a great circle of weights, against remaining depth. */
export const raghuDichotomies: Figure<DichotomiesData> = {
  id: 'raghu-dichotomies',
  title: 'Labelings met while the weights of one layer are swept along a great circle',
  paper: RAGHU,
  number: 'dichotomies against remaining depth',
  time: { quick: '40 s', full: '1 h' },
  schema: DICHOTOMIES_DATA,
  run: measureDichotomies,
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
            colour: GREY,
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
        { show: 'dotted', label: `all 2^{${data.inputs}} labelings` },
      ],
    };
  },
  caption({ inputs, samples, networks, depth }) {
    return `Hard-tanh networks, σ_w = ${SIGMA_W}, no biases, widths k, inputs of dimension k: the sign of an output neuron labels ${inputs} Gaussian inputs while one layer's weights move along W(t) = cos t W_0 + sin t W_1, 0 ≤ t ≤ 2π, and the others stay fixed; up to ${depth - 1} layers remain above the moving one. Labels at ${samples} values of t miss two changes of one input between neighbouring values; means over ${networks} networks with up to 4 outputs each. The rows of an output are Gaussian, so the expected number of changes of a label is the angle between the images of two neighbouring t, one layer below, over π (solid). With no layer remaining each input changes its label twice. The paper has 15 inputs; we do not know its input law, σ_w, widths, sampling and number of networks and chose our own.`;
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

function ceiling({ inputs, depth }: DichotomiesData): Series {
  return { colour: GREY, dotted: [0, depth - 1].map((x) => ({ x, y: 2 ** inputs })) };
}

function seriesOf(
  { cells }: DichotomiesData,
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
