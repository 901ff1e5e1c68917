/** Functions near the point where their plain form cancels, and products whose rounding is known. */
import { cos, exp, ln, sin } from '../../numeric/functions.ts';

/** ln(1 + t), t > -1; the rounding of 1 + t cancels in the quotient (Kahan). */
export function log1p(t: number): number {
  const w = 1 + t;
  return w === 1 ? t : (ln(w) * t) / (w - 1);
}

/** e^t - 1. */
export function expm1(t: number): number {
  const u = exp(t);
  if (u === 1) return t;
  if (u - 1 === -1 || u === Infinity) return u - 1;
  return ((u - 1) * t) / ln(u);
}

/** sin t - t cos t for t in [0, pi]; near 0 it is t^3/3. */
export function sinLessTcos(t: number): number {
  if (t > 1) return sin(t) - t * cos(t);
  let term = (t * t * t) / 3;
  let sum = term;
  for (let i = 1; Math.abs(term) > sum * 1e-17; i++) {
    term *= (-t * t * (i + 1)) / (i * (2 * i + 2) * (2 * i + 3));
    sum += term;
  }
  return sum;
}

/** A number with more digits than a double holds: high + low. */
export interface Long {
  readonly high: number;
  readonly low: number;
}

/** 2^27 + 1: splits a double into two halves of 26 bits. */
const SPLITTER = 134217729;

function halves(x: number): [number, number] {
  const t = SPLITTER * x;
  const high = t - (t - x);
  return [high, x - high];
}

/** x y with the rounding error of the product (Dekker). */
function times(x: number, y: number): Long {
  const high = x * y;
  const [a, b] = halves(x);
  const [c, d] = halves(y);
  return { high, low: b * d - (high - a * c - b * c - a * d) };
}

/** density sigma^2 gain - 1 without cancellation where the product is near 1; for factors of moderate size. */
export function productLess1(density: number, sigma: number, gain: Long): number {
  const square = times(sigma, sigma);
  const variance = times(square.high, density);
  const variancePlus = variance.low + square.low * density;
  const all = times(variance.high, gain.high);
  return all.high - 1 + (all.low + variancePlus * gain.high + variance.high * gain.low);
}
