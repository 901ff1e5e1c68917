import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type IdxArray, parseIdx } from './idx.ts';
import { reason } from './vectors.ts';

/** Images with their classes. */
export interface Digits {
  readonly count: number;
  /** Pixels of one image. */
  readonly pixels: number;
  /** count × pixels bytes, image by image, each row by row. */
  readonly images: Uint8Array;
  /** The class, 0 … 9, of each image. */
  readonly labels: Uint8Array;
  /** The folder they were read from. */
  readonly source: string;
}

/** The folder of the shipped digits, beside the package's own package.json wherever in the package this module ends up. */
function sampleDir(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('expressivity/package.json')), 'data');
  } catch {
    throw new RangeError(
      'mnistDir: expected a folder of digits where the package and its sample are not installed, got none',
    );
  }
}

/**
 * Reads MNIST digits from the original IDX files in `dir`: `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`,
 * `t10k-images-idx3-ubyte`, `t10k-labels-idx1-ubyte`, each gzipped or not, with or without `.gz`, and with `-` or `.` before `idx`.
 * The training set comes first, then the t10k set; either may be absent. Without `dir`: the sample of 200 real digits that
 * ships with the package, in which digit i has class i mod 10.
 *
 * @throws RangeError, in one line, when the folder or its files are missing, no IDX files, truncated or do not match.
 */
export async function readDigits(dir?: string): Promise<Digits> {
  if (dir === undefined) {
    const sample = sampleDir();
    return (await readSet(sample, await filesOf(sample), 'mnist-sample'))!;
  }
  const files = await filesOf(dir);
  const sets = [await readSet(dir, files, 'train'), await readSet(dir, files, 't10k')].filter(
    (set) => set !== null,
  );
  const [first, second] = sets;
  if (!first)
    throw new RangeError(
      `mnistDir: expected train-images-idx3-ubyte or t10k-images-idx3-ubyte (or .gz), got "${dir}" without either`,
    );
  if (!second) return first;
  if (second.pixels !== first.pixels)
    throw new RangeError(
      `mnistDir: expected images of one size, got ${first.pixels} and ${second.pixels} pixels in "${dir}"`,
    );
  return {
    count: first.count + second.count,
    pixels: first.pixels,
    images: concat(first.images, second.images),
    labels: concat(first.labels, second.labels),
    source: dir,
  };
}

async function filesOf(dir: string): Promise<string[]> {
  return readdir(dir).catch((error: NodeJS.ErrnoException) => {
    throw new RangeError(`mnistDir: expected a readable folder, got "${dir}" (${reason(error)})`);
  });
}

/** The images and labels of one set, or null where its images are not among the files. */
async function readSet(dir: string, files: readonly string[], set: string): Promise<Digits | null> {
  const imagesFile = findFile(files, `${set}-images`, 'idx3-ubyte');
  if (!imagesFile) return null;
  const labelsFile = findFile(files, `${set}-labels`, 'idx1-ubyte');
  if (!labelsFile)
    throw new RangeError(
      `mnistDir: expected ${set}-labels-idx1-ubyte (or .gz) beside ${imagesFile}, got none in "${dir}"`,
    );
  const [images, labels] = [await readIdx(join(dir, imagesFile), 3), await readIdx(join(dir, labelsFile), 1)];
  const [count, rows, columns] = images.sizes as [number, number, number];
  if (labels.data.length !== count)
    throw new RangeError(
      `mnistDir: expected one label an image, got ${count} images and ${labels.data.length} labels (${set}) in "${dir}"`,
    );
  return { count, pixels: rows * columns, images: images.data, labels: labels.data, source: dir };
}

function findFile(files: readonly string[], name: string, type: string): string | undefined {
  const candidates = [`${name}-${type}`, `${name}.${type}`].flatMap((plain) => [plain, `${plain}.gz`]);
  return candidates.find((candidate) => files.includes(candidate));
}

async function readIdx(path: string, dimensions: number): Promise<IdxArray> {
  try {
    return parseIdx(await readFile(path), dimensions);
  } catch (error) {
    throw new RangeError(
      `mnistDir: expected an IDX file of bytes, got "${path}" (${(error as Error).message})`,
      {
        cause: error,
      },
    );
  }
}

function concat(x: Uint8Array, y: Uint8Array): Uint8Array {
  const out = new Uint8Array(x.length + y.length);
  out.set(x);
  out.set(y, x.length);
  return out;
}
