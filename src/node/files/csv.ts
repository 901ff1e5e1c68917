import { csvParseRows } from 'd3-dsv';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const NOT_FINITE = /^[+-]?(nan|inf|infinity)$/i;

/**
 * The lines of a comma-separated file as cells, blank lines left out, each with its number in the file (from 1). A first line
 * without a single number is a header and left out too; `nan` and `inf` count as numbers there, so that a line of bad data is
 * never taken for names.
 */
export function parseCsv(text: string): { readonly line: number; readonly cells: readonly string[] }[] {
  const lines = csvParseRows(text.replace(/^\uFEFF/, ''))
    .map((row, i) => ({ line: i + 1, cells: row.map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.length > 1 || cells[0] !== '');
  const isHeader = lines[0]?.cells.every((cell) => !NUMBER.test(cell) && !NOT_FINITE.test(cell));
  return isHeader ? lines.slice(1) : lines;
}

/** The number that a cell holds in decimal notation, else NaN. */
export function cellNumber(cell: string): number {
  return NUMBER.test(cell) ? Number(cell) : Number.NaN;
}
