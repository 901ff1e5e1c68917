import type { Experiment } from '../experiment/index.ts';
import type { CellResult } from './document.ts';

/** How many networks each cell has: one number, or the least and the most. */
export function networksDrawn(cells: readonly Pick<CellResult, 'networks'>[]): string {
  const drawn = cells.map(({ networks }) => networks);
  const least = drawn.reduce((a, b) => Math.min(a, b));
  const most = drawn.reduce((a, b) => Math.max(a, b));
  return least === most ? String(least) : `${least} to ${most}`;
}

/** What was run, in words, for the caption of a picture that may leave its folder. */
export function describeExperiment(experiment: Experiment, cells: readonly CellResult[]): string {
  const { curve, endpoints, points, width, depth, widths, sigmaB, biases, scaling, seed } = experiment;
  const shape =
    widths === null ? `width ${[width].flat().join(', ')}, depth ${depth}` : `widths ${widths.join(', ')}`;
  const fixed = (name: 'density' | 'weights' | 'sigmaW' | 'activation', text: string) =>
    Array.isArray(experiment[name]) ? '' : `, ${text} ${experiment[name]}`;
  const noBias = sigmaB === 0;
  const sampled = cells.some(({ estimator }) => estimator !== 'exact');
  const sampling = sampled ? `${points} points` : 'exact image';
  return [
    `A ${curve} (endpoints ${endpoints}, ${sampling}) through random networks: ${shape}`,
    fixed('activation', 'activation'),
    fixed('weights', 'weights'),
    fixed('density', 'density α ='),
    fixed('sigmaW', 'σ_w ='),
    noBias ? ', no biases' : `, ${biases} biases, σ_b = ${[sigmaB].flat().join(', ')}`,
    scaling === 'none' ? ', weights not scaled by fan-in' : '',
    `. ${networksDrawn(cells)} networks, seed ${seed}.`,
  ].join('');
}
