/** Which panels, symbols and key entries suit a result. */

import type { CellResult } from '../../result/document.ts';
import { parameterOf, parameterValues, sweptParameters } from '../../result/sweep.ts';
import type { Panel } from '../options.ts';
import { type KeyItem, SYMBOLS } from '../picture/index.ts';
import { parameterEquation } from './names.ts';
import type { CellSeries } from './series.ts';

/** The first swept number is the colour, the weights' law the symbol; what else is swept makes panels. */
export function panelsOf(cells: readonly CellResult[]): Panel[] {
  const swept = sweptParameters(cells);
  const symbol = swept.find((name) => name === 'weights');
  const colour = swept.find(
    (name) => name !== symbol && typeof (cells[0] && parameterOf(cells[0], name)) === 'number',
  );
  const others = swept.filter((name) => name !== symbol && name !== colour);
  const panels = new Map<string, number[]>();
  cells.forEach((cell, index) => {
    const title = others.map((name) => parameterEquation(name, parameterOf(cell, name)!)).join(', ');
    const members = panels.get(title);
    if (members === undefined) panels.set(title, [index]);
    else members.push(index);
  });
  return [...panels].map(([title, members]) => ({ title, cells: members, colour, symbol }));
}

/** More cannot be looked at, and takes longer to draw than to measure. */
const MOST_PANELS = 100;
const MOST_CELLS = 2000;

/**
 * As many of the panels as a picture can hold: the first, each with its cells, or some of them evenly spaced.
 */
export function panelsThatFit(panels: readonly Panel[]): Panel[] {
  const shown = panels.slice(0, MOST_PANELS);
  const most = Math.floor(MOST_CELLS / shown.length);
  return shown.map((panel) => {
    const step = Math.ceil(panel.cells.length / most);
    return { ...panel, cells: panel.cells.filter((_, i) => i % step === 0) };
  });
}

/** Says how many cells the panels leave out; nothing where they leave out none. */
export function leftOut(cells: number, panels: readonly Panel[]): KeyItem[] {
  const drawn = panels.reduce((sum, panel) => sum + panel.cells.length, 0);
  return drawn === cells ? [] : [{ show: 'none', label: `Drawn: ${drawn} of ${cells} cells.` }];
}

/** Values that symbols tell apart, over all panels: a law has the same symbol everywhere. */
export function symbolValues(panels: readonly Panel[], chosen: readonly (readonly CellResult[])[]): string[] {
  const values = panels.flatMap(({ symbol }, i) =>
    symbol === undefined ? [] : parameterValues(chosen[i]!, symbol).map(String),
  );
  return [...new Set(values)];
}

/** Explains what is drawn, and only that. */
export function keyItems(series: readonly CellSeries[], symbols: readonly string[]): KeyItem[] {
  const theory = series.flatMap(({ cell }) => cell.layers.map((layer) => layer.theory.ratio));
  const anyExact = theory.some(({ exact }) => exact !== null);
  const allExact = theory.every(({ exact, approximate }) => exact !== null || approximate === null);
  const expectation = allExact
    ? 'exact expectation'
    : `expectation (${anyExact ? 'exact or ' : ''}approximate)`;
  const items: [shown: boolean, item: KeyItem][] = [
    [symbols.length < 2, { show: SYMBOLS[0], label: 'mean over networks' }],
    [symbols.length > 1, { show: 'none', label: 'Mean over networks:' }],
    ...symbols.map((label, i): [boolean, KeyItem] => [
      symbols.length > 1,
      { show: SYMBOLS[i % SYMBOLS.length]!, label },
    ]),
    [series.some(({ cell }) => cell.networks > 1), { show: 'bar', label: '95 % interval' }],
    [series.some((s) => s.predicted.length > 0), { show: 'solid', label: expectation }],
    [series.some((s) => s.bracket.length > 0), { show: 'band', label: 'rigorous bounds' }],
    [
      series.some((s) => s.priceTanner.length > 0),
      {
        show: 'dotted',
        label: `Price–Tanner lower bound${symbols.length > 1 ? ', ending in its own mark' : ''}`,
      },
    ],
    [
      symbols.length > 1,
      { show: 'none', label: 'Marks of the laws stand side by side, for they would hide each other.' },
    ],
    [
      series.some((s) => s.measured.some(({ stands }) => stands !== 'mean')),
      { show: 'none', label: 'Where the mean leaves the range of a double: geometric mean.' },
    ],
    [
      series.some((s) => s.vanished.length > 0),
      {
        show: 'none',
        label: `Not shown, mean 0: ${series.reduce((n, s) => n + s.vanished.length, 0)} points.`,
      },
    ],
  ];
  return items.flatMap(([shown, item]) => (shown ? [item] : []));
}
