import { exponentOf, ldexp } from '../numeric/scaled.ts';
import type { ScaledColumn } from './types.ts';

/** Defined values as mantissas of size in [1, 2) and exponents; 0 is mantissa 0, exponent 0. */
export interface Defined {
  readonly mantissa: Float64Array;
  readonly exponent: Int32Array;
  /** The values on the scale of the largest. */
  readonly scaled: Float64Array;
  /** Largest and smallest exponent of the values other than 0; 0 where there are none. */
  readonly top: number;
  readonly bottom: number;
}

export function definedValues(column: ScaledColumn): Defined {
  const mantissa = new Float64Array(column.mantissa.length);
  const exponent = new Int32Array(column.mantissa.length);
  let [top, bottom] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  let count = 0;
  for (let i = 0; i < mantissa.length; i++) {
    const m = column.mantissa[i]!;
    if (Number.isNaN(m)) continue;
    const at = count++;
    const e = m === 0 ? 0 : exponentOf(m);
    mantissa[at] = ldexp(m, -e);
    exponent[at] = m === 0 ? 0 : column.exponent[i]! + e;
    if (m === 0) continue;
    top = Math.max(top, exponent[at]!);
    bottom = Math.min(bottom, exponent[at]!);
  }
  if (top < bottom) [top, bottom] = [0, 0];
  const scaled = new Float64Array(count);
  for (let i = 0; i < count; i++) scaled[i] = ldexp(mantissa[i]!, exponent[i]! - top);
  return { mantissa: mantissa.subarray(0, count), exponent, scaled, top, bottom };
}
