/** The pictures of docs/concepts.md, each by the name of its file: its vertical axis, its series, its horizontal axis. */
import { type AxisSpec, INK, orderedColours, type Series } from '../../src/draw/picture/index.ts';
import { phaseDiagram } from '../../src/index.ts';
import {
  besideMeanField,
  byLayer,
  CIRCLE,
  cells,
  LAYER,
  marked,
  NAMES,
  NARROW,
  one,
  RELU,
} from './series.ts';

interface Drawn {
  readonly x?: AxisSpec;
  readonly y: AxisSpec;
  readonly series: readonly Series[];
}

export const PICTURES: Readonly<Record<string, () => Promise<Drawn>>> = {
  length: async () => ({
    y: { label: 'length of the image / length of the curve', kind: 'log' },
    series: byLayer(await cells({ ...RELU, sigmaW: [1, Math.SQRT2, 2] }), NAMES.sigmaW, (l) => l.ratio, {
      solid: ({ theory }) => theory.ratio.exact,
    }),
  }),
  growth: async () => {
    const density = [0.1, 0.2, 0.4, 0.6, 0.8, 1];
    const swept = await cells({ width: 50, depth: 4, sigmaW: 2, density, networks: 60 });
    const last = swept.map(({ layers }, i) => ({ x: density[i]!, ...layers.at(-1)! }));
    const [dark, , light] = orderedColours(3);
    return {
      x: { label: 'density' },
      y: { label: 'growth of length in layer 4', include: [0] },
      series: [
        {
          colour: INK,
          band: last.map(({ x, theory: { growth } }) => ({
            x,
            y: null,
            low: growth.lower,
            high: growth.upper,
          })),
        },
        { colour: dark!, label: 'measured', measured: last.map(({ x, growth }) => marked(x, growth)) },
        {
          colour: light!,
          label: 'Price–Tanner',
          dotted: last.map(({ x, theory }) => ({ x, y: theory.growth.priceTanner })),
        },
      ],
    };
  },
  transitions: async () => ({
    y: { label: 'transitions in the layer', include: [0] },
    series: byLayer(await cells({ ...NARROW, width: [12, 24, 48] }), NAMES.width, (l) => l.transitions!, {
      solid: ({ theory }) => theory.transitions.exact,
    }),
  }),
  regions: async () => {
    const measure = ['regions', 'patterns', 'linearRegions'] as const;
    const [cell] = await cells({ ...NARROW, width: 6, networks: 200, measure: [...measure] });
    return {
      y: { label: 'regions along the line, layers so far', include: [0] },
      series: measure.map((name, i) =>
        one(cell!, name === 'linearRegions' ? 'linear' : name, i, measure.length, (layer) => layer[name]!),
      ),
    };
  },
  q: async () => ({ y: { label: 'q = |h|² / N', include: [0] }, series: await besideMeanField('q') }),
  correlation: async () => ({
    y: { label: 'correlation of the two ends' },
    series: await besideMeanField('correlation', { curve: 'arc' }),
  }),
  autocorrelation: async () => {
    const [cell] = await cells({ ...CIRCLE, sigmaW: 2.5, measure: ['autocorrelation'] });
    const chosen = [1, 4, 8].map((layer) => cell!.layers[layer - 1]!);
    return {
      x: { label: 'lag, share of the circle' },
      y: { label: 'autocorrelation' },
      series: chosen.map(({ layer, autocorrelation, theory }, i) => ({
        colour: orderedColours(chosen.length)[i]!,
        label: `layer ${layer}`,
        measured: autocorrelation!.filter((_, j) => j % 2 === 1).map((stat) => marked(stat.lag, stat)),
        solid: autocorrelation!.map(({ lag }, j) => ({ x: lag, y: theory.autocorrelation!.meanField![j]! })),
      })),
    };
  },
  speed: async () => ({
    y: { label: 'mean of |dh/dτ|', kind: 'log' },
    series: await besideMeanField('speed'),
  }),
  metric: async () => ({
    y: { label: 'mean of |dh/dτ|² / N', kind: 'log' },
    series: await besideMeanField('metric'),
  }),
  curvature2: async () => ({
    y: { label: 'mean of N κ²', kind: 'log' },
    series: await besideMeanField('curvature2'),
  }),
  gaussMapLength: async () => ({
    y: { label: 'length of the Gauss map', kind: 'log' },
    series: await besideMeanField('gaussMapLength'),
  }),
  turningAngle: async () => {
    const swept = await cells({ ...RELU, width: [25, 50, 100], measure: ['turningAngle'] });
    return {
      y: { label: 'turning angle, radians', include: [0] },
      series: byLayer(swept, NAMES.width, (layer) => layer.turningAngle!, {
        dashed: ({ theory }) => theory.turningAngle!.approximate,
      }),
    };
  },
  shares: async () => {
    const [cell] = await cells({ ...NARROW, width: 6, networks: 200, measure: ['activeShare', 'deadShare'] });
    return {
      y: { label: 'share of the units', domain: [0, 1] },
      series: [
        one(cell!, 'active', 0, 2, (layer) => layer.activeShare!),
        one(cell!, 'dead', 1, 2, (layer) => layer.deadShare!),
      ],
    };
  },
  chordDeviation: async () => ({
    y: { label: 'mean distance from the chord', include: [0] },
    series: byLayer(
      await cells({ ...RELU, activation: ['relu', 'abs'], sigmaW: 1.2, measure: ['chordDeviation'] }),
      NAMES.activation,
      (layer) => layer.chordDeviation!,
    ),
  }),
  spaceFold: async () => ({
    y: { label: 'space folding', include: [0] },
    series: byLayer(
      await cells({ ...NARROW, activation: ['relu', 'abs'], measure: ['spaceFold'] }),
      NAMES.activation,
      (layer) => layer.spaceFold!,
    ),
  }),
  phase: async () => {
    const sigmaW = Array.from({ length: 37 }, (_, i) => 0.4 + i * 0.1);
    const sigmaB = [0, 0.5, 1];
    return {
      x: { label: 'σ_w' },
      y: { label: 'χ₁ of tanh networks', include: [0] },
      series: [
        { colour: INK, dotted: [sigmaW[0]!, sigmaW.at(-1)!].map((x) => ({ x, y: 1 })) },
        ...phaseDiagram('tanh', { sigmaW, sigmaB }).map((row, i) => ({
          colour: orderedColours(sigmaB.length)[i]!,
          label: `σ_b = ${sigmaB[i]}`,
          solid: row.map((point) => ({ x: point.sigmaW, y: point.chi1 })),
        })),
      ],
    };
  },
};

/** The axes of a picture, layers across where it names no other. */
export const axesOf = ({ x = LAYER, y }: Drawn) => ({ x, y });
