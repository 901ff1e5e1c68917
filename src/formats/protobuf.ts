/** The part of the wire format of protocol buffers that ONNX needs: messages are read field by field. */
import { shownCount } from './limits.ts';
import { viewOf } from './numbers.ts';

/** A field of a message: a number, or the bytes of a text, a message or a list. */
export type Field =
  | { readonly number: number; readonly value: number }
  | { readonly number: number; readonly bytes: Uint8Array };

/** Fields of one message: each takes more memory than the two bytes that it may have in the file. */
const MOST_FIELDS = 100_000;

/** The fields of a message, in their order. @throws RangeError where the bytes are no message. */
export function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  const view = viewOf(bytes);
  let at = 0;
  for (let count = 0; at < bytes.length; count++) {
    if (count === MOST_FIELDS)
      throw new RangeError(`expected at most ${shownCount(MOST_FIELDS)} fields in a message, got more`);
    const tag = readVarint(bytes, at);
    at = tag.end;
    const number = Math.floor(tag.value / 8);
    const kind = tag.value % 8;
    if (number < 1 || number >= 2 ** 29) damaged();
    if (kind === 0) {
      const { value, end } = readVarint(bytes, at);
      at = end;
      yield { number, value };
    } else if (kind === 1 || kind === 5) {
      const size = kind === 1 ? 8 : 4;
      if (at + size > bytes.length) damaged();
      yield { number, value: kind === 1 ? view.getFloat64(at, true) : view.getFloat32(at, true) };
      at += size;
    } else if (kind === 2) {
      const { value: length, end } = readVarint(bytes, at);
      if (length < 0 || end + length > bytes.length) damaged();
      yield { number, bytes: bytes.subarray(end, end + length) };
      at = end + length;
    } else damaged();
  }
}

/** Signed integers of 64 bits; beyond 2^53 rounded to the nearest double. */
function readVarint(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let [value, complement] = [0, 0];
  for (let i = 0; i < 10; i++) {
    const byte = bytes[start + i];
    if (byte === undefined) damaged();
    // Ten bytes hold a negative number, as its complement.
    if (byte < 128) {
      const isNegative = i === 9;
      return { value: isNegative ? -complement - 1 : value + byte * 2 ** (7 * i), end: start + i + 1 };
    }
    value += (byte & 127) * 2 ** (7 * i);
    complement += (127 - (byte & 127)) * 2 ** (7 * i);
  }
  return damaged();
}

/** The integers of a list: one field each, or many in the bytes of one. */
export function* integersOf(field: Field): Generator<number> {
  if ('value' in field) {
    yield field.value;
    return;
  }
  for (let at = 0; at < field.bytes.length; ) {
    const { value, end } = readVarint(field.bytes, at);
    at = end;
    yield value;
  }
}

/** @throws RangeError for a field that holds no bytes. */
export function bytesOf(field: Field): Uint8Array {
  return 'bytes' in field ? field.bytes : damaged();
}

/** @throws RangeError for a field that holds no number. */
export function numberOf(field: Field): number {
  return 'value' in field ? field.value : damaged();
}

const UTF8 = new TextDecoder();

/** @throws RangeError for a field that holds no text. */
export function textOf(field: Field): string {
  return UTF8.decode(bytesOf(field));
}

function damaged(): never {
  throw new RangeError('expected messages of ONNX, got other or damaged bytes');
}
