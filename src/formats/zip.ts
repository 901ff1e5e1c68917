/** The files of a ZIP archive (APPNOTE.TXT 4.3), found by its central directory. */
import { echo } from '../input/errors.ts';
import { crc32 } from './crc32.ts';
import { inflated } from './inflate.ts';
import { MOST_BYTES, shownBytes } from './limits.ts';
import { viewOf } from './numbers.ts';

/** Signatures and sizes of records. */
const LOCAL = { signature: 0x04034b50, size: 30 };
const CENTRAL = { signature: 0x02014b50, size: 46 };
const END = { signature: 0x06054b50, size: 22 };
const LONGEST_COMMENT = 65535;
const [STORED, DEFLATED] = [0, 8];
/** What stands in a field that a zip64 record holds instead. */
const [ZIP64_SHORT, ZIP64] = [0xffff, 0xffffffff];

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  /** Where its local record starts, its data start and its data end. */
  readonly local: number;
  readonly start: number;
  readonly end: number;
  /** Bytes of its content. */
  readonly size: number;
}

/**
 * Unpacks one file after the other. The whole directory is checked first: names once, no file over another,
 * sizes within bounds.
 * @throws RangeError saying in one line what is wrong.
 */
export async function* zipEntries(
  bytes: Uint8Array,
): AsyncGenerator<{ readonly name: string; readonly content: Uint8Array }> {
  const entries = directory(bytes);
  checkTogether(entries);
  for (const { name, method, crc, start, end, size } of entries) {
    const packed = bytes.subarray(start, end);
    const content = method === STORED ? packed : await unpacked(packed, name, size);
    if (crc32(content) !== crc) throw new RangeError(`${echo(name)} is damaged: its checksum does not fit`);
    yield { name, content };
  }
}

async function unpacked(packed: Uint8Array, name: string, size: number): Promise<Uint8Array> {
  try {
    return await inflated(packed, 'deflate-raw', size);
  } catch (error) {
    throw new RangeError(`${echo(name)}: ${(error as Error).message}`, { cause: error });
  }
}

function checkTogether(entries: readonly Entry[]): void {
  const names = new Set<string>();
  for (const { name } of entries) {
    if (names.has(name)) throw new RangeError(`expected each entry once, got ${echo(name)} twice`);
    names.add(name);
  }
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > MOST_BYTES.numpy)
    throw new RangeError(
      `expected at most ${shownBytes(MOST_BYTES.numpy)} unpacked, got ${shownBytes(total)}`,
    );
  const inOrder = [...entries].sort((a, b) => a.local - b.local);
  inOrder.forEach(({ name, local }, i) => {
    const before = inOrder[i - 1];
    if (before !== undefined && local < before.end)
      throw new RangeError(`expected entries side by side, got ${echo(name)} inside ${echo(before.name)}`);
  });
}

function directory(bytes: Uint8Array): Entry[] {
  const view = viewOf(bytes);
  const end = endRecord(view);
  const entries: Entry[] = [];
  let at = view.getUint32(end + 16, true);
  let left = view.getUint16(end + 10, true);
  if (at === ZIP64 || left === ZIP64_SHORT) refuseZip64();
  for (; left > 0; left--) {
    requireRecord(view, at, CENTRAL);
    const field = (offset: number) => view.getUint32(at + offset, true);
    const short = (offset: number) => view.getUint16(at + offset, true);
    const name = new TextDecoder().decode(bytes.subarray(at + CENTRAL.size, at + CENTRAL.size + short(28)));
    const [flags, method, crc, packed, size, local] = [
      short(8),
      short(10),
      field(16),
      field(20),
      field(24),
      field(42),
    ];
    if ((flags & 1) === 1) throw new RangeError(`${echo(name)} is encrypted`);
    if (method !== STORED && method !== DEFLATED)
      throw new RangeError(`${echo(name)} is compressed by method ${method}; expected stored or deflated`);
    if (packed === ZIP64 || size === ZIP64 || local === ZIP64) refuseZip64();
    if (method === STORED && packed !== size)
      throw new RangeError(`${echo(name)} is damaged: it is stored in ${packed} bytes and has ${size}`);
    requireRecord(view, local, LOCAL);
    const start = local + LOCAL.size + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    if (start + packed > end) throw new RangeError(`truncated: ${echo(name)} ends after the file does`);
    entries.push({ name, method, crc, local, start, end: start + packed, size });
    at += CENTRAL.size + short(28) + short(30) + short(32);
  }
  return entries;
}

function endRecord(view: DataView): number {
  const first = Math.max(0, view.byteLength - END.size - LONGEST_COMMENT);
  for (let at = view.byteLength - END.size; at >= first; at--) {
    if (view.getUint32(at, true) === END.signature) return at;
  }
  throw new RangeError(view.byteLength === 0 ? 'an empty file' : 'not a ZIP archive');
}

function requireRecord(view: DataView, at: number, { signature, size }: typeof LOCAL): void {
  if (at + size <= view.byteLength && view.getUint32(at, true) === signature) return;
  throw new RangeError('damaged: its directory points at something else');
}

function refuseZip64(): never {
  throw new RangeError('expected a plain ZIP archive, got zip64, for sizes beyond 4 GiB');
}
