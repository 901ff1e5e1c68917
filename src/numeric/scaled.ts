/** Exact scaling by powers of two, for numbers kept as `mantissa * 2 ** exponent`. */

/** Smallest positive normal double, 2 ** -1022. Below it doubles lose precision silently. */
export const SMALLEST_NORMAL = 2.2250738585072014e-308;

const bits = new DataView(new ArrayBuffer(8));

/** 2 ** e for the integers e from -1022 to 1023: `Math.pow` is not exact in every engine. */
const POWERS = new Float64Array(2046).fill(SMALLEST_NORMAL);
for (let i = 1; i < POWERS.length; i++) POWERS[i] = 2 * POWERS[i - 1]!;

/** 2 ** e for an integer e in [-1022, 1023]. */
const powerOfTwo = (e: number): number => POWERS[e + 1022]!;

const UP = powerOfTwo(1023);
/** 53 bits above the smallest normal, so that a value on its way to a subnormal is rounded only once. */
const DOWN = powerOfTwo(-969);
/** Makes subnormals normal. */
const TINY_FACTOR = powerOfTwo(54);
/** Farther than the range of a double is wide, by a step. */
const FARTHEST = 4000;

/**
 * `mantissa * 2 ** exponent`, correctly rounded: exact wherever the result is a normal double, `Infinity` or
 * 0 where it leaves the range. `exponent` is any integer.
 */
export function ldexp(mantissa: number, exponent: number): number {
  if (exponent > 1023) return ldexp(mantissa * UP, Math.min(exponent - 1023, FARTHEST));
  if (exponent < -1022) return ldexp(mantissa * DOWN, Math.max(exponent + 969, -FARTHEST));
  return mantissa * powerOfTwo(exponent);
}

/** `x ↦ ldexp(x, exponent)`, for many x. */
export function scaledBy(exponent: number): (x: number) => number {
  if (exponent < -1022 || exponent > 1023) return (x) => ldexp(x, exponent);
  const factor = powerOfTwo(exponent);
  return (x) => x * factor;
}

/**
 * The integer e with `2 ** e <= |x| < 2 ** (e + 1)`, for a finite x; for 0 one that is less than all of them.
 */
export function exponentOf(x: number): number {
  const isTiny = Math.abs(x) < SMALLEST_NORMAL;
  bits.setFloat64(0, isTiny ? x * TINY_FACTOR : x);
  return ((bits.getUint32(0) >>> 20) & 0x7ff) - (isTiny ? 1023 + 54 : 1023);
}

/** `x * 2 ** exponent` where that is zero or a normal double, else null. */
export function toDouble(x: number, exponent: number): number | null {
  if (x === 0) return 0;
  const value = ldexp(x, exponent);
  return Number.isFinite(value) && Math.abs(value) >= SMALLEST_NORMAL ? value : null;
}
