import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { cellNumber, parseCsv } from './csv.ts';
import { parseNpy } from './npy.ts';

/** One row of a file: its number there (from 1), its numbers, and how they are written in the file. */
interface Row {
  readonly number: number;
  readonly values: readonly number[];
  readonly written: readonly (string | number)[];
}

/**
 * Points from a file, one a row: a NumPy `.npy` array (see `parseNpy`) or a `.csv` file of decimal numbers with or without a
 * header line. All rows have the same length and all entries are finite.
 *
 * @throws RangeError, in one line that names the file and where it can the row and column (from 1; in a `.csv`, rows are lines
 * of the file), for a missing file, another extension, no data, rows of unequal length, and anything but finite numbers.
 */
export async function readVectors(path: string): Promise<Float64Array[]> {
  const extension = extname(path).toLowerCase();
  if (extension !== '.npy' && extension !== '.csv')
    throw new RangeError(
      `endpoints: expected orthonormal, gaussian, mnist:A,B or a .npy or .csv file, got "${path}"`,
    );
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new RangeError(`endpoints: expected a readable file, got "${path}" (${reason(error)})`);
  });
  const rows = extension === '.npy' ? npyRows(path, bytes) : csvRows(bytes);
  const columns = rows[0]?.values.length ?? 0;
  if (columns === 0)
    throw new RangeError(`endpoints: expected at least one row of numbers, got none in "${path}"`);
  return rows.map(({ number, values, written }) => {
    if (values.length !== columns)
      throw new RangeError(
        `endpoints: expected ${columns} numbers a row, got ${values.length} at row ${number} of "${path}"`,
      );
    const bad = values.findIndex((v) => !Number.isFinite(v));
    if (bad >= 0)
      throw new RangeError(
        `endpoints: expected a finite number at row ${number}, column ${bad + 1} of "${path}", got ${written[bad] || 'nothing'}`,
      );
    return Float64Array.from(values);
  });
}

function npyRows(path: string, bytes: Buffer): Row[] {
  try {
    const copy = new Uint8Array(bytes);
    return parseNpy(copy.buffer).map((values, i) => ({
      number: i + 1,
      values,
      written: values.map(String),
    }));
  } catch (error) {
    throw new RangeError(
      `endpoints: expected a valid .npy file, got "${path}" (${(error as Error).message})`,
      {
        cause: error,
      },
    );
  }
}

function csvRows(bytes: Buffer): Row[] {
  return parseCsv(bytes.toString('utf8')).map(({ line, cells }) => ({
    number: line,
    values: cells.map(cellNumber),
    written: cells.map((cell) => cell && JSON.stringify(cell)),
  }));
}

/** Why a file could not be read, without the path that Node puts in its messages. */
export function reason(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return 'no such file';
  if (error.code === 'EISDIR') return 'it is a folder';
  return error.code ?? error.message;
}
