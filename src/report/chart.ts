/** Pictures of a result: length ratio layer by layer, measured beside predicted, as a stand-alone SVG file. */
import { keyItems, panelsOf, symbolValues } from './chart/choose.ts';
import { drawHeading } from './chart/heading.ts';
import { drawKey } from './chart/key.ts';
import { drawPanel, type Panel } from './chart/panel.ts';
import { axisKindOf, panelSeries } from './chart/series.ts';
import { type MarkSymbol, SYMBOLS } from './chart/style.ts';
import { composeSvg, type Part } from './chart/svg.ts';
import type { CellResult, ResultDocument } from './result.ts';

export type { Panel } from './chart/panel.ts';

export interface ChartOptions {
  /** What makes the elements: `window.document` in a browser, linkedom's in Node. */
  readonly document: Document;
  readonly title?: string;
  /** Text below the picture, wrapped to its width. */
  readonly caption?: string;
}

const MOST_PANELS_IN_A_ROW = 2;

/**
 * Draws a result. A single cell: marks with 95 % intervals, the expectation as a solid line, its bracket as a band and
 * the Price–Tanner bound dotted. A sweep: the first swept number sets the colour, the weights' law the symbol, and
 * each combination of the remaining swept parameters has a panel of its own.
 */
export function trajectoryChart(document: ResultDocument, options: ChartOptions): string {
  return sweepChart(document, panelsOf(document.cells), options);
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
  const chosen = panels.map((panel) => panel.cells.map((index) => cellAt(document, index)));
  if (chosen.length === 0 || chosen.some((cells) => cells.length === 0)) {
    throw new RangeError('panels: expected at least one cell in each panel, got none');
  }
  const kind = axisKindOf(chosen.flat());
  const series = chosen.map((cells) => panelSeries(cells, kind));
  const symbols = symbolValues(panels, chosen);
  const columns = Math.min(panels.length, MOST_PANELS_IN_A_ROW);
  const size = columns === 1 ? { width: 480, height: 340 } : { width: 350, height: 360 };
  const width = columns * size.width;
  const parts: Part[] = [];
  let y = 6;
  const add = ([element, height]: [Element, number]): void => {
    parts.push({ element, x: 0, y });
    y += height + 4;
  };
  if (options.title) add(drawHeading(options.title, width, true, options.document));
  panels.forEach((panel, i) => {
    const column = i % columns;
    const yLabel = column === 0 ? 'length of the image / length of the curve' : '';
    const symbolOf = ({ parameters }: CellResult): MarkSymbol =>
      SYMBOLS[Math.max(0, symbols.indexOf(String(parameters[panel.symbol ?? '']))) % SYMBOLS.length]!;
    const frame = { ...size, kind, yLabel, symbolOf, document: options.document };
    const element = drawPanel(panel, series[i]!, frame);
    parts.push({ element, x: column * size.width, y: y + Math.floor(i / columns) * size.height });
  });
  y += Math.ceil(panels.length / columns) * size.height + 4;
  add(drawKey(keyItems(series.flat(), symbols), width, options.document));
  if (options.caption) add(drawHeading(options.caption, width, false, options.document));
  return composeSvg(width, y + 2, options.title ?? 'Length of the image, layer by layer', parts);
}

function cellAt(document: ResultDocument, index: number): CellResult {
  const cell = document.cells[index];
  if (cell) return cell;
  throw new RangeError(`panels: expected cells 0 … ${document.cells.length - 1}, got ${index}`);
}
