import atan2 from '@stdlib/math-base-special-atan2';
import { type BrokenLine, intervalsOf } from './broken-line.ts';

/**
 * Total turning angle in radians: the sum over the knots of the angle between the directions before and after. This is the total absolute
 * curvature of the curve (the length of its Gauss map), all of which sits at its kinks. Where the curve rests, the direction is that before.
 */
export function turningAngle(line: BrokenLine, speed: Float64Array): number {
  let total = 0;
  let before = -1;
  for (let k = 0; k < intervalsOf(line); k++) {
    if (speed[k] === 0) continue;
    if (before >= 0) total += angle(line, before, k, speed);
    before = k;
  }
  return total;
}

/** 2 atan(|u - v| / |u + v|) for unit vectors u and v: accurate for small angles and near π (Kahan). */
function angle({ slopes, dim }: BrokenLine, k: number, m: number, speed: Float64Array): number {
  let [difference, sum] = [0, 0];
  for (let i = 0; i < dim; i++) {
    const u = slopes[k * dim + i]! / speed[k]!;
    const v = slopes[m * dim + i]! / speed[m]!;
    difference += (u - v) * (u - v);
    sum += (u + v) * (u + v);
  }
  return 2 * atan2(Math.sqrt(difference), Math.sqrt(sum));
}
