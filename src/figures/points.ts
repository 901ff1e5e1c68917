import type { Point } from '../draw/picture/index.ts';
import type { Stat } from '../ensemble/index.ts';
import { exp } from '../numeric/functions.ts';

/** A measured mean with its 95 % interval, as it is drawn. */
export function measuredAt(x: number, { mean, ci95 }: Pick<Stat, 'mean' | 'ci95'>): Point {
  return { x, y: mean, low: ci95?.[0], high: ci95?.[1] };
}

/** A mean of logarithms as a factor, with its interval. */
export function factorOf({ mean, ci95 }: Pick<Stat, 'mean' | 'ci95'>) {
  const power = (x: number | null | undefined) => (x == null ? null : exp(x));
  return { y: power(mean), low: power(ci95?.[0]), high: power(ci95?.[1]) };
}

/** `count` values from `low` to `high`, evenly spaced. */
export function evenly(low: number, high: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}
