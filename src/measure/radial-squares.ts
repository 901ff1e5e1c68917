/** Squares of a sampled image in the memory of the kernels, for the distances of its samples from the origin. */
import type { SampleSquares } from '../curve/index.ts';
import type { Arena } from '../kernels/arena.ts';
import type { Image } from './input.ts';

/** Addresses with space for a number for each row, and for two for each column. */
export interface Areas {
  readonly carry: number;
  readonly squares: number;
}

/** Squares of an image in memory, in units of its points. Its first point stands in column 0. */
export function radialSquares(
  arena: Arena,
  image: Image,
  unit: number,
  { carry, squares }: Areas,
  samples: number,
): SampleSquares {
  const { address, rows, panels, vectors } = image;
  const stride = 4 * vectors;
  const columns = stride * panels;
  const stored = arena.f32(address, stride * rows);
  const points = arena.f64(carry, rows);
  let first = 0;
  for (let row = 0; row < rows; row++) {
    const x = (points[row] = stored[stride * row]!);
    first += x * x;
    stored[stride * row] = 0;
  }
  const start = points.slice();
  for (let panel = 0; panel < panels; panel++) {
    const from = address + 4 * stride * rows * panel;
    const at = squares + 8 * stride * panel;
    arena.kernels.radialSteps(from, vectors, rows, unit, carry, at, at + 8 * columns);
  }
  for (let row = 0; row < rows; row++) stored[stride * row] = start[row]!;
  const all = arena.f64(squares, 2 * columns);
  return { first, changes: all.slice(0, samples), squares: all.slice(columns, columns + samples) };
}
