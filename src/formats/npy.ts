/** NumPy's format for one array (NEP 1): magic, version, header, data. */
import { echo } from '../input/errors.ts';
import { countOf, shownShape } from './arrays.ts';
import { MOST_NUMBERS, MOST_SIDE, shownCount } from './limits.ts';
import { npyHeader } from './npy-header.ts';
import { FLOATS, INTEGERS, type NumberType, viewOf } from './numbers.ts';

/** An array of one or two dimensions, or four of images, not yet checked for NaN and the like. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** In C order: row by row. */
  readonly values: Float64Array;
}

const TYPES: Readonly<Record<string, NumberType>> = {
  ...INTEGERS,
  f2: FLOATS.f2,
  f4: FLOATS.f4,
  f8: FLOATS.f8,
};

/**
 * Reads a `.npy` file of versions 1 to 3: float16, float32, float64, integers or booleans, little- or
 * big-endian, in C or Fortran order, with one or two dimensions. Shape and type are held against the length
 * of the file before memory is taken.
 *
 * @param most numbers that it may have.
 * @param images whether it may have four dimensions, in C order: images × height × width × channels.
 * @throws RangeError saying in one line what is wrong.
 */
export function parseNpy(bytes: Uint8Array, most = MOST_NUMBERS, images = false): NpyArray {
  const { start, descr, fortran, shape } = npyHeader(bytes);
  const [, order = '', name = ''] = /^([<>=|]?)(\w+)$/.exec(descr) ?? [];
  const type = Object.hasOwn(TYPES, name) ? TYPES[name]! : undefined;
  const sizes = shownShape(shape);
  if (type === undefined)
    throw new RangeError(
      `expected float16, float32, float64, integers or booleans, got dtype ${echo(descr)} and shape ${sizes}`,
    );
  const areImages = images && shape.length === 4 && !fortran;
  if (shape.length !== 1 && shape.length !== 2 && !areImages)
    throw new RangeError(
      `expected one or two dimensions${images ? ', or four in C order' : ''}, got shape ${sizes}`,
    );
  if (shape.some((size) => size > MOST_SIDE))
    throw new RangeError(`expected at most ${shownCount(MOST_SIDE)} rows and columns, got shape ${sizes}`);
  const count = countOf(shape);
  if (count === 0) throw new RangeError(`expected at least one number, got shape ${sizes}`);
  if (count > most)
    throw new RangeError(
      `expected at most ${shownCount(MOST_NUMBERS)} numbers in a file, got shape ${sizes}${most < MOST_NUMBERS ? ' after others' : ''}`,
    );
  const { bytes: size, read } = type;
  if (bytes.length - start !== count * size)
    throw new RangeError(
      `expected ${count * size} bytes for shape ${sizes} of ${descr}, got ${bytes.length - start}`,
    );
  const view = viewOf(bytes);
  const values = new Float64Array(count);
  const little = order !== '>';
  const [rows, columns] = shape.length === 2 && fortran ? [shape[0]!, shape[1]!] : [1, count];
  // In Fortran order an entry's neighbour is the next row's.
  for (let c = 0, at = start; c < columns; c++) {
    for (let r = 0; r < rows; r++, at += size) values[r * columns + c] = read(view, at, little);
  }
  return { shape, values };
}
