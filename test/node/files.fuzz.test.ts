import { describe, test } from 'vitest';
import { fuzz, readWhole, TARGETS } from './fuzz.ts';

const [RUNS, SEED] = [500, 20];

test.each(['safetensors', 'ONNX', '.pt', 'pickles in .pt', '.nnet'])(
  '%s: every file is read before it is damaged',
  (name) => readWhole(TARGETS[name]!),
);

describe('a damaged file is read or refused in one line of our words', () => {
  test.each(Object.keys(TARGETS))('%s', { timeout: 600_000 }, (name) => fuzz(TARGETS[name]!, RUNS, SEED));
});
