/**
 * Matrices that are drawn as a whole: orthogonal and low-rank weights. One definition in double precision for
 * measuring and for the reference: entries of a row are not independent, and no kernel could draw a block of
 * rows without those before it.
 */
import { referenceVariates } from '../kernels/reference/variates.ts';
import type { MatrixLaw } from '../network/index.ts';
import { BLOCK_ROWS } from '../random/definition.ts';
import { PURPOSE, type Purpose } from '../random/index.ts';

/** The place of a matrix among those of a seed. */
export interface MatrixPlace {
  readonly seed: number;
  readonly network: number;
  /** 1 … depth. */
  readonly layer: number;
}

/**
 * The `rows` × `columns` matrix of a law, row by row, entries of variance 1.
 *
 * - `orthogonal`: Gram–Schmidt on the rows of a Gaussian matrix, or on its columns where there are more rows
 *   than columns, which is the Haar measure (Mezzadri, Notices of the AMS 54, 2007), times the root of the
 *   larger size. The Gaussian matrix is that of Gaussian weights.
 * - `low-rank`: A B / sqrt(rank), A (rows × rank) and B (rank × columns) Gaussian, B from streams of its own.
 */
export function drawMatrix(law: MatrixLaw, place: MatrixPlace, rows: number, columns: number): Float64Array {
  if (law.kind === 'orthogonal')
    return orthogonal(gaussian(place, PURPOSE.value, rows, columns), rows, columns);
  const { rank } = law;
  const a = gaussian(place, PURPOSE.value, rows, rank);
  const b = gaussian(place, PURPOSE.factor, rank, columns);
  const product = new Float64Array(rows * columns);
  const scale = 1 / Math.sqrt(rank);
  for (let i = 0; i < rows; i++) {
    const row = product.subarray(i * columns, (i + 1) * columns);
    for (let k = 0; k < rank; k++)
      add(row, a[i * rank + k]! * scale, b.subarray(k * columns, (k + 1) * columns));
  }
  return product;
}

/** A Gaussian matrix, drawn in blocks of rows like all weights. */
function gaussian(place: MatrixPlace, purpose: Purpose, rows: number, columns: number): Float64Array {
  const { seed, network, layer } = place;
  const matrix = new Float64Array(rows * columns);
  for (let block = 0; block * BLOCK_ROWS < rows; block++) {
    const first = block * BLOCK_ROWS;
    const count = Math.min(BLOCK_ROWS, rows - first) * columns;
    const law = { kind: 'gaussian' } as const;
    matrix.set(referenceVariates(seed, network, layer, purpose, block, count, law), first * columns);
  }
  return matrix;
}

/** The matrix made orthogonal in place, or a new one, with entries of mean square 1. */
function orthogonal(matrix: Float64Array, rows: number, columns: number): Float64Array {
  if (rows > columns)
    return transposed(orthogonal(transposed(matrix, rows, columns), columns, rows), columns, rows);
  const row = (i: number) => matrix.subarray(i * columns, (i + 1) * columns);
  for (let i = 0; i < rows; i++) {
    const own = row(i);
    // One after the other (modified Gram–Schmidt), so that rounding of one does not spoil the next.
    for (let j = 0; j < i; j++) add(own, -dot(own, row(j)), row(j));
    const length = 1 / Math.sqrt(dot(own, own));
    for (let k = 0; k < columns; k++) own[k]! *= length;
  }
  const scale = Math.sqrt(columns);
  for (let k = 0; k < matrix.length; k++) matrix[k]! *= scale;
  return matrix;
}

function transposed(matrix: Float64Array, rows: number, columns: number): Float64Array {
  const out = new Float64Array(matrix.length);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) out[j * rows + i] = matrix[i * columns + j]!;
  return out;
}

/** Four sums side by side, in a fixed order: one alone would wait for itself. */
function dot(x: Float64Array, y: Float64Array): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  const whole = x.length - (x.length % 4);
  for (let k = 0; k < whole; k += 4) {
    a += x[k]! * y[k]!;
    b += x[k + 1]! * y[k + 1]!;
    c += x[k + 2]! * y[k + 2]!;
    d += x[k + 3]! * y[k + 3]!;
  }
  for (let k = whole; k < x.length; k++) a += x[k]! * y[k]!;
  return a + b + (c + d);
}

function add(to: Float64Array, factor: number, from: Float64Array): void {
  for (let k = 0; k < to.length; k++) to[k]! += factor * from[k]!;
}
