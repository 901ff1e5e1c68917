import { expect, test } from 'vitest';
import { oneString } from '../../src/result/one-string.ts';

test('joins what a string can hold', () => {
  expect(oneString('f', ['a', 'b'], 'do without')).toBe('ab');
});

test('says by name what no string can hold, and what to do instead', () => {
  const piece = 'x'.repeat(1 << 20);
  const pieces = Array.from({ length: 2000 }, () => piece);
  expect(() => oneString('resultCsv', pieces, 'take fewer cells')).toThrow(
    new RangeError(
      'resultCsv: expected a text that one string can hold, got 2097152000 characters; take fewer cells',
    ),
  );
});
