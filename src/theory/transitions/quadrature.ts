import { cos } from '../../numeric/functions.ts';

const ORDER = 10;
const DEEPEST = 50;

/** Nodes in (-1, 1) and weights of Gauss and Legendre's rule, by Newton's method on the Legendre polynomial. */
function gaussLegendre(): [node: number, weight: number][] {
  return Array.from({ length: ORDER }, (_, i) => {
    let x = cos((Math.PI * (i + 0.75)) / (ORDER + 0.5));
    let slope = 1;
    for (let step = 0; step < 8; step++) {
      let [before, value] = [1, x];
      for (let n = 2; n <= ORDER; n++) {
        [before, value] = [value, ((2 * n - 1) * x * value - (n - 1) * before) / n];
      }
      slope = (ORDER * (x * value - before)) / (x * x - 1);
      x -= value / slope;
    }
    return [x, 2 / ((1 - x * x) * slope * slope)];
  });
}

const RULE = gaussLegendre();

function panel(f: (t: number) => number, from: number, to: number): number {
  const half = (to - from) / 2;
  return half * RULE.reduce((sum, [x, w]) => sum + w * f(from + half * (1 + x)), 0);
}

/**
 * Integral of f >= 0 over [from, to], which is halved wherever the rule and its two halves differ by more than 1e-14 of the
 * whole: smooth stretches cost one panel, a peak or a kink a few dozen.
 */
export function integrate(f: (t: number) => number, from: number, to: number): number {
  const refine = (a: number, b: number, whole: number, scale: number, depth: number): number => {
    const middle = (a + b) / 2;
    const left = panel(f, a, middle);
    const right = panel(f, middle, b);
    const settled = Math.abs(left + right - whole) <= 1e-14 * Math.max(scale, left + right);
    if (settled || depth === DEEPEST) return left + right;
    return refine(a, middle, left, scale, depth + 1) + refine(middle, b, right, scale, depth + 1);
  };
  const whole = panel(f, from, to);
  return refine(from, to, whole, Math.abs(whole), 0);
}
