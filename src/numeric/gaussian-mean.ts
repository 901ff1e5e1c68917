/**
 * Gaussian expectations by the trapezoidal rule, whose error for an analytic integrand decays like exp(-2 pi
 * d / step), d the distance of its nearest singularity from the real line (or about 2 pi / step, where the
 * Gaussian itself sets the limit). Gauss–Hermite rules, whose nodes spread, are far worse for phi(sqrt(q) z)
 * at large q.
 */
import { exp } from './functions.ts';

/** Standard deviations that are summed over; what lies beyond weighs 2e-19. */
const REACH = 9.2;
const COARSEST = 0.5;
/** 2 pi d / step = 2 pi FINENESS: an error of e^-50 times the order of the pole. */
const FINENESS = 8;

/** How far from the real line a function is analytic, and beyond which |h| it may be left out. */
export interface Shape {
  readonly strip: number;
  readonly reach: number;
}

/** Most points on half of a line, and on half of each axis of a plane: a limit for wide h without a reach. */
const MOST = { line: 10_000, plane: 1000 } as const;

/**
 * Step of the standard variable z where the integrand is a function of scale * z, and matters up to `reach`.
 */
function stepFor(scale: number, strip: number, reach: number, most: number): number {
  return Math.max(Math.min(COARSEST, strip / (FINENESS * scale)), Math.min(REACH, reach) / most);
}

/** Density of z times the step. */
function weightAt(z: number, step: number): number {
  return (step * exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}

/** A standard Gaussian variable on a lattice of the given step: half of it, 0 first. */
function halfLine(step: number, reach: number): { readonly z: number; readonly weight: number }[] {
  const last = Math.ceil(Math.min(reach, REACH) / step);
  return Array.from({ length: last + 1 }, (_, i) => {
    const z = i * step;
    return { z, weight: weightAt(z, step) };
  });
}

/** E f(h), h ~ N(0, q). An even f is looked at for h >= 0 alone. */
export function gaussianMean(f: (h: number) => number, q: number, shape: Shape, even: boolean): number {
  if (q === 0) return f(0);
  const sd = Math.sqrt(q);
  const reach = shape.reach / sd;
  let sum = 0;
  for (const { z, weight } of halfLine(stepFor(sd, shape.strip, reach, MOST.line), reach)) {
    const h = sd * z;
    if (z === 0) sum += weight * f(0);
    else sum += even ? 2 * weight * f(h) : weight * (f(h) + f(-h));
  }
  return sum;
}

/**
 * E f(u1) f(u2) for variances q1, q2 > 0 and correlation 1 - gap, gap in [0, 2]. What lies beyond |u1| + |u2|
 * = reach may be left out. An even f is looked at on half of the plane.
 */
export function gaussianPairMean(
  f: (h: number) => number,
  [q1, q2]: readonly [number, number],
  gap: number,
  shape: Shape,
  even: boolean,
): number {
  if (q1 === q2) return rotated(f, Math.sqrt(q1), gap, shape, even);
  return conditional(f, Math.sqrt(Math.max(q1, q2)), Math.sqrt(Math.min(q1, q2)), gap, shape, even);
}

/**
 * u1, u2 = sd (s x ± t y), s^2 = 1 - gap/2, t^2 = gap/2, which does not cancel at small gaps; a swap turns y
 * round.
 */
function rotated(f: (h: number) => number, sd: number, gap: number, shape: Shape, even: boolean): number {
  const axis = (scale: number) => {
    // A point without extent is summed over in one node.
    if (scale === 0) return [{ z: 0, h: 0, weight: 1 }];
    const reach = shape.reach / (2 * scale * sd);
    const line = halfLine(stepFor(scale * sd, shape.strip, reach, MOST.plane), reach);
    return line.map(({ z, weight }) => ({ z, h: scale * sd * z, weight }));
  };
  const differences = axis(Math.sqrt(gap / 2));
  const across = (a: number) => {
    let sum = 0;
    for (const { z, h, weight } of differences) sum += weight * (z === 0 ? 1 : 2) * f(a + h) * f(a - h);
    return sum;
  };
  let sum = 0;
  for (const { z, h, weight } of axis(Math.sqrt(1 - gap / 2))) {
    if (z === 0) sum += weight * across(0);
    else sum += weight * (even ? 2 * across(h) : across(h) + across(-h));
  }
  return sum;
}

/** u2 given u1, the one of larger deviation: then u2 moves no faster than u1, and u1 alone sets the step. */
function conditional(
  f: (h: number) => number,
  sd1: number,
  sd2: number,
  gap: number,
  shape: Shape,
  even: boolean,
): number {
  const slope = ((1 - gap) * sd2) / sd1;
  const spread = sd2 * Math.sqrt(gap * (2 - gap));
  const step = stepFor(spread, shape.strip, shape.reach / spread, MOST.plane);
  const end = Math.ceil(REACH / step);
  const given = (center: number) => {
    if (spread === 0) return f(center);
    const first = Math.max(-end, Math.ceil((-shape.reach - center) / (spread * step)));
    const last = Math.min(end, Math.floor((shape.reach - center) / (spread * step)));
    let sum = 0;
    for (let i = first; i <= last; i++) sum += weightAt(step * i, step) * f(center + spread * step * i);
    return sum;
  };
  const outer = (u: number) => f(u) * given(slope * u);
  const reach = shape.reach / sd1;
  let sum = 0;
  for (const { z, weight } of halfLine(stepFor(sd1, shape.strip, reach, MOST.plane), reach)) {
    const u = sd1 * z;
    if (z === 0) sum += weight * outer(0);
    else sum += weight * (even ? 2 * outer(u) : outer(u) + outer(-u));
  }
  return sum;
}
