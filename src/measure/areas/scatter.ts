/** What points about their mean take of the memory of the kernels. */
import type { Reserve } from '../../kernels/arena.ts';

/** Counts of the kernel are multiples of four. */
export const padded = (count: number) => 4 * Math.ceil(count / 4);

/** Room for `points` points of up to `dim` entries. */
export function scatterAreas(reserve: Reserve, points: number, dim: number) {
  return {
    rows: reserve(8 * padded(dim) * padded(points)),
    vector: reserve(8 * padded(dim)),
    along: reserve(8 * padded(points)),
    image: reserve(8 * padded(dim)),
  };
}
