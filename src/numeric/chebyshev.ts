import { cos, sin } from './functions.ts';

/** Chebyshev points of the first kind in (-1, 1), and the factors of the barycentric formula. */
export interface Nodes {
  readonly points: readonly number[];
  readonly factors: readonly number[];
}

export function chebyshev(n: number): Nodes {
  const angles = Array.from({ length: n }, (_, k) => (Math.PI * (2 * k + 1)) / (2 * n));
  return {
    points: angles.map((angle) => cos(angle)),
    factors: angles.map((angle, k) => (k % 2 === 0 ? sin(angle) : -sin(angle))),
  };
}

/** The polynomial through `values` at the nodes, at x in [-1, 1] (Berrut & Trefethen 2004). */
export function interpolate({ points, factors }: Nodes, values: readonly number[], x: number): number {
  let above = 0;
  let below = 0;
  for (let k = 0; k < points.length; k++) {
    const distance = x - points[k]!;
    if (distance === 0) return values[k]!;
    const weight = factors[k]! / distance;
    above += weight * values[k]!;
    below += weight;
  }
  return above / below;
}
