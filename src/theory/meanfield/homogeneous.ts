import { asin } from '../../numeric/functions.ts';
import { sinMinusTcos } from '../../numeric/near-zero.ts';
import type { Kernel } from './types.ts';

/**
 * phi(h) = h for h > 0 and a h otherwise: ReLU a = 0, |h| a = -1, identity a = 1. With phi = (1+a)/2 h +
 * (1-a)/2 |h| everything follows from E|u1||u2| = (2/pi) sqrt(q1 q2) (sqrt(1-c^2) + c arcsin c) (Cho & Saul,
 * arc-cosine kernel).
 */
export function homogeneousKernel(a: number): Kernel {
  const straight = ((1 + a) / 2) * ((1 + a) / 2);
  const bent = ((1 - a) / 2) * ((1 - a) / 2);
  const gain = straight + bent;
  const ofOne = (c: number) =>
    straight * c + bent * (2 / Math.PI) * (Math.sqrt((1 - c) * (1 + c)) + c * asin(c));
  const slope = (c: number) => straight + bent * (2 / Math.PI) * asin(c);
  const deficitOfOne = (gap: number) => {
    const angle = 2 * asin(Math.sqrt(gap / 2));
    return gain * gap - bent * (2 / Math.PI) * sinMinusTcos(angle);
  };
  return {
    odd: a === 1,
    range: null,
    linear: { gain: { high: gain, low: 0 }, squareDeficit: () => 0, slopeDeficit: () => 0 },
    homogeneous: true,
    square: (q) => gain * q,
    squareSlope: () => gain,
    slopeSquare: () => gain,
    bendSquare: () => (a === 1 ? 0 : null),
    product: (q1, q2, c) => Math.sqrt(q1) * Math.sqrt(q2) * ofOne(c),
    slopeProduct: (_q1, _q2, c) => slope(c),
    sampled: null,
    at: (q) => ({ product: (c) => q * ofOne(c), slope, deficit: (gap) => q * deficitOfOne(gap) }),
  };
}
