import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { InputError } from '../../src/experiment/index.ts';
import { checkFolder, writeFiles } from '../../src/node/write.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'expressivity-write-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const tree = (at = folder) => readdirSync(at, { recursive: true, encoding: 'utf8' }).sort();
const FILES = { a: 'one', b: 'two' };

describe('writeFiles', () => {
  test('makes the folder and returns the paths', async () => {
    const at = join(folder, 'x/y');
    expect(await writeFiles(at, FILES)).toEqual([join(at, 'a'), join(at, 'b')]);
    expect(tree()).toEqual(['x', 'x/y', 'x/y/a', 'x/y/b']);
    expect(readFileSync(join(at, 'b'), 'utf8')).toBe('two');
  });

  test('replaces files that are there', async () => {
    writeFileSync(join(folder, 'a'), 'old');
    await writeFiles(folder, FILES);
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('one');
  });

  test('aborted at any moment before the end, leaves things as they were', async () => {
    writeFileSync(join(folder, 'a'), 'old');
    const large = { a: 'x'.repeat(1 << 22), b: 'y'.repeat(1 << 22) };
    for (let turns = 0; turns < 12; turns++) {
      const controller = new AbortController();
      const writing = writeFiles(join(folder, 'x/y'), large, controller.signal);
      for (let i = 0; i < turns; i++) await new Promise(setImmediate);
      const left = tree().includes('x/y/a');
      controller.abort(new Error('stop'));
      if (left) await writing;
      else await expect(writing).rejects.toThrow('stop');
      expect(tree()).toEqual(left ? ['a', 'x', 'x/y', 'x/y/a', 'x/y/b'] : ['a']);
      rmSync(join(folder, 'x'), { recursive: true, force: true });
    }
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('old');
  });

  test('that fails, names the folder and leaves nothing', async () => {
    // A file has no name with a slash in it.
    await expect(writeFiles(join(folder, 'x/y'), { a: 'one', 'b/c': 'two' })).rejects.toThrow(
      /y: expected to be written to, got ENOENT/,
    );
    expect(tree()).toEqual([]);
  });

  test('leaves a folder that it has made, if somebody else has put something there', async () => {
    const writing = writeFiles(join(folder, 'x/y'), { a: 'x'.repeat(1 << 24), 'b/c': '' });
    while (!tree().includes('x/y')) await new Promise(setImmediate);
    writeFileSync(join(folder, 'x/theirs'), '');
    await expect(writing).rejects.toThrow('expected to be written to');
    expect(tree()).toEqual(['x', 'x/theirs']);
  });
});

describe('checkFolder', () => {
  const refusal = (at: string, names: string[] = []) =>
    checkFolder(at, names).then(
      () => null,
      (error: unknown) => {
        expect(error).toBeInstanceOf(InputError);
        return (error as Error).message;
      },
    );

  test('accepts folders that are there or can be made, and makes nothing', async () => {
    expect(await refusal(folder, ['a'])).toBeNull();
    expect(await refusal(join(folder, 'x/y/z'), ['a'])).toBeNull();
    expect(tree()).toEqual([]);
  });

  test('refuses files, folders below files, and folders where a file should go', async () => {
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'a'));
    const file = join(folder, 'file');
    expect(await refusal(file)).toBe(`--out: expected a folder, got the file "${file}"`);
    expect(await refusal(join(file, 'x'))).toBe(`--out: expected a folder, got the file "${file}"`);
    expect(await refusal(folder, ['file', 'a'])).toMatch(/room for a file a,/);
  });
});
