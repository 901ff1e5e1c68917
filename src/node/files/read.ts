/** Bytes and text of a file, within bounds that are checked before anything is read. */
import { constants, openSync, readSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { shownBytes } from '../../formats/limits.ts';
import { textOf } from '../../formats/text.ts';

/**
 * Its message is what there is instead of a file that can be read, in a few words: `no such file`, `a
 * folder`.
 */
export class Unreadable extends RangeError {
  /** Whether there is no file of this name. */
  readonly isMissing: boolean;

  constructor(what: string, isMissing = false) {
    super(what);
    this.isMissing = isMissing;
  }
}

/**
 * The bytes of a file, or of a pipe such as the shell's `<(…)`, up to its end.
 * @throws Unreadable
 */
export async function readBytes(path: string, most: number): Promise<Buffer> {
  try {
    const found = await stat(path);
    if (found.isFIFO()) return await pipeBytes(path, most);
    if (found.isDirectory()) throw new Unreadable('a folder');
    if (!found.isFile()) throw new Unreadable('a device or socket');
    return await fileBytes(path, most);
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new Unreadable(reason(error as NodeJS.ErrnoException), code === 'ENOENT' || code === 'ENOTDIR');
  }
}

/** The reason of a failed file-system call, in a few words. */
export function reason({ code = 'not enough memory' }: NodeJS.ErrnoException): string {
  return REASONS[code] ?? code;
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EISDIR: 'a folder',
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  ELOOP: 'a loop of links',
  ENAMETOOLONG: 'too long a name',
  ERR_INVALID_ARG_VALUE: 'no path of a file',
};

async function fileBytes(path: string, most: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (size > most) throw new Unreadable(tooLarge(most, shownBytes(size)));
    const bytes = Buffer.allocUnsafe(size);
    let length = 0;
    while (length < size) {
      const { bytesRead } = await file.read(bytes, length, size - length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  } finally {
    await file.close();
  }
}

/** Read as a socket is, so that an interrupt is heard while nothing comes. */
async function pipeBytes(path: string, most: number): Promise<Buffer> {
  const { Socket } = await import('node:net');
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const pipe = new Socket({ fd, readable: true, writable: false });
  const chunks: Buffer[] = [];
  let length = 0;
  const take = (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length > most) throw new Unreadable(tooLarge(most, 'more'));
  };
  try {
    take(firstChunk(fd));
    for await (const chunk of pipe as AsyncIterable<Buffer>) take(chunk);
  } finally {
    pipe.destroy();
  }
  return Buffer.concat(chunks, length);
}

/** What lies in a pipe already. One that nobody has opened to write would be waited for without end. */
function firstChunk(fd: number): Buffer {
  const chunk = Buffer.alloc(2 ** 16);
  let length = 0;
  try {
    length = readSync(fd, chunk);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return chunk.subarray(0, 0);
    throw error;
  }
  if (length === 0) throw new Unreadable('an empty pipe that nobody writes to');
  return chunk.subarray(0, length);
}

function tooLarge(most: number, came: string): string {
  return `${came}, where at most ${shownBytes(most)} are read`;
}

/**
 * The text of a file in UTF-8, without a byte order mark.
 * @throws Unreadable; RangeError for text that is not UTF-8.
 */
export async function readText(path: string, most: number): Promise<string> {
  return textOf(await readBytes(path, most));
}
