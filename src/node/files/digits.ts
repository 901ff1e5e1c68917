import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { echoPath } from '../../experiment/index.ts';
import { MOST_BYTES } from '../../formats/limits.ts';
import { checkPlain, checkText } from '../../input/check.ts';
import { valueFault } from '../../input/faults.ts';
import { type IdxArray, parseIdx } from './idx.ts';
import { readBytes, reason } from './read.ts';

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

/**
 * The folder of the shipped digits, beside the package's own package.json wherever in the package this module
 * ends up.
 */
function sampleDir(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('expressivity/package.json')), 'data');
  } catch {
    throw valueFault(
      'mnistDir',
      'a folder of digits where the package and its sample are not installed',
      'none',
    );
  }
}

/** Where digits come from. */
export interface DigitOptions {
  /** Folder with the original MNIST files. Default: the sample that ships with the package. */
  readonly mnistDir?: string | undefined;
}

/**
 * Reads MNIST digits from the original IDX files in `mnistDir`: `train-images-idx3-ubyte`,
 * `train-labels-idx1-ubyte`, `t10k-images-idx3-ubyte`, `t10k-labels-idx1-ubyte`, each gzipped or not, with or
 * without `.gz`, and with `-` or `.` before `idx`. The training set comes first, then the t10k set; either
 * may be absent. Without it: the sample of 200 real digits that ships with the package, in which digit i has
 * class i mod 10.
 *
 * @throws TypeError, RangeError, in one line, when the folder or its files are missing, no IDX files,
 * truncated or do not match.
 */
export async function readDigits(options: DigitOptions = {}): Promise<Digits> {
  checkPlain('options', options, ['mnistDir']);
  const { first, second } = await readSets(options);
  if (second === null) return first;
  return {
    count: first.count + second.count,
    pixels: first.pixels,
    images: concat(first.images, second.images),
    labels: concat(first.labels, second.labels),
    source: first.source,
  };
}

/**
 * The sets one by one: the second one is the t10k set beside a training set, else `null`. @throws as
 * `readDigits`
 */
export async function readSets({
  mnistDir: dir,
}: DigitOptions): Promise<{ readonly first: Digits; readonly second: Digits | null }> {
  if (dir === undefined) return { first: (await readSet(sampleDir(), 'mnist-sample'))!, second: null };
  checkText('mnistDir', dir);
  await requireFolder(dir);
  const sets = [await readSet(dir, 'train'), await readSet(dir, 't10k')].filter((set) => set !== null);
  const [first, second = null] = sets;
  if (!first)
    throw valueFault(
      'mnistDir',
      'train-images-idx3-ubyte or t10k-images-idx3-ubyte (or .gz)',
      `"${echoPath(dir)}" without either`,
    );
  if (second !== null && second.pixels !== first.pixels)
    throw valueFault(
      'mnistDir',
      'images of one size',
      `${first.pixels} and ${second.pixels} pixels in "${echoPath(dir)}"`,
    );
  return { first, second };
}

async function requireFolder(dir: string): Promise<void> {
  const refuse = (came: string): never => {
    throw valueFault('mnistDir', 'a readable folder', `"${echoPath(dir)}" (${came})`);
  };
  const found = await stat(dir).catch((error: NodeJS.ErrnoException) => refuse(reason(error)));
  if (!found.isDirectory()) refuse('a file');
}

/** The images and labels of one set, or null where its images are not among the files. */
async function readSet(dir: string, set: string): Promise<Digits | null> {
  const imagesFile = await findFile(dir, `${set}-images`, 'idx3-ubyte');
  if (!imagesFile) return null;
  const labelsFile = await findFile(dir, `${set}-labels`, 'idx1-ubyte');
  if (!labelsFile)
    throw valueFault(
      'mnistDir',
      `${set}-labels-idx1-ubyte (or .gz) beside ${imagesFile}`,
      `none in "${echoPath(dir)}"`,
    );
  const [images, labels] = [await readIdx(join(dir, imagesFile), 3), await readIdx(join(dir, labelsFile), 1)];
  const [count, rows, columns] = images.sizes as [number, number, number];
  if (labels.data.length !== count)
    throw valueFault(
      'mnistDir',
      'one label an image',
      `${count} images and ${labels.data.length} labels (${set}) in "${echoPath(dir)}"`,
    );
  return { count, pixels: rows * columns, images: images.data, labels: labels.data, source: dir };
}

/** The first of its names that a file has; a folder may have another. */
async function findFile(dir: string, name: string, type: string): Promise<string | undefined> {
  const candidates = [`${name}-${type}`, `${name}.${type}`].flatMap((plain) => [plain, `${plain}.gz`]);
  for (const candidate of candidates) {
    const found = await stat(join(dir, candidate)).catch(() => null);
    if (found?.isFile()) return candidate;
  }
  return undefined;
}

async function readIdx(path: string, dimensions: number): Promise<IdxArray> {
  try {
    return await parseIdx(await readBytes(path, MOST_BYTES.idx), dimensions);
  } catch (error) {
    throw valueFault('mnistDir', 'an IDX file of bytes', `"${echoPath(path)}" (${(error as Error).message})`);
  }
}

function concat(x: Uint8Array, y: Uint8Array): Uint8Array {
  const out = new Uint8Array(x.length + y.length);
  out.set(x);
  out.set(y, x.length);
  return out;
}
