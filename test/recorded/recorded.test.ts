/**
 * No digit of any cell changes while the code is moved. `npx tsx test/recorded/record.ts DIR` writes the
 * cells themselves, to compare those of two commits; with `--accept` it records the digests anew.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cellsOf, digest } from './cells.ts';
import { EXPERIMENTS } from './experiments.ts';

const recorded = JSON.parse(readFileSync(new URL('digests.json', import.meta.url), 'utf8')) as Record<
  string,
  string
>;

describe('recorded cells', () => {
  it('are of the experiments that are listed', () => {
    expect(Object.keys(recorded)).toEqual(Object.keys(EXPERIMENTS));
  });

  it.each(Object.keys(EXPERIMENTS))('%s', async (name) => {
    expect(digest(await cellsOf(EXPERIMENTS[name]!))).toBe(recorded[name]);
  });
});
