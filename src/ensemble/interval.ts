/**
 * 95 % intervals of means. Student's t covers the mean of normal values. Lengths are often nearly log-normal:
 * a few long networks carry their mean, samples without them are both too low and too narrow, and most of
 * Student's intervals that miss the mean lie below it. Hall's transformation takes the skewness out of the
 * mean in units of its standard error (Hall 1992, J. R. Stat. Soc. B 54, 221):
 *
 *     y = x + c x²/3 + c² x³/27 + c/6 = ((1 + c x/3)³ - 1)/c + c/6,      c = skewness/√n.
 */
import { exp, ln } from '../numeric/functions.ts';
import { tQuantile } from '../numeric/t-quantile.ts';

/** How far an interval reaches below and above its mean, in standard errors. */
export type Reach = readonly [below: number, above: number];

export function studentReach(count: number): Reach {
  const t = tQuantile(0.025, count - 1);
  return [t, t];
}

/**
 * Each end is the farther of Student's and Hall's: skewness from few values is too close to 0, and with heavy
 * tails on both sides it may have the wrong sign.
 * @param squares sum of the squared deviations from the mean, above 0
 * @param cubes sum of the cubed ones
 */
export function skewedReach(count: number, squares: number, cubes: number): Reach {
  const student = studentReach(count);
  const [t] = student;
  if (count < 3) return student;
  const c = skewOfMean(count, squares, cubes);
  return [Math.max(t, untwisted(t, c)), Math.max(t, -untwisted(-t, c))];
}

/**
 * The interval of a mean of values whose shortfall from their limit is about gamma distributed: growths less
 * their energies (docs/theory.md, "Intervals"). The mean shortfall over its expectation has ν = 2/(relative
 * squared error) degrees of freedom, and its cube root is nearly normal (Wilson & Hilferty 1931, Proc. Natl.
 * Acad. Sci. 17, 684). The lower end is Hall's where that is farther, the tail being heavier, and not below
 * 0.
 * @param limit upper bound of the values, up to rounding
 * @param most the most that the squared coefficient of variation of a shortfall may be
 */
export function shortfallReach(
  count: number,
  squares: number,
  cubes: number,
  mean: number,
  limit: number,
  most: number,
): Reach {
  const short = limit - mean;
  if (!(short > 0 && short < Number.POSITIVE_INFINITY)) return skewedReach(count, squares, cubes);
  const [t] = studentReach(count);
  const sem = Math.sqrt(squares / (count - 1) / count);
  const share = (sem / short) * (sem / short);
  // The root of 2/(9ν). The error of the mean, independent of `share`, biases it.
  const root = Math.sqrt(Math.min(share / Math.max(0, 1 - share), most / count)) / 3;
  const least = 1 - root * root - t * root;
  const below = least > 0 ? short / cubeOf(least) - short : Number.POSITIVE_INFINITY;
  // Beyond t/2 the transformation would turn.
  const near = Math.min(root, t / 2);
  const above = short - short / cubeOf(1 - near * near + t * near);
  const hall = count < 3 ? t : untwisted(t, skewOfMean(count, squares, cubes));
  return [Math.min(Math.max(below / sem, hall), Math.max(mean, 0) / sem), above / sem];
}

/** Powers by products: engines round `**` each in their way. */
const cubeOf = (x: number) => x * x * x;

/** Skewness over √n. */
function skewOfMean(count: number, squares: number, cubes: number): number {
  const skewness = (Math.sqrt((count - 1) / squares) / (count - 2)) * (cubes / squares) * count;
  return skewness / Math.sqrt(count);
}

/** x of y. Without a division by c, which may be 0. */
function untwisted(y: number, c: number): number {
  const shifted = y - c / 6;
  const root = cubeRoot(1 + c * shifted);
  return (3 * shifted) / (root * root + root + 1);
}

function cubeRoot(x: number): number {
  return x === 0 ? 0 : Math.sign(x) * exp(ln(Math.abs(x)) / 3);
}
