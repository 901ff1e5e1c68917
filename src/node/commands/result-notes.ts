import { networksDrawn } from '../../draw/describe.ts';
import { type Experiment, expandCells, withInputDim } from '../../experiment/index.ts';
import { formatNumber } from '../../result/format.ts';
import type { ResultDocument } from '../../result/index.ts';
import { polylineLoss } from '../../theory/polyline-loss.ts';
import type { CommandOptions } from '../command-options.ts';

/** One line on the length that the polyline misses in the last layer, where theory knows it; else nothing. */
export function discretisationNote(experiment: Experiment, { cells }: ResultDocument): string {
  const { curve, points, networkFile } = experiment;
  // Theory lacks the loss at the corners of a polyline, which need not be among the points. Tangents alone
  // have points that are not said.
  if (curve === 'polyline' || networkFile !== null || points === null) return '';
  const losses = expandCells(experiment).flatMap((plan, i) => {
    const { input, estimator } = cells[i]!;
    if (estimator !== 'polyline') return [];
    const spec = withInputDim(plan, input.dim);
    const loss = polylineLoss(spec, input, points, spec.layers.length);
    return loss === null ? [] : [loss];
  });
  const most = losses.reduce((a, b) => Math.max(a, b), 0);
  if (most === 0) return '';
  const percent = (100 * most).toPrecision(2);
  return `A polyline of ${points} points reads short: by at most about ${percent} % in the last layer (infinite width).\n`;
}

/** The number of networks drawn, where the interval decided it; else nothing. */
export function networksNote({ untilRelativeCi }: Experiment, { cells }: ResultDocument): string {
  if (untilRelativeCi === null) return '';
  return `Networks drawn${cells.length > 1 ? ' per cell' : ''}: ${networksDrawn(cells)}.\n`;
}

/** One line where the requested interval needs more networks than records hold; else nothing. */
export function unreachedNote({ untilRelativeCi }: Experiment, { cells }: ResultDocument): string {
  const short = cells.filter(({ intervalReached }) => intervalReached === false);
  if (untilRelativeCi === null || short.length === 0) return '';
  const where = cells.length > 1 ? ` in ${short.length} of ${cells.length} cells` : '';
  const drawn = short.reduce((least, { networks }) => Math.min(least, networks), Infinity);
  return `--until-relative-ci: ±${formatNumber(100 * untilRelativeCi, 2)} % was not reached${where} by ${drawn.toLocaleString('en-US')} networks, all that records hold.\n`;
}

/** One line where --points was given and no cell used points; else nothing. */
export function pointsNote(options: CommandOptions, { cells }: ResultDocument): string {
  if (options.points === undefined || cells.some(({ estimator }) => estimator !== 'exact')) return '';
  return 'Images are exact and took no points; --estimator polyline takes them.\n';
}
