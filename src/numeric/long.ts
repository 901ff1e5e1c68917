/** Products whose rounding is known. */

/** A number with more digits than a double holds: high + low. */
export interface Long {
  readonly high: number;
  readonly low: number;
}

/** 2^27 + 1: splits a double into two halves of 26 bits. */
const SPLITTER = 134217729;

function halves(x: number): [number, number] {
  const t = SPLITTER * x;
  const high = t - (t - x);
  return [high, x - high];
}

/** x y with the rounding error of the product (Dekker). */
function times(x: number, y: number): Long {
  const high = x * y;
  const [a, b] = halves(x);
  const [c, d] = halves(y);
  return { high, low: b * d - (high - a * c - b * c - a * d) };
}

/**
 * density sigma^2 gain - 1 without cancellation where the product is near 1; for factors of moderate size.
 */
export function productLess1(density: number, sigma: number, gain: Long): number {
  const square = times(sigma, sigma);
  const variance = times(square.high, density);
  const variancePlus = variance.low + square.low * density;
  const all = times(variance.high, gain.high);
  return all.high - 1 + (all.low + variancePlus * gain.high + variance.high * gain.low);
}
