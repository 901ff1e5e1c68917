import { ln } from './functions.ts';

/**
 * Vectors whose difference is this small, squared and relative to them, have a distance that Simpson's rule
 * integrates to the last digit.
 */
const NEAR = 1e-5;

/**
 * ∫₀¹ |a + s (b - a)| ds for vectors a and b, from a·a, a·b and b·b.
 *
 * With v = b - a, the foot of the perpendicular at s = m and its length p |v|, it is |v| ∫ √(u² + p²) du for
 * u from -m to 1 - m.
 */
export function meanDistance(aa: number, ab: number, bb: number): number {
  const vv = Math.max(0, aa - 2 * ab + bb);
  const size = Math.max(aa, bb);
  if (size === 0) return 0;
  if (vv <= NEAR * Math.min(aa, bb)) {
    const middle = Math.max(0, aa + 2 * ab + bb) / 4;
    return (Math.sqrt(aa) + 4 * Math.sqrt(middle) + Math.sqrt(bb)) / 6;
  }
  const m = (aa - ab) / vv;
  const p2 = Math.max(0, aa / vv - m * m);
  return (Math.sqrt(vv) / 2) * (primitive(1 - m, p2) - primitive(-m, p2));
}

/** u √(u² + p²) + p² asinh(u / p). */
function primitive(u: number, p2: number): number {
  const root = Math.sqrt(u * u + p2);
  if (p2 === 0) return u * root;
  const asinh = ln((Math.abs(u) + root) / Math.sqrt(p2));
  return u * root + (u < 0 ? -p2 : p2) * asinh;
}
