import { cos } from '../../numeric/functions.ts';

/** Nodes in (0, 1) and weights that add up to 1. */
export interface Rule {
  readonly nodes: readonly number[];
  readonly weights: readonly number[];
}

/** The Gauss–Legendre rule with n nodes on [0, 1], by Newton's method on the Legendre polynomial. */
function gaussLegendre(n: number): Rule {
  const nodes: number[] = [];
  const weights: number[] = [];
  for (let i = 0; i < n; i++) {
    let x = -cos((Math.PI * (i + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let round = 0; round < 6; round++) {
      let [before, p] = [1, x];
      for (let k = 2; k <= n; k++) [before, p] = [p, ((2 * k - 1) * x * p - (k - 1) * before) / k];
      slope = (n * (x * p - before)) / (x * x - 1);
      x -= p / slope;
    }
    nodes.push((1 + x) / 2);
    weights.push(1 / ((1 - x * x) * slope * slope));
  }
  return { nodes, weights };
}

/** Exact for polynomials of degree up to 39. */
export const LEGENDRE = gaussLegendre(20);

/** Integral of f from a to b by one Gauss–Legendre rule; f analytic well beyond the interval. */
export function integral(a: number, b: number, f: (x: number) => number): number {
  let sum = 0;
  for (let i = 0; i < LEGENDRE.nodes.length; i++) {
    sum += LEGENDRE.weights[i]! * f(a + (b - a) * LEGENDRE.nodes[i]!);
  }
  return (b - a) * sum;
}
