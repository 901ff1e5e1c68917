/**
 * Networks as safetensors files: 8 bytes of length, that many bytes of JSON, then the numbers, little-endian
 * (the format of the library of that name, version 0.4 and later).
 */
import { isPlain } from '../input/check.ts';
import { echo } from '../input/errors.ts';
import { countOf, type NamedArray, shownShape } from './arrays.ts';
import { parseJson } from './json.ts';
import { MOST_NUMBERS, MOST_SIDE, shownBytes, shownCount } from './limits.ts';
import { FLOATS, type NumberType, numbersOf, viewOf } from './numbers.ts';

/** Bytes of the length. */
const PREFIX = 8;
const LONGEST_HEADER = 2 ** 20;
const MOST_DIMENSIONS = 8;

const TYPES: Readonly<Record<string, NumberType>> = {
  F64: FLOATS.f8,
  F32: FLOATS.f4,
  F16: FLOATS.f2,
  BF16: FLOATS.bf2,
};
/** Bytes of the types whose numbers are not read. */
const OTHERS: Readonly<Record<string, number>> = {
  I64: 8,
  U64: 8,
  I32: 4,
  U32: 4,
  I16: 2,
  U16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
};

interface Tensor extends NamedArray {
  readonly start: number;
  readonly end: number;
}

/** The arrays of a file, in the order of their data, and the texts beside them. */
export interface Safetensors {
  readonly arrays: readonly NamedArray[];
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads the header; numbers when they are asked for.
 * @throws RangeError saying in one line what is wrong: claims beyond the file, data that overlap or have
 * holes between them.
 */
export function parseSafetensors(bytes: Uint8Array): Safetensors {
  if (bytes.length === 0) throw new RangeError('an empty file');
  if (bytes.length < PREFIX) throw new RangeError('truncated: it ends within the length of its header');
  const length = viewOf(bytes).getBigUint64(0, true);
  if (length > LONGEST_HEADER || length > bytes.length - PREFIX)
    throw new RangeError(
      `expected a header of at most ${shownBytes(Math.min(LONGEST_HEADER, bytes.length - PREFIX))}, got ${length} bytes`,
    );
  const start = PREFIX + Number(length);
  const header = parseJson(headerText(bytes.subarray(PREFIX, start)));
  if (!isPlain(header)) throw new RangeError(`expected a header with tensors by name, got ${echo(header)}`);
  const data = bytes.subarray(start);
  const metadata = metadataOf(header);
  const tensors = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, tensor]) => tensorOf(name, tensor, data))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  requireCovered(tensors, data.length);
  return { arrays: tensors, metadata };
}

function headerText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new RangeError('expected a header in UTF-8, got other bytes', { cause: error });
  }
}

function metadataOf(header: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  const metadata = header.__metadata__ ?? {};
  if (!isPlain(metadata) || !Object.values(metadata).every((text) => typeof text === 'string'))
    throw new RangeError(`expected __metadata__ of texts, got ${echo(metadata)}`);
  return metadata as Readonly<Record<string, string>>;
}

function tensorOf(name: string, tensor: unknown, data: Uint8Array): Tensor {
  const refuse = (expected: string, got: string): never => {
    throw new RangeError(`tensor ${echo(name)}: expected ${expected}, got ${got}`);
  };
  const fields = ['data_offsets', 'dtype', 'shape'];
  if (!isPlain(tensor) || Object.keys(tensor).sort().join() !== fields.join())
    return refuse('dtype, shape and data_offsets', echo(tensor));
  const { dtype, shape, data_offsets: offsets } = tensor;
  if (!isSizes(shape) || shape.length > MOST_DIMENSIONS)
    return refuse(`a shape of at most ${MOST_DIMENSIONS} sizes`, echo(shape));
  if (!isSizes(offsets) || offsets.length !== 2) return refuse('two data_offsets', echo(offsets));
  const [start, end] = offsets as [number, number];
  if (start > end || end > data.length)
    refuse(`data_offsets within ${data.length} bytes of data`, echo(offsets));
  const type = typeof dtype === 'string' && Object.hasOwn(TYPES, dtype) ? TYPES[dtype]! : null;
  const size =
    type?.bytes ?? (typeof dtype === 'string' && Object.hasOwn(OTHERS, dtype) ? OTHERS[dtype]! : null);
  if (size !== null && countOf(shape) * size !== end - start)
    refuse(`${countOf(shape) * size} bytes for shape ${shownShape(shape)} of ${dtype}`, `${end - start}`);
  const values = () => {
    if (type === null) return refuse('F64, F32, F16 or BF16', echo(dtype));
    const count = countOf(shape);
    if (count === 0 || count > MOST_NUMBERS || shape.some((side) => side > MOST_SIDE))
      refuse(
        `1 to ${shownCount(MOST_NUMBERS)} numbers, at most ${shownCount(MOST_SIDE)} a side`,
        `shape ${shownShape(shape)}`,
      );
    return numbersOf(data.subarray(start, end), type, count);
  };
  return { name, shape, values, start, end };
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** Every byte belongs to one tensor, as the format wants it. */
function requireCovered(tensors: readonly Tensor[], length: number): void {
  let at = 0;
  for (const { name, start, end } of tensors) {
    if (start !== at)
      throw new RangeError(
        `expected tensors side by side, got ${echo(name)} at ${start} after data that end at ${at}`,
      );
    at = end;
  }
  if (at !== length) throw new RangeError(`expected ${at} bytes of data, got ${length}`);
}
