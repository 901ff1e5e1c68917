/** Kernel memory for points about their mean and a Krylov space. */
import type { Reserve } from '../../kernels/arena.ts';

/** Dimension of the Krylov space. On curves in random layers the first three shares are then good to 1e-3. */
export const STEPS = 12;

/** Counts of the kernels are multiples of four. */
export const padded = (count: number) => 4 * Math.ceil(count / 4);

/** Room for `points` points of up to `dim` entries. */
export function scatterAreas(reserve: Reserve, points: number, dim: number) {
  return {
    rows: reserve(8 * padded(dim) * padded(points)),
    basis: reserve(8 * padded(dim) * (STEPS + 1)),
    images: reserve(8 * padded(points) * STEPS),
    projected: reserve(8 * STEPS * STEPS),
  };
}
