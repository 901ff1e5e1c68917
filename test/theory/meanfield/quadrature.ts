/**
 * Gaussian expectations by a rule that has nothing in common with that of the sources: panels cut at the
 * kinks.
 */

/** Gauss–Legendre, 8 nodes on [-1, 1] (Abramowitz & Stegun, table 25.4). */
const POSITIVE = [
  [0.1834346424956498, 0.362683783378362],
  [0.525532409916329, 0.3137066458778873],
  [0.7966664774136267, 0.2223810344533745],
  [0.9602898564975363, 0.1012285362903763],
] as const;
const RULE = POSITIVE.flatMap(([x, w]) => [
  [-x, w],
  [x, w],
]) as [number, number][];

const REACH = 9;
const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** E f(z), z standard normal; f smooth between the kinks, on the scale of `width`. */
export function expectation(f: (z: number) => number, kinks: readonly number[], width: number): number {
  const cuts = [-REACH, ...kinks.filter((k) => Math.abs(k) < REACH).sort((a, b) => a - b), REACH];
  let sum = 0;
  for (let i = 1; i < cuts.length; i++) {
    const [a, b] = [cuts[i - 1]!, cuts[i]!];
    const panels = Math.max(1, Math.ceil((b - a) / width));
    const half = (b - a) / panels / 2;
    for (let p = 0; p < panels; p++) {
      const middle = a + (2 * p + 1) * half;
      for (const [x, w] of RULE) sum += w * half * f(middle + half * x) * density(middle + half * x);
    }
  }
  return sum;
}

/** A function with its kinks. */
export interface Kinked {
  readonly f: (h: number) => number;
  readonly kinks: readonly number[];
}

/** E f(h), h ~ N(0, q). */
export function mean({ f, kinks }: Kinked, q: number): number {
  const sd = Math.sqrt(q);
  return expectation(
    (z) => f(sd * z),
    kinks.map((k) => k / sd),
    Math.min(0.5, 0.7 / sd),
  );
}

/** E f(u1) f(u2) for variances q1, q2 and correlation c in (-1, 1): u2 given u1. */
export function pairMean({ f, kinks }: Kinked, q1: number, q2: number, c: number): number {
  const [sd1, sd2] = [Math.sqrt(q1), Math.sqrt(q2)];
  const rest = Math.sqrt(1 - c * c);
  const given = (z: number) =>
    expectation(
      (y) => f(sd2 * (c * z + rest * y)),
      kinks.map((k) => (k / sd2 - c * z) / rest),
      Math.min(0.5, 0.7 / (sd2 * rest)),
    );
  return expectation(
    (z) => f(sd1 * z) * given(z),
    kinks.map((k) => k / sd1),
    Math.min(0.5, 0.5 / sd1, rest),
  );
}
