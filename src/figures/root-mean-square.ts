import type { Stat } from '../ensemble/index.ts';

/**
 * Root mean square over networks, from mean and standard deviation. The standard error is that of log-normal
 * values, as lengths are: with c the coefficient of variation, squares vary by (1 + c²)⁴ - 1.
 */
export function rootMeanSquare({ mean, sd, sem }: Stat): { measured: number; standardError: number } {
  const [m, s] = [mean!, sd!];
  const measured = Math.sqrt(m * m + s * s);
  if (s === 0) return { measured, standardError: 0 };
  const networks = (s / sem!) ** 2;
  const square = (1 + (s / m) ** 2) ** 4 - 1;
  return { measured, standardError: (measured / 2) * Math.sqrt(square / networks) };
}
