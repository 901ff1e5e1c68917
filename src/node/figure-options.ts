/** Values of the options of `expressivity figure`. */

import { PICTURE_WIDTHS, type PictureWidth } from '../draw/options.ts';
import { echo, InputError, readNumber } from '../experiment/index.ts';
import { SIZES, type Size } from '../figures/figure.ts';
import type { CommandOptions } from './command-options.ts';
import { refuseBeside, refuseWithout } from './no-effect.ts';

export interface FigureOptions {
  readonly size: Size;
  readonly seed: number;
  /** Width that the picture is laid out for. */
  readonly width: PictureWidth;
  /** Width of the PNG in pixels; `null`: 300 to the inch. */
  readonly pixels: number | null;
  /** Folder with the MNIST files that figures learn from; `null`: what is installed. */
  readonly mnistDir: string | null;
  /** Folder or file of data to draw again, instead of a run. */
  readonly from: string | null;
}

const MOST_PIXELS = 20_000;

/** @throws InputError */
export function figureOptions(options: CommandOptions): FigureOptions {
  const sizes = SIZES.filter((size) => options[size] === true);
  if (sizes.length > 1) {
    throw new InputError(`--${sizes[1]}`, 'one size', sizes.map((size) => `--${size}`).join(' and '));
  }
  const from = typeof options.from === 'string' ? options.from : null;
  if (from !== null)
    refuseBeside(
      options,
      [...sizes, 'seed', 'mnistDir', 'threads', 'kernels', 'progress'],
      '--from, which runs nothing',
    );
  // The tests' size learns the shipped sample, so that it is the same everywhere.
  if (sizes[0] === 'test') refuseBeside(options, ['mnistDir'], '--test, which learns the shipped digits');
  // Both are for the picture, which is written only with --out.
  if (options.out === undefined) refuseWithout(options, ['width', 'pixels'], '--out');
  return {
    size: sizes[0] ?? 'quick',
    seed: whole(options, 'seed', 0, Number.MAX_SAFE_INTEGER) ?? 0,
    width: pictureWidth(options),
    pixels: whole(options, 'pixels', 1, MOST_PIXELS) ?? null,
    mnistDir: typeof options.mnistDir === 'string' ? options.mnistDir : null,
    from,
  };
}

function pictureWidth({ width }: CommandOptions): PictureWidth {
  if (width === undefined) return 'page';
  const found = PICTURE_WIDTHS.find((name) => name === width);
  if (found !== undefined) return found;
  const pixels = /^\d+$/.test(String(width)) ? ' (--pixels is the width of the PNG)' : '';
  throw new InputError('--width', PICTURE_WIDTHS.join(' or '), `${echo(String(width))}${pixels}`);
}

function whole(options: CommandOptions, name: string, least: number, most: number): number | undefined {
  if (options[name] === undefined) return undefined;
  const text = String(options[name]);
  const value = /^\d+$/.test(text) ? readNumber(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  const range = most === Number.MAX_SAFE_INTEGER ? '2^53-1' : most.toLocaleString('en');
  throw new InputError(`--${name}`, `an integer from ${least} to ${range}`, echo(text));
}
