/**
 * Which cells of a comma-separated file are numbers, which rows are headers, and which columns may be no
 * coordinates.
 */

import { echo } from '../../experiment/index.ts';
import { valueFault } from '../../input/faults.ts';

/** Decimal notation. */
export const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const NOT_FINITE = /^[+-]?(nan|inf|infinity)$/i;

/** Names of columns that hold no coordinate. pandas calls a column without a name `Unnamed: 0`. */
const NO_COORDINATE = /^(labels?|class|target|index|id|unnamed: \d+)$/i;

/**
 * Whether a first row is a header: not one number, or the unnamed index and the numbered columns that pandas
 * writes. `nan` and `inf` count as numbers, so that a row of bad data is never taken for names.
 */
export function isHeader(cells: readonly string[]): boolean {
  if (cells[0] === '' && cells.length > 1 && countUp(cells.slice(1))) return true;
  return cells.every((cell) => !NUMBER.test(cell) && !NOT_FINITE.test(cell));
}

/** @throws RangeError for a header with a column that has no name, or a name of an index or label. */
export function checkNames(names: readonly string[], file: string): void {
  const unnamed = names.indexOf('');
  if (unnamed >= 0)
    throw valueFault(
      null,
      `a name for column ${unnamed + 1} of ${file}`,
      'none; leave out an index (in pandas, index=False)',
    );
  const other = names.find((name) => NO_COORDINATE.test(name));
  if (other !== undefined)
    throw valueFault(
      null,
      `coordinates alone in ${file}`,
      `a column ${echo(other)}; leave it out or rename it`,
    );
}

/**
 * Watches the rows of a file without names for the numbers of columns or rows that a program wrote beside the
 * data: a first row 0, 1, …, n-1, or a first column 0, 1, … or 1, 2, … beside columns that all hold decimals.
 * Integers alone may well be points: a first row 0, 1 counts only where all numbers below it are decimals.
 */
export function watchNumbers(file: string) {
  let rows = 0;
  let columnNumbers = 0;
  let decimals = true;
  let firstNumber = Number.NaN;
  let countsUp = true;
  const integerColumns = new Set<number>();
  return {
    /** Takes the rows in order. */
    row(cells: readonly string[]): void {
      const [first = ''] = cells;
      if (rows === 0) {
        columnNumbers = countUp(cells) ? cells.length : 0;
        firstNumber = first === '0' ? 0 : 1;
        for (let column = 1; column < cells.length; column++) integerColumns.add(column);
      } else decimals &&= cells.every(isDecimal);
      countsUp &&= first === String(firstNumber + rows) && cells.length > 1;
      if (countsUp)
        for (const column of integerColumns) if (isDecimal(cells[column]!)) integerColumns.delete(column);
      rows++;
    },
    /** @throws RangeError where the rows have shown such numbers. */
    end(): void {
      if (rows < 2) return;
      if (columnNumbers > 2 || (columnNumbers === 2 && decimals))
        throw valueFault(
          null,
          `points or names in the first row of ${file}`,
          `numbers of columns, 0 to ${columnNumbers - 1}; leave them out (in pandas, header=False) or write names`,
        );
      if (countsUp && integerColumns.size === 0)
        throw valueFault(
          null,
          `coordinates in column 1 of ${file}`,
          'numbers of rows; leave them out (in pandas, index=False) or add a header line of names',
        );
    },
  };
}

function countUp(cells: readonly string[]): boolean {
  return cells.every((cell, i) => cell === String(i));
}

/** Written with a point or an exponent, as programs write numbers that are not integers by type. */
function isDecimal(cell: string): boolean {
  return /[.e]/i.test(cell);
}
