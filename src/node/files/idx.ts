import { gunzipSync } from 'node:zlib';

/** An IDX array of unsigned bytes. */
export interface IdxArray {
  readonly sizes: readonly number[];
  readonly data: Uint8Array;
}

/**
 * Parses an IDX file of unsigned bytes (the format of the MNIST files), gzipped or not: magic number 0x0800 + dimensions,
 * big-endian sizes, data.
 *
 * @throws Error saying in one line what is wrong.
 */
export function parseIdx(file: Uint8Array, dimensions: number): IdxArray {
  const bytes = isGzip(file) ? gunzipSync(file) : file;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = 4 + 4 * dimensions;
  if (bytes.length < headerLength) throw new Error(`truncated: ${bytes.length} bytes, no header`);
  const magic = view.getUint32(0);
  const expected = 0x0800 + dimensions;
  if (magic !== expected) throw new Error(`expected magic number ${expected}, got ${magic}`);
  const sizes = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const dataLength = sizes.reduce((product, size) => product * size, 1);
  const got = bytes.length - headerLength;
  if (got !== dataLength)
    throw new Error(
      `${got < dataLength ? 'truncated' : 'too long'}: expected ${sizes.join(' × ')} bytes of data, got ${got}`,
    );
  return { sizes, data: bytes.subarray(headerLength) };
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}
