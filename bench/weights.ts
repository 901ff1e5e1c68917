/** Seeded rows of weights and activations for the product benchmarks, on the host's side. */
import { openStream, type Stream } from '../src/random/index.ts';

/**
 * Kept weights of a block of rows: those of row r are entries starts[r] … starts[r + 1] - 1, columns
 * ascending.
 */
export interface Rows {
  readonly starts: Uint32Array;
  readonly columns: Uint32Array;
  readonly values: Float32Array;
}

/** A uniform number in [-1, 1) that f32 holds exactly. */
export function symmetric(stream: Stream): number {
  return ((stream.next() | 0) >> 8) * 2 ** -23;
}

/** A uniform number in [0, 1) that f32 holds exactly. */
export function unit(stream: Stream): number {
  return (stream.next() >>> 8) * 2 ** -24;
}

/**
 * `rows` rows of `width` entries, each kept with probability `density`, the same for every call with equal
 * arguments.
 */
export function randomRows(rows: number, width: number, density: number): Rows {
  const stream = openStream(BigInt(width));
  const threshold = density * 2 ** 32;
  const starts = new Uint32Array(rows + 1);
  const columns: number[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < width; column++) if (stream.next() < threshold) columns.push(column);
    starts[row + 1] = columns.length;
  }
  const values = Float32Array.from(columns, () => symmetric(stream));
  return { starts, columns: Uint32Array.from(columns), values };
}
