import { inflated, inflatedStart } from '../../formats/inflate.ts';
import { MOST_BYTES, MOST_SIDE, shownBytes, shownCount } from '../../formats/limits.ts';

/** An IDX array of unsigned bytes. */
export interface IdxArray {
  readonly sizes: readonly number[];
  readonly data: Uint8Array;
}

/**
 * Reads an IDX file of unsigned bytes (the format of the MNIST files), gzipped or not: magic number 0x0800 +
 * dimensions, big-endian sizes, data. The header of a gzipped file is unpacked first, the rest only where the
 * sizes there are within bounds.
 *
 * @throws RangeError saying in one line what is wrong.
 */
export async function parseIdx(file: Uint8Array, dimensions: number): Promise<IdxArray> {
  const headerLength = 4 + 4 * dimensions;
  const packed = isGzip(file);
  const head = packed ? await inflatedStart(file, 'gzip', headerLength) : file.subarray(0, headerLength);
  const sizes = readSizes(head, dimensions);
  const length = sizes.reduce((product, size) => product * size, 1);
  const shape = sizes.join(' × ');
  if (length === 0) throw new RangeError(`expected at least one byte of data, got ${shape}`);
  if (length > MOST_BYTES.idx || length / sizes[0]! > MOST_SIDE)
    throw new RangeError(
      `expected at most ${shownBytes(MOST_BYTES.idx)} of data and ${shownCount(MOST_SIDE)} bytes an image, got ${shape}`,
    );
  const bytes = packed ? await inflated(file, 'gzip', headerLength + length) : file;
  const got = bytes.length - headerLength;
  if (got !== length)
    throw new RangeError(
      `${got < length ? 'truncated' : 'too long'}: expected ${shape} bytes of data, got ${got}`,
    );
  return { sizes, data: bytes.subarray(headerLength) };
}

function readSizes(head: Uint8Array, dimensions: number): number[] {
  if (head.length < 4 + 4 * dimensions) throw new RangeError(`truncated: ${head.length} bytes, no header`);
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const [magic, expected] = [view.getUint32(0), 0x0800 + dimensions];
  if (magic !== expected) throw new RangeError(`expected magic number ${expected}, got ${magic}`);
  return Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
