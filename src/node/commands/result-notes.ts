import { networksDrawn } from '../../draw/describe.ts';
import { type Experiment, expandCells, INITS, type InitName, withInputDim } from '../../experiment/index.ts';
import { hasVariance } from '../../network/index.ts';
import { formatNumber } from '../../result/format.ts';
import type { EstimatedStat, ResultDocument } from '../../result/index.ts';
import { polylineLoss } from '../../theory/polyline-loss.ts';
import type { CommandOptions } from '../command-options.ts';
import { optionName } from '../option-words.ts';

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

/** One line with the options that --init stands for, where it was given; else nothing. */
export function initNote({ init }: CommandOptions): string {
  if (init === undefined) return '';
  const values = Object.entries(INITS[init as InitName]).map(
    ([field, value]) => `${optionName(field)} ${value}`,
  );
  return `--init ${init} stands for ${values.join(' ')}.\n`;
}

/** One line where some weights that are drawn have no variance; else nothing. */
export function momentsNote(experiment: Experiment): string {
  if (experiment.networkFile !== null) return '';
  const drawn = expandCells(experiment).flatMap(({ network }) => network.layers);
  if (drawn.every(({ weights }) => hasVariance(weights))) return '';
  return 'Student’s weights of at most 2 degrees of freedom have no variance (of at most 1 no mean): medians and mean logarithms describe their lengths.\n';
}

/** One line where --points was given and no cell used points; else nothing. */
export function pointsNote(options: CommandOptions, { cells }: ResultDocument): string {
  if (options.points === undefined || cells.some(({ estimator }) => estimator !== 'exact')) return '';
  return 'Images are exact and took no points; --estimator polyline takes them.\n';
}

/**
 * One line where plain intervals of the table are too short: few long networks carry the mean, as the skewed
 * interval shows that reaches far further up than down. Else nothing.
 */
export function tailsNote({ cells }: ResultDocument): string {
  const heavy = cells.filter(({ layers, meanGrowth }) =>
    [layers.at(-1)!.ratio, meanGrowth].some(hasHeavyTail),
  );
  if (heavy.length === 0) return '';
  const where = cells.length > 1 ? `, in ${heavy.length} of ${cells.length} cells` : '';
  return `Plain means are carried by a few networks${where}: their 95 % intervals cover less, often from 85 to 94 %. More networks help.\n`;
}

/** How many times farther up than down an interval reaches beside a tail. */
const LOPSIDED = 2;

function hasHeavyTail({ mean, ci95, estimate }: EstimatedStat): boolean {
  if (estimate.method !== 'plain' || mean === null || ci95 === null) return false;
  return ci95[1] - mean > LOPSIDED * (mean - ci95[0]);
}
