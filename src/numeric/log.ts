import { ln } from './functions.ts';

/** ln(1 - p) for p in (0, 1), to full precision also for small p, the same on every engine. */
export function lnOneMinus(p: number): number {
  const rest = 1 - p;
  if (rest === 1) return -p;
  // Kahan's correction: the rounding of 1 - p is undone by the ratio p / (1 - rest).
  return ln(rest) * (p / (1 - rest));
}
