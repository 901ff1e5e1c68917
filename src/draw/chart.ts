/**
 * Pictures of a result: length ratio layer by layer, measured beside predicted, as a stand-alone SVG file.
 */

import type { ResultDocument } from '../result/document.ts';
import { leftOut, panelsOf, panelsThatFit } from './chart/choose.ts';
import { sweepPicture } from './chart/picture.ts';
import type { ChartOptions, Panel } from './options.ts';
import { drawPicture, type KeyItem } from './picture/index.ts';

export type { ChartOptions, Panel } from './options.ts';

/**
 * Draws a result. A single cell: marks with 95 % intervals, the expectation as a solid line, its bracket as a
 * band and the Price–Tanner bound dotted. A sweep: the first swept number sets the colour, the weights' law
 * the symbol, and each combination of the remaining swept parameters has a panel of its own. Of a sweep of
 * over 100 panels or 2000 cells it draws some, and says so.
 */
export function trajectoryChart(document: Pick<ResultDocument, 'cells'>, options: ChartOptions): string {
  const panels = panelsThatFit(panelsOf(document.cells));
  return draw(document, panels, options, leftOut(document.cells.length, panels));
}

/**
 * Draws the given panels side by side, at most two in a row, so that the text can be read in a printed
 * column. A length outside the range of a double keeps its place on the log axis through its mean logarithm;
 * what has no place at all is said below the picture.
 *
 * @throws RangeError for an unknown cell or a panel without cells.
 */
export function sweepChart(
  document: Pick<ResultDocument, 'cells'>,
  panels: readonly Panel[],
  options: ChartOptions,
): string {
  return draw(document, panels, options);
}

function draw(
  document: Pick<ResultDocument, 'cells'>,
  panels: readonly Panel[],
  { title, ...options }: ChartOptions,
  said: readonly KeyItem[] = [],
): string {
  const picture = sweepPicture(document, panels, title ?? 'Length of the image, layer by layer');
  const key = [...picture.key, ...said];
  return drawPicture({ ...picture, key }, { heading: title !== undefined, ...options });
}
