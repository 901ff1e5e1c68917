/** The result document as a table for a terminal. Not browser-safe: cli-table3 reaches for Node's `os` and `util`. */
import Table from 'cli-table3';
import pico from 'picocolors';
import type { ResultDocument } from '../report/result.ts';
import { cellColumns, layerColumns, measureColumns, type TableColumn, tableLegend } from '../report/table.ts';

export interface TableOptions {
  /** Bold heads and faint legend. Default false. */
  readonly color?: boolean;
  /** Characters that fit side by side; the least needed columns are left out until the table fits. Default: any. */
  readonly width?: number;
}

/** One row per cell of a sweep, one row per layer of a single cell, and a legend in words below; then the same of measures, if there are any. */
export function resultTable({ cells }: ResultDocument, options: TableOptions = {}): string {
  const [only] = cells;
  const lengths = cells.length === 1 ? layerColumns(only!) : cellColumns(cells);
  const measures = measureColumns(cells);
  const tables = (measures === null ? [lengths] : [lengths, measures]).map((columns) =>
    columnsTable(columns, options),
  );
  const autocorrelated = cells.some(({ layers }) => layers[0]!.autocorrelation !== undefined);
  return [...tables, ...(autocorrelated ? ['autocorrelation: lag by lag with --json or --out.\n'] : [])].join(
    '\n',
  );
}

/** Any columns as a table, and a legend in words below. */
export function columnsTable(all: readonly TableColumn[], options: TableOptions = {}): string {
  const [text, columns] = fitted(all, options);
  const legend = wrap(
    tableLegend(columns),
    Math.min(options.width ?? Number.POSITIVE_INFINITY, lineLength(text)),
  );
  return `${text}\n\n${legend.map(pico.createColors(options.color ?? false).dim).join('\n')}\n`;
}

/** Any columns as a table alone. */
export function plainTable(all: readonly TableColumn[], options: TableOptions = {}): string {
  return `${fitted(all, options)[0]}\n`;
}

/** The table of as many columns as there is room for. */
function fitted(all: readonly TableColumn[], options: TableOptions): [string, readonly TableColumn[]] {
  const { width = Number.POSITIVE_INFINITY } = options;
  let columns = all;
  let text = render(columns, options);
  while (lineLength(text) > width && columns.length > 2) {
    const least = Math.max(...columns.map((column) => column.spare));
    if (least === 0) break;
    columns = columns.filter((column) => column.spare !== least);
    text = render(columns, options);
  }
  return [text, columns];
}

/** cli-table3's lines and corners, all of them left out but the gap between two columns. */
const LINES =
  'top top-mid top-left top-right bottom bottom-mid bottom-left bottom-right left left-mid mid mid-mid right right-mid';
const CHARS = { ...Object.fromEntries(LINES.split(' ').map((name) => [name, ''])), middle: '  ' };

function render(columns: readonly TableColumn[], { color = false }: TableOptions): string {
  const { bold } = pico.createColors(color);
  const table = new Table({
    chars: CHARS,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    colAligns: columns.map((column) => column.align),
  });
  table.push(columns.map((column) => bold(column.head)));
  const rows = columns[0]?.values.length ?? 0;
  for (let row = 0; row < rows; row++) table.push(columns.map((column) => column.values[row]!));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}

function lineLength(text: string): number {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences, and have no width
  return Math.max(...text.split('\n').map((line) => line.replace(/\u001b\[\d+m/g, '').length));
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
