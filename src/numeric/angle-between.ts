import { arcsine } from './near-zero.ts';

/** What rounding leaves of a step along a ray, squared and relative. */
const ROUNDING = 2 ** -48;

/**
 * The angle between two vectors of squared lengths a and b = a + `change`, whose difference has the squared
 * length `step`: half of it has the sine sqrt((step - (|b| - |a|)²) / (4 |a| |b|)).
 */
export function angleBetween(a: number, b: number, change: number, step: number): number {
  const [p, q] = [Math.sqrt(a), Math.sqrt(b)];
  const radial = change / (p + q);
  const across = step - radial * radial;
  const chord = across > step * ROUNDING ? across : 0;
  const sine2 = chord / (4 * p * q);
  if (sine2 > SMALL) return 2 * arcsine(Math.min(1, Math.sqrt(sine2)));
  let sum = 0;
  for (let k = SERIES.length - 1; k >= 0; k--) sum = sum * sine2 + SERIES[k]!;
  return 2 * Math.sqrt(sine2) * sum;
}

/** Coefficients of arcsin(x) / x in powers of x², which for x² up to SMALL leave less than a rounding. */
const SERIES = [1, 1 / 6, 3 / 40, 5 / 112, 35 / 1152, 63 / 2816, 231 / 13312, 143 / 10240, 6435 / 557056];
const SMALL = 0.02;
