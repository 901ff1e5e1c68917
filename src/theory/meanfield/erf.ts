import { asin, atan2 } from '../../numeric/functions.ts';
import { integral } from '../../numeric/gauss-legendre.ts';
import type { Kernel } from './types.ts';

/** 4/pi to twice the digits of a double. */
const GAIN = { high: 1.2732395447351628, low: -7.871470670072994e-17 };

/** (1+2q1)(1+2q2) - (2 q12)^2. */
function determinant(q1: number, q2: number, c: number): number {
  return 1 + 2 * q1 + 2 * q2 + 4 * q1 * q2 * (1 - c) * (1 + c);
}

/**
 * The arcsine kernel (Williams 1997): E phi phi = (2/pi) arcsin(2 q12 / sqrt((1+2q1)(1+2q2))), as an angle.
 */
function product(q1: number, q2: number, c: number): number {
  return (2 / Math.PI) * atan2(2 * Math.sqrt(q1) * Math.sqrt(q2) * c, Math.sqrt(determinant(q1, q2, c)));
}

function slopeProduct(q1: number, q2: number, c: number): number {
  return 4 / Math.PI / Math.sqrt(determinant(q1, q2, c));
}

/**
 * (4/pi) q - E phi^2: for small q the integral of what the slope of E phi^2 is short of 4/pi, all terms
 * positive.
 */
function squareDeficit(q: number): number {
  if (q > 0.25) return (4 / Math.PI) * q - product(q, q, 1);
  const short = (t: number) => {
    const w = (1 + t) * Math.sqrt(1 + 2 * t);
    return (t * (4 + 5 * t + 2 * t * t)) / (w * (1 + w));
  };
  return (2 / Math.PI) * integral(0, 2 * q, short);
}

/** phi(h) = erf h. */
export const erfKernel: Kernel = {
  odd: true,
  range: 2,
  linear: {
    gain: GAIN,
    squareDeficit,
    slopeDeficit: (q) => {
      const root = Math.sqrt(1 + 4 * q);
      return ((4 / Math.PI) * 4 * q) / (root * (1 + root));
    },
  },
  homogeneous: false,
  square: (q) => product(q, q, 1),
  squareSlope: (q) => 4 / Math.PI / ((1 + 2 * q) * Math.sqrt(1 + 4 * q)),
  slopeSquare: (q) => 4 / Math.PI / Math.sqrt(1 + 4 * q),
  bendSquare: (q) => ((16 / Math.PI) * q) / ((1 + 4 * q) * Math.sqrt(1 + 4 * q)),
  product,
  slopeProduct,
  sampled: null,
  at: (q) => ({
    product: (c) => product(q, q, c),
    slope: (c) => slopeProduct(q, q, c),
    // arcsin A - arcsin(A c), A = 2q/(1+2q), as one arcsine.
    deficit: (gap) => {
      const c = 1 - gap;
      const a = (2 * q) / (1 + 2 * q);
      const cosOne = Math.sqrt(1 + 4 * q) / (1 + 2 * q);
      const cosBoth = Math.sqrt(determinant(q, q, c)) / (1 + 2 * q);
      return (2 / Math.PI) * asin((a * gap * (2 - gap)) / (cosBoth + c * cosOne));
    },
  }),
};
