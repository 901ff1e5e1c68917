import { describe, test } from 'vitest';
import { fuzz, TARGETS } from './fuzz.ts';

const [RUNS, SEED] = [1000, 20];

describe('a damaged file is read or refused in one line of our words', () => {
  test.each(Object.keys(TARGETS))('%s', { timeout: 600_000 }, (name) => fuzz(TARGETS[name]!, RUNS, SEED));
});
