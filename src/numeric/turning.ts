import { atan2 } from './functions.ts';

type Vectors = Float32Array | Float64Array;

/**
 * Total turning angle in radians: the sum of the angles between directions that follow each other along a
 * curve. Of a curve that is straight between knots it is the total absolute curvature (the length of its
 * Gauss map), all of which sits at its kinks. Where the curve rests, the direction is that before.
 *
 * @param directions vectors of `dim` entries, one after the other.
 * @param norms their norms.
 */
export function turningAngle(directions: Vectors, dim: number, norms: ArrayLike<number>): number {
  let total = 0;
  let before = -1;
  for (let k = 0; k < norms.length; k++) {
    if (norms[k] === 0) continue;
    if (before >= 0) total += angle(directions, dim, before, k, norms);
    before = k;
  }
  return total;
}

/** 2 atan(|u - v| / |u + v|) for unit vectors u and v: accurate for small angles and near π (Kahan). */
function angle(x: Vectors, dim: number, k: number, m: number, norms: ArrayLike<number>): number {
  let [difference, sum] = [0, 0];
  for (let i = 0; i < dim; i++) {
    const u = x[k * dim + i]! / norms[k]!;
    const v = x[m * dim + i]! / norms[m]!;
    difference += (u - v) * (u - v);
    sum += (u + v) * (u + v);
  }
  return 2 * atan2(Math.sqrt(difference), Math.sqrt(sum));
}
