/** Writes archives of NumPy arrays, as `numpy.savez_compressed` does. */
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';

/** An array of doubles in C order. */
export interface WrittenArray {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** The most arrays that an archive has a directory for (APPNOTE.TXT 4.4, without its 64-bit extension). */
export const MOST_ARRAYS = 2 ** 16 - 1;

/**
 * The bytes of a `.npz` file with these arrays, piece by piece; equal arrays give equal bytes. No pause
 * between two pieces is long.
 */
export async function* npzPieces(arrays: Readonly<Record<string, WrittenArray>>): AsyncGenerator<Uint8Array> {
  const central: Uint8Array[] = [];
  let offset = 0;
  for (const [name, array] of Object.entries(arrays)) {
    const { parts, packed, size, checksum } = await pack(array);
    const file = Buffer.from(`${name}.npy`);
    // Version, flags, method 8, a date of 1980, checksum, sizes and the length of the name (APPNOTE.TXT
    // 4.3.7).
    const common = fields([
      [2, 20],
      [2, 0x0800],
      [2, 8],
      [2, 0],
      [2, 0x21],
      [4, checksum],
      [4, packed],
      [4, size],
      [2, file.length],
      [2, 0],
    ]);
    const local = Buffer.concat([fields([[4, 0x04034b50]]), common, file]);
    const signature = fields([
      [4, 0x02014b50],
      [2, 20],
    ]);
    // No comment, disk 0, no attributes, and where the local record is.
    const entry = fields([
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, offset],
    ]);
    yield local;
    yield* parts;
    central.push(Buffer.concat([signature, common, entry, file]));
    offset += local.length + packed;
  }
  const directory = Buffer.concat(central);
  yield directory;
  yield fields([
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, central.length],
    [2, central.length],
    [4, directory.length],
    [4, offset],
    [2, 0],
  ]);
}

/** The array as a compressed `.npy` file, and what the archive says of it. */
async function pack(array: WrittenArray) {
  const parts: Uint8Array[] = [];
  let [size, packed, checksum] = [0, 0, 0];
  const counted = function* () {
    for (const piece of npyPieces(array)) {
      size += piece.length;
      checksum = crc32(piece, checksum);
      yield piece;
    }
  };
  await pipeline(counted, createDeflateRaw(), async (source: AsyncIterable<Uint8Array>) => {
    for await (const part of source) {
      packed += part.length;
      parts.push(part);
    }
  });
  return { parts, packed, size, checksum };
}

/** Little-endian integers of two or four bytes, one after the other. */
function fields(values: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  const out = Buffer.alloc(values.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of values) at = out.writeUIntLE(value, at, bytes);
  return out;
}

const ALIGNMENT = 64;
/** Doubles in a piece. */
const PIECE = 1 << 16;

/** Format 1.0: magic, version, length of the header, header, data. */
function* npyPieces({ shape, values }: WrittenArray): Generator<Buffer> {
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': ${tuple}, }`;
  const length = Math.ceil((10 + text.length + 1) / ALIGNMENT) * ALIGNMENT - 10;
  const head = Buffer.from(`\x93NUMPY\x01\x00${' '.repeat(2)}${text.padEnd(length - 1)}\n`, 'latin1');
  head.writeUInt16LE(length, 8);
  yield head;
  for (let from = 0; from < values.length; from += PIECE) {
    const piece = values.subarray(from, from + PIECE);
    const data = Buffer.alloc(8 * piece.length);
    for (const [i, value] of piece.entries()) data.writeDoubleLE(value, 8 * i);
    yield data;
  }
}
