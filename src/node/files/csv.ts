import { csvParseRows } from 'd3-dsv';
import { echo } from '../../experiment/index.ts';
import { MOST_NUMBERS, MOST_SIDE, shownCount } from '../../formats/limits.ts';
import { valueFault } from '../../input/faults.ts';
import { checkNames, isHeader, NUMBER, watchNumbers } from './csv-columns.ts';

/**
 * The points of a comma-separated file, one a line, blank lines and a header left out. Columns that need not
 * be coordinates are refused (csv-columns.ts).
 *
 * @param file name of the file as messages show it.
 * @throws RangeError, `expected …, got …`, that says where: rows are lines of the file, from 1.
 */
export function parseCsv(text: string, file: string): Float64Array[] {
  checkSizes(text, file);
  const points: Float64Array[] = [];
  const numbers = watchNumbers(file);
  let width: number | undefined;
  let named = false;
  // Each row becomes numbers as it is read: cells take many times the room.
  csvParseRows(text, (raw, i) => {
    const cells = raw.map((cell) => cell.trim());
    if (cells.length === 1 && cells[0] === '') return null;
    if (width === undefined && isHeader(cells)) {
      checkNames(cells, file);
      named = true;
    } else {
      if (points.length === MOST_SIDE)
        throw valueFault(null, `at most ${shownCount(MOST_SIDE)} rows in ${file}`, 'more');
      points.push(point(cells, width ?? cells.length, i + 1, file));
      if (!named) numbers.row(cells);
    }
    width ??= cells.length;
    return null;
  });
  numbers.end();
  return points;
}

function point(cells: readonly string[], width: number, line: number, file: string): Float64Array {
  const numbers = Float64Array.from(cells, (cell) => (NUMBER.test(cell) ? Number(cell) : Number.NaN));
  const bad = numbers.findIndex((x) => !Number.isFinite(x));
  if (bad >= 0) refuseSeparator(cells[bad]!, line, file);
  if (cells.length !== width)
    throw valueFault(null, `${width} numbers a row`, `${cells.length} at row ${line} of ${file}`);
  if (bad < 0) return numbers;
  const cell = cells[bad]!;
  throw valueFault(
    null,
    `a finite number at row ${line}, column ${bad + 1} of ${file}`,
    cell === '' ? 'nothing' : echo(cell),
  );
}

/** What separates numbers in other dialects; decimal commas may stand beside it. */
const SEPARATORS: readonly (readonly [name: string, RegExp])[] = [
  ['semicolons', /;/],
  ['tabs', /\t/],
  ['spaces', /\d +[-+.\d]/],
];

/** @throws RangeError for a cell of numbers that something else than a comma separates. */
function refuseSeparator(cell: string, line: number, file: string): void {
  const [name] = SEPARATORS.find(([, separator]) => separator.test(cell)) ?? [];
  if (name === undefined) return;
  throw valueFault(null, `commas between numbers at row ${line} of ${file}`, `${name} (${echo(cell)})`);
}

const [COMMA, QUOTE, NEWLINE, RETURN] = [0x2c, 0x22, 0x0a, 0x0d];

/** Counts cells before any is made: one takes many times the room that it has in the file. */
function checkSizes(text: string, file: string): void {
  let [columns, cells, quoted] = [1, 1, false];
  for (let i = 0; i <= text.length; i++) {
    const code = i === text.length ? NEWLINE : text.charCodeAt(i);
    if (code === QUOTE) quoted = !quoted;
    else if (code === COMMA) {
      cells++;
      if (!quoted) columns++;
    } else if (code === NEWLINE || code === RETURN) {
      cells++;
      if (columns > MOST_SIDE) {
        const line = text.slice(0, i).split(/\r\n|\n|\r/).length;
        throw valueFault(
          null,
          `at most ${shownCount(MOST_SIDE)} numbers a row`,
          `${shownCount(columns)} at row ${line} of ${file}`,
        );
      }
      if (!quoted) columns = 1;
    }
  }
  if (cells > 2 * MOST_NUMBERS)
    throw valueFault(null, `at most ${shownCount(MOST_NUMBERS)} numbers in ${file}`, 'more');
}
