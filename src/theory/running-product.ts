import { exponentOf, ldexp, SMALLEST_NORMAL } from '../numeric/scaled.ts';

/**
 * The value, or `null` if a double cannot hold it with full precision: infinite, NaN, subnormal or
 * underflowed to 0.
 */
export function representable(value: number): number | null {
  return Number.isFinite(value) && Math.abs(value) >= SMALLEST_NORMAL ? value : null;
}

/**
 * Products of the first 1, 2, 3, … factors. `null` from the first factor that is `null` on, and wherever the
 * product leaves the range of a double; it may come back, because a power of two is carried along. A factor 0
 * is an exact zero.
 */
export function runningProducts(factors: readonly (number | null)[]): (number | null)[] {
  let product: number | null = 1;
  let exponent = 0;
  return factors.map((factor) => {
    if (product === null || factor === null) return (product = null);
    if (product === 0 || factor === 0) return (product = 0);
    // Both in [1, 2), so that neither a product nor a factor leaves the range before it is scaled back.
    const shift = exponentOf(factor);
    product *= ldexp(factor, -shift);
    const carry = exponentOf(product);
    product = ldexp(product, -carry);
    exponent += shift + carry;
    return representable(ldexp(product, exponent));
  });
}
