/** One panel of a chart: length ratio over layers, with measured marks, predicted lines and lower bounds. */

import type { CellResult } from '../../result/document.ts';
import { parameterOf, parameterValues } from '../../result/sweep.ts';
import type { Panel } from '../options.ts';
import { type MarkSymbol, orderedColours, type PanelSpec, type Series, SYMBOLS } from '../picture/index.ts';
import { parameterEquation } from './names.ts';
import type { CellSeries, LinePoint } from './series.ts';

/**
 * Marks of different symbols stand so far beside each other: the laws of the weights often give the same
 * length.
 */
const SHIFT = 5;

/** Number of layers, about, that have a mark in deep networks. */
const MOST_MARKS = 12;

/** Lays a panel out. `symbols`: the values that symbols tell apart, the same in every panel. */
export function panelSpec(
  panel: Panel,
  cells: readonly CellSeries[],
  kind: 'log' | 'linear',
  symbols: readonly string[],
): PanelSpec {
  const depth = Math.max(...cells.map(({ cell }) => cell.layers.length));
  const colourOf = colours(panel, cells);
  const symbolNumber = (cell: CellResult) =>
    Math.max(0, symbols.indexOf(String(parameterOf(cell, panel.symbol ?? ''))));
  const symbolOf = (cell: CellResult): MarkSymbol => SYMBOLS[symbolNumber(cell) % SYMBOLS.length]!;
  return {
    title: panel.title,
    x: { label: 'layer', whole: true, domain: [0, depth] },
    // Positions, not values: a length may lie outside the range of a double.
    y: {
      label: 'length of the image / length of the curve',
      kind: kind === 'log' ? 'exponent' : 'linear',
      include: [kind === 'log' ? 0 : 1],
    },
    series: cells.map(
      (s): Series => ({
        colour: colourOf(s.cell),
        symbol: symbolOf(s.cell),
        label: panel.colour && parameterEquation(panel.colour, parameterOf(s.cell, panel.colour)!),
        endsInSymbol: panel.symbol !== undefined,
        shift: panel.symbol === undefined ? 0 : SHIFT * (symbolNumber(s.cell) - (symbols.length - 1) / 2),
        measured: everyFew(s, depth).map(({ layer, ...point }) => ({ x: layer, ...point })),
        solid: s.predicted.map(across),
        dotted: s.priceTanner.map(across),
        band: s.bracket.map(({ layer, low, high }) => ({ x: layer, y: null, low, high })),
      }),
    ),
  };
}

const across = ({ layer, y }: LinePoint) => ({ x: layer, y });

/** Of a deep network about a dozen layers, the last among them. */
function everyFew({ measured, cell }: CellSeries, depth: number) {
  const step = Math.ceil(depth / MOST_MARKS);
  return measured.filter(({ layer }) => (cell.layers.length - layer) % step === 0);
}

/** Values of the parameter that colours tell apart, in increasing order. */
function colourValues(name: string, cells: readonly CellSeries[]): (number | string)[] {
  const values = parameterValues(
    cells.map(({ cell }) => cell),
    name,
  );
  return values.sort((a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : 0));
}

function colours({ colour }: Panel, cells: readonly CellSeries[]): (cell: CellResult) => string {
  if (colour === undefined) return () => orderedColours(1)[0]!;
  const values = colourValues(colour, cells);
  const scale = orderedColours(values.length);
  const places = new Map(values.map((value, i) => [value, scale[i]!]));
  return (cell) => places.get(parameterOf(cell, colour)!) ?? scale[0]!;
}
