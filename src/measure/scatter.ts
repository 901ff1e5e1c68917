/** Points about their mean in the memory of the kernels, and the Krylov space of their scatter matrix. */
import type { Address } from '../kernels/abi.ts';
import type { Arena } from '../kernels/arena.ts';
import type { KrylovSpace } from '../numeric/leading-components.ts';
import { startVector } from '../numeric/principal-components.ts';
import { padded, STEPS, type scatterAreas } from './areas/scatter.ts';

/** Vectors at samples as the kernels leave them: a row a neuron, in panels of samples. */
export interface StoredPanels {
  readonly address: Address;
  /** Bytes from panel to panel. */
  readonly stride: number;
  /** Of four samples, in a row of a panel. */
  readonly vectors: number;
}

/**
 * The Krylov space of the first `points` of stored points of `dim` entries; good until the next is asked for.
 */
export function krylovSpace(
  arena: Arena,
  areas: ReturnType<typeof scatterAreas>,
  { address, stride, vectors }: StoredPanels,
  points: number,
  dim: number,
): KrylovSpace {
  const { kernels } = arena;
  const [rows, columns] = [padded(dim), padded(points)];
  const total = kernels.centreRows(address, stride, vectors, dim, points, areas.rows);
  arena.f64(areas.rows, rows * columns).fill(0, dim * columns);
  const start = arena.f64(areas.basis, rows).fill(0);
  start.set(startVector(dim, 1));
  // A space of as many dimensions as there are points or entries is invariant, but for rounding.
  const steps = Math.min(STEPS, points, dim);
  const { basis, images, projected } = areas;
  const size =
    total > 0 ? kernels.krylovSpace(areas.rows, rows, columns, steps, basis, images, projected) : 0;
  return {
    points,
    total,
    images: Array.from({ length: size }, (_, j) => arena.f64(images + 8 * columns * j, points)),
    projected: leadingBlock(arena.f64(projected, steps * steps), steps, size),
  };
}

/** The first `size` rows and columns of a matrix with rows of `stride` entries. */
function leadingBlock(matrix: Float64Array, stride: number, size: number): Float64Array {
  const block = new Float64Array(size * size);
  for (let i = 0; i < size; i++) block.set(matrix.subarray(i * stride, i * stride + size), i * size);
  return block;
}
