/**
 * Normalisation of every coordinate, or channel, over the points of a curve: an affine map of each row of the
 * image.
 */
import type { Address } from '../kernels/abi.ts';
import type { Arena } from '../kernels/arena.ts';
import type { Largest } from './scale.ts';

/** How rows are normalised, in units of stored points: by the root of `square` variance + `epsilon`. */
interface RowNorm {
  readonly square: number;
  readonly epsilon: number;
  /** Rows that share mean and variance. */
  readonly groups: readonly (readonly number[])[];
}

/** An image in panels: `rows` rows of `vectors` vectors each; the first `columns` columns of all panels count. */
interface StoredRows {
  readonly vectors: number;
  readonly columns: number;
  readonly rows: number;
}

/** Numbers in the panels that are in use. */
function lengthOf({ vectors, columns, rows }: StoredRows): number {
  const stride = 4 * vectors;
  return rows * stride * Math.ceil(columns / stride);
}

/** The index of a row's column. */
function placesOf({ vectors, rows }: StoredRows): (row: number, column: number) => number {
  const stride = 4 * vectors;
  return (row, column) => Math.floor(column / stride) * stride * rows + row * stride + (column % stride);
}

/**
 * A curve that is stored as its first point and its steps, `unit` being the worth of a step in units of points.
 */
export function normaliseRows(
  arena: Arena,
  { square, epsilon, groups }: RowNorm,
  unit: number,
  stored: StoredRows,
  image: Address,
): Largest {
  const { columns } = stored;
  const [values, place] = [arena.f32(image, lengthOf(stored)), placesOf(stored)];
  let [mostPoint, mostStep] = [0, 0];
  for (const group of groups) {
    // From the first point of a row on, which may be far away; rows of a group from that of the first one.
    const start = values[place(group[0]!, 0)]!;
    let [sum, squares] = [0, 0];
    for (const row of group) {
      let from = values[place(row, 0)]! - start;
      sum += from;
      squares += from * from;
      for (let c = 1; c < columns; c++) {
        from += unit * values[place(row, c)]!;
        sum += from;
        squares += from * from;
      }
    }
    const mean = sum / (group.length * columns);
    const variance = Math.max(0, squares / (group.length * columns) - mean * mean);
    const root = Math.sqrt(square * variance + epsilon);
    const factor = root === 0 ? 0 : 1 / root;
    for (const row of group) {
      const first = place(row, 0);
      let at = values[first]! - start - mean;
      values[first] = at * factor;
      mostPoint = Math.max(mostPoint, Math.abs(at * factor));
      for (let c = 1; c < columns; c++) {
        const i = place(row, c);
        at += unit * values[i]!;
        mostPoint = Math.max(mostPoint, Math.abs(at * factor));
        values[i] = values[i]! * factor;
        mostStep = Math.max(mostStep, Math.abs(values[i]!));
      }
    }
  }
  return { point: mostPoint, step: mostStep };
}

/**
 * Points at samples of a curve and, behind them, their derivatives. The mean and variance of the samples are about
 * those of all of the curve. Returns the largest magnitude of each family.
 */
export function normaliseSamples(
  arena: Arena,
  { square, epsilon, groups }: RowNorm,
  stored: StoredRows,
  families: readonly Address[],
): number[] {
  const { columns } = stored;
  const [p, ...derivatives] = families.map((family) => arena.f32(family, lengthOf(stored)));
  const place = placesOf(stored);
  const largest = families.map(() => 0);
  for (const group of groups) {
    const count = group.length * columns;
    let [sum, squares] = [0, 0];
    for (const row of group) for (let c = 0; c < columns; c++) sum += p![place(row, c)]!;
    const mean = sum / count;
    for (const row of group) for (let c = 0; c < columns; c++) squares += (p![place(row, c)]! - mean) ** 2;
    const root = Math.sqrt((square * squares) / count + epsilon);
    const factor = root === 0 ? 0 : 1 / root;
    for (const row of group) {
      for (let c = 0; c < columns; c++) {
        const i = place(row, c);
        p![i] = (p![i]! - mean) * factor;
        largest[0] = Math.max(largest[0]!, Math.abs(p![i]!));
        derivatives.forEach((v, d) => {
          v[i] = v[i]! * factor;
          largest[d + 1] = Math.max(largest[d + 1]!, Math.abs(v[i]!));
        });
      }
    }
  }
  return largest;
}
