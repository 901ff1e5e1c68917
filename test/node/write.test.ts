import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
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

  test('writes pieces one after the other', async () => {
    const bytes = Uint8Array.of(0, 255, 10);
    async function* later() {
      yield bytes;
      yield bytes;
    }
    await writeFiles(folder, { a: new Set(['one', 'σ']), b: later() });
    expect(readFileSync(join(folder, 'a'), 'utf8')).toBe('oneσ');
    expect([...readFileSync(join(folder, 'b'))]).toEqual([...bytes, ...bytes]);
  });

  test('leaves nothing of pieces that end in an error', async () => {
    function* broken() {
      yield 'one';
      throw new Error('torn');
    }
    await expect(writeFiles(join(folder, 'x'), { a: broken() })).rejects.toThrow(/x: .* got torn$/);
    expect(tree()).toEqual([]);
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
    expect(tree()).toEqual(['a', 'file']);
  });

  test('refuses links that lead nowhere, and takes those that lead to a folder', async () => {
    mkdirSync(join(folder, 'there'));
    symlinkSync(join(folder, 'gone'), join(folder, 'dangling'));
    symlinkSync(join(folder, 'loop'), join(folder, 'loop'));
    symlinkSync(join(folder, 'there'), join(folder, 'good'));
    for (const link of ['dangling', 'loop']) {
      const at = join(folder, link);
      const said = `--out: expected a folder, got "${at}", a link that leads nowhere`;
      expect(await refusal(at)).toBe(said);
      expect(await refusal(join(at, 'x'))).toBe(said);
    }
    expect(await refusal(join(folder, 'good'), ['a'])).toBeNull();
    expect(tree()).toEqual(['dangling', 'good', 'loop', 'there']);
  });

  test('refuses names and paths that are too long, and makes nothing of them', async () => {
    const long = 'x'.repeat(300);
    expect(await refusal(join(folder, 'new', long))).toMatch(/written to, got ".*" \(ENAMETOOLONG/);
    // Room for the folder, and none for a file in it.
    const deep = join(folder, `${'d'.repeat(99)}/`.repeat(60)).slice(0, 4090);
    expect(await refusal(deep, ['result.json'])).toMatch(/ENAMETOOLONG/);
    expect(tree()).toEqual([]);
  });

  test.skipIf(!existsSync('/proc/self'))('refuses a folder in which none can be made', async () => {
    expect(await refusal('/proc/self/x')).toMatch(
      /^--out: expected a folder that can be written to, got "\/proc\/self\/x" \(E/,
    );
  });
});

describe('what a killed process left', () => {
  const left = (pid: number, host = hostname()) => {
    const name = `.writing-${host}-${pid}-aB3x_z`;
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'a'), 'half');
    return name;
  };
  /** Of a process that has ended. */
  const ended = () => spawnSync(process.execPath, ['-e', '0']).pid;

  test('is removed by who writes there next', async () => {
    left(ended());
    await writeFiles(folder, FILES);
    expect(tree()).toEqual(['a', 'b']);
    left(ended());
    await checkFolder(folder, ['a']);
    expect(tree()).toEqual(['a', 'b']);
  });

  test('is known by its time where it bears our own number', async () => {
    const name = left(process.pid);
    await checkFolder(folder, []);
    expect(tree()).toContain(name);
    utimesSync(join(folder, name), 1, 1);
    await checkFolder(folder, []);
    expect(tree()).toEqual([]);
  });

  test('and what is not that, stays', async () => {
    const names = [left(process.ppid), left(ended(), 'elsewhere'), '.writing-mine', '.writing-1'];
    for (const name of names.slice(2)) mkdirSync(join(folder, name));
    await writeFiles(folder, FILES);
    expect(readdirSync(folder).sort()).toEqual([...names, 'a', 'b'].sort());
  });
});
