/**
 * Archives of NumPy arrays of any size, written as they are made: stored, each checksum behind its array
 * (APPNOTE.TXT 4.3.9), with 64-bit fields (4.5.3) where a number does not fit.
 */
import { crc32 } from 'node:zlib';
import { doubles, fields, npyHead } from '../../formats/npz-write.ts';

/** An array of doubles in C order, whose numbers come in pieces. */
export interface StreamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly pieces: () => Iterable<Float64Array>;
}

/** Fields of 32 and 16 bits that stand for one of 64. */
const [LONG, SHORT] = [0xffffffff, 0xffff];
const EXTRA = 0x0001;

/** The bytes of a `.npz` file, as `numpy.savez` writes it; equal arrays give equal bytes. */
export function* npzStream(arrays: Iterable<StreamedArray>): Generator<Uint8Array> {
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, shape, pieces } of arrays) {
    const head = npyHead(shape);
    const size = head.length + 8 * shape.reduce((product, side) => product * side, 1);
    const file = Buffer.from(`${name}.npy`);
    const isLong = size >= LONG;
    const short = isLong ? LONG : size;
    // Version 4.5; flags: checksum behind the data, names in UTF-8; stored; a date of 1980.
    const before = [
      [2, 45],
      [2, 0x0808],
      [2, 0],
      [2, 0],
      [2, 0x21],
    ] as const;
    const localExtra = isLong
      ? fields([
          [2, EXTRA],
          [2, 16],
          [8, size],
          [8, size],
        ])
      : Buffer.alloc(0);
    const local = fields([
      [4, 0x04034b50],
      ...before,
      [4, 0],
      [4, short],
      [4, short],
      [2, file.length],
      [2, localExtra.length],
    ]);
    yield Buffer.concat([local, file, localExtra, head]);
    let checksum = crc32(head);
    for (const piece of pieces()) {
      const bytes = doubles(piece);
      checksum = crc32(bytes, checksum);
      yield bytes;
    }
    const width = isLong ? 8 : 4;
    const descriptor = fields([
      [4, 0x08074b50],
      [4, checksum],
      [width, size],
      [width, size],
    ]);
    yield descriptor;
    const wide = [...(isLong ? [size, size] : []), ...(offset >= LONG ? [offset] : [])];
    const extra =
      wide.length === 0
        ? Buffer.alloc(0)
        : fields([[2, EXTRA], [2, 8 * wide.length], ...wide.map((value) => [8, value] as const)]);
    const entry = fields([
      [4, 0x02014b50],
      [2, 45],
      ...before,
      [4, checksum],
      [4, short],
      [4, short],
      [2, file.length],
      [2, extra.length],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, Math.min(offset, LONG)],
    ]);
    central.push(Buffer.concat([entry, file, extra]));
    offset += local.length + file.length + localExtra.length + size + descriptor.length;
  }
  yield* ending(central, offset);
}

function* ending(central: readonly Buffer[], offset: number): Generator<Uint8Array> {
  let length = 0;
  for (const entry of central) {
    length += entry.length;
    yield entry;
  }
  const count = central.length;
  if (offset + length >= LONG || count >= SHORT) {
    // The 64-bit end of the directory, and where it is.
    yield fields([
      [4, 0x06064b50],
      [8, 44],
      [2, 45],
      [2, 45],
      [4, 0],
      [4, 0],
      [8, count],
      [8, count],
      [8, length],
      [8, offset],
    ]);
    yield fields([
      [4, 0x07064b50],
      [4, 0],
      [8, offset + length],
      [4, 1],
    ]);
  }
  yield fields([
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, Math.min(count, SHORT)],
    [2, Math.min(count, SHORT)],
    [4, Math.min(length, LONG)],
    [4, Math.min(offset, LONG)],
    [2, 0],
  ]);
}
