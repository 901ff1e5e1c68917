import { beforeAll, expect, test } from 'vitest';
import { build } from '../cli/expressivity.ts';
import { killAndResume } from '../cli/kills.ts';

beforeAll(build);

// Each kill waits for part of a run: on a busy machine that adds up, and there are fewer of them.
test('50 kills at random times lose no file of records and change no byte', async () => {
  const { killed, finished, faults } = await killAndResume({ kills: 50, seed: 3, seconds: 240 });
  expect(killed).toBeGreaterThan(0);
  expect(faults).toEqual([]);
  expect(finished).toBeGreaterThan(0);
});
