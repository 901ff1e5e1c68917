import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  digitVectors,
  endpointVectors,
  readDigits,
  readNetwork,
  readVectors,
} from '../../src/node/files/index.ts';
import { npy } from './fixtures.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'expressivity-'));
});
afterAll(() => rm(dir, { recursive: true }));

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, content);
  return path;
}

async function message(path: string): Promise<string> {
  const error: unknown = await readVectors(path).then(
    () => new Error('it was read'),
    (e) => e,
  );
  expect(error).toBeInstanceOf(RangeError);
  const text = (error as Error).message;
  expect(text).not.toContain('\n');
  expect(text).toContain(path);
  return text.replaceAll(path, 'FILE');
}

describe('.npy', () => {
  const six = [1, 2, 3, 4, 5, 6];
  test.each([
    ['<f8', Float64Array.from(six)],
    ['<f4', Float32Array.from(six)],
    ['|i1', Int8Array.from(six)],
    ['|u1', Uint8Array.from(six)],
    ['<i2', Int16Array.from(six)],
    ['<u2', Uint16Array.from(six)],
    ['<i4', Int32Array.from(six)],
    ['<u4', Uint32Array.from(six)],
    ['<i8', BigInt64Array.from(six.map(BigInt))],
    ['<u8', BigUint64Array.from(six.map(BigInt))],
  ])('rows of %s become points', async (descr, data) => {
    const path = await write('six.npy', npy(descr, '(2, 3)', data));
    expect(await readVectors(path)).toEqual([Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6)]);
  });

  test('doubles are read bit for bit', async () => {
    const values = Float64Array.of(0.1, -1 / 3, 5e-324, Number.MAX_VALUE);
    const path = await write('bits.npy', npy('<f8', '(2, 2)', values));
    expect(await readVectors(path)).toEqual([values.slice(0, 2), values.slice(2)]);
  });

  test('Fortran order is read as the same rows', async () => {
    const path = await write(
      'fortran.npy',
      npy('<f8', '(2, 3)', Float64Array.of(1, 4, 2, 5, 3, 6), { fortran: true }),
    );
    expect(await readVectors(path)).toEqual([Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6)]);
  });

  test('a one-dimensional array is one point', async () => {
    const path = await write('one.npy', npy('<f4', '(3,)', Float32Array.of(1, 2, 3)));
    expect(await readVectors(path)).toEqual([Float64Array.of(1, 2, 3)]);
  });

  test('an array of images is one point an image', async () => {
    const path = await write('images.npy', npy('<f4', '(2, 1, 3, 1)', Float32Array.of(...six)));
    expect(await readVectors(path)).toEqual([Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6)]);
  });

  const invalid = 'endpoints: expected a valid .npy file, got "FILE"';
  const f8 = Float64Array.from(six);
  test.each([
    ['an empty file', Buffer.of(), `${invalid} (an empty file)`],
    ['text', Buffer.from('hello, world'), `${invalid} (not a .npy file: it does not start as one)`],
    [
      'a NaN',
      npy('<f8', '(2, 3)', Float64Array.of(1, 2, 3, 4, Number.NaN, 6)),
      'endpoints: expected a finite number at row 2, column 2 of "FILE", got NaN',
    ],
    [
      'an infinity in Fortran order',
      npy('<f8', '(2, 2)', Float64Array.of(1, 2, -Infinity, 4), { fortran: true }),
      'endpoints: expected a finite number at row 1, column 2 of "FILE", got -Infinity',
    ],
  ])('%s is refused', async (_, bytes, expected) => {
    expect(await message(await write('bad.npy', bytes))).toBe(expected);
  });

  test.each([3, 9, 40, 131])('a file cut off after %i bytes is refused', async (length) => {
    const path = await write('cut.npy', npy('<f8', '(2, 3)', f8).subarray(0, length));
    expect(await message(path)).toContain(invalid);
  });
});

describe('.csv', () => {
  const points = [Float64Array.of(1, -2.5, 3e-2), Float64Array.of(4, 0.5, 6)];
  test.each([
    ['plain', '1,-2.5,3e-2\n4,.5,6\n'],
    ['with a header', 'x,y,z\n1,-2.5,3e-2\n4,.5,6'],
    [
      'with Windows line ends, spaces, quotes, blank lines and a byte order mark',
      '\uFEFF1, -2.5 ,"3e-2"\r\n\r\n4,.5,+6.\r\n\r\n',
    ],
  ])('%s', async (_, text) => {
    expect(await readVectors(await write('points.CSV', text))).toEqual(points);
  });

  test.each([
    ['an empty file', '', 'endpoints: expected at least one row of numbers, got none in "FILE"'],
    ['a header alone', 'x,y\n', 'endpoints: expected at least one row of numbers, got none in "FILE"'],
    ['a short row', 'x,y\n1,2\n3\n', 'endpoints: expected 2 numbers a row, got 1 at row 3 of "FILE"'],
    [
      'a word after a million digits',
      `${'1'.repeat(1e6)}x,2\n3,4\n`,
      `endpoints: expected a finite number at row 1, column 1 of "FILE", got "${'1'.repeat(58)}…`,
    ],
    [
      'a word',
      '1,2\n3,four\n',
      'endpoints: expected a finite number at row 2, column 2 of "FILE", got "four"',
    ],
    [
      'an empty cell',
      '1,2\n,4\n',
      'endpoints: expected a finite number at row 2, column 1 of "FILE", got nothing',
    ],
    [
      'a NaN',
      '1,2\n\n3,nan\n',
      'endpoints: expected a finite number at row 3, column 2 of "FILE", got "nan"',
    ],
    [
      'an overflow',
      '1e999,2\n',
      'endpoints: expected a finite number at row 1, column 1 of "FILE", got "1e999"',
    ],
    [
      'a hexadecimal',
      '1,0x10\n',
      'endpoints: expected a finite number at row 1, column 2 of "FILE", got "0x10"',
    ],
    [
      'a first row of NaN',
      'nan,nan\n1,2\n',
      'endpoints: expected a finite number at row 1, column 1 of "FILE", got "nan"',
    ],
    ['a wide header', 'x,y\n1,2,3\n', 'endpoints: expected 2 numbers a row, got 3 at row 2 of "FILE"'],
    [
      'a row of too many numbers',
      `1\n${'0,'.repeat(3e6 - 1)}0\n`,
      'endpoints: expected at most 1,000,000 numbers a row, got 3,000,000 at row 2 of "FILE"',
    ],
    [
      'too many rows',
      '1\n'.repeat(1_000_001),
      'endpoints: expected at most 1,000,000 rows in "FILE", got more',
    ],
    [
      'semicolons',
      'x;y\n1;2\n3;4\n',
      'endpoints: expected commas between numbers at row 2 of "FILE", got semicolons ("1;2")',
    ],
    [
      'semicolons beside decimal commas',
      '0,5;1,5\n',
      'endpoints: expected commas between numbers at row 1 of "FILE", got semicolons ("5;1")',
    ],
    [
      'semicolons beside decimal commas below a header',
      'x;y\n0,5;1,5\n',
      'endpoints: expected commas between numbers at row 2 of "FILE", got semicolons ("5;1")',
    ],
    [
      'spaces',
      '1 2\n3 4\n',
      'endpoints: expected commas between numbers at row 2 of "FILE", got spaces ("3 4")',
    ],
    [
      'tabs',
      '1,2\n3\t4,5\n',
      'endpoints: expected commas between numbers at row 2 of "FILE", got tabs ("3\\t4")',
    ],
    [
      'a long cell of control characters',
      `1\n\u001b[2J${'x'.repeat(3e6)}\n`,
      `endpoints: expected a finite number at row 2, column 1 of "FILE", got "\\u001b[2J${'x'.repeat(49)}…`,
    ],
    [
      'half a header',
      'x,2\n1,2\n',
      'endpoints: expected a finite number at row 1, column 1 of "FILE", got "x"',
    ],
  ])('%s is refused', async (_, text, expected) => {
    expect(await message(await write('bad.csv', text))).toBe(expected);
  });
});

describe('columns that need not be coordinates', () => {
  const columnNumbers = (last: number) =>
    `endpoints: expected points or names in the first row of "FILE", got numbers of columns, 0 to ${last}; leave them out (in pandas, header=False) or write names`;
  const rowNumbers =
    'endpoints: expected coordinates in column 1 of "FILE", got numbers of rows; leave them out (in pandas, index=False) or add a header line of names';
  const unnamed = (column: number) =>
    `endpoints: expected a name for column ${column} of "FILE", got none; leave out an index (in pandas, index=False)`;
  test.each([
    ['to_csv(index=False)', '0,1,2\n4,5,6\n7,8,9\n', columnNumbers(2)],
    ['the same of two columns', '0,1\n0.5,1.0\n2.0,1e-3\n', columnNumbers(1)],
    ['to_csv()', ',0,1\n0,0.5,1.0\n1,0.25,1.0\n', unnamed(1)],
    ['to_csv() with names', ',x,y\n0,1,0\n1,0,1\n', unnamed(1)],
    ['a name left out', 'x,,z\n0,1,0\n1,0,1\n', unnamed(2)],
    ['to_csv(header=False)', '0,0.5,1.0\n1,0.25,2.0\n2,0.0,1.0\n', rowNumbers],
    ['the same from 1', '1,0.5,1.0\n2,0.25,2.0\n', rowNumbers],
    ['the same where columns have integers too', '1,0.5,1\n2,1,0.25\n', rowNumbers],
    [
      'to_csv() of a table that was read with its index',
      'Unnamed: 0,x\n0,0.5\n1,0.25\n',
      'endpoints: expected coordinates alone in "FILE", got a column "Unnamed: 0"; leave it out or rename it',
    ],
    [
      'labels',
      'label,1x1,1x2\n7,0,255\n1,255,0\n',
      'endpoints: expected coordinates alone in "FILE", got a column "label"; leave it out or rename it',
    ],
    [
      'classes in the last column',
      'x,y,Class\n0,255,1\n',
      'endpoints: expected coordinates alone in "FILE", got a column "Class"; leave it out or rename it',
    ],
  ])('%s is refused', async (_, text, expected) => {
    expect(await message(await write('other.csv', text))).toBe(expected);
  });

  test.each([
    ['two integers in the first row', '0,1\n1,0\n', [Float64Array.of(0, 1), Float64Array.of(1, 0)]],
    ['one column', '0\n1\n', [Float64Array.of(0), Float64Array.of(1)]],
    ['one row', '0,1,2\n', [Float64Array.of(0, 1, 2)]],
    ['integers beside integers', '0,5\n1,6\n', [Float64Array.of(0, 5), Float64Array.of(1, 6)]],
    [
      'a grid of integers',
      '0,0\n1,0\n2,0\n',
      [Float64Array.of(0, 0), Float64Array.of(1, 0), Float64Array.of(2, 0)],
    ],
    ['bytes of pixels', '1,0,255\n2,17,0\n', [Float64Array.of(1, 0, 255), Float64Array.of(2, 17, 0)]],
    [
      'a column of integers beside the first',
      '0,0.5,3\n1,0.25,3\n',
      [Float64Array.of(0, 0.5, 3), Float64Array.of(1, 0.25, 3)],
    ],
    ['integers from 17 on', '17,0.5\n18,0.25\n', [Float64Array.of(17, 0.5), Float64Array.of(18, 0.25)]],
    [
      'numbers of rows with a name',
      't,x\n0,0.5\n1,1.5\n',
      [Float64Array.of(0, 0.5), Float64Array.of(1, 1.5)],
    ],
    ['integers that do not count up', '0,0.5\n2,1.5\n', [Float64Array.of(0, 0.5), Float64Array.of(2, 1.5)]],
  ])('%s is read', async (_, text, expected) => {
    expect(await readVectors(await write('points.csv', text))).toEqual(expected);
  });
});

test.each(['.npy', '.csv'])('a missing %s file is refused', async (extension) => {
  expect(await message(join(dir, `missing${extension}`))).toBe(
    'endpoints: expected a readable file, got "FILE" (no such file)',
  );
});

test('a folder and an unknown extension are refused', async () => {
  const { mkdir } = await import('node:fs/promises');
  await mkdir(join(dir, 'folder.csv'));
  expect(await message(join(dir, 'folder.csv'))).toContain('(a folder)');
  expect(await message(await write('points.txt', '1,2'))).toBe(
    'endpoints: expected orthonormal, gaussian, mnist:A,B or a .npy or .csv file, got "FILE"',
  );
});

test('UTF-16 is refused by name', async () => {
  const refused =
    'endpoints: expected a readable file, got "FILE" (text in UTF-16 or no text; UTF-8 is read)';
  expect(await message(await write('marked.csv', Buffer.from('\uFEFF1,2\n', 'utf16le')))).toBe(refused);
  expect(await message(await write('unmarked.csv', Buffer.from('1,2\n3,4\n', 'utf16le')))).toBe(refused);
});

test.each([
  ['readVectors', () => readVectors(5 as never), 'path: expected a text, got 5'],
  ['readNetwork', () => readNetwork(undefined as never), 'path: expected a text, got undefined'],
  ['readDigits', () => readDigits(5 as never), 'options: expected a plain object, got 5'],
  ['readDigits', () => readDigits({ mnistDir: 5 as never }), 'mnistDir: expected a text, got 5'],
  ['readDigits', () => readDigits('digits' as never), 'options: expected a plain object, got "digits"'],
  ['digitVectors', () => digitVectors([] as never), 'endpoints: expected a text, got []'],
  [
    'endpointVectors',
    () => endpointVectors('gaussian', undefined as never),
    'options: expected a plain object, got undefined',
  ],
])('%s refuses what is no text or no options', async (_, call, expected) => {
  await expect(call()).rejects.toThrow(new TypeError(expected));
});

test('endpointVectors reads files whatever the dimension asked for', async () => {
  const path = await write('points.csv', '1,2\n3,4\n');
  expect(await endpointVectors(path, { seed: 0, dim: 100 })).toEqual(await readVectors(path));
});
