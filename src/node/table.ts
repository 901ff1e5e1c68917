/** The result document as a table for a terminal. */

import pico from 'picocolors';
import { LAG_MEASURES } from '../experiment/measures.ts';
import { checkFlag, checkPlain, ifGiven, numberIn } from '../input/check.ts';
import { checkCells } from '../result/check.ts';
import type { ResultDocument } from '../result/document.ts';
import { cellColumns, layerColumns, measureColumns, type TableColumn, tableLegend } from '../result/table.ts';

/** Options of `resultTable`. */
export interface TableOptions {
  /** Bold heads and faint legend. Default false. */
  readonly color?: boolean;
  /**
   * Characters that fit side by side; the least needed columns are left out until the table fits. Default:
   * any.
   */
  readonly width?: number;
}

/**
 * One row per cell of a sweep, one row per layer of a single cell, and a legend in words below; then the same
 * of measures, if there are any.
 * @throws TypeError, RangeError for an invalid result, and for wrong options.
 */
export function resultTable(result: ResultDocument, options: TableOptions = {}): string {
  checkCells(result);
  checkPlain('options', options, ['color', 'width']);
  ifGiven(checkFlag, 'color', options.color);
  ifGiven((name, width) => numberIn(1, Number.POSITIVE_INFINITY, name, width), 'width', options.width);
  const { cells } = result;
  const [only] = cells;
  const lengths = cells.length === 1 ? layerColumns(only!) : cellColumns(cells);
  const measures = measureColumns(cells);
  const tables = (measures === null ? [lengths] : [lengths, measures]).map((columns) =>
    columnsTable(columns, options),
  );
  const lagged = LAG_MEASURES.filter((name) => cells.some(({ layers }) => layers[0]![name] !== undefined));
  return [...tables, ...lagged.map((name) => `${name}: lag by lag with --json or --out.\n`)].join('\n');
}

/** Any columns as a table, and a legend in words below. */
export function columnsTable(all: readonly TableColumn[], options: TableOptions = {}): string {
  const { text, columns, width } = fitted(all, options);
  const legend = wrap(tableLegend(columns), Math.min(options.width ?? Number.POSITIVE_INFINITY, width));
  return `${text}\n\n${legend.map(pico.createColors(options.color ?? false).dim).join('\n')}\n`;
}

/** Any columns as a table alone. */
export function plainTable(all: readonly TableColumn[], options: TableOptions = {}): string {
  return `${fitted(all, options).text}\n`;
}

/** The table of as many columns as there is room for. */
function fitted(all: readonly TableColumn[], options: TableOptions) {
  const { width: available = Number.POSITIVE_INFINITY } = options;
  const widths = new Map(all.map((column) => [column, widthOf(column)]));
  let columns = all;
  while (columns.length > 2 && lineLength(columns, widths) > available) {
    const least = Math.max(...columns.map((column) => column.spare));
    if (least === 0) break;
    columns = columns.filter((column) => column.spare !== least);
  }
  return { text: render(columns, widths, options), columns, width: lineLength(columns, widths) };
}

const GAP = '  ';

type Widths = ReadonlyMap<TableColumn, number>;

/** Characters: what stands in tables has one place each. */
function widthOf({ head, values }: TableColumn): number {
  return values.reduce((most, value) => Math.max(most, value.length), head.length);
}

function lineLength(columns: readonly TableColumn[], widths: Widths): number {
  return columns.reduce((sum, column) => sum + widths.get(column)!, GAP.length * (columns.length - 1));
}

function render(columns: readonly TableColumn[], widths: Widths, { color = false }: TableOptions): string {
  const { bold } = pico.createColors(color);
  const line = (text: (column: TableColumn) => string, style = (cell: string) => cell): string =>
    columns
      .map((column) => {
        const cell = text(column);
        const padding = ' '.repeat(widths.get(column)! - cell.length);
        return column.align === 'left' ? style(cell) + padding : padding + style(cell);
      })
      .join(GAP)
      .trimEnd();
  const rows = (columns[0]?.values ?? []).map((_, row) => line(({ values }) => values[row]!));
  return [line(({ head }) => head, bold), ...rows].join('\n');
}

/** Words of `text` in lines of at most `width` characters, where no word is longer. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
