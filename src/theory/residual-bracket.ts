/** What a residual block z + s B(z) does to the length of a curve, from moments of its branch B. */

/** A branch whose last layer is linear with independent symmetric weights: B(z) = V y(z). */
export interface BranchMoments {
  /** E |dB|² / |u|², the same for every tangent u. */
  readonly square: number;
  /** At least E |dB|⁴ / (E |dB|²)² - 1 for every tangent. */
  readonly spread: number;
}

/** Layers one behind the other: squares multiply, and so do bounds of fourth moments. */
export function chained(layers: readonly BranchMoments[]): BranchMoments {
  return layers.reduce(
    (all, { square, spread }) => ({
      square: all.square * square,
      spread: (1 + all.spread) * (1 + spread) - 1,
    }),
    { square: 1, spread: 0 },
  );
}

/**
 * Rigorous bracket of the expected growth E |u + s dB| / |u| for every tangent u (docs/theory.md, "Residual
 * networks"). Upper: the root mean square √(1 + c), c = s² E|dB|²/|u|², which is exact. Lower: 1, as V has mean
 * 0 and the norm is convex, or Hölder's inequality with
 *
 *     E |u + s dB|⁴ / |u|⁴ ≤ 1 + 2c + 4c/n + c² (1 + spread),
 *
 * whichever is larger.
 * @param rows n, the rows of V: as many as coordinates, or of a convolution its channels.
 */
export function residualBracket(
  scale: number,
  { square, spread }: BranchMoments,
  rows: number,
): { readonly lower: number; readonly upper: number } {
  const c = scale * scale * square;
  const upper = Math.sqrt(1 + c);
  if (!(c < LARGEST && spread < Number.POSITIVE_INFINITY)) return { lower: 1, upper };
  const excess = ((4 * c) / rows + c * c * spread) / ((1 + c) * (1 + c));
  return { lower: Math.max(1, upper / Math.sqrt(1 + excess)), upper };
}

/** Squares of larger numbers leave the range of a double. */
const LARGEST = 1e150;
