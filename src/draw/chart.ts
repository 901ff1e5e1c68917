/** Pictures of a result: length ratio layer by layer, measured beside predicted, as a stand-alone SVG file. */

import { valueFault } from '../input/faults.ts';
import type { CellResult, ResultDocument } from '../result/document.ts';
import { keyItems, leftOut, panelsOf, panelsThatFit, symbolValues } from './chart/choose.ts';
import { type Panel, panelSpec } from './chart/panel.ts';
import { axisKindOf, cellSeries } from './chart/series.ts';
import { type DrawOptions, drawPicture, type KeyItem, type Picture } from './picture/index.ts';

export type { Panel } from './chart/panel.ts';

export interface ChartOptions extends Omit<DrawOptions, 'heading'> {
  readonly title?: string;
}

/**
 * Draws a result. A single cell: marks with 95 % intervals, the expectation as a solid line, its bracket as a band and
 * the Price–Tanner bound dotted. A sweep: the first swept number sets the colour, the weights' law the symbol, and
 * each combination of the remaining swept parameters has a panel of its own. Of a sweep of over 100 panels or 2000 cells it draws
 * some, and says so.
 */
export function trajectoryChart(document: ResultDocument, options: ChartOptions): string {
  const panels = panelsThatFit(panelsOf(document.cells));
  return draw(document, panels, options, leftOut(document.cells.length, panels));
}

/**
 * Draws the given panels side by side, at most two in a row, so that the text can be read in a printed column. A length
 * outside the range of a double keeps its place on the log axis through its mean logarithm; what has no place at all is
 * said below the picture.
 *
 * @throws RangeError for an unknown cell or a panel without cells.
 */
export function sweepChart(
  document: ResultDocument,
  panels: readonly Panel[],
  options: ChartOptions,
): string {
  return draw(document, panels, options);
}

function draw(
  document: ResultDocument,
  panels: readonly Panel[],
  { title, ...options }: ChartOptions,
  said: readonly KeyItem[] = [],
): string {
  const picture = sweepPicture(document, panels, title ?? 'Length of the image, layer by layer');
  const key = [...picture.key, ...said];
  return drawPicture({ ...picture, key }, { heading: title !== undefined, ...options });
}

/** What `sweepChart` draws. @throws RangeError for an unknown cell or a panel without cells. */
export function sweepPicture(document: ResultDocument, panels: readonly Panel[], title: string): Picture {
  const chosen = panels.map((panel) => panel.cells.map((index) => cellAt(document, index)));
  if (chosen.length === 0 || chosen.some((cells) => cells.length === 0)) {
    throw valueFault('panels', 'at least one cell in each panel', 'none');
  }
  const kind = axisKindOf(chosen.flat());
  const series = chosen.map((cells) => cellSeries(cells, kind));
  const symbols = symbolValues(panels, chosen);
  return {
    title,
    panels: panels.map((panel, i) => panelSpec(panel, series[i]!, kind, symbols)),
    key: keyItems(series.flat(), symbols),
  };
}

function cellAt(document: ResultDocument, index: number): CellResult {
  const cell = document.cells[index];
  if (cell) return cell;
  throw valueFault('panels', `cells 0 … ${document.cells.length - 1}`, index);
}
