/** Pictures against those that somebody has looked at. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

/**
 * Compares a picture with `snapshots/NAME.svg`, numbers rounded to a tenth of a pixel. A picture that differs
 * is left beside it, as `NAME.new.svg`, for the eye; once it is right, it takes the other's place.
 */
export function expectPicture(name: string, svg: string): void {
  const path = (ending: string) => fileURLToPath(new URL(`./snapshots/${name}.${ending}`, import.meta.url));
  // Coordinates, not what is written.
  const short = (tag: string) =>
    tag.replace(/\d+\.\d+/g, (number) => String(Number(Number(number).toFixed(1))));
  const rounded = svg.replace(/<[^>]*>/g, short);
  const seen = existsSync(path('svg')) ? readFileSync(path('svg'), 'utf8') : null;
  rmSync(path('new.svg'), { force: true });
  if (seen === rounded) return;
  mkdirSync(dirname(path('new.svg')), { recursive: true });
  writeFileSync(path('new.svg'), rounded);
  expect.fail(`${name}: expected the picture ${path('svg')}, got another: look at ${path('new.svg')}`);
}
