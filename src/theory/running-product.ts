/** 2^256 and 2^-1022, as literals: powers are not exact in every engine. */
const STEP = 1.157920892373162e77;
const SMALLEST_NORMAL = 2.2250738585072014e-308;

/** The value, or `null` if a double cannot hold it with full precision: infinite, NaN, subnormal or underflowed to 0. */
export function representable(value: number): number | null {
  return Number.isFinite(value) && Math.abs(value) >= SMALLEST_NORMAL ? value : null;
}

/**
 * Products of the first 1, 2, 3, … factors. `null` from the first factor that is `null` on, and wherever the product
 * leaves the range of a double; it may come back, because a power of two is carried along. A factor 0 is an exact zero.
 */
export function runningProducts(factors: readonly (number | null)[]): (number | null)[] {
  let mantissa = 1;
  let steps = 0;
  let known = true;
  const multiply = (x: number) => {
    mantissa *= x;
    for (; Math.abs(mantissa) >= STEP; steps++) mantissa /= STEP;
    for (; mantissa !== 0 && Math.abs(mantissa) < 1 / STEP; steps--) mantissa *= STEP;
  };
  return factors.map((factor) => {
    known &&= factor !== null;
    if (!known || factor === null) return null;
    // In two halves, so that no product of a mantissa and a factor leaves the range before it is scaled back.
    const [head, tail] = Math.abs(factor) >= 1 ? [factor / STEP, STEP] : [factor * STEP, 1 / STEP];
    multiply(head);
    multiply(tail);
    if (mantissa === 0) return 0;
    let value = mantissa;
    for (let e = steps; e > 0 && Number.isFinite(value); e--) value *= STEP;
    for (let e = steps; e < 0 && value !== 0; e++) value /= STEP;
    return representable(value);
  });
}
