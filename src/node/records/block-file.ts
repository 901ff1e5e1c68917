/**
 * A file of blocks: the line `expressivity/records@1 CRC {…}`, an identity as JSON and the seconds that
 * measuring took, then blocks one after the other. It is written beside its place, synced and renamed, so that it is there whole or not at all.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { echo, echoPath, InputError } from '../../experiment/index.ts';
import { type BlockHeader, decodeHeader, HEADER_BYTES } from './format.ts';
import { IDENTITY_FIELDS, type Identity, identityBytes } from './identity.ts';
import { writeSynced } from './synced.ts';

export const RECORDS_SCHEMA = 'expressivity/records@1';
export const ENDING = '.blocks';

/** A block and where its numbers begin. */
export interface StoredBlock extends BlockHeader {
  readonly path: string;
  readonly at: number;
}

/** What a file holds. */
export interface BlockFile {
  readonly blocks: readonly StoredBlock[];
  /** How long a process took to measure them. */
  readonly seconds: number;
}

/** Writes a file of encoded blocks under a name that no other file has. Returns its path. */
export async function writeBlockFile(
  folder: string,
  name: string,
  identity: Identity,
  blocks: readonly Uint8Array[],
  seconds: number,
): Promise<string> {
  const path = join(folder, `${name}-${randomBytes(6).toString('hex')}${ENDING}`);
  await writeSynced(folder, path, [headLine(identity, seconds), ...blocks]);
  return path;
}

function headLine(identity: Identity, seconds: number): Buffer {
  const text = JSON.stringify({ ...identity, seconds });
  return Buffer.from(`${RECORDS_SCHEMA} ${checksumOf(text)} ${text}\n`);
}

const checksumOf = (text: string): string => crc32(text).toString(16).padStart(8, '0');

/** A file is damaged. */
export class DamagedFileError extends Error {
  override readonly name = 'DamagedFileError';
}

/**
 * The blocks of a file, checked; with `deep` also the checksums of their numbers.
 * @throws DamagedFileError; InputError naming the file and the field in which its identity differs; Error of
 * the file system.
 */
export function readBlockFile(path: string, identity: Identity, deep: boolean): BlockFile {
  const expected = identityBytes(identity);
  const fd = openSync(path, 'r');
  try {
    const read = (at: number, size: number) => {
      const bytes = Buffer.allocUnsafe(size);
      return bytes.subarray(0, readFully(fd, bytes, at));
    };
    const head = readHead(path, read(0, LONGEST_HEAD), identity);
    let at = head.end;
    const blocks: StoredBlock[] = [];
    for (;;) {
      const header = read(at, HEADER_BYTES);
      if (header.length === 0) return { blocks, seconds: head.seconds };
      const block = decodeHeader(header, expected);
      if (typeof block === 'string') throw new DamagedFileError(block);
      at += HEADER_BYTES;
      if (!isWhole(read, at, block, deep)) throw new DamagedFileError('the checksum of a block differs');
      blocks.push({ ...block, path, at });
      at += block.bytes;
    }
  } finally {
    closeSync(fd);
  }
}

const LONGEST_HEAD = 2048;
const PIECE = 1 << 22;

/** Reads as much as there is. */
export function readFully(fd: number, bytes: Uint8Array, at: number): number {
  let length = 0;
  while (length < bytes.length) {
    const read = readSync(fd, bytes, length, bytes.length - length, at + length);
    if (read === 0) break;
    length += read;
  }
  return length;
}

/** Where the first block begins, and how long the blocks took. */
function readHead(path: string, head: Buffer, identity: Identity): { end: number; seconds: number } {
  const end = head.indexOf('\n');
  const line = head.toString('utf8', 0, Math.max(end, 0));
  const begin = `${RECORDS_SCHEMA} `;
  const text = line.slice(begin.length + 9);
  if (line !== `${begin}${checksumOf(text)} ${text}`)
    throw new DamagedFileError(`it does not begin with a whole line ${RECORDS_SCHEMA}`);
  const found = JSON.parse(text) as Partial<Identity> & { seconds?: unknown };
  const field = IDENTITY_FIELDS.find((name) => found[name] !== identity[name]);
  const seconds = typeof found.seconds === 'number' ? found.seconds : 0;
  if (field === undefined) return { end: end + 1, seconds };
  throw new InputError(`${echoPath(path)}: ${field}`, String(identity[field]), echo(found[field]));
}

function isWhole(
  read: (at: number, size: number) => Buffer,
  start: number,
  { bytes, checksum }: BlockHeader,
  deep: boolean,
): boolean {
  if (!deep) return bytes === 0 || read(start + bytes - 1, 1).length === 1;
  let sum = 0;
  for (let done = 0; done < bytes; ) {
    const piece = read(start + done, Math.min(PIECE, bytes - done));
    if (piece.length === 0) return false;
    sum = crc32(piece, sum);
    done += piece.length;
  }
  return sum === checksum;
}
