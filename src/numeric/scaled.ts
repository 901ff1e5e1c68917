/** Exact scaling by powers of two, for numbers kept as `mantissa * 2 ** exponent`. */

/** Smallest positive normal double, 2 ** -1022. Below it doubles lose precision silently. */
export const SMALLEST_NORMAL = 2.2250738585072014e-308;

const bits = new DataView(new ArrayBuffer(8));

/** 2 ** e for an integer e in [-1022, 1023], built from its bits: `Math.pow` is not exact in every engine. */
function powerOfTwo(e: number): number {
  bits.setUint32(0, (e + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

const UP = powerOfTwo(1023);
/** 53 bits above the smallest normal, so that a value on its way to a subnormal is rounded only once. */
const DOWN = powerOfTwo(-969);
/** Makes subnormals normal. */
const TINY_FACTOR = powerOfTwo(54);

/**
 * `mantissa * 2 ** exponent`, correctly rounded: exact wherever the result is a normal double, `Infinity` or
 * 0 where it leaves the range. `exponent` is any integer.
 */
export function ldexp(mantissa: number, exponent: number): number {
  let x = mantissa;
  let e = exponent;
  // Three steps span the whole range of a double; whatever is left after them is beyond it anyway.
  for (let step = 0; e > 1023 && step < 3; step++) {
    x *= UP;
    e -= 1023;
  }
  for (let step = 0; e < -1022 && step < 3; step++) {
    x *= DOWN;
    e += 969;
  }
  return x * powerOfTwo(Math.min(Math.max(e, -1022), 1023));
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
