import * as z from 'zod/mini';
import { INK, type PanelSpec, type Series } from '../draw/picture/index.ts';
import { cos } from '../numeric/functions.ts';
import { correlationMapOf } from '../theory/meanfield/correlation-map.ts';
import { edgeOfChaos, meanField, phaseDiagram } from '../theory/meanfield/index.ts';
import { type Claim, equals, expects } from './checks.ts';
import type { Figure } from './figure.ts';
import { heatmapPanel } from './heatmap.ts';
import { POOLE } from './papers.ts';
import { evenly, measuredAt } from './points.ts';
import {
  colourOf,
  mapKey,
  phaseGrid,
  pointsAt,
  SIGMA_B,
  SIGMA_W,
  settingMarks,
  tanhNetworks,
} from './poole.ts';
import { grid, known, lagStat, list, number, rows } from './shapes.ts';
import { tidyCsv } from './tidy.ts';

const SIZES = {
  test: { width: 100, networks: 20, depth: 6, step: 0.5 },
  quick: { width: 500, networks: 16, depth: 20, step: 0.2 },
  full: { width: 1000, networks: 100, depth: 30, step: 0.1 },
};

/** Correlations in layer 1 from which panel B follows pairs of inputs; the lag nearest to each is taken. */
const STARTS = [0.2, 0.5, 0.8];
/** Points on the circle: a multiple of the 48 steps that lags are counted in. */
const POINTS = 48;

/** Pairs of points on a circle, `lag` of it apart. */
const PAIR = z.strictObject({
  sigmaW: number,
  lag: number,
  /** Expected correlation in layer 1, wide networks. */
  start: number,
  /** Correlations in layers 1, 2, … */
  correlation: list(lagStat),
});
type Pair = z.infer<typeof PAIR>;

const DATA = z.strictObject({
  width: number,
  networks: number,
  depth: number,
  pairs: list(PAIR),
  grid,
  /** One row for each σ_b. */
  phases: rows(z.strictObject({ cStar: known, chi1: known })),
  /** The edge of chaos. */
  edge: list(z.strictObject({ sigmaW: number, sigmaB: number })),
});
type Data = z.infer<typeof DATA>;

/** The correlation map of tanh networks, its dynamics, its fixed point, and the edge of chaos. */
export const pooleFig2: Figure<Data> = {
  id: 'poole-fig2',
  title: 'Correlations in random tanh networks, and the edge of chaos',
  paper: POOLE,
  number: 'figure 2',
  time: { quick: '60 s', full: '20 min' },
  schema: DATA,
  async run(size, { trajectory, compute }) {
    const { width, networks, depth, step } = SIZES[size];
    const pairs: Pair[] = [];
    for (const sigmaW of SIGMA_W) {
      const q = meanField(tanhNetworks(sigmaW)).qStar!;
      const { cells } = await trajectory(
        {
          ...{ width, depth, networks, activation: 'tanh', sigmaW, sigmaB: SIGMA_B },
          ...{ curve: 'circle', points: POINTS, measure: ['autocorrelation'] },
        },
        pointsAt(q, sigmaW, width),
      );
      const { layers } = cells[0]!;
      layers[0]!.autocorrelation!.forEach(({ lag }, i) => {
        const correlation = layers.map((layer) => layer.autocorrelation![i]!);
        const start = ((q - SIGMA_B ** 2) * cos(2 * Math.PI * lag) + SIGMA_B ** 2) / q;
        pairs.push({ sigmaW, lag, start, correlation });
      });
    }
    const grid = phaseGrid(step);
    return compute(() => {
      const phases = phaseDiagram({ name: 'tanh' }, grid).map((row) =>
        row.map(({ cStar, chi1 }) => ({ cStar, chi1 })),
      );
      const edge = evenly(0, 4, 41).map((sigmaB) => {
        const { sigmaW } = edgeOfChaos({ name: 'tanh' }, { sigmaB })!;
        return { sigmaW, sigmaB };
      });
      return { width, networks, depth, pairs, grid, phases, edge };
    });
  },
  picture(data) {
    const { grid, phases, edge } = data;
    const x = { label: 'σ_w', values: grid.sigmaW, ticks: [1, 2, 3, 4, 5] };
    const y = { label: 'σ_b', values: grid.sigmaB, ticks: [0, 1, 2, 3, 4] };
    const line = edge.filter(({ sigmaW }) => sigmaW <= grid.sigmaW.at(-1)!);
    const places = line.map(({ sigmaW, sigmaB }) => ({ x: sigmaW, y: sigmaB }));
    const over = {
      series: [
        { colour: 'white', solid: places },
        { colour: INK, dotted: places },
      ],
      marks: settingMarks,
    };
    const values = (name: 'cStar' | 'chi1') => phases.map((row) => row.map((point) => point[name]));
    return {
      title: this.title,
      panels: [
        mapPanel(data),
        dynamicsPanel(data),
        heatmapPanel({ title: '(C) fixed point c*', x, y, values: values('cStar'), range: [0, 1], ...over }),
        heatmapPanel({
          title: '(D) slope χ₁ at c = 1',
          x,
          y,
          values: values('chi1'),
          range: [0, 3],
          ...over,
        }),
      ],
      key: [...mapKey('c*'), { show: 'dotted', label: '(C, D): edge of chaos, χ₁ = 1' }],
    };
  },
  caption({ width, networks, depth, pairs }) {
    const starts = SIGMA_W.map((sigmaW) => {
      const own = followed(pairs).filter((pair) => pair.sigmaW === sigmaW);
      return `${own.map(({ start }) => start.toFixed(2)).join(', ')} (σ_w = ${sigmaW})`;
    });
    return `Dense Gaussian networks, tanh, σ_b = ${SIGMA_B} in (A, B); marks: pairs of points on a circle placed so that q¹ = q*, cosine between their pre-activations averaged over the circle, width ${width}, ${networks} networks. (A) correlation in layer 2 against layer 1. (B) ${depth} layers from the pairs of the ${POINTS} points whose c¹ is nearest to ${STARTS.join(', ')}: ${starts.join('; ')}. In the ordered phase the marks lie slightly below theory, which is for infinite width. (C, D) theory: left of the dotted line networks are ordered (χ₁ < 1, c* = 1), right of it chaotic; points: the settings of (A, B). The paper’s width is 1000.`;
  },
  claims({ width, depth, pairs, phases, edge }) {
    const chaotic = phases.flat().filter(({ chi1 }) => chi1 !== null);
    const wrong = chaotic.filter(({ chi1, cStar }) => chi1! > 1 !== cStar! < 1);
    const slopes = edge.map(({ sigmaW, sigmaB }) => meanField(tanhNetworks(sigmaW, sigmaB)).chi1! - 1);
    return [
      ...followed(pairs).flatMap((pair) => pairClaims(pair, width, depth)),
      equals('settings where χ₁ > 1 and c* < 1 disagree', wrong.length, 0),
      equals('largest |χ₁ − 1| on the edge of chaos', Math.max(...slopes.map(Math.abs)), 0, 1e-8),
    ];
  },
  csv({ pairs, depth, grid, phases }) {
    const theory = new Map(SIGMA_W.map((sigmaW) => [sigmaW as number, followMap(sigmaW)]));
    const simulated = pairs.flatMap(({ sigmaW, lag, start, correlation }) => {
      return correlation.map(({ mean, sem, n }, l) => ({
        ...{
          panel: 'AB',
          sigmaW,
          sigmaB: SIGMA_B,
          lag,
          layer: l + 1,
          mean,
          sem,
          n,
          theory: theory.get(sigmaW)!(start, depth)[l],
        },
      }));
    });
    const diagram = grid.sigmaB.flatMap((sigmaB, j) =>
      grid.sigmaW.map((sigmaW, i) => ({ panel: 'CD', sigmaW, sigmaB, ...phases[j]![i]! })),
    );
    return tidyCsv([...simulated, ...diagram]);
  },
};

/** Correlations in layers 1 … depth by the map of wide networks, from that in layer 1. */
function followMap(sigmaW: number): (start: number, depth: number) => number[] {
  const map = correlationMapOf(tanhNetworks(sigmaW))!;
  return (start, depth) => {
    const correlations = [start];
    while (correlations.length < depth) correlations.push(map(correlations.at(-1)!));
    return correlations;
  };
}

/** The pairs of panel B. */
function followed(pairs: readonly Pair[]): Pair[] {
  return SIGMA_W.flatMap((sigmaW) => {
    const own = pairs.filter((pair) => pair.sigmaW === sigmaW);
    const off = (pair: Pair, c: number) => Math.abs(pair.start - c);
    return STARTS.map((c) => own.reduce((a, b) => (off(b, c) < off(a, c) ? b : a)));
  });
}

/**
 * Finite layers spread correlations by about 1/√width, and the map's curvature moves their mean by the order
 * of the square of that.
 */
function pairClaims({ sigmaW, start, correlation }: Pair, width: number, depth: number): Claim[] {
  const theory = followMap(sigmaW)(start, depth);
  return [2, Math.ceil(depth / 2), depth].map((layer) => {
    const what = `c in layer ${layer}, σ_w = ${sigmaW}, from c¹ = ${start.toFixed(3)}`;
    return expects(what, correlation[layer - 1]!, theory[layer - 1]!, 2 / width);
  });
}

function mapPanel({ pairs }: Data): PanelSpec {
  const cs = evenly(0, 1, 51);
  return {
    title: '(A) correlation map',
    x: { label: 'c in a layer', domain: [0, 1] },
    y: { label: 'c in the next layer', domain: [0, 1] },
    series: [
      { colour: INK, dashed: [0, 1].map((c) => ({ x: c, y: c })) },
      ...SIGMA_W.map((sigmaW): Series => {
        const own = pairs.filter((pair) => pair.sigmaW === sigmaW && pair.correlation[0]!.mean! >= 0);
        const map = correlationMapOf(tanhNetworks(sigmaW))!;
        return {
          colour: colourOf(sigmaW),
          solid: cs.map((c) => ({ x: c, y: map(c) })),
          measured: own.map(({ correlation: [one, two] }) => measuredAt(one!.mean!, two!)),
        };
      }),
      ...SIGMA_W.map((sigmaW): Series => {
        const c = meanField(tanhNetworks(sigmaW)).cStar!;
        return { colour: INK, symbol: 'times', measured: [{ x: c, y: c }] };
      }),
    ],
  };
}

function dynamicsPanel({ pairs, depth }: Data): PanelSpec {
  return {
    title: '(B) from layer to layer',
    x: { label: 'layer', whole: true, domain: [0, depth] },
    y: { label: 'c', domain: [0, 1] },
    series: followed(pairs).map(({ sigmaW, start, correlation }) => ({
      colour: colourOf(sigmaW),
      solid: followMap(sigmaW)(start, depth).map((y, l) => ({ x: l + 1, y })),
      measured: correlation.map((stat, l) => measuredAt(l + 1, stat)),
    })),
  };
}
