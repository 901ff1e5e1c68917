import { beforeAll, expect, test } from 'vitest';
import { build } from '../cli/expressivity.ts';
import { killAndResume } from '../cli/kills.ts';

beforeAll(build);

test('50 kills at random times lose no file of records and change no byte', async () => {
  const { finished, faults } = await killAndResume({ kills: 50, seed: 3 });
  expect(faults).toEqual([]);
  expect(finished).toBeGreaterThan(0);
});
