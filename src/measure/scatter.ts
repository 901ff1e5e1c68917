/** Points about their mean in the memory of the kernels, which multiply with them. */

import type { Address } from '../kernels/abi.ts';
import type { Arena } from '../kernels/arena.ts';
import type { Scatter } from '../numeric/leading-components.ts';
import { padded, type scatterAreas } from './areas/scatter.ts';

/** Vectors at samples as the kernels leave them: a row a neuron, in panels of samples. */
export interface StoredPanels {
  readonly address: Address;
  /** Bytes from panel to panel. */
  readonly stride: number;
  /** Of four samples, in a row of a panel. */
  readonly vectors: number;
}

/** The first `points` of stored points of `dim` entries. What comes back is good until others are stored. */
export function storeScatter(
  arena: Arena,
  areas: ReturnType<typeof scatterAreas>,
  { address, stride, vectors }: StoredPanels,
  points: number,
  dim: number,
): Scatter {
  const [rows, columns] = [padded(dim), padded(points)];
  const total = arena.kernels.centreRows(address, stride, vectors, dim, points, areas.rows);
  arena.f64(areas.rows, rows * columns).fill(0, dim * columns);
  const vectorIn = arena.f64(areas.vector, rows).fill(0);
  const alongOut = arena.f64(areas.along, points);
  const imageOut = arena.f64(areas.image, dim);
  return {
    points,
    dim,
    total,
    times(vector) {
      vectorIn.set(vector);
      arena.kernels.scatterTimes(areas.rows, rows, columns, areas.vector, areas.along, areas.image);
      return { along: alongOut.slice(), image: imageOut.slice() };
    },
  };
}
