/** Gaussian expectations of maxout: F(h), the largest of k independent pre-activations of one variance. */
import { chebyshev, interpolate } from '../../numeric/chebyshev.ts';
import { acos, asin, sin } from '../../numeric/functions.ts';
import { integral } from '../../numeric/gauss-legendre.ts';
import { homogeneousKernel } from './homogeneous.ts';
import { largestMoments } from './largest-moments.ts';
import { sameWinner } from './same-winner.ts';
import type { Kernel } from './types.ts';

const NODES = chebyshev(32);

/**
 * P(the same of k pre-activations is the largest of two points) by their angle, from tables made when asked.
 */
function winnerByAngle(pieces: number): (angle: number) => number {
  const quarter = Math.PI / 2;
  // It is analytic in the angle. Negative correlations are rare, and have a table of their own.
  const table = (from: number) => {
    let values: readonly number[] | null = null;
    return (angle: number) => {
      values ??= NODES.points.map((x) => sameWinner(pieces, from + ((1 + x) / 2) * quarter));
      return interpolate(NODES, values, (2 * (angle - from)) / quarter - 1);
    };
  };
  const [positive, negative] = [table(0), table(quarter)];
  return (angle) => (angle === 0 ? 1 : angle <= quarter ? positive(angle) : negative(angle));
}

const KERNELS = new Map<number, Kernel>();

/**
 * The kernel of maxout of k: E F² = m q, m the second moment of the largest of k standard normals. The
 * gradient of F is that of the largest, so E |∇F|² = 1, and S(c) = E ∇F·∇F', in place of E φ'φ', is the
 * probability that the same one is the largest of two points of correlation c. By Price's theorem E F F' is
 * √(q1 q2) times the integral of S over c (docs/theory.md, "Maxout"). Error below 1e-12 for k up to 1000,
 * below 1e-9 for more; relative, of S for negative c absolute.
 *
 * @param pieces k ≥ 1; 1 is the identity.
 */
export function maxoutKernel(pieces: number): Kernel {
  const known = KERNELS.get(pieces);
  if (known !== undefined) return known;
  const kernel = pieces === 1 ? homogeneousKernel(1) : largestKernel(pieces);
  KERNELS.set(pieces, kernel);
  return kernel;
}

function largestKernel(pieces: number): Kernel {
  const { squareExcess } = largestMoments(pieces);
  const gain = 1 + squareExcess;
  const same = winnerByAngle(pieces);
  // E F² - E F F' at variance 1, by the angle.
  const short = (from: number, to: number) => integral(from, to, (t) => same(t) * sin(t));
  const quarter = Math.PI / 2;
  const deficit = (angle: number) =>
    angle <= quarter ? short(0, angle) : short(0, quarter) + short(quarter, angle);
  const product = (c: number) => gain - deficit(acos(c));
  const slope = (c: number) => same(acos(c));
  return {
    odd: false,
    range: null,
    linear: { gain: { high: gain, low: 0 }, squareDeficit: () => 0, slopeDeficit: () => squareExcess },
    homogeneous: true,
    square: (q) => gain * q,
    squareSlope: () => gain,
    slopeSquare: () => 1,
    bendSquare: () => null,
    product: (q1, q2, c) => Math.sqrt(q1) * Math.sqrt(q2) * product(c),
    slopeProduct: (_q1, _q2, c) => slope(c),
    sampled: null,
    at: (q) => ({
      product: (c) => q * product(c),
      slope,
      deficit: (gap) => q * deficit(2 * asin(Math.sqrt(gap / 2))),
    }),
  };
}
