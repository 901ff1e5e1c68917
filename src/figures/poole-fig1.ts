import * as z from 'zod/mini';
import { INK, type PanelSpec, type Series } from '../draw/picture/index.ts';
import {
  lengthMap,
  lengthMapSteps,
  lengthsByLayer,
  meanField,
  phaseDiagram,
} from '../theory/meanfield/index.ts';
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
import { grid, known, list, number, numbers, rows, stat } from './shapes.ts';
import { tidyCsv } from './tidy.ts';

const SIZES = {
  test: { width: 100, networks: 20, starts: [8.03], others: [3], step: 1 },
  quick: { width: 500, networks: 24, starts: [3.94, 8.03, 12.12], others: [1, 6, 10, 14.5], step: 0.2 },
  full: {
    width: 1000,
    networks: 100,
    starts: [3.94, 8.03, 12.12],
    others: [0.5, 1, 2, 3, 5, 6, 7, 9, 10, 11, 13, 14.5],
    step: 0.1,
  },
};

/** Layers of panel B. */
const DEPTH = 7;
/** The largest q of panel A. */
const MOST = 15;
/** Relative deviation that counts as converged, and the number of starts in [0, 15]. */
const TOLERANCE = 0.1;
const STEP_STARTS = 25;

const RUN = z.strictObject({
  sigmaW: number,
  /** Expected q¹. */
  start: number,
  /** q¹, q², … */
  q: list(stat),
});
type Run = z.infer<typeof RUN>;

const DATA = z.strictObject({
  width: number,
  networks: number,
  starts: numbers,
  runs: list(RUN),
  grid,
  /** One row for each σ_b. */
  qStar: rows(known),
  steps: rows(known),
});
type Data = z.infer<typeof DATA>;

/** The length map of tanh networks, its dynamics, its fixed point and how soon that is reached. */
export const pooleFig1: Figure<Data> = {
  id: 'poole-fig1',
  title: 'Squared length of the pre-activations of random tanh networks',
  paper: POOLE,
  number: 'figure 1',
  time: { quick: '60 s', full: '15 min' },
  schema: DATA,
  async run(size, { trajectory, compute }) {
    const { width, networks, starts, others, step } = SIZES[size];
    const runs: Run[] = [];
    for (const sigmaW of SIGMA_W)
      for (const start of [...starts, ...others]) {
        const depth = starts.includes(start) ? DEPTH : 2;
        const { cells } = await trajectory(
          {
            ...{ width, depth, networks, activation: 'tanh', sigmaW, sigmaB: SIGMA_B },
            ...{ curve: 'arc', points: 2, measure: ['q'] },
          },
          pointsAt(start, sigmaW, width),
        );
        runs.push({ sigmaW, start, q: cells[0]!.layers.map(({ q }) => q!) });
      }
    const grid = phaseGrid(step);
    return compute(() => {
      const qStar = phaseDiagram({ name: 'tanh' }, grid).map((row) => row.map((point) => point.qStar));
      const steps = grid.sigmaB.map((sigmaB) => grid.sigmaW.map((sigmaW) => meanSteps(sigmaW, sigmaB)));
      return { width, networks, starts, runs, grid, qStar, steps };
    });
  },
  picture(data) {
    const { grid, qStar, steps } = data;
    const x = { label: 'σ_w', values: grid.sigmaW, ticks: [1, 2, 3, 4, 5] };
    const y = { label: 'σ_b', values: grid.sigmaB, ticks: [0, 1, 2, 3, 4] };
    // All but a corner, where the map hardly contracts: it would take the scale.
    const known = steps.flat().flatMap((value) => value ?? []);
    const most = Math.ceil(known.sort((a, b) => a - b)[Math.floor(0.97 * known.length)]!);
    const least = Math.floor(2 * known[0]!) / 2;
    return {
      title: this.title,
      panels: [
        mapPanel(data),
        dynamicsPanel(data),
        heatmapPanel({
          title: '(C) fixed point q*',
          x,
          y,
          values: qStar,
          range: [0, MOST],
          marks: settingMarks,
        }),
        heatmapPanel({
          title: '(D) layers until q* is reached',
          x,
          y,
          values: steps,
          range: [least, most],
          marks: settingMarks,
        }),
      ],
      key: [...mapKey('q*')],
    };
  },
  caption({ width, networks, starts }) {
    return `Dense Gaussian networks, tanh, σ_b = ${SIGMA_B} in (A, B); marks: width ${width}, ${networks} networks, |h|²/width averaged over two inputs placed so that E q¹ is known. (A) q in a layer against q in the layer before. (B) From E q¹ = ${starts.join(', ')}, the lines start at the measured q¹, because all starts go through the same networks, whose first layers deviate by one common factor. (C, D) theory; rings: the settings of (A, B); white: q* = 0. (D) Applications of the length map until q is within ${100 * TOLERANCE} % of q*, mean over ${STEP_STARTS} starts in [0, ${MOST}]; the paper says 1 %, but its code tests (q − q*)²/q*² < 0.01. The paper uses one weight matrix in all layers of (B); here every layer has its own. The paper’s width is 1000.`;
  },
  claims({ width, runs, grid, qStar }) {
    const residuals = grid.sigmaB.flatMap((sigmaB, j) =>
      grid.sigmaW.map((sigmaW, i) => {
        const q = qStar[j]![i]!;
        return q === 0 ? 0 : Math.abs(lengthMap(tanhNetworks(sigmaW, sigmaB), q) / q - 1);
      }),
    );
    return [
      ...runs.flatMap((run) => runClaims(run, width)),
      equals('largest |V(q*)/q* − 1| of (C)', Math.max(...residuals), 0, 1e-9),
    ];
  },
  csv({ runs, grid, qStar, steps }) {
    const simulated = runs.flatMap(({ sigmaW, start, q }) => {
      const theory = lengthsByLayer(tanhNetworks(sigmaW), start, q.length);
      const drawn = lengthsByLayer(tanhNetworks(sigmaW), q[0]!.mean!, q.length);
      return q.map(({ mean, sem, n }, l) => ({
        ...{ panel: 'AB', sigmaW, sigmaB: SIGMA_B, start, layer: l + 1, mean, sem, n, theory: theory[l] },
        ...{ fromMeasured: drawn[l] },
      }));
    });
    const diagram = grid.sigmaB.flatMap((sigmaB, j) =>
      grid.sigmaW.map((sigmaW, i) => ({
        panel: 'CD',
        sigmaW,
        sigmaB,
        qStar: qStar[j]![i],
        steps: steps[j]![i],
      })),
    );
    return tidyCsv([...simulated, ...diagram]);
  },
};

/** Mean over starts of the steps to q*. */
function meanSteps(sigmaW: number, sigmaB: number): number | null {
  const networks = tanhNetworks(sigmaW, sigmaB);
  const steps = evenly(MOST / STEP_STARTS, MOST, STEP_STARTS).map((q) =>
    lengthMapSteps(networks, q, TOLERANCE),
  );
  const known = steps.filter((value) => value !== null);
  return known.length < steps.length ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

/**
 * Layer 1 is exact; in later ones a mean over networks is off by the map's curvature times the variance of q,
 * of order q/width.
 */
function runClaims({ sigmaW, start, q }: Run, width: number): Claim[] {
  const theory = lengthsByLayer(tanhNetworks(sigmaW), start, q.length);
  return (q.length === DEPTH ? [1, 2, DEPTH] : [2]).map((layer) => {
    const predicted = theory[layer - 1]!;
    const what = `q in layer ${layer}, σ_w = ${sigmaW}, from q¹ = ${start}`;
    return expects(what, q[layer - 1]!, predicted, layer === 1 ? 0 : predicted / width);
  });
}

function mapPanel({ runs }: Data): PanelSpec {
  const xs = evenly(0, MOST, 101);
  const series = SIGMA_W.map((sigmaW): Series => {
    const own = runs.filter((run) => run.sigmaW === sigmaW);
    return {
      colour: colourOf(sigmaW),
      solid: xs.map((q) => ({ x: q, y: lengthMap(tanhNetworks(sigmaW), q) })),
      measured: own.map(({ q }) => measuredAt(q[0]!.mean!, q[1]!)),
    };
  });
  const fixed = SIGMA_W.map((sigmaW): Series => {
    const q = meanField(tanhNetworks(sigmaW)).qStar!;
    return { colour: INK, symbol: 'times', measured: [{ x: q, y: q }] };
  });
  const identity: Series = { colour: INK, dashed: [0, MOST].map((q) => ({ x: q, y: q })) };
  return {
    title: '(A) length map',
    x: { label: 'q in a layer', domain: [0, MOST] },
    y: { label: 'q in the next layer', domain: [0, MOST] },
    series: [identity, ...series, ...fixed],
  };
}

function dynamicsPanel({ runs, starts }: Data): PanelSpec {
  return {
    title: '(B) from layer to layer',
    x: { label: 'layer', whole: true, include: [1, DEPTH] },
    y: { label: 'q', domain: [0, MOST] },
    series: runs
      .filter(({ start }) => starts.includes(start))
      .map(({ sigmaW, q }) => ({
        colour: colourOf(sigmaW),
        solid: lengthsByLayer(tanhNetworks(sigmaW), q[0]!.mean!, DEPTH).map((y, l) => ({ x: l + 1, y })),
        measured: q.map((stat, l) => measuredAt(l + 1, stat)),
      })),
  };
}
