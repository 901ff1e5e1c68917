import { erf, erfc, exp, ln } from '../../numeric/functions.ts';
import { integral } from '../../numeric/gauss-legendre.ts';
import { log1p } from '../../numeric/near-zero.ts';
import { clippedSecondMoment, linearProbability } from '../hard-tanh.ts';
import type { Kernel } from './types.ts';

/** Variances at which |h| > 1 has a probability below 1e-217. */
const STRAIGHT = 1e-3;
/** Beyond this, sech t is below the rounding of what it is added to. */
const FAR = 40;

/** Hyperbolic tangent of t >= 0; tanh t to full accuracy is not needed where it is used. */
const tanhOf = (t: number) => {
  const e = exp(-2 * t);
  return (1 - e) / (1 + e);
};

/** atanh(1 - gap), gap in (0, 1]. */
const atanhOf = (gap: number) => log1p((2 * (1 - gap)) / gap) / 2;

/**
 * Density of the corners of the square [-1, 1]^2, same signs less opposite signs, in the variable t =
 * atanh(correlation): e^(-(x-y)^2 cosh^2 t / 2) (e^(-xy (1+e^(-2t))/2) - e^(-xy (1+e^(2t))/2)) sech t / pi
 * with x = 1/sqrt q1, y = 1/sqrt q2. It is the derivative of P(|u1| < 1, |u2| < 1), since phi'' is a
 * difference of two point masses (Price).
 */
function corners(x: number, y: number, t: number): number {
  const e = exp(-2 * t);
  const apart = ((x - y) * (x - y) * (2 + e + 1 / e)) / 8;
  const same = exp(-apart - (x * y * (1 + e)) / 2);
  const sech = (2 * Math.sqrt(e)) / (1 + e);
  return (same * (1 - exp((-x * y * (1 / e - e)) / 2)) * sech) / Math.PI;
}

/**
 * Integral of f from a to b in panels, of length 1.5 up to `settled` and twice as long from one to the next
 * after it; beyond `settled` f is a smooth multiple of e^(-t).
 */
function panels(a: number, b: number, settled: number, f: (t: number) => number): number {
  let sum = 0;
  let length = 1.5;
  for (let left = a; left < b; left += length) {
    if (left > settled) length *= 2;
    sum += integral(left, Math.min(b, left + length), f);
  }
  return sum;
}

/** Where the corners of opposite signs have faded: xy e^(2t) / 2 = 40. */
const fadedAt = (x: number, y: number) => ln(80 / (x * y)) / 2;

/** P(|u1| < 1, |u2| < 1). */
function slopeProduct(q1: number, q2: number, c: number): number {
  if (Math.max(q1, q2) < STRAIGHT) return 1;
  if (q1 === 0 || q2 === 0) return linearProbability(q1) * linearProbability(q2);
  const [x, y] = [1 / Math.sqrt(q1), 1 / Math.sqrt(q2)];
  const apart = erf(x / Math.SQRT2) * erf(y / Math.SQRT2);
  const top = atanhOf(Math.max(1 - Math.abs(c), 1e-300));
  return apart + panels(0, Math.min(top, FAR), FAR, (t) => corners(x, y, t));
}

/** Price's theorem twice: d/dc E phi phi = sqrt(q1 q2) E phi' phi', and d/dc of that are the corners. */
function product(q1: number, q2: number, c: number): number {
  if (q1 === 0 || q2 === 0 || c === 0) return 0;
  if (Math.max(q1, q2) < STRAIGHT) return Math.sqrt(q1) * Math.sqrt(q2) * c;
  const [x, y] = [1 / Math.sqrt(q1), 1 / Math.sqrt(q2)];
  const r = Math.abs(c);
  const top = Math.min(atanhOf(Math.max(1 - r, 1e-300)), FAR);
  const apart = r * erf(x / Math.SQRT2) * erf(y / Math.SQRT2);
  const inside = panels(0, top, FAR, (t) => (r - tanhOf(t)) * corners(x, y, t));
  return (Math.sign(c) * (apart + inside)) / (x * y);
}

/** q - E phi^2 = (q - 1) erfc y + sqrt(2q/pi) e^(-y^2), y = 1/sqrt(2q). */
function squareDeficit(q: number): number {
  if (q < STRAIGHT) return 0;
  const y = 1 / Math.sqrt(2 * q);
  if (q > 1) return q - clippedSecondMoment(q);
  return (q - 1) * erfc(y) + Math.sqrt((2 * q) / Math.PI) * exp(-y * y);
}

/** phi(h) = h clipped to [-1, 1]. */
export const hardTanhKernel: Kernel = {
  odd: true,
  range: 2,
  linear: {
    gain: { high: 1, low: 0 },
    squareDeficit,
    slopeDeficit: (q) => (q === 0 ? 0 : erfc(1 / Math.sqrt(2 * q))),
  },
  homogeneous: false,
  square: clippedSecondMoment,
  // E[h phi phi'] / q = P(|h| < 1) - 2 f(1), f the density of h / sqrt q at 1 / sqrt q, times 1 / sqrt q.
  squareSlope: (q) => {
    if (q === 0) return 1;
    const y = 1 / Math.sqrt(2 * q);
    if (y > 0.5) return erf(y) - (2 / Math.sqrt(Math.PI)) * y * exp(-y * y);
    let term = 2 / 3;
    let sum = term;
    for (let n = 2; term > sum * 1e-17; n++) sum += term *= (2 * y * y) / (2 * n + 1);
    return (2 / Math.sqrt(Math.PI)) * exp(-y * y) * y * y * y * sum;
  },
  slopeSquare: linearProbability,
  bendSquare: () => null,
  product,
  slopeProduct,
  sampled: null,
  at: (q) => {
    const x = 1 / Math.sqrt(q);
    const open = linearProbability(q);
    return {
      product: (c) => product(q, q, c),
      slope: (c) => {
        if (c < 0.9 || q < STRAIGHT) return slopeProduct(q, q, c);
        if (c === 1) return open;
        const from = atanhOf(1 - c);
        return open - panels(from, from + FAR, fadedAt(x, x), (t) => corners(x, x, t));
      },
      deficit: (gap) => {
        if (q < STRAIGHT || gap < 1e-30) return q * gap * open;
        const from = atanhOf(gap);
        const beyond = (t: number) => (gap - 2 / (1 + exp(2 * t))) * corners(x, x, t);
        return q * (gap * open - panels(from, from + FAR, fadedAt(x, x), beyond));
      },
    };
  },
};
