import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readBytes, readText } from '../../src/node/files/read.ts';

const folder = mkdtempSync(join(tmpdir(), 'expressivity-read-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string) => join(folder, name);

async function refusal(reading: Promise<unknown>): Promise<string> {
  const error: unknown = await reading.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RangeError);
  return (error as Error).message;
}

const hasPipes = process.platform !== 'win32';

describe('readBytes', () => {
  test('a file, a link to it, an empty file', async () => {
    writeFileSync(path('file'), 'content');
    symlinkSync(path('file'), path('link'));
    writeFileSync(path('empty'), '');
    expect(String(await readBytes(path('file'), 7))).toBe('content');
    expect(String(await readBytes(path('link'), 7))).toBe('content');
    expect(await readBytes(path('empty'), 7)).toHaveLength(0);
  });

  test('refuses a file by its size alone', async () => {
    writeFileSync(path('huge'), '');
    truncateSync(path('huge'), 2 ** 40);
    expect(await refusal(readBytes(path('huge'), 2 ** 24))).toBe(
      '1,048,576 MiB, where at most 16 MiB are read',
    );
  });

  test('refuses what is no file, by name', async () => {
    mkdirSync(path('folder'));
    symlinkSync(path('loop'), path('loop'));
    expect(await refusal(readBytes(path('folder'), 7))).toBe('a folder');
    expect(await refusal(readBytes(path('nowhere'), 7))).toBe('no such file');
    expect(await refusal(readBytes(path('loop'), 7))).toBe('a loop of links');
    expect(await refusal(readBytes(path('x'.repeat(3000)), 7))).toBe('too long a name');
    expect(await refusal(readBytes('a\0b', 7))).toBe('no path of a file');
  });

  test.skipIf(!hasPipes)('refuses devices, which may never end', async () => {
    expect(await refusal(readBytes('/dev/zero', 7))).toBe('a device or socket');
  });

  test.skipIf(!hasPipes)('reads a pipe up to its bound, and none that nobody writes to', async () => {
    execFileSync('mkfifo', [path('pipe')]);
    expect(await refusal(readBytes(path('pipe'), 7))).toBe('an empty pipe that nobody writes to');
    const both = openSync(path('pipe'), 'r+');
    writeSync(both, 'more than seven');
    expect(await refusal(readBytes(path('pipe'), 7))).toBe('more, where at most 7 bytes are read');
    closeSync(both);
  });
});

describe('readText', () => {
  test('leaves a byte order mark out', async () => {
    writeFileSync(path('marked'), '\uFEFFα');
    expect(await readText(path('marked'), 100)).toBe('α');
  });

  test.each<[string, Buffer]>([
    ['UTF-16', Buffer.from('\uFEFF{}', 'utf16le')],
    ['UTF-16 in the other order', Buffer.from('\uFEFF{}', 'utf16le').swap16()],
    ['UTF-16 without a mark', Buffer.from('{}', 'utf16le')],
  ])('refuses %s by name', async (_, bytes) => {
    writeFileSync(path('wide'), bytes);
    expect(await refusal(readText(path('wide'), 100))).toBe('text in UTF-16 or no text; UTF-8 is read');
  });
});
