/** Gaussian moments of piecewise-linear activations, from their thresholds and slopes alone. */
import type { Pieces } from '../network/index.ts';
import { normalDensity, normalTail } from '../numeric/normal.ts';

/** Changes of slope at the thresholds. */
export function kinksOf({ thresholds, slopes }: Pieces): { readonly at: number; readonly change: number }[] {
  return thresholds.map((at, k) => ({ at, change: slopes[k + 1]! - slopes[k]! }));
}

/** Where pieces of h ~ N(0, q), q > 0, begin and end, in standard deviations. */
function endsOf({ thresholds }: Pieces, q: number): number[] {
  const sigma = Math.sqrt(q);
  return [Number.NEGATIVE_INFINITY, ...thresholds.map((t) => t / sigma), Number.POSITIVE_INFINITY];
}

/** The probability of every piece between these ends. */
function pieceProbabilities(ends: readonly number[]): number[] {
  // Tails from whichever side they are small on, so that no digits cancel.
  const between = (a: number, b: number) =>
    a >= 0
      ? normalTail(a) - normalTail(b)
      : b <= 0
        ? normalTail(-b) - normalTail(-a)
        : 1 - normalTail(-a) - normalTail(b);
  return ends.slice(1).map((end, p) => between(ends[p]!, end));
}

/** The slope at 0, that of the lower piece on a threshold. */
function slopeAtZero({ thresholds, slopes }: Pieces): number {
  return slopes[thresholds.filter((t) => t < 0).length]!;
}

/** E phi(h), h ~ N(0, q). */
export function piecewiseMean(pieces: Pieces, q: number): number {
  if (q === 0) return pieces.value(0);
  const sigma = Math.sqrt(q);
  // phi(h) = phi(0) + s h + the sum of change (h - at)_+ - change (-at)_+, s the first slope; E (h - at)_+ =
  // sigma f(x) - at Q(x), x = at / sigma.
  return kinksOf(pieces).reduce((mean, { at, change }) => {
    const x = at / sigma;
    return mean + change * (sigma * normalDensity(x) - at * normalTail(x) - Math.max(0, -at));
  }, pieces.value(0));
}

/** E phi(h)^2. */
export function piecewiseSquare(pieces: Pieces, q: number): number {
  const at0 = pieces.value(0);
  if (q === 0) return at0 * at0;
  const { thresholds, slopes, value } = pieces;
  const sigma = Math.sqrt(q);
  const ends = endsOf(pieces, q);
  const probabilities = pieceProbabilities(ends);
  // With phi = s h + b on a piece: s^2 M2 + 2 s b M1 + b^2 M0, M the partial moments of h.
  return slopes.reduce((sum, s, p) => {
    const [a, c] = [ends[p]!, ends[p + 1]!];
    const corner = thresholds[Math.max(0, p - 1)] ?? 0;
    const b = value(corner) - s * corner;
    const [fa, fc] = [normalDensity(a), normalDensity(c)];
    const m0 = probabilities[p]!;
    const m1 = sigma * (fa - fc);
    const m2 = q * (m0 + (Number.isFinite(a) ? a * fa : 0) - (Number.isFinite(c) ? c * fc : 0));
    return sum + s * s * m2 + 2 * s * b * m1 + b * b * m0;
  }, 0);
}

/** E |phi'(h)|^power. */
export function piecewiseSlope(pieces: Pieces, q: number, power: 1 | 2 | 4): number {
  const of = (s: number) => (power === 1 ? s : power === 2 ? s * s : s * s * s * s);
  if (q === 0) return of(slopeAtZero(pieces));
  const probabilities = pieceProbabilities(endsOf(pieces, q));
  return pieces.slopes.reduce((sum, s, p) => sum + of(s) * probabilities[p]!, 0);
}
