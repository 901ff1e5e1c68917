/** What the figures of Poole et al. share: their networks, grid and three settings. */
import { dot, type Markish } from '@observablehq/plot';
import { type KeyItem, orderedColours } from '../draw/picture/index.ts';
import type { MeanFieldLaw } from '../theory/meanfield/index.ts';

export const SIGMA_B = 0.3;
/** Ordered, chaotic, more chaotic. */
export const SIGMA_W = [1.3, 2.5, 4] as const;

export const tanhNetworks = (sigmaW: number, sigmaB: number = SIGMA_B): MeanFieldLaw => ({
  activation: { name: 'tanh' },
  ...{ sigmaW, sigmaB },
});

/** The grid of the paper's phase diagrams, σ_w = 1 … 5 and σ_b = 0 … 4, in steps of `step`. */
export function phaseGrid(step: number): { sigmaW: number[]; sigmaB: number[] } {
  const count = Math.round(4 / step) + 1;
  const from = (low: number) => Array.from({ length: count }, (_, i) => Number((low + i * step).toFixed(6)));
  return { sigmaW: from(1), sigmaB: from(0) };
}

/** One colour for each of the three settings. */
export const colourOf = (sigmaW: number): string =>
  orderedColours(SIGMA_W.length)[SIGMA_W.indexOf(sigmaW as (typeof SIGMA_W)[number])]!;

/** The key of a map and its iteration in the three settings, measured and in theory. */
export function mapKey(fixedPoint: string): KeyItem[] {
  return [
    ...SIGMA_W.map(
      (sigmaW): KeyItem => ({ show: 'solid', label: `σ_w = ${sigmaW}`, colour: colourOf(sigmaW) }),
    ),
    { show: 'none', label: '(solid: theory)' },
    { show: 'circle', label: 'mean over networks' },
    { show: 'bar', label: '95 % interval' },
    { show: 'times', label: `fixed point ${fixedPoint}` },
    { show: 'dashed', label: 'identity' },
  ];
}

/**
 * Two orthogonal points of `dim` entries whose pre-activations in layer 1 have the expected mean square q.
 */
export function pointsAt(q: number, sigmaW: number, dim: number): [Float64Array, Float64Array] {
  const radius = Math.sqrt(((q - SIGMA_B ** 2) * dim) / (sigmaW * sigmaW));
  const point = (k: number) => Float64Array.from({ length: dim }, (_, i) => (i === k ? radius : 0));
  return [point(0), point(1)];
}

/** The three settings in a phase diagram, ringed in white. */
export function settingMarks(): Markish[] {
  const marks = SIGMA_W.map((sigmaW) => ({ sigmaW, sigmaB: SIGMA_B, colour: colourOf(sigmaW) }));
  return [
    dot(marks, { x: 'sigmaW', y: 'sigmaB', r: 4.5, fill: 'colour', stroke: 'white', strokeWidth: 1.5 }),
  ];
}
