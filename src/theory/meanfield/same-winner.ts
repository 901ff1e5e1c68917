import { cos, sin } from '../../numeric/functions.ts';
import { shortIntegral } from '../../numeric/gauss-legendre.ts';
import { normalDensity, normalTail } from '../../numeric/normal.ts';
import { withoutTail } from './largest-moments.ts';

/** Where two normals, one of them the largest of two or more, can be to rounding. */
const [LOWEST, HIGHEST] = [-6.5, 8.5];

/** Spacing of an even lattice: the error of sums over it is below 1e-13 for k up to 1000. */
const stepFor = (pieces: number) => (pieces <= 10 ? 0.3 : pieces <= 100 ? 0.15 : 0.1);

/**
 * P(the same one of k pre-activations is the largest of two points) whose pre-activations are standard
 * normals of correlation c = cos(angle), angle in (0, π). Given the pre-activations (x, y) of one unit, every
 * other one is smaller at both points with probability Φ₂(x, y), the bivariate normal distribution function:
 * k E Φ₂^(k-1).
 *
 * With x = c y + s t, s = sin(angle), (y, t) are independent standard normals, and Φ₂ is the Gaussian measure
 * of a wedge with its apex there: an entire function, so that an even lattice is enough. For rising t it
 * loses s φ(x) Φ(s y - c t) dt, which is summed from above: for c ≥ 0 it is what lies beside Φ(y) = Φ₂ + P(Y
 * ≤ y, X > x), for c < 0 the tails' part in 1 - Φ₂ = P(X > x) + P(Y > y) - P(X > x, Y > y).
 */
export function sameWinner(pieces: number, angle: number): number {
  const [c, s] = [cos(angle), sin(angle)];
  const step = stepFor(pieces);
  const side = c >= 0 ? 1 : -1;
  let sum = 0;
  for (let y = LOWEST; y <= HIGHEST; y += step) {
    const above = normalTail(y);
    const density = (u: number) => normalDensity(c * y + s * u) * normalTail(side * (c * u - s * y));
    let row = 0;
    let corner = 0;
    for (let t = HIGHEST; t >= -HIGHEST; t -= step) {
      const beside = side > 0 ? corner : normalTail(c * y + s * t) - corner;
      row += normalDensity(t) * withoutTail(above + beside, pieces - 1);
      corner += s * shortIntegral(t - step, t, density);
    }
    sum += normalDensity(y) * row;
  }
  return pieces * step * step * sum;
}
