/** The standard normal distribution. */
import { erfc, exp } from './functions.ts';

/** Standard normal density. */
export function normalDensity(x: number): number {
  return exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** P(g > x) for a standard normal g. */
export function normalTail(x: number): number {
  return erfc(x / Math.SQRT2) / 2;
}
