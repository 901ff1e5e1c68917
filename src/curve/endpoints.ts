import { checkSeed, oneOf, wrongNumber } from '../input/check.ts';
import { endpointStream, normals, openStream } from '../random/index.ts';
import { norm, perpendicular, scale } from './vector.ts';

/** How random end points are drawn: orthonormal, or with standard normal entries. */
export type RandomEndpoints = 'orthonormal' | 'gaussian';

/** Largest dimension: two points of it take 1.6 GB and some seconds. */
const LARGEST = 1e8;

/**
 * Two random points of dimension `dim`, the same for every experiment with this seed. `gaussian`: independent
 * N(0, 1) entries. `orthonormal`: the same two vectors orthonormalised (Gram–Schmidt), a uniformly random
 * orthonormal pair.
 *
 * @throws TypeError, RangeError for another kind, a dimension below 1, below 2 for orthonormal, or above
 * 10^8, or a seed outside 0 … 2^53-1.
 */
export function endpoints(kind: RandomEndpoints, seed: number, dim: number): Float64Array<ArrayBuffer>[] {
  oneOf(['orthonormal', 'gaussian'], 'endpoints', kind);
  const least = kind === 'orthonormal' ? 2 : 1;
  if (!Number.isInteger(dim) || dim < least)
    wrongNumber(
      'endpoints',
      `an input dimension of at least ${least} for ${kind} (inputDim, by default the first width)`,
      dim,
    );
  if (dim > LARGEST) wrongNumber('endpoints', `an input dimension of at most ${LARGEST}`, dim);
  checkSeed(seed);
  const x = normals(openStream(endpointStream(seed, 0)), dim);
  const y = normals(openStream(endpointStream(seed, 1)), dim);
  return kind === 'gaussian' ? [x, y] : [unit(x), unit(perpendicular(y, x))];
}

function unit(x: Float64Array): Float64Array<ArrayBuffer> {
  return scale(x, 1 / norm(x));
}
