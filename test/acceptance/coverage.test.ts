/**
 * Coverage of 95 % intervals, in small: `npm run bench -- --only coverage` has more settings and 10,000
 * repetitions. 1500 have a standard error of 0.6 points, and bands leave four of them beside what the large
 * study shows.
 */
import { describe, expect, test } from 'vitest';
import { coverage, poolOf, stopping } from '../../bench/coverage.ts';
import { SETTINGS } from '../../bench/coverage-settings.ts';
import { inlineExecutor } from '../../src/ensemble/index.ts';

const REPETITIONS = 1500;

function settingOf(name: string) {
  return SETTINGS.find((setting) => setting.name === name)!;
}

describe('intervals of corrected means cover, and plain ones do not', () => {
  test.each([
    // What Student's plain interval covers at most with 10 networks, and the skewed one at least.
    ['16 × 30', 78, 84],
    ['4 × 10', 64, 74],
    ['30 × 5, α 0.05', 80, 86],
    ['20 × 8, α 0.3, ±1', 94, 92],
    ['16 × 5, tanh, σ_w 2', 96, 92],
  ])('%s', async (name, student, skewed) => {
    const pool = await poolOf(settingOf(name).input, 10_000, inlineExecutor);
    for (const n of [5, 10, 30]) {
      const row = coverage(pool, n, REPETITIONS);
      expect(row.ratio, `ratio, n = ${n}`).toBeGreaterThan(91);
      expect(row.ratio, `ratio, n = ${n}`).toBeLessThan(98.5);
      expect(row.growth, `growth, n = ${n}`).toBeGreaterThan(88);
      if (n !== 10) continue;
      expect(row['plain, Student']).toBeLessThan(student);
      expect(row['plain, skewed']).toBeGreaterThan(skewed);
    }
  });
});

test.each(['16 × 30', '20 × 8, α 0.3, ±1', '20 × 6, α 0.3, polyline'])(
  'stopping at a narrow interval costs little coverage: %s',
  async (name) => {
    const { input, until } = settingOf(name);
    const row = stopping(await poolOf(input, 10_000, inlineExecutor), until!, REPETITIONS);
    // One point, and four standard errors of a difference.
    expect(row['as many, not stopped'] as number).toBeLessThan((row.stopped as number) + 1 + 4 * 0.79);
    expect(Math.abs(row['bias / half width'] as number)).toBeLessThan(0.2);
  },
);
