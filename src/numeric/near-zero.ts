/** Functions near the point where their plain form cancels. */
import { acos, cos, exp, ln, sin } from './functions.ts';

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

/** sum of first * p_1 * p_2 * … while it still changes, p_i = step(i). */
function series(first: number, step: (i: number) => number): number {
  let sum = first;
  let term = first;
  for (let i = 1; Math.abs(term) > Math.abs(sum) * 1e-17; i++) sum += term *= step(i);
  return sum;
}

/** 1 - sin(x)/x for x >= 0; near 0 it is x^2/6. */
export function sincDeficit(x: number): number {
  if (x > 1) return 1 - sin(x) / x;
  return series((x * x) / 6, (i) => (-x * x) / ((2 * i + 2) * (2 * i + 3)));
}

/** sin t - t cos t for t in [0, pi]; near 0 it is t^3/3. */
export function sinMinusTcos(t: number): number {
  if (t > 1) return sin(t) - t * cos(t);
  return series((t * t * t) / 3, (i) => (-t * t * (i + 1)) / (i * (2 * i + 2) * (2 * i + 3)));
}

/** arcsin(s) for s in [0, 1]; one Newton step restores the digits that pi/2 - acos(s) loses for small s. */
export function arcsine(s: number): number {
  const x = Math.PI / 2 - acos(s);
  return s > 0.5 ? x : x + (s - sin(x)) / cos(x);
}
