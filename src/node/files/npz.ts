/** Archives of NumPy arrays: a `.npz` file is a ZIP archive of `.npy` files, stored or deflated. */
import { crc32, inflateRawSync } from 'node:zlib';
import { parseNpy, type Rows } from './npy.ts';

/** One array of an archive, in the order of the archive. */
export interface NamedArray {
  /** Name without `.npy`. */
  readonly name: string;
  /** Its rows; a one-dimensional array is one row. */
  readonly rows: Rows;
  readonly dimensions: number;
}

/** Signatures and sizes of the records of a ZIP archive (APPNOTE.TXT 4.3). */
const LOCAL = { signature: 0x04034b50, size: 30 };
const CENTRAL = { signature: 0x02014b50, size: 46 };
const END = { signature: 0x06054b50, size: 22 };
const LONGEST_COMMENT = 65535;
const STORED = 0;
const DEFLATED = 8;

/**
 * The arrays of a `.npz` file as `numpy.savez` and `numpy.savez_compressed` write it, each as `parseNpy` reads it.
 * @throws Error saying in one line what is wrong.
 */
export function parseNpz(bytes: Uint8Array): NamedArray[] {
  return zipEntries(bytes).map(({ name: file, content }) => {
    if (!file.endsWith('.npy')) throw new Error(`expected .npy arrays, got an entry "${file}"`);
    const name = file.slice(0, -'.npy'.length);
    const own = new Uint8Array(content);
    try {
      return { name, rows: parseNpy(own.buffer), dimensions: dimensionsOf(own) };
    } catch (error) {
      throw new Error(`array "${name}": ${(error as Error).message}`, { cause: error });
    }
  });
}

/** How many dimensions the header of a `.npy` file gives; `parseNpy` makes a row of a vector. */
function dimensionsOf(npy: Uint8Array): number {
  const shape =
    /'shape':\s*\(([^)]*)\)/.exec(Buffer.from(npy.subarray(0, 1024)).toString('latin1'))?.[1] ?? '';
  return shape.split(',').filter((size) => size.trim() !== '').length;
}

/** The files of a ZIP archive, found by its central directory. */
function zipEntries(bytes: Uint8Array): { name: string; content: Uint8Array }[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endRecord(view);
  const entries: { name: string; content: Uint8Array }[] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    requireRecord(view, at, CENTRAL);
    const field = (offset: number) => view.getUint32(at + offset, true);
    const short = (offset: number) => view.getUint16(at + offset, true);
    const name = Buffer.from(bytes.subarray(at + CENTRAL.size, at + CENTRAL.size + short(28))).toString(
      'utf8',
    );
    const [flags, method, crc, packed, unpacked, local] = [
      short(8),
      short(10),
      field(16),
      field(20),
      field(24),
      field(42),
    ];
    if ((flags & 1) === 1) throw new Error(`"${name}" is encrypted`);
    requireRecord(view, local, LOCAL);
    const start = local + LOCAL.size + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    if (start + packed > bytes.length) throw new Error(`truncated: "${name}" ends after the file does`);
    const content = unpack(bytes.subarray(start, start + packed), method, name, unpacked);
    if (crc32(content) !== crc) throw new Error(`"${name}" is damaged: its checksum does not fit`);
    entries.push({ name, content });
    at += CENTRAL.size + short(28) + short(30) + short(32);
  }
  return entries;
}

function endRecord(view: DataView): number {
  const first = Math.max(0, view.byteLength - END.size - LONGEST_COMMENT);
  for (let at = view.byteLength - END.size; at >= first; at--) {
    if (view.getUint32(at, true) === END.signature) return at;
  }
  throw new Error('not a .npz file');
}

function requireRecord(view: DataView, at: number, { signature, size }: typeof LOCAL): void {
  if (at + size <= view.byteLength && view.getUint32(at, true) === signature) return;
  throw new Error('damaged: its directory points at something else (archives beyond 4 GiB are not read)');
}

function unpack(packed: Uint8Array, method: number, name: string, unpacked: number): Uint8Array {
  if (method === STORED) return packed;
  if (method !== DEFLATED)
    throw new Error(`"${name}" is compressed by method ${method}; expected stored or deflated`);
  return inflateRawSync(packed, { maxOutputLength: Math.max(1, unpacked) });
}
