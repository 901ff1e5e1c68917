/** Files as other programs write them, byte by byte, right or wrong. */
import { crc32, deflateRawSync } from 'node:zlib';

/** A NumPy array: header as its format specification lays it out, then `data` as they lie in memory. */
export function npy(
  descr: string,
  shape: string,
  data: ArrayBufferView,
  { fortran = false, version = 1 } = {},
): Buffer {
  const dictionary = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }`;
  return rawNpy(dictionary, data, version);
}

/** The same around any header text. */
export function rawNpy(dictionary: string, data: ArrayBufferView, version = 1): Buffer {
  const size = version === 1 ? 10 : 12;
  const padded = 64 * Math.ceil((dictionary.length + size + 1) / 64) - size - 1;
  const header = `${dictionary.padEnd(padded)}\n`;
  const preamble = Buffer.alloc(size);
  preamble.write('\u0093NUMPY', 'latin1');
  preamble.writeUInt8(version, 6);
  if (version === 1) preamble.writeUInt16LE(header.length, 8);
  else preamble.writeUInt32LE(header.length, 8);
  return Buffer.concat([
    preamble,
    Buffer.from(header, 'latin1'),
    Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  ]);
}

/** A little-endian float64 array. */
export const doubles = (shape: string, values: readonly number[]) =>
  npy('<f8', shape, Float64Array.from(values));

/** What a ZIP archive says of one file; what is left out is the truth. */
export interface ZipFile {
  readonly name: string;
  readonly content: Buffer;
  readonly deflated?: boolean;
  readonly method?: number;
  readonly flags?: number;
  /** Bytes that its content is said to have. */
  readonly claims?: number;
  /** Where its local record is said to be. */
  readonly at?: number;
}

/** A ZIP archive: local headers and data, then the central directory, then its end. */
export function zip(files: readonly ZipFile[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, deflated = false, method = deflated ? 8 : 0, flags = 0, ...claimed } of files) {
    const packed = deflated ? deflateRawSync(content) : content;
    const bytes = Buffer.from(name);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(flags, 2);
    head.writeUInt16LE(method, 4);
    head.writeUInt32LE(crc32(content), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(claimed.claims ?? content.length, 18);
    head.writeUInt16LE(bytes.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(claimed.at ?? offset, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), head, bytes, packed]);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), head, tail, bytes]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

/** An IDX file: magic number, big-endian sizes, data. */
export function idx(magic: number, sizes: readonly number[], data: readonly number[] | Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  [magic, ...sizes].forEach((word, i) => {
    header.writeUInt32BE(word, 4 * i);
  });
  return Buffer.concat([header, Buffer.from(data)]);
}
