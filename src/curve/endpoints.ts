import { endpointStream, normals, openStream } from '../random/index.ts';
import { norm, perpendicular, scale } from './vector.ts';

export type RandomEndpoints = 'orthonormal' | 'gaussian';

/**
 * Two random points of dimension `dim`, the same for every experiment with this seed. `gaussian`: independent N(0, 1) entries.
 * `orthonormal`: the same two vectors orthonormalised (Gram–Schmidt), a uniformly random orthonormal pair.
 *
 * @throws RangeError for a dimension below 1, below 2 for orthonormal, or a seed outside 0 … 2^53-1.
 */
export function endpoints(kind: RandomEndpoints, seed: number, dim: number): Float64Array<ArrayBuffer>[] {
  const least = kind === 'orthonormal' ? 2 : 1;
  if (!Number.isInteger(dim) || dim < least)
    throw new RangeError(
      `endpoints: expected an input dimension of at least ${least} for ${kind} (inputDim, by default the first width), got ${dim}`,
    );
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError(`seed: expected an integer in 0 … 2^53-1, got ${seed}`);
  const x = normals(openStream(endpointStream(seed, 0)), dim);
  const y = normals(openStream(endpointStream(seed, 1)), dim);
  return kind === 'gaussian' ? [x, y] : [unit(x), unit(perpendicular(y, x))];
}

function unit(x: Float64Array): Float64Array<ArrayBuffer> {
  return scale(x, 1 / norm(x));
}
