import { exp } from '../../numeric/functions.ts';
import { expm1 } from '../../numeric/near-zero.ts';
import type { Kernel } from './types.ts';

/**
 * e^(-(q1+q2)/2) sinh(q12). The exponents are <= 0 wherever the sine is taken as a difference of
 * exponentials.
 */
function product(q1: number, q2: number, c: number): number {
  const mean = (q1 + q2) / 2;
  const q12 = Math.sqrt(q1) * Math.sqrt(q2) * c;
  if (Math.abs(q12) > 1) return (exp(q12 - mean) - exp(-q12 - mean)) / 2;
  return (exp(-q12 - mean) * expm1(2 * q12)) / 2;
}

/** e^(-(q1+q2)/2) cosh(q12). */
function slopeProduct(q1: number, q2: number, c: number): number {
  const mean = (q1 + q2) / 2;
  const q12 = Math.sqrt(q1) * Math.sqrt(q2) * c;
  return (exp(q12 - mean) + exp(-q12 - mean)) / 2;
}

/** q - (1 - e^(-2q))/2, by its series where that cancels. */
function squareDeficit(q: number): number {
  if (q > 0.5) return q + expm1(-2 * q) / 2;
  let term = q * q;
  let sum = term;
  for (let n = 3; Math.abs(term) > sum * 1e-17; n++) sum += term *= (-2 * q) / n;
  return sum;
}

const square = (q: number) => -expm1(-2 * q) / 2;

/** phi(h) = sin h: E e^(i u) is the characteristic function of a Gaussian. */
export const sinKernel: Kernel = {
  odd: true,
  range: null,
  linear: { gain: { high: 1, low: 0 }, squareDeficit, slopeDeficit: square },
  homogeneous: false,
  square,
  squareSlope: (q) => exp(-2 * q),
  slopeSquare: (q) => (1 + exp(-2 * q)) / 2,
  bendSquare: square,
  product,
  slopeProduct,
  sampled: null,
  at: (q) => ({
    product: (c) => product(q, q, c),
    slope: (c) => slopeProduct(q, q, c),
    deficit: (gap) => (-expm1(-q * gap) * (1 + exp(q * gap - 2 * q))) / 2,
  }),
};
