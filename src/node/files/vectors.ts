import { extname } from 'node:path';
import { echoPath } from '../../experiment/index.ts';
import { countOf } from '../../formats/arrays.ts';
import { MOST_BYTES, MOST_NUMBERS } from '../../formats/limits.ts';
import { type NpyArray, parseNpy } from '../../formats/npy.ts';
import { checkText } from '../../input/check.ts';
import { named, valueFault } from '../../input/faults.ts';
import { interruptible } from '../interrupt.ts';
import { parseCsv } from './csv.ts';
import { readBytes, readText } from './read.ts';

/**
 * Points from a file, one a row: a NumPy `.npy` array (see `parseNpy`), of one dimension one point, of four
 * an image a point, or a
 * `.csv` file of decimal numbers with or without a header line (see `parseCsv`). All rows have the same
 * length and all entries are finite.
 *
 * @throws TypeError, RangeError, in one line that names the file and where it can the row and column (from 1;
 * in a `.csv`, rows are lines of the file), for a missing or too large file, another extension, no data, rows
 * of unequal length, columns that may be no coordinates, and anything but finite numbers.
 */
export async function readVectors(path: string): Promise<Float64Array[]> {
  checkText('path', path);
  const extension = extname(path).toLowerCase();
  const file = `"${echoPath(path)}"`;
  if (extension !== '.npy' && extension !== '.csv')
    throw valueFault('endpoints', 'orthonormal, gaussian, mnist:A,B or a .npy or .csv file', file);
  const unreadable = (error: Error): never => {
    throw valueFault('endpoints', 'a readable file', `${file} (${error.message})`);
  };
  let points: Float64Array[];
  if (extension === '.npy') {
    const bytes = await readBytes(path, MOST_BYTES.numpy).catch(unreadable);
    points = await interruptible(() => named('endpoints', () => npyPoints(bytes, file)));
  } else {
    const text = await readText(path, MOST_BYTES.csv).catch(unreadable);
    points = await interruptible(() => named('endpoints', () => parseCsv(text, file)));
  }
  if (points.length > 0) return points;
  throw valueFault('endpoints', 'at least one row of numbers', `none in ${file}`);
}

function npyPoints(bytes: Uint8Array, file: string): Float64Array[] {
  const { shape, values } = validNpy(bytes, file);
  const columns = shape.length === 1 ? shape[0]! : countOf(shape.slice(1));
  const bad = values.findIndex((x) => !Number.isFinite(x));
  if (bad >= 0)
    throw valueFault(
      null,
      `a finite number at row ${Math.floor(bad / columns) + 1}, column ${(bad % columns) + 1} of ${file}`,
      values[bad]!,
    );
  // Copies: a view would take the whole array along to every worker.
  return Array.from({ length: values.length / columns }, (_, row) =>
    values.slice(row * columns, (row + 1) * columns),
  );
}

function validNpy(bytes: Uint8Array, file: string): NpyArray {
  try {
    return parseNpy(bytes, MOST_NUMBERS, true);
  } catch (error) {
    throw valueFault(null, 'a valid .npy file', `${file} (${(error as Error).message})`);
  }
}
