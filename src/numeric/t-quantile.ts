/** Quantiles of Student's t, to the last few bits, of what engines agree on. */
import { atan2, exp, ln, sin } from './functions.ts';
import { integrate } from './gauss-legendre.ts';
import { normalDensity, normalTail } from './normal.ts';
import { remembered } from './remembered.ts';

/** From here on an expansion in 1 / degrees is exact to rounding. */
const WIDE = 10_000;
/** Newton's method settles in at most eight steps; the last may be the size of rounding. */
const STEPS = 20;

/**
 * The number that Student's t of a positive integer number of degrees of freedom exceeds with probability
 * `tail`, from 1e-16 to 0.25; within 1e-12 of the true value, relatively.
 */
export const tQuantile = remembered((tail: number, degrees: number): number =>
  degrees < WIDE ? byAngle(tail, degrees) : expanded(normalQuantile(tail), degrees),
);

/** By Newton's method, for tails from 1e-300 to 0.25. */
function normalQuantile(tail: number): number {
  let z = Math.sqrt(-2 * ln(2 * tail));
  for (let step = 0, last = 1; step < STEPS && Math.abs(last) > 1e-15 * z; step++) {
    // The logarithm of the tail is nearly a parabola.
    last = (normalTail(z) * ln(normalTail(z) / tail)) / normalDensity(z);
    z += last;
  }
  return z;
}

/** From a quantile of the normal distribution: Fisher and Cornish, in Abramowitz & Stegun 26.7.5. */
function expanded(z: number, degrees: number): number {
  const s = z * z;
  const first = (s + 1) / 4;
  const second = ((5 * s + 16) * s + 3) / 96;
  const third = (((3 * s + 19) * s + 17) * s - 15) / 384;
  const fourth = ((((79 * s + 776) * s + 1482) * s - 1920) * s - 945) / 92160;
  return z * (1 + (first + (second + (third + fourth / degrees) / degrees) / degrees) / degrees);
}

/**
 * With t = √ν cot ψ the tail is that part of ∫ sin^(ν-1) over (0, π) which lies in (0, ψ). With x = ψ exp(-s)
 * the integrand falls at least exponentially in s, and the logarithm of the integral is nearly linear in that
 * of ψ: Newton's method there.
 */
function byAngle(tail: number, degrees: number): number {
  const root = Math.sqrt(degrees);
  let all = degrees % 2 === 1 ? Math.PI : 2;
  for (let v = 2 - (degrees % 2); v < degrees; v += 2) all *= v / (v + 1);
  let psi = atan2(root, normalQuantile(tail));
  for (let step = 0, last = 1; step < STEPS && Math.abs(last) > 1e-15; step++) {
    const peak = ln(sin(psi));
    // Over the integrand at s = 0. What is cut off is below 1e-17 of the whole.
    const inside = (s: number) => exp((degrees - 1) * (ln(sin(psi * exp(-s))) - peak) - s);
    const slope = 1 + ((degrees - 1) * psi) / tangent(psi);
    const part = integrate(inside, 0, 40 / slope);
    last = part * (ln(part * psi) + (degrees - 1) * peak - ln(tail * all));
    psi *= exp(-last);
  }
  return root / tangent(psi);
}

function tangent(x: number): number {
  return sin(x) / sin(Math.PI / 2 - x);
}
