/** Smooth activations in double precision, and their means between two points. */
import { type Activation, taylorOf } from '../../src/network/index.ts';

export interface Smooth {
  readonly value: (h: number) => number;
  readonly slope: (h: number) => number;
  readonly bend: (h: number) => number;
  /** Largest |phi'| and |phi''|. */
  readonly steepest: number;
  readonly mostBent: number;
}

export const SMOOTH = [{ name: 'tanh' }, { name: 'erf' }, { name: 'sin' }] as const;

const BOUNDS = {
  tanh: [1, 4 / (3 * Math.sqrt(3))],
  erf: [2 / Math.sqrt(Math.PI), 2 * Math.sqrt(2 / (Math.PI * Math.E))],
  sin: [1, 1],
} as const;

/** `null` for activations with kinks, and for linear ones. */
export function smooth(activation: Activation): Smooth | null {
  const known = SMOOTH.find(({ name }) => name === activation.name);
  if (known === undefined) return null;
  const taylor = taylorOf(known)!;
  const [steepest, mostBent] = BOUNDS[known.name];
  return {
    value: (h) => taylor(h).value,
    slope: (h) => taylor(h).first,
    bend: (h) => taylor(h).second,
    steepest,
    mostBent,
  };
}

/**
 * Abscissas and weights of Gauss–Legendre quadrature on [-1, 1], by Newton's method on the Legendre
 * polynomial.
 */
function gaussLegendre(n: number): { x: number; weight: number }[] {
  return Array.from({ length: n }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (n + 0.5));
    for (;;) {
      let [before, now] = [1, x];
      for (let k = 2; k <= n; k++) [before, now] = [now, ((2 * k - 1) * x * now - (k - 1) * before) / k];
      const slope = (n * (x * now - before)) / (x * x - 1);
      x -= now / slope;
      if (Math.abs(now / slope) < 1e-15) return { x, weight: 2 / ((1 - x * x) * slope * slope) };
    }
  });
}
const NODES = gaussLegendre(8);

/**
 * (phi(a + step) - phi(a)) / step as the mean of phi', which needs no formula of phi's own and subtracts
 * nothing where phi rises: relative error about 1e-15 for tanh and erf, absolute for sin.
 */
export function meanSlope({ slope }: Smooth, a: number, step: number): number {
  const parts = Math.max(1, Math.ceil(2 * Math.abs(step)));
  const half = step / parts / 2;
  let sum = 0;
  for (let i = 0; i < parts; i++) {
    const middle = a + (2 * i + 1) * half;
    for (const { x, weight } of NODES) sum += weight * slope(middle + half * x);
  }
  return sum / 2 / parts;
}
