/** Panels of a result as one picture. */
import { valueFault } from '../../input/faults.ts';
import type { CellResult, ResultDocument } from '../../result/document.ts';
import type { Panel } from '../options.ts';
import type { Picture } from '../picture/index.ts';
import { keyItems, symbolValues } from './choose.ts';
import { panelSpec } from './panel.ts';
import { axisKindOf, cellSeries } from './series.ts';

/** The picture of the given panels. @throws RangeError for an unknown cell or a panel without cells. */
export function sweepPicture(
  document: Pick<ResultDocument, 'cells'>,
  panels: readonly Panel[],
  title: string,
): Picture {
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

function cellAt(document: Pick<ResultDocument, 'cells'>, index: number): CellResult {
  const cell = Number.isInteger(index) ? document.cells[index] : undefined;
  if (cell) return cell;
  throw valueFault('panels', `cells 0 … ${document.cells.length - 1}`, index);
}
