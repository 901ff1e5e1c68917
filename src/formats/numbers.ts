/** How numbers lie in files, by type. */

/** Bytes of a number, and how it is read. */
export interface NumberType {
  readonly bytes: number;
  readonly read: (view: DataView, at: number, little: boolean) => number;
}

const type = (bytes: number, read: NumberType['read']): NumberType => ({ bytes, read });

/** Floating-point numbers; `bf2` is bfloat16. */
export const FLOATS = {
  f2: type(2, (view, at, little) => half(view.getUint16(at, little))),
  bf2: type(2, (view, at, little) => bfloat(view.getUint16(at, little))),
  f4: type(4, (view, at, little) => view.getFloat32(at, little)),
  f8: type(8, (view, at, little) => view.getFloat64(at, little)),
} as const;

/** Integers and truth values. 64-bit integers beyond 2^53 are rounded to the nearest double. */
export const INTEGERS = {
  b1: type(1, (view, at) => (view.getUint8(at) === 0 ? 0 : 1)),
  i1: type(1, (view, at) => view.getInt8(at)),
  u1: type(1, (view, at) => view.getUint8(at)),
  i2: type(2, (view, at, little) => view.getInt16(at, little)),
  u2: type(2, (view, at, little) => view.getUint16(at, little)),
  i4: type(4, (view, at, little) => view.getInt32(at, little)),
  u4: type(4, (view, at, little) => view.getUint32(at, little)),
  i8: type(8, (view, at, little) => Number(view.getBigInt64(at, little))),
  u8: type(8, (view, at, little) => Number(view.getBigUint64(at, little))),
} as const;

/** IEEE binary16: sign, 5 bits of exponent, 10 of fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction : (1024 + fraction) * 2 ** (exponent - 1)) * 2 ** -24;
}

/** The upper half of an IEEE binary32. */
function bfloat(bits: number): number {
  word[0] = bits * 0x10000;
  return single[0]!;
}
const word = new Uint32Array(1);
const single = new Float32Array(word.buffer);

/** The view of bytes that may be a part of a larger buffer. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** `count` numbers, one after the other from the first byte on. */
export function numbersOf(
  bytes: Uint8Array,
  { bytes: size, read }: NumberType,
  count: number,
  little = true,
): Float64Array {
  const view = viewOf(bytes);
  const numbers = new Float64Array(count);
  for (let i = 0; i < count; i++) numbers[i] = read(view, i * size, little);
  return numbers;
}
