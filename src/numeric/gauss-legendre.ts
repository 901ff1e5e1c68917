import { cos } from './functions.ts';

/** Nodes in (0, 1), rising, and weights that add up to 1. */
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

/** Integral of f from a to b by one rule of 20 nodes; f analytic well beyond the interval. */
export function integral(a: number, b: number, f: (x: number) => number): number {
  let sum = 0;
  for (let i = 0; i < LEGENDRE.nodes.length; i++) {
    sum += LEGENDRE.weights[i]! * f(a + (b - a) * LEGENDRE.nodes[i]!);
  }
  return (b - a) * sum;
}

const SHORT = gaussLegendre(6);

/** The same by 6 nodes, for a short interval. */
export function shortIntegral(a: number, b: number, f: (x: number) => number): number {
  let sum = 0;
  for (let i = 0; i < SHORT.nodes.length; i++) sum += SHORT.weights[i]! * f(a + (b - a) * SHORT.nodes[i]!);
  return (b - a) * sum;
}

const PANEL = gaussLegendre(10);
const DEEPEST = 50;

function panel(f: (t: number) => number, from: number, to: number): number {
  return (
    (to - from) *
    PANEL.nodes.reduceRight((sum, x, i) => sum + PANEL.weights[i]! * f(from + (to - from) * x), 0)
  );
}

/**
 * Integral of f >= 0 over [from, to], which is halved wherever a rule of 10 nodes and its two halves differ
 * by more than 1e-14 of the whole: smooth stretches cost one panel, a peak or a kink a few dozen.
 */
export function integrate(f: (t: number) => number, from: number, to: number): number {
  const refine = (a: number, b: number, whole: number, scale: number, depth: number): number => {
    const middle = (a + b) / 2;
    const left = panel(f, a, middle);
    const right = panel(f, middle, b);
    // NaN is never halved.
    const unsettled = Math.abs(left + right - whole) > 1e-14 * Math.max(scale, left + right);
    if (!unsettled || depth === DEEPEST) return left + right;
    return refine(a, middle, left, scale, depth + 1) + refine(middle, b, right, scale, depth + 1);
  };
  const whole = panel(f, from, to);
  return refine(from, to, whole, Math.abs(whole), 0);
}
