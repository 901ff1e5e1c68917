import { tanh } from '../../numeric/functions.ts';
import { gaussianMean, gaussianPairMean, type Shape } from '../../numeric/gaussian-mean.ts';
import { pairsOf } from './smooth.ts';
import type { Kernel } from './types.ts';

/** The nearest poles are ±i pi/2; a derivative of tanh at |h| = 22 is below 1e-18. */
const LOCAL: Shape = { strip: Math.PI / 2, reach: 22 };
const WIDE: Shape = { strip: Math.PI / 2, reach: Number.POSITIVE_INFINITY };

/** phi' = sech^2. */
function slope(h: number): number {
  const t = tanh(h);
  return (1 - t) * (1 + t);
}

/**
 * h - tanh h without cancellation: tanh h = h / (1 + r) with Lambert's continued fraction r = h^2/(3 + h^2/(5
 * + …)).
 */
function shortfall(h: number): number {
  if (Math.abs(h) > 1) return h - tanh(h);
  let below = 19;
  for (let odd = 17; odd >= 3; odd -= 2) below = odd + (h * h) / below;
  const r = (h * h) / below;
  return (h * r) / (1 + r);
}

const even = (f: (h: number) => number, q: number, shape: Shape) => gaussianMean(f, q, shape, true);

/** 1 - E sech^2 for wide h, which is short, and E tanh^2 for narrow h, which does not cancel. */
function square(q: number): number {
  if (q > 1) return 1 - even(slope, q, LOCAL);
  return even((h) => tanh(h) * tanh(h), q, WIDE);
}

const slopeSquare = (q: number) => even((h) => slope(h) * slope(h), q, LOCAL);

/** E phi'^4 over h ~ N(0, q). */
export const tanhSlopeFourth = (q: number) => even((h) => (slope(h) * slope(h)) ** 2, q, LOCAL);

/** phi(h) = tanh h. */
export const tanhKernel: Kernel = {
  odd: true,
  range: 2,
  linear: {
    gain: { high: 1, low: 0 },
    squareDeficit: (q) => (q > 0.5 ? q - square(q) : even((h) => shortfall(h) * (h + tanh(h)), q, WIDE)),
    slopeDeficit: (q) =>
      q > 0.5 ? 1 - slopeSquare(q) : even((h) => (1 - slope(h)) * (1 + slope(h)), q, WIDE),
  },
  homogeneous: false,
  square,
  // d/dq E phi^2 = E[h phi phi'] / q: one sign everywhere.
  squareSlope: (q) => (q === 0 ? 1 : even((h) => h * tanh(h) * slope(h), q, LOCAL) / q),
  slopeSquare,
  bendSquare: (q) => even((h) => 4 * tanh(h) * tanh(h) * slope(h) * slope(h), q, LOCAL),
  ...pairsOf({
    odd: true,
    mean: () => 0,
    meanSlope: (q) => even(slope, q, LOCAL),
    slopeProduct: (q1, q2, gap) => gaussianPairMean(slope, [q1, q2], gap, LOCAL, true),
  }),
};
