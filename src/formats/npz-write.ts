/** Writes archives of NumPy arrays, as `numpy.savez_compressed` does. */
import { crc32 } from './crc32.ts';

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
    const file = new TextEncoder().encode(`${name}.npy`);
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
    const local = joined([fields([[4, 0x04034b50]]), common, file]);
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
    central.push(joined([signature, common, entry, file]));
    offset += local.length + packed;
  }
  const directory = joined(central);
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
  const pieces = npyPieces(array);
  const source = new ReadableStream<BufferSource>({
    pull(controller) {
      const { value: piece } = pieces.next();
      if (piece === undefined) return controller.close();
      size += piece.length;
      checksum = crc32(piece, checksum);
      controller.enqueue(piece);
    },
  });
  const reader = source.pipeThrough(new CompressionStream('deflate-raw')).getReader();
  for (;;) {
    const { value: part } = await reader.read();
    if (part === undefined) return { parts, packed, size, checksum };
    packed += part.length;
    parts.push(part);
  }
}

/** Parts one after the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Little-endian integers of two, four or eight bytes, one after the other. */
export function fields(values: readonly (readonly [bytes: 2 | 4 | 8, value: number])[]): Uint8Array {
  const out = new Uint8Array(values.reduce((sum, [bytes]) => sum + bytes, 0));
  const view = new DataView(out.buffer);
  let at = 0;
  for (const [bytes, value] of values) {
    if (bytes === 2) view.setUint16(at, value, true);
    else if (bytes === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += bytes;
  }
  return out;
}

const ALIGNMENT = 64;
/** Doubles in a piece. */
const PIECE = 1 << 16;

function* npyPieces({ shape, values }: WrittenArray): Generator<Uint8Array<ArrayBuffer>, undefined> {
  yield npyHead(shape);
  for (let from = 0; from < values.length; from += PIECE) yield doubles(values.subarray(from, from + PIECE));
}

/** What a `.npy` file of doubles begins with. Format 1.0: magic, version, length of the header, header. */
export function npyHead(shape: readonly number[]): Uint8Array<ArrayBuffer> {
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': ${tuple}, }`;
  const length = Math.ceil((10 + text.length + 1) / ALIGNMENT) * ALIGNMENT - 10;
  return joined([
    Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 255, length >> 8),
    new TextEncoder().encode(`${text.padEnd(length - 1)}\n`),
  ]);
}

/** Little-endian. */
export function doubles(values: Float64Array): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(8 * values.length);
  const view = new DataView(data.buffer);
  for (let i = 0; i < values.length; i++) view.setFloat64(8 * i, values[i]!, true);
  return data;
}
