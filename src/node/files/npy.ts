/** NumPy's format for one array (NEP 1): magic, version, header, data. */
import { cut, echo } from '../../input/errors.ts';
import { MOST_NUMBERS, MOST_SIDE, shownCount } from './limits.ts';
import { npyHeader } from './npy-header.ts';

/** An array of one or two dimensions, not yet checked for NaN and the like. */
export interface NpyArray {
  readonly shape: readonly number[];
  /** In C order: row by row. */
  readonly values: Float64Array;
}

/** Bytes of an entry, and how it is read. 64-bit integers beyond 2^53 are rounded to the nearest double. */
const TYPES: Readonly<
  Record<string, readonly [bytes: number, read: (view: DataView, at: number, little: boolean) => number]>
> = {
  b1: [1, (view, at) => (view.getUint8(at) === 0 ? 0 : 1)],
  i1: [1, (view, at) => view.getInt8(at)],
  u1: [1, (view, at) => view.getUint8(at)],
  i2: [2, (view, at, little) => view.getInt16(at, little)],
  u2: [2, (view, at, little) => view.getUint16(at, little)],
  i4: [4, (view, at, little) => view.getInt32(at, little)],
  u4: [4, (view, at, little) => view.getUint32(at, little)],
  i8: [8, (view, at, little) => Number(view.getBigInt64(at, little))],
  u8: [8, (view, at, little) => Number(view.getBigUint64(at, little))],
  f2: [2, (view, at, little) => half(view.getUint16(at, little))],
  f4: [4, (view, at, little) => view.getFloat32(at, little)],
  f8: [8, (view, at, little) => view.getFloat64(at, little)],
};

/** IEEE binary16: sign, 5 bits of exponent, 10 of fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction : (1024 + fraction) * 2 ** (exponent - 1)) * 2 ** -24;
}

/**
 * Reads a `.npy` file of versions 1 to 3: float16, float32, float64, integers or booleans, little- or
 * big-endian, in C or Fortran order, with one or two dimensions. Shape and type are held against the length
 * of the file before memory is taken.
 *
 * @param most numbers that it may have.
 * @throws RangeError saying in one line what is wrong.
 */
export function parseNpy(bytes: Uint8Array, most = MOST_NUMBERS): NpyArray {
  const { start, descr, fortran, shape } = npyHeader(bytes);
  const [, order = '', name = ''] = /^([<>=|]?)(\w+)$/.exec(descr) ?? [];
  const type = Object.hasOwn(TYPES, name) ? TYPES[name]! : undefined;
  const sizes = shownShape(shape);
  if (type === undefined)
    throw new RangeError(
      `expected float16, float32, float64, integers or booleans, got dtype ${echo(descr)} and shape ${sizes}`,
    );
  if (shape.length !== 1 && shape.length !== 2)
    throw new RangeError(`expected one or two dimensions, got shape ${sizes}`);
  if (shape.some((size) => size > MOST_SIDE))
    throw new RangeError(`expected at most ${shownCount(MOST_SIDE)} rows and columns, got shape ${sizes}`);
  const count = shape.reduce((product, size) => product * size, 1);
  if (count === 0) throw new RangeError(`expected at least one number, got shape ${sizes}`);
  if (count > most)
    throw new RangeError(
      `expected at most ${shownCount(MOST_NUMBERS)} numbers in a file, got shape ${sizes}${most < MOST_NUMBERS ? ' after others' : ''}`,
    );
  const [size, read] = type;
  if (bytes.length - start !== count * size)
    throw new RangeError(
      `expected ${count * size} bytes for shape ${sizes} of ${descr}, got ${bytes.length - start}`,
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float64Array(count);
  const little = order !== '>';
  const [rows, columns] = shape.length === 2 && fortran ? [shape[0]!, shape[1]!] : [1, count];
  // In Fortran order an entry's neighbour is the next row's.
  for (let c = 0, at = start; c < columns; c++) {
    for (let r = 0; r < rows; r++, at += size) values[r * columns + c] = read(view, at, little);
  }
  return { shape, values };
}

/** `(2, 3)` or `(4,)`, as Python writes it. */
export function shownShape(shape: readonly number[]): string {
  return cut(`(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`);
}
