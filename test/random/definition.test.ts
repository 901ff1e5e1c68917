import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BLOCK_ROWS, GOLDEN_GAMMA, LANES, PURPOSE, WARM_UP } from '../../src/random/definition.ts';

const source = (name: string) => readFileSync(new URL(`../../assembly/${name}.ts`, import.meta.url), 'utf8');

/** What a line of AssemblyScript says, as a number. */
function said(text: string, line: RegExp): bigint {
  const found = line.exec(text)?.[1];
  if (found === undefined) throw new Error(`expected a line ${line}, got none`);
  return BigInt(found);
}

test('the kernels draw by the same constants', () => {
  const random = source('random');
  expect(said(random, /const GOLDEN: u64 = (0x[0-9a-f]+);/)).toBe(GOLDEN_GAMMA);
  expect(said(random, /const PURPOSE_MASK: u32 = (\d+);/)).toBe(BigInt(PURPOSE.mask));
  expect(said(random, /lane < (\d+); \+\+lane/)).toBe(BigInt(LANES));
  expect(said(random, /i < (\d+); \+\+i/)).toBe(BigInt(WARM_UP));
});

test('a block is a multiple of every height of a tile', () => {
  for (const height of [1, 2, 3, 4, 6, 8, 16]) expect(BLOCK_ROWS % height).toBe(0);
});
