import { beforeAll, expect, test } from 'vitest';
import { build } from '../cli/expressivity.ts';
import { killAndResume } from '../cli/kills.ts';

beforeAll(build);

// Each kill waits for part of a run: on a busy machine that adds up.
test('50 kills at random times lose no file of records and change no byte', {
  timeout: 1_800_000,
}, async () => {
  const { finished, faults } = await killAndResume({ kills: 50, seed: 3 });
  expect(faults).toEqual([]);
  expect(finished).toBeGreaterThan(0);
});
