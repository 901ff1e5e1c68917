/**
 * E phi phi from E phi' phi' by Price's theorem, d/dc E phi(u1) phi(u2) = sqrt(q1 q2) E phi'(u1) phi'(u2),
 * integrated over the correlation c in a variable in which little happens, at small and at large q.
 *
 * With c = sin(w) / A, A = 2 sqrt(g1 g2) / sqrt((1+2 g1)(1+2 g2)), g = (pi/4) q, the integrand of
 * erf(sqrt(pi)/2 h) is a constant, and that of every sigmoid nearly so, but for a layer of width 1/sqrt q
 * before c = 1. The logarithm x = ln(1 + lambda left) / reach of the distance `left` to the end of w, lambda
 * = 3 sqrt q, spreads that layer out.
 *
 * Where phi' jumps, E phi' phi' goes like the root of 1 - c near c = 1, and is smooth in the angle arccos c:
 * A = 1.
 */

import { chebyshev, interpolate } from '../../numeric/chebyshev.ts';
import { asin, atan2, cos, exp, sin } from '../../numeric/functions.ts';
import { integral } from '../../numeric/gauss-legendre.ts';
import { expm1, log1p } from '../../numeric/near-zero.ts';
import type { PairKernel, PairSamples } from './types.ts';

/** The change of variable for one pair of variances; x = 0 at c = 1 and x = 1 at c = 0. */
interface Variable {
  /** sqrt(q1 q2) / A. */
  readonly scale: number;
  /** 1 - c at a distance `left`. */
  readonly gap: (left: number) => number;
  /** The distance at which 1 - c is `gap`, gap in [0, 1]. */
  readonly left: (gap: number) => number;
  /** w at correlation c. */
  readonly w: (c: number) => number;
  readonly end: number;
  readonly leftAt: (x: number) => number;
  readonly at: (left: number) => number;
  /** d left / dx. */
  readonly stretch: (x: number) => number;
  /** dc / dw, in two factors: what is interpolated is E phi' phi' times the first. */
  readonly inner: (left: number) => number;
  readonly outer: (left: number) => number;
}

const one = () => 1;

function logarithmic(q1: number, q2: number, end: number) {
  const lambda = 3 * Math.sqrt(Math.sqrt(q1) * Math.sqrt(q2));
  const reach = log1p(lambda * end);
  return {
    end,
    leftAt: (x: number) => expm1(reach * x) / lambda,
    at: (left: number) => log1p(lambda * left) / reach,
    stretch: (x: number) => (reach * exp(reach * x)) / lambda,
  };
}

/** The angle between the two points, which ends at 0. */
function angle(q1: number, q2: number): Variable {
  return {
    ...logarithmic(q1, q2, Math.PI / 2),
    scale: Math.sqrt(q1) * Math.sqrt(q2),
    gap: (left) => 2 * sin(left / 2) * sin(left / 2),
    left: (gap) => 2 * asin(Math.sqrt(gap / 2)),
    w: asin,
    inner: one,
    outer: sin,
  };
}

function variable(q1: number, q2: number, kinked: boolean): Variable {
  return kinked ? angle(q1, q2) : sigmoid(q1, q2);
}

function sigmoid(q1: number, q2: number): Variable {
  const [g1, g2] = [(Math.PI / 4) * q1, (Math.PI / 4) * q2];
  const both = Math.sqrt(1 + 2 * g1) * Math.sqrt(1 + 2 * g2);
  const a = (2 * Math.sqrt(g1) * Math.sqrt(g2)) / both;
  const cosEnd = Math.sqrt(1 + 2 * g1 + 2 * g2) / both;
  const end = atan2(a, cosEnd);
  return {
    ...logarithmic(q1, q2, end),
    scale: (2 / Math.PI) * both,
    gap: (left) => (2 * cos(end - left / 2) * sin(left / 2)) / a,
    // arcsin A - arcsin(A c) as one arcsine.
    left: (gap) => {
      const c = 1 - gap;
      const squares = a * a * gap * (2 - gap);
      return asin((a * gap * (2 - gap)) / (Math.sqrt(cosEnd * cosEnd + squares) + c * cosEnd));
    },
    w: (c) => asin(a * c),
    inner: (left) => cos(end - left),
    outer: one,
  };
}

/** `scale` times the integral of flat(left) dw from c = 0 to c in [0, 1]. */
function fromZero(by: Variable, c: number, flat: (left: number) => number): number {
  // In w itself the length of a short interval keeps its digits; far from the layer there is no need for x.
  if (c <= 0.5) return by.scale * integral(0, by.w(c), (w) => flat(by.end - w));
  return by.scale * integral(by.at(by.left(1 - c)), 1, (x) => flat(by.leftAt(x)) * by.stretch(x));
}

/**
 * sqrt(q1 q2) times the integral of `slope`, a function of 1 - c, over correlations from 0 to c in [0, 1].
 */
export function priceIntegral(
  [q1, q2]: readonly [number, number],
  c: number,
  slope: (gap: number) => number,
  kinked: boolean,
): number {
  const by = variable(q1, q2, kinked);
  return fromZero(by, c, (left) => slope(by.gap(left)) * by.inner(left) * by.outer(left));
}

const NODES = chebyshev(32);

/** The correlations at which `pairKernel` wants samples, as 1 - c. */
export function pairNodes(q: number, kinked: boolean): number[] {
  const by = variable(q, q, kinked);
  return NODES.points.map((x) => by.gap(by.leftAt((1 + x) / 2)));
}

/** A pair kernel at variance q > 0 and correlations in [0, 1], from its samples. */
export function pairKernel(q: number, { apart, slopes }: PairSamples, kinked: boolean): PairKernel {
  const by = variable(q, q, kinked);
  const lefts = NODES.points.map((x) => by.leftAt((1 + x) / 2));
  const values = slopes.map((slope, k) => slope * by.inner(lefts[k]!));
  const flat = (x: number) => interpolate(NODES, values, 2 * x - 1);
  return {
    product: (c) => apart + fromZero(by, c, (left) => flat(by.at(left)) * by.outer(left)),
    slope: (c) => {
      const left = by.left(1 - c);
      return flat(by.at(left)) / by.inner(left);
    },
    deficit: (gap) =>
      by.scale * integral(0, by.at(by.left(gap)), (x) => flat(x) * by.stretch(x) * by.outer(by.leftAt(x))),
  };
}
