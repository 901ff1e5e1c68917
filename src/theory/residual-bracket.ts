/** What a residual block S(z) + s B(z) does to the length of a curve, from moments of its branch B. */

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

/** The moments of what is handed on as it is. */
export const IDENTITY: BranchMoments = { square: 1, spread: 0 };

/**
 * Rigorous bracket of the expected growth E |dS + s dB| / |u| for every tangent u (docs/theory.md, "Residual
 * networks"). Upper: the root mean square √(a + c), a = E|dS|²/|u|², c = s² E|dB|²/|u|², which is exact.
 * Lower: that of the shortcut S, as V has mean 0 and the norm is convex, or Hölder's inequality with
 *
 *     E |dS + s dB|⁴ / |u|⁴ ≤ a² (1 + spread of S) + 2ac + 4ac/n + c² (1 + spread of B),
 *
 * whichever is larger. Without a projection a = 1, and S has no spread.
 * @param rows n, the rows of V: as many as coordinates, or of a convolution its channels.
 */
export function residualBracket(
  scale: number,
  { square, spread }: BranchMoments,
  rows: number,
  shortcut: BranchMoments = IDENTITY,
): { readonly lower: number; readonly upper: number } {
  const c = scale * scale * square;
  const a = shortcut.square;
  const upper = Math.sqrt(a + c);
  const least = Math.sqrt(a / (1 + shortcut.spread));
  if (!(a + c > 0 && a < LARGEST && c < LARGEST && spread < Number.POSITIVE_INFINITY))
    return { lower: least, upper };
  const sum = a + c;
  const excess = (a * a * shortcut.spread + (4 * a * c) / rows + c * c * spread) / (sum * sum);
  return { lower: Math.max(least, upper / Math.sqrt(1 + excess)), upper };
}

/** Squares of larger numbers leave the range of a double. */
const LARGEST = 1e150;
