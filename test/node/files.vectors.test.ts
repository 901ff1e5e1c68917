import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endpointVectors, readVectors } from '../../src/node/files/index.ts';

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

/** A .npy file as NumPy's format specification 1.0 lays it out. */
function npy(descr: string, shape: string, data: ArrayBufferView, fortran = false): Uint8Array {
  const dict = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }`;
  const header = `${dict.padEnd(64 * Math.ceil((dict.length + 11) / 64) - 11)}\n`;
  const preamble = Buffer.from([
    0x93,
    ...Buffer.from('NUMPY'),
    1,
    0,
    header.length & 255,
    header.length >> 8,
  ]);
  return Buffer.concat([
    preamble,
    Buffer.from(header),
    Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  ]);
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
    const path = await write('fortran.npy', npy('<f8', '(2, 3)', Float64Array.of(1, 4, 2, 5, 3, 6), true));
    expect(await readVectors(path)).toEqual([Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6)]);
  });

  test('a one-dimensional array is one point', async () => {
    const path = await write('one.npy', npy('<f4', '(3,)', Float32Array.of(1, 2, 3)));
    expect(await readVectors(path)).toEqual([Float64Array.of(1, 2, 3)]);
  });

  const invalid = 'endpoints: expected a valid .npy file, got "FILE"';
  const f8 = Float64Array.from(six);
  test.each([
    ['text', Buffer.from('hello, world'), `${invalid} (Not an .npy file)`],
    ['big-endian numbers', npy('>f8', '(2, 3)', f8), `${invalid} (Unsupported dtype: >f8)`],
    [
      'complex numbers',
      npy('<c16', '(1, 3)', f8),
      `${invalid} (expected float32, float64 or integers, got dtype c16)`,
    ],
    [
      'three dimensions',
      npy('<f8', '(1, 2, 3)', f8),
      `${invalid} (expected a two-dimensional array with one point a row, got 3 dimensions (1, 2, 3))`,
    ],
    ['missing rows', npy('<f8', '(3, 3)', f8), `${invalid} (expected 3 × 3 entries, got 6)`],
    [
      'no rows',
      npy('<f8', '(0, 3)', new Float64Array()),
      'endpoints: expected at least one row of numbers, got none in "FILE"',
    ],
    [
      'no columns',
      npy('<f8', '(3, 0)', new Float64Array()),
      'endpoints: expected at least one row of numbers, got none in "FILE"',
    ],
    [
      'a NaN',
      npy('<f8', '(2, 3)', Float64Array.of(1, 2, 3, 4, Number.NaN, 6)),
      'endpoints: expected a finite number at row 2, column 2 of "FILE", got NaN',
    ],
    [
      'an infinity in Fortran order',
      npy('<f8', '(2, 2)', Float64Array.of(1, 2, -Infinity, 4), true),
      'endpoints: expected a finite number at row 1, column 2 of "FILE", got -Infinity',
    ],
  ])('%s are refused', async (_, bytes, expected) => {
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
    [
      'half a header',
      'x,2\n1,2\n',
      'endpoints: expected a finite number at row 1, column 1 of "FILE", got "x"',
    ],
  ])('%s is refused', async (_, text, expected) => {
    expect(await message(await write('bad.csv', text))).toBe(expected);
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
  expect(await message(join(dir, 'folder.csv'))).toContain('(it is a folder)');
  expect(await message(await write('points.txt', '1,2'))).toBe(
    'endpoints: expected orthonormal, gaussian, mnist:A,B or a .npy or .csv file, got "FILE"',
  );
});

test('endpointVectors reads files whatever the dimension asked for', async () => {
  const path = await write('points.csv', '1,2\n3,4\n');
  expect(await endpointVectors(path, { seed: 0, dim: 100 })).toEqual(await readVectors(path));
});
