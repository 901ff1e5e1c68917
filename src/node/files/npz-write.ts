/** Writes archives of NumPy arrays, as `numpy.savez_compressed` does. */
import { crc32, deflateRawSync } from 'node:zlib';

/** An array of doubles in C order. */
export interface WrittenArray {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** Bytes of a `.npz` file with these arrays; equal arrays give equal bytes. */
export function npzBytes(arrays: Readonly<Record<string, WrittenArray>>): Uint8Array {
  const parts: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let offset = 0;
  for (const [name, array] of Object.entries(arrays)) {
    const content = npyBytes(array);
    const packed = deflateRawSync(content);
    const file = Buffer.from(`${name}.npy`);
    // Version, flags, method 8, a date of 1980, checksum, sizes and the length of the name (APPNOTE.TXT 4.3.7).
    const common = fields([
      [2, 20],
      [2, 0x0800],
      [2, 8],
      [2, 0],
      [2, 0x21],
      [4, crc32(content)],
      [4, packed.length],
      [4, content.length],
      [2, file.length],
      [2, 0],
    ]);
    const local = Buffer.concat([fields([[4, 0x04034b50]]), common, file, packed]);
    const signature = fields([
      [4, 0x02014b50],
      [2, 20],
    ]);
    // No comment, disk 0, no attributes, and where the local record is.
    const rest = fields([
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, offset],
    ]);
    parts.push(local);
    central.push(Buffer.concat([signature, common, rest, file]));
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = fields([
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, central.length],
    [2, central.length],
    [4, directory.length],
    [4, offset],
    [2, 0],
  ]);
  return Buffer.concat([...parts, directory, end]);
}

/** Little-endian integers of two or four bytes, one after the other. */
function fields(values: readonly (readonly [bytes: 2 | 4, value: number])[]): Buffer {
  const out = Buffer.alloc(values.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of values) at = out.writeUIntLE(value, at, bytes);
  return out;
}

const ALIGNMENT = 64;

/** Format 1.0: magic, version, length of the header, header, data. */
function npyBytes({ shape, values }: WrittenArray): Buffer {
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': ${tuple}, }`;
  const length = Math.ceil((10 + text.length + 1) / ALIGNMENT) * ALIGNMENT - 10;
  const head = Buffer.from(`\x93NUMPY\x01\x00${' '.repeat(2)}${text.padEnd(length - 1)}\n`, 'latin1');
  head.writeUInt16LE(length, 8);
  const data = Buffer.alloc(8 * values.length);
  for (const [i, value] of values.entries()) data.writeDoubleLE(value, 8 * i);
  return Buffer.concat([head, data]);
}
