import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endpoints } from '../../src/curve/index.ts';
import { digitVectors, endpointVectors, readDigits } from '../../src/node/files/index.ts';
import { idx } from './fixtures.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'expressivity-'));
});
afterAll(() => rm(root, { recursive: true }));

/** Images of 1 × 2 pixels. */
const images = (...pixels: number[]) => idx(0x803, [pixels.length / 2, 1, 2], pixels);
const labels = (...classes: number[]) => idx(0x801, [classes.length], classes);

let folders = 0;
async function folder(files: Record<string, Uint8Array>): Promise<string> {
  const dir = join(root, `${folders++}`);
  await mkdir(dir);
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(dir, name), bytes);
  return dir;
}

async function message(promise: Promise<unknown>, dir = root): Promise<string> {
  const error: unknown = await promise.then(
    () => new Error('it was accepted'),
    (e) => e,
  );
  expect(error).toBeInstanceOf(RangeError);
  const text = (error as Error).message;
  expect(text).not.toContain('\n');
  return text.replaceAll(dir, 'DIR');
}

describe('the shipped digits', () => {
  test('are 200 images of 28 × 28 pixels, digit i of class i mod 10', async () => {
    const digits = await readDigits();
    expect([digits.count, digits.pixels, digits.images.length]).toEqual([200, 784, 200 * 784]);
    expect([...digits.labels]).toEqual(Array.from({ length: 200 }, (_, i) => i % 10));
  });

  test('are distinct, have empty corners and a plausible amount of ink', async () => {
    const { images: pixels } = await readDigits();
    const all = Array.from({ length: 200 }, (_, i) => pixels.subarray(i * 784, (i + 1) * 784));
    expect(new Set(all.map((image) => image.join())).size).toBe(200);
    for (const image of all) {
      expect([0, 27, 756, 783].map((corner) => image[corner])).toEqual([0, 0, 0, 0]);
      const ink = image.reduce((sum, v) => sum + v, 0) / 255 / 784;
      expect(ink).toBeGreaterThan(0.02);
      expect(ink).toBeLessThan(0.5);
    }
  });

  test('are upright: a 7 has its bar on top, a 6 its bowl at the bottom', async () => {
    const { images: pixels, labels: classes } = await readDigits();
    const upperShare = (digit: number) => {
      let [upper, whole] = [0, 0];
      pixels.forEach((v, i) => {
        if (classes[Math.floor(i / 784)] !== digit) return;
        whole += v;
        if (i % 784 < 14 * 28) upper += v;
      });
      return upper / whole;
    };
    expect(upperShare(7)).toBeGreaterThan(0.55);
    expect(upperShare(6)).toBeLessThan(0.45);
  });
});

describe('digitVectors', () => {
  test('by class takes the first digit of the class, by index that digit, in [0, 1]', async () => {
    const { images: pixels } = await readDigits();
    const image = (i: number) => Float64Array.from(pixels.subarray(i * 784, (i + 1) * 784), (v) => v / 255);
    expect(await digitVectors('mnist:3,8')).toEqual([image(3), image(8)]);
    expect(await digitVectors('mnist:#17,#42')).toEqual([image(17), image(42)]);
    expect(await digitVectors('mnist:3, #199,0')).toEqual([image(3), image(199), image(0)]);
    expect(Math.max(...image(3))).toBe(1);
  });

  const form = 'endpoints: expected at least two digits by class (mnist:3,8) or index (mnist:#17,#42), got';
  test.each([
    ['mnist:3', `${form} "mnist:3"`],
    ['mnist:', `${form} "mnist:"`],
    ['mnist:3,', `${form} "mnist:3,"`],
    ['mnist:3,x', `${form} "mnist:3,x"`],
    ['mnist:-1,2', `${form} "mnist:-1,2"`],
    ['mnist:3,12', 'endpoints: expected a digit class in 0 … 9, got 12'],
  ])('%s is refused', async (spec, expected) => {
    expect(await message(digitVectors(spec))).toBe(expected);
  });

  test('an index out of range and an absent class are refused', async () => {
    const dir = await folder({
      't10k-images-idx3-ubyte': images(1, 2, 3, 4),
      't10k-labels-idx1-ubyte': labels(5, 6),
    });
    expect(await message(digitVectors('mnist:#1,#2', { mnistDir: dir }), dir)).toBe(
      'endpoints: expected a digit index in #0 … #1, got #2 (digits of "DIR")',
    );
    expect(await message(digitVectors('mnist:5,7', { mnistDir: dir }), dir)).toBe(
      'endpoints: expected a digit class that is present, got 7 (none in "DIR")',
    );
  });
});

describe('a folder of IDX files', () => {
  const [imageBytes, labelBytes] = [images(255, 0, 51, 102), labels(4, 9)];
  test.each<[string, Record<string, Uint8Array>]>([
    ['plain', { 'train-images-idx3-ubyte': imageBytes, 'train-labels-idx1-ubyte': labelBytes }],
    ['with dots', { 'train-images.idx3-ubyte': imageBytes, 'train-labels.idx1-ubyte': labelBytes }],
    [
      'gzipped',
      {
        'train-images-idx3-ubyte.gz': gzipSync(imageBytes),
        'train-labels.idx1-ubyte.gz': gzipSync(labelBytes),
      },
    ],
    [
      'gzipped without saying so',
      { 'train-images-idx3-ubyte': gzipSync(imageBytes), 'train-labels-idx1-ubyte': labelBytes },
    ],
    ['of the t10k set alone', { 't10k-images-idx3-ubyte': imageBytes, 't10k-labels-idx1-ubyte': labelBytes }],
  ])('%s is read', async (_, files) => {
    const dir = await folder(files);
    expect(await digitVectors('mnist:9,#0', { mnistDir: dir })).toEqual([
      Float64Array.of(0.2, 0.4),
      Float64Array.of(1, 0),
    ]);
  });

  test('counts the training set first', async () => {
    const dir = await folder({
      't10k-images-idx3-ubyte': images(7, 8),
      't10k-labels-idx1-ubyte': labels(4),
      'train-images-idx3-ubyte': images(1, 2, 3, 4),
      'train-labels-idx1-ubyte': labels(5, 4),
    });
    expect(await readDigits({ mnistDir: dir })).toEqual({
      count: 3,
      pixels: 2,
      images: Uint8Array.of(1, 2, 3, 4, 7, 8),
      labels: Uint8Array.of(5, 4, 4),
      source: dir,
    });
  });

  const claimsTooMuch = gzipSync(idx(0x803, [1000 * 2 ** 10, 32, 32], []));
  const bad = 'mnistDir: expected an IDX file of bytes, got "DIR/train-images-idx3-ubyte"';
  test.each<[string, Record<string, Uint8Array>, string]>([
    [
      'empty',
      {},
      'mnistDir: expected train-images-idx3-ubyte or t10k-images-idx3-ubyte (or .gz), got "DIR" without either',
    ],
    [
      'without labels',
      { 'train-images-idx3-ubyte': imageBytes },
      'mnistDir: expected train-labels-idx1-ubyte (or .gz) beside train-images-idx3-ubyte, got none in "DIR"',
    ],
    [
      'with a wrong magic number',
      { 'train-images-idx3-ubyte': labelBytes.subarray(0), 'train-labels-idx1-ubyte': labelBytes },
      `${bad} (truncated: 10 bytes, no header)`,
    ],
    [
      'with floats',
      {
        'train-images-idx3-ubyte': idx(0xd03, [1, 1, 1], [0, 0, 0, 0]),
        'train-labels-idx1-ubyte': labels(1),
      },
      `${bad} (expected magic number 2051, got 3331)`,
    ],
    [
      'cut off',
      { 'train-images-idx3-ubyte': imageBytes.subarray(0, -1), 'train-labels-idx1-ubyte': labelBytes },
      `${bad} (truncated: expected 2 × 1 × 2 bytes of data, got 3)`,
    ],
    [
      'too long',
      {
        'train-images-idx3-ubyte': Buffer.concat([imageBytes, Buffer.of(0)]),
        'train-labels-idx1-ubyte': labelBytes,
      },
      `${bad} (too long: expected 2 × 1 × 2 bytes of data, got 5)`,
    ],
    [
      'cut off inside gzip',
      {
        'train-images-idx3-ubyte': gzipSync(imageBytes).subarray(0, -9),
        'train-labels-idx1-ubyte': labelBytes,
      },
      `${bad} (truncated: its compressed data end early)`,
    ],
    [
      'with no images',
      { 'train-images-idx3-ubyte': idx(0x803, [1e9, 0, 2], []), 'train-labels-idx1-ubyte': labelBytes },
      `${bad} (expected at least one byte of data, got 1000000000 × 0 × 2)`,
    ],
    [
      'with more data than are read',
      {
        'train-images-idx3-ubyte': gzipSync(idx(0x803, [2 ** 20, 64, 64], [])),
        'train-labels-idx1-ubyte': labelBytes,
      },
      `${bad} (expected at most 1,024 MiB of data and 1,000,000 bytes an image, got 1048576 × 64 × 64)`,
    ],
    [
      'with images of more pixels than a network has inputs',
      { 'train-images-idx3-ubyte': idx(0x803, [1, 1001, 1000], []), 'train-labels-idx1-ubyte': labelBytes },
      `${bad} (expected at most 1,024 MiB of data and 1,000,000 bytes an image, got 1 × 1001 × 1000)`,
    ],
    [
      'that claims more than its gzip can hold',
      { 'train-images-idx3-ubyte': claimsTooMuch, 'train-labels-idx1-ubyte': labelBytes },
      `${bad} (it claims 1,001 MiB, more than ${claimsTooMuch.length} bytes can hold)`,
    ],
    [
      'with a gzip that goes on after its data',
      {
        'train-images-idx3-ubyte': gzipSync(idx(0x803, [2, 1, 2], new Uint8Array(2 ** 24))),
        'train-labels-idx1-ubyte': labelBytes,
      },
      `${bad} (too long: more than 20 bytes unpacked)`,
    ],
    [
      'damaged inside gzip',
      {
        'train-images-idx3-ubyte': gzipSync(imageBytes).fill(255, 10),
        'train-labels-idx1-ubyte': labelBytes,
      },
      `${bad} (its compressed data are damaged or end early)`,
    ],
    [
      'with too few labels',
      { 'train-images-idx3-ubyte': imageBytes, 'train-labels-idx1-ubyte': labels(1) },
      'mnistDir: expected one label an image, got 2 images and 1 labels (train) in "DIR"',
    ],
    [
      'with images of two sizes',
      {
        'train-images-idx3-ubyte': imageBytes,
        'train-labels-idx1-ubyte': labelBytes,
        't10k-images-idx3-ubyte': idx(0x803, [1, 1, 3], [1, 2, 3]),
        't10k-labels-idx1-ubyte': labels(1),
      },
      'mnistDir: expected images of one size, got 2 and 3 pixels in "DIR"',
    ],
  ])('%s is refused', async (_, files, expected) => {
    const dir = await folder(files);
    expect(await message(readDigits({ mnistDir: dir }), dir)).toBe(expected);
  });

  test('a folder with the name of a file is left aside', async () => {
    const dir = await folder({
      'train-images.idx3-ubyte': imageBytes,
      'train-labels.idx1-ubyte': labelBytes,
    });
    await mkdir(join(dir, 'train-images-idx3-ubyte'));
    await mkdir(join(dir, 'train-labels-idx1-ubyte'));
    expect((await readDigits({ mnistDir: dir })).count).toBe(2);
  });

  test('that is missing or a file is refused', async () => {
    const dir = await folder({ file: Buffer.of() });
    expect(await message(readDigits({ mnistDir: join(dir, 'file') }), dir)).toBe(
      'mnistDir: expected a readable folder, got "DIR/file" (a file)',
    );
    expect(await message(readDigits({ mnistDir: join(root, 'missing') }))).toBe(
      'mnistDir: expected a readable folder, got "DIR/missing" (no such file)',
    );
  });
});

test('endpointVectors draws random endpoints and digits', async () => {
  const options = { seed: 5, dim: 6 };
  expect(await endpointVectors('orthonormal', options)).toEqual(endpoints('orthonormal', 5, 6));
  expect(await endpointVectors('gaussian', options)).toEqual(endpoints('gaussian', 5, 6));
  expect(await endpointVectors('mnist:1,2', options)).toEqual(await digitVectors('mnist:1,2'));
  expect(await message(endpointVectors('orthogonal', options))).toBe(
    'endpoints: expected orthonormal, gaussian, mnist:A,B or a .npy or .csv file, got "orthogonal"',
  );
});
