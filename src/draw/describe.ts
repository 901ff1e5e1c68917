import type { Experiment } from '../experiment/index.ts';
import type { CellResult } from '../result/document.ts';
import { parameterEquation } from './chart/names.ts';
import { literally } from './picture/text.ts';

/** How many networks each cell has: one number, or the least and the most. */
export function networksDrawn(cells: readonly Pick<CellResult, 'networks'>[]): string {
  const drawn = cells.map(({ networks }) => networks);
  const least = drawn.reduce((a, b) => Math.min(a, b));
  const most = drawn.reduce((a, b) => Math.max(a, b));
  return least === most ? String(least) : `${least} to ${most}`;
}

/** What was run, in words, for the caption of a picture that may leave its folder. */
export function describeExperiment(experiment: Experiment, cells: readonly CellResult[]): string {
  const { curve, endpoints, points, networkFile, sigmaB, biases, scaling, biasScaling, mask, seed } =
    experiment;
  const fixed = (name: 'density' | 'weights' | 'activation', text: string) =>
    Array.isArray(experiment[name]) ? '' : `, ${text} ${experiment[name]}`;
  const noBias = sigmaB === 0;
  const sampled = cells.some(({ estimator }) => estimator !== 'exact');
  const sampling = sampled ? `${points} points` : 'exact image';
  const through = `A ${curve} (endpoints ${literally(endpoints)}, ${sampling}) through`;
  if (networkFile !== null) {
    const files = networkFile.map((path) => literally(path)).join(', ');
    return `${through} ${networkFile.length === 1 ? 'the network' : 'the networks'} of ${files}.`;
  }
  return [
    `${through} random networks: ${shapeOf(experiment)}`,
    fixed('activation', 'activation'),
    fixed('weights', 'weights'),
    fixed('density', 'density α ='),
    typeof experiment.sigmaW === 'number' ? `, ${parameterEquation('sigmaW', experiment.sigmaW)}` : '',
    noBias ? ', no biases' : `, ${biases} biases, σ_b = ${[sigmaB].flat().join(', ')}`,
    mask === 'bernoulli' ? '' : `, mask ${mask}`,
    scaling === 'none'
      ? ', weights not scaled by fan-in'
      : scaling === 'fan-in'
        ? ''
        : `, weights scaled by ${scaling}`,
    biasScaling === 'none' || noBias ? '' : ', biases scaled by fan-in',
    `. ${networksDrawn(cells)} networks, seed ${seed}.`,
  ].join('');
}

function shapeOf({ width, depth, widths, layers }: Experiment): string {
  if (layers !== null) {
    const dense = layers.every(({ type }) => type === 'dense');
    const names = layers.map((layer) => (dense && 'width' in layer ? layer.width : layer.type));
    return `layers ${dense ? 'of widths ' : ''}${names.join(', ')}, one by one`;
  }
  if (widths !== null) return `widths ${widths.join(', ')}`;
  return `width ${[width].flat().join(', ')}, depth ${depth}`;
}
