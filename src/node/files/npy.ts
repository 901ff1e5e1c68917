import { parse } from 'npyjs';

/** A matrix of numbers as it was read, row by row; not yet checked for NaN and the like. */
export type Rows = readonly (readonly number[])[];

const DTYPE = /^(f[48]|[iu][1248])$/;

/**
 * The rows of a NumPy `.npy` array: two-dimensional, row = point, or one-dimensional, one point; little-endian float32, float64
 * or integers, in C or Fortran order. 64-bit integers beyond 2^53 are rounded to the nearest double.
 *
 * @throws Error saying in one line what is wrong.
 */
export function parseNpy(bytes: ArrayBuffer): Rows {
  const { data, shape, dtype, fortranOrder } = parse(bytes);
  if (!DTYPE.test(dtype)) throw new Error(`expected float32, float64 or integers, got dtype ${dtype}`);
  if (shape.length < 1 || shape.length > 2)
    throw new Error(
      `expected a two-dimensional array with one point a row, got ${shape.length} dimensions (${shape.join(', ')})`,
    );
  const [rows, columns] = shape.length === 1 ? [1, shape[0]!] : [shape[0]!, shape[1]!];
  const entries = data as unknown as ArrayLike<number | bigint>;
  if (entries.length !== rows * columns)
    throw new Error(`expected ${rows} × ${columns} entries, got ${entries.length}`);
  const [rowStride, columnStride] = fortranOrder ? [1, rows] : [columns, 1];
  return Array.from({ length: rows }, (_, r) =>
    Array.from({ length: columns }, (_, c) => Number(entries[r * rowStride + c * columnStride])),
  );
}
