/** Gaussian expectations of any continuous piecewise-linear activation, by Price's theorem. */
import type { Pieces } from '../../network/index.ts';
import { acos, asin, cos, exp, sin } from '../../numeric/functions.ts';
import { integral } from '../../numeric/gauss-legendre.ts';
import { normalDensity } from '../../numeric/normal.ts';
import { kinksOf, piecewiseMean, piecewiseSlope, piecewiseSquare } from '../piecewise.ts';
import type { Kernel } from './types.ts';

/**
 * A pair of kinks, one of either point: thresholds over standard deviations, and the product of the changes
 * of slope.
 */
interface Corner {
  readonly x: number;
  readonly y: number;
  readonly weight: number;
}

/**
 * Density of (u1, u2) / (sigma1, sigma2) at (x, y) in the variable psi = arccos(correlation), psi in (0, pi):
 * e^(-((x-y)^2 + 4 x y sin^2(psi/2)) / (2 sin^2 psi)) / (2 pi).
 */
function density({ x, y }: Corner, psi: number): number {
  const s = sin(psi);
  const half = sin(psi / 2);
  return exp(-((x - y) * (x - y) + 4 * x * y * half * half) / (2 * s * s)) / (2 * Math.PI);
}

/**
 * Integral over psi in [a, b], in panels that double from both ends: there the density of kinks that are x -
 * y (or x + y) apart settles within as many radians.
 */
function overAngles(a: number, b: number, f: (psi: number) => number): number {
  if (!(b > a)) return 0;
  const middle = Math.min(b, Math.max(a, Math.PI / 2));
  return towards(a, middle, 0, f) + towards(middle, b, Math.PI, f);
}

/**
 * Panels between a and b whose length is at most their distance from `end`, 0 or pi, and at least the
 * smallest that matters.
 */
function towards(a: number, b: number, end: number, f: (psi: number) => number): number {
  if (!(b > a)) return 0;
  const mirrored = end === 0 ? f : (t: number) => f(Math.PI - t);
  const [from, to] = end === 0 ? [a, b] : [Math.PI - b, Math.PI - a];
  let sum = 0;
  for (let right = to; right > from; ) {
    const left = right < SMALLEST ? from : Math.max(from, right / 2);
    sum += integral(left, right, mirrored);
    right = left;
  }
  return sum;
}

/** Below this angle what is left of an integral is lost in rounding. */
const SMALLEST = 1e-12;

/**
 * The kernel of phi, which must have at least one kink away from 0 or be bounded; homogeneous ones have
 * closed forms.
 */
export function piecewiseKernel(pieces: Pieces): Kernel {
  const kinks = kinksOf(pieces);
  const corners = (q1: number, q2: number): Corner[] =>
    kinks.flatMap((one) =>
      kinks.map((other) => ({
        x: one.at / Math.sqrt(q1),
        y: other.at / Math.sqrt(q2),
        weight: one.change * other.change,
      })),
    );
  const sumOf = (q1: number, q2: number, from: number, to: number, by: (psi: number) => number) =>
    corners(q1, q2).reduce(
      (sum, corner) => sum + corner.weight * overAngles(from, to, (psi) => by(psi) * density(corner, psi)),
      0,
    );
  const square = (q: number) => piecewiseSquare(pieces, q);
  const slopeSquare = (q: number) => piecewiseSlope(pieces, q, 2);
  const mean = (q: number) => piecewiseMean(pieces, q);
  const meanSlope = (q: number) => piecewiseSlope(pieces, q, 1);
  // d/dc E phi' phi' = the sum over corners of their density.
  const slopeProduct = (q1: number, q2: number, c: number): number => {
    const apart = meanSlope(q1) * meanSlope(q2);
    if (q1 === 0 || q2 === 0 || c === 0) return apart;
    const psi = acos(c);
    const quarter = Math.PI / 2;
    const sum = sumOf(q1, q2, Math.min(psi, quarter), Math.max(psi, quarter), () => 1);
    return c > 0 ? apart + sum : apart - sum;
  };
  // d/dc E phi phi = sqrt(q1 q2) E phi' phi', once more.
  const product = (q1: number, q2: number, c: number): number => {
    const apart = mean(q1) * mean(q2);
    if (q1 === 0 || q2 === 0 || c === 0) return apart;
    const psi = acos(c);
    const quarter = Math.PI / 2;
    const curved = sumOf(q1, q2, Math.min(psi, quarter), Math.max(psi, quarter), (t) => Math.abs(c - cos(t)));
    return apart + Math.sqrt(q1) * Math.sqrt(q2) * (meanSlope(q1) * meanSlope(q2) * c + curved);
  };
  return {
    odd: false,
    range: rangeOf(pieces),
    linear: null,
    homogeneous: false,
    square,
    // d/dq E phi^2 = E phi'^2 + E phi phi'', phi'' being point masses at the kinks.
    squareSlope: (q) =>
      kinks.reduce((sum, { at, change }) => {
        if (q === 0) return sum;
        const sigma = Math.sqrt(q);
        return sum + (change * pieces.value(at) * normalDensity(at / sigma)) / sigma;
      }, slopeSquare(q)),
    slopeSquare,
    bendSquare: () => null,
    product,
    slopeProduct,
    sampled: null,
    at: (q) => {
      const open = slopeSquare(q);
      return {
        product: (c) => product(q, q, c),
        slope: (c) => (c < 0.5 ? slopeProduct(q, q, c) : open - sumOf(q, q, 0, acos(c), () => 1)),
        // With c = cos psi: gap E phi'^2 less the integral of (cos t - c) over the corners' densities beyond
        // c.
        deficit: (gap) => {
          const psi = 2 * asin(Math.sqrt(gap / 2));
          const beyond = (t: number) => 2 * sin((psi + t) / 2) * sin((psi - t) / 2);
          return q * (gap * open - sumOf(q, q, 0, psi, beyond));
        },
      };
    },
  };
}

/** sup phi - inf phi of a monotone bounded phi, else null. */
function rangeOf({ thresholds, slopes, value }: Pieces): number | null {
  const bounded = slopes[0] === 0 && slopes.at(-1) === 0;
  const monotone = slopes.every((s) => s >= 0);
  return bounded && monotone ? value(thresholds.at(-1)!) - value(thresholds[0]!) : null;
}
