import * as z from 'zod/mini';
import { DOTS, isUndersampled, projectionPanel, SHORT_NAMES } from '../draw/curve.ts';
import { orderedColours, type PanelSpec, type Point } from '../draw/picture/index.ts';
import type { Vertices } from '../ensemble/index.ts';
import { LAGS } from '../experiment/measures.ts';
import { cos } from '../numeric/functions.ts';
import type { CellResult } from '../result/index.ts';
import { correlationMapOf } from '../theory/meanfield/correlation-map.ts';
import { meanField } from '../theory/meanfield/mean-field.ts';
import { type Claim, expects } from './checks.ts';
import type { Figure } from './figure.ts';
import { POOLE } from './papers.ts';
import { evenly, measuredAt } from './points.ts';
import { pointsAt, SIGMA_B, SIGMA_W, tanhNetworks } from './poole.ts';
import { projectionRows, projections } from './projections.ts';
import { list, number, numbers, projection, stat } from './shapes.ts';
import { tidyCsv } from './tidy.ts';

const SIZES = {
  test: { width: 80, points: 97, networks: 8 },
  quick: { width: 400, points: 481, networks: 10 },
  full: { width: 1000, points: 481, networks: 20 },
} as const;

/** Of the projections and of the autocorrelation. */
const SHOWN = [5, 10, 15];
const CORRELATED = [5, 10, 20];
const DEPTH = 20;
/** Components in a spectrum. */
const COMPONENTS = 5;

const SETTING = z.strictObject({
  sigmaW: number,
  projections: list(projection),
  autocorrelation: list(z.strictObject({ layer: number, measured: list(stat), predicted: numbers })),
});
type Setting = z.infer<typeof SETTING>;

const DATA = z.strictObject({
  width: number,
  points: number,
  networks: number,
  settings: list(SETTING),
});
type Data = z.infer<typeof DATA>;

/** A circle in tanh networks, ordered to chaotic: its shape, its spectrum, its autocorrelation. */
export const pooleFig3: Figure<Data> = {
  id: 'poole-fig3',
  title: 'A circle in ordered and chaotic tanh networks',
  paper: POOLE,
  number: 'figure 3',
  time: { quick: '60 s', full: '6 min' },
  schema: DATA,
  async run(size, { seed, trajectory, compute }) {
    const { width, points, networks } = SIZES[size];
    const settings: Setting[] = [];
    for (const sigmaW of SIGMA_W) {
      const network = { width, activation: 'tanh', sigmaW, sigmaB: SIGMA_B, curve: 'circle', seed } as const;
      const vertices: Vertices = pointsAt(meanField(tanhNetworks(sigmaW)).qStar!, sigmaW, width);
      const { cells } = await trajectory(
        {
          ...network,
          depth: DEPTH,
          networks,
          points: 49,
          estimator: 'polyline',
          measure: ['autocorrelation'],
        },
        vertices,
      );
      const look = { depth: SHOWN.at(-1)!, points, estimator: 'polyline' as const };
      settings.push({
        sigmaW,
        projections: await projections({ ...network, ...look }, SHOWN, compute, vertices, COMPONENTS),
        autocorrelation: autocorrelationOf(cells[0]!),
      });
    }
    return { width, points, networks, settings };
  },
  picture({ settings }, width) {
    const images = settings.flatMap(({ sigmaW, projections: shown }) =>
      shown.map((projection) => ({
        ...projectionPanel(projection, { short: true }),
        title: `σ_w = ${sigmaW}, ${projection.title}`,
      })),
    );
    const [spectra, correlations] = [settings.map(spectrumPanel), settings.map(autocorrelationPanel)];
    const below =
      width === 'page' ? [spectra, correlations] : spectra.map((panel, i) => [panel, correlations[i]!]);
    return {
      title: this.title,
      panels: [...images, ...below.flat()],
      rows: { page: [3], column: [...settings.map(() => SHOWN.length), 2] },
      key: [
        SHORT_NAMES,
        ...(settings.some(({ projections: shown }) => shown.some(isUndersampled)) ? [DOTS] : []),
        { show: 'circle', label: 'measured' },
        { show: 'bar', label: '95 % interval' },
        { show: 'solid', label: 'mean field' },
        { show: 'thin', label: 'joins the shares of one layer' },
      ],
    };
  },
  caption({ width, points, networks }) {
    return `A circle whose first pre-activations have mean square q*, through tanh networks of width ${width}, σ_b = ${SIGMA_B}. Projections: pre-activations of network 0 at ${points} points on their first two principal components; the colour runs once around. Spectrum: shares of the variance of the first ${COMPONENTS} components. Autocorrelation: the mean cosine between pre-activations an angle Δθ apart, mean over ${networks} networks, and the correlation map iterated from the circle (lines). The paper shows one network for each setting and normalises singular values, not variances; its code sets the circle’s radius for a mean square of q* + σ_b², not q*.`;
  },
  claims({ settings, width, networks }) {
    return settings.flatMap(({ sigmaW, autocorrelation }) =>
      autocorrelation.flatMap(({ layer, measured, predicted }) =>
        JUDGED.map((j): Claim => {
          const what = `c(${Math.round(360 * LAGS[j]!)}°) in layer ${layer}, σ_w = ${sigmaW}`;
          // Finite width: a part of order layer / width. A correlation may be negative, and counts all the
          // same.
          return { ...expects(what, measured[j]!, predicted[j]!, layer / width), networks };
        }),
      ),
    );
  },
  csv({ settings }) {
    return tidyCsv(
      settings.flatMap(({ sigmaW, projections: shown, autocorrelation }) => [
        ...shown.flatMap((projection) => projectionRows(projection, { sigmaW })),
        ...shown.flatMap(({ title, shares }) =>
          shares.map((share, k) => ({ sigmaW, panel: `spectrum, ${title}`, component: k + 1, share })),
        ),
        ...autocorrelation.flatMap(({ layer, measured, predicted }) =>
          measured.map(({ mean, sem }, j) => ({
            ...{ sigmaW, panel: `autocorrelation, layer ${layer}`, lag: LAGS[j]! },
            ...{ mean, sem, predicted: predicted[j]! },
          })),
        ),
      ]),
    );
  },
};

/** Lags that are judged: 30°, 90° and 180°. */
const JUDGED = [3, 11, 23];

function autocorrelationOf({ layers }: CellResult): Setting['autocorrelation'] {
  return layers
    .filter(({ layer }) => CORRELATED.includes(layer))
    .map(({ layer, autocorrelation, theory }) => ({
      layer,
      measured: autocorrelation!.map(({ lag: _, ...stat }) => stat),
      predicted: theory.autocorrelation!.meanField!,
    }));
}

function spectrumPanel({ sigmaW, projections: shown }: Setting): PanelSpec {
  const colours = orderedColours(shown.length);
  return {
    title: `σ_w = ${sigmaW}: spectrum`,
    x: { label: 'component', whole: true, domain: [1, COMPONENTS] },
    y: { label: 'share of the variance', include: [0, 0.5] },
    series: shown.map(({ title, shares }, i) => {
      const places = shares.map((y, k) => ({ x: k + 1, y }));
      return { colour: colours[i]!, label: title, measured: places, joined: true };
    }),
  };
}

function autocorrelationPanel({ sigmaW, autocorrelation }: Setting): PanelSpec {
  const colours = orderedColours(autocorrelation.length);
  return {
    title: `σ_w = ${sigmaW}: autocorrelation`,
    x: { label: 'angle Δθ / degrees', domain: [0, 180], ticks: [0, 45, 90, 135, 180] },
    y: { label: 'correlation', domain: [-1, 1] },
    series: autocorrelation.map(({ layer, measured }, i) => ({
      colour: colours[i]!,
      label: `layer ${layer}`,
      measured: measured.map((stat, j) => measuredAt(360 * LAGS[j]!, stat)).filter((_, j) => j % 2 === 1),
      solid: expectedAt(sigmaW, layer),
    })),
  };
}

/**
 * Angles at which mean field is drawn: dense near 0, where correlations of deep layers fall within a degree.
 */
const ANGLES = [0, 0.01, 0.03, 0.1, 0.3, ...evenly(1, 15, 29), ...evenly(16, 180, 83)];

/** Correlation between two points of the circle by the correlation map of wide networks. */
function expectedAt(sigmaW: number, layer: number): Point[] {
  const networks = tanhNetworks(sigmaW);
  const q = meanField(networks).qStar!;
  const map = correlationMapOf(networks)!;
  return ANGLES.map((x) => {
    let y = ((q - SIGMA_B ** 2) * cos((Math.PI * x) / 180) + SIGMA_B ** 2) / q;
    for (let l = 1; l < layer; l++) y = map(y);
    return { x, y };
  });
}
