/**
 * Arc length on the ellipse cos(θ) x0 + sin(θ) x1, by Carlson's symmetric elliptic integrals (DLMF chapter
 * 19): accurate for every shape, flat ones included, with nothing but square roots.
 */
import { dot, norm, sineCosine } from './vector.ts';

/** Deviations below this leave a relative error of their fourth power in the series below. */
const SMALL = 1e-5;
/** Axis ratios below this change no length in double precision: the ellipse is a segment. */
const FLAT = 2 ** -50;

/** Length for θ from 0 to 2π. */
export function ellipsePerimeter(x0: Float64Array, x1: Float64Array): number {
  const { major, minor } = principalAxes(x0, x1);
  return 4 * major * ellipticE(1, 0, minor / major);
}

/** Length for θ from 0 to π/2. */
export function quarterLength(x0: Float64Array, x1: Float64Array): number {
  const { major, minor, sine, cosine } = principalAxes(x0, x1);
  const axisRatio = minor / major;
  const ends = ellipticE(Math.abs(sine), cosine, axisRatio) + ellipticE(cosine, Math.abs(sine), axisRatio);
  // ψ runs over a quarter turn from ψ0. From ψ0 <= 0 it passes ψ = 0; from ψ0 > 0 it passes ψ = π/2, where E
  // is measured from.
  return major * (sine <= 0 ? ends : 2 * ellipticE(1, 0, axisRatio) - ends);
}

/**
 * Semi-axes, and the phase ψ0 in [-π/2, π/2] for which ψ = θ + ψ0 makes the squared speed
 * |x0|² sin²θ + |x1|² cos²θ - 2 x0·x1 sinθ cosθ = major² cos²ψ + minor² sin²ψ.
 */
function principalAxes(x0: Float64Array, x1: Float64Array) {
  const [n0, n1] = [norm(x0), norm(x1)];
  const mean = (n0 * n0 + n1 * n1) / 2;
  // The squared speed is mean * (1 + ρ cos(2θ + 2ψ0)); (c, s) = ρ (cos 2ψ0, sin 2ψ0).
  const c = ((n1 - n0) * (n1 + n0)) / 2 / mean;
  const s = dot(x0, x1) / mean;
  const rho = Math.sqrt(c * c + s * s);
  const major = Math.sqrt(mean * (1 + rho));
  // Not mean * (1 - ρ), which cancels for a flat ellipse: major * minor is the area spanned by x0 and x1.
  const minor = n0 > 0 && n1 > 0 ? Math.min(major, (n0 / major) * n1 * sineCosine(x0, x1)[0]) : 0;
  const [sine, cosine] = rho > 0 ? halfAngle(s / rho, c / rho) : [0, 1];
  return { major, minor, sine, cosine };
}

/** Sine and cosine of ψ in [-π/2, π/2] from those of 2ψ, without cancellation. */
function halfAngle(sine: number, cosine: number): [sine: number, cosine: number] {
  const larger = Math.sqrt((1 + Math.abs(cosine)) / 2);
  const smaller = sine / (2 * larger);
  if (cosine >= 0) return [smaller, larger];
  return sine < 0 ? [-larger, -smaller] : [larger, smaller];
}

/**
 * Legendre's E(ψ, k) = ∫₀^ψ sqrt(1 - k² sin²) for ψ in [0, π/2], given by its sine and cosine, and k' =
 * sqrt(1 - k²). DLMF 19.25.10 multiplied out: a sum of terms that are all >= 0.
 */
function ellipticE(sine: number, cosine: number, kPrime: number): number {
  if (sine === 0 || kPrime < FLAT) return sine;
  const kPrime2 = kPrime * kPrime;
  const k2 = (1 - kPrime) * (1 + kPrime);
  const x = cosine * cosine;
  const delta2 = x + kPrime2 * sine * sine;
  return (
    kPrime2 * sine * carlsonF(x, delta2, 1) +
    (k2 * kPrime2 * sine * sine * sine * carlsonD(x, 1, delta2)) / 3 +
    (k2 * sine * cosine) / Math.sqrt(delta2)
  );
}

/** R_F(x, y, z) by duplication (DLMF 19.26.18, 19.36.1); at most one argument is 0. */
function carlsonF(x0: number, y0: number, z0: number): number {
  let [x, y, z] = [x0, y0, z0];
  for (;;) {
    const mean = (x + y + z) / 3;
    const [dx, dy] = [1 - x / mean, 1 - y / mean];
    const dz = -dx - dy;
    if (Math.max(Math.abs(dx), Math.abs(dy), Math.abs(dz)) < SMALL)
      return (1 - (dx * dy - dz * dz) / 10 + (dx * dy * dz) / 14) / Math.sqrt(mean);
    const lambda = Math.sqrt(x) * Math.sqrt(y) + Math.sqrt(y) * Math.sqrt(z) + Math.sqrt(z) * Math.sqrt(x);
    [x, y, z] = [(x + lambda) / 4, (y + lambda) / 4, (z + lambda) / 4];
  }
}

/** R_D(x, y, z) by duplication (DLMF 19.26.20, 19.36.2); z > 0 and at most one of x, y is 0. */
function carlsonD(x0: number, y0: number, z0: number): number {
  let [x, y, z] = [x0, y0, z0];
  let sum = 0;
  let factor = 1;
  for (;;) {
    const mean = (x + y + 3 * z) / 5;
    const [dx, dy] = [1 - x / mean, 1 - y / mean];
    const dz = -(dx + dy) / 3;
    if (Math.max(Math.abs(dx), Math.abs(dy), Math.abs(dz)) < SMALL) {
      const e2 = dx * dy - 6 * dz * dz;
      const e3 = (3 * dx * dy - 8 * dz * dz) * dz;
      return 3 * sum + (factor * (1 - (3 * e2) / 14 + e3 / 6)) / (mean * Math.sqrt(mean));
    }
    const lambda = Math.sqrt(x) * Math.sqrt(y) + Math.sqrt(y) * Math.sqrt(z) + Math.sqrt(z) * Math.sqrt(x);
    sum += factor / (Math.sqrt(z) * (z + lambda));
    factor /= 4;
    [x, y, z] = [(x + lambda) / 4, (y + lambda) / 4, (z + lambda) / 4];
  }
}
