import { expect, test } from 'vitest';
import { referenceSumOfQuotients, referenceSumOfRoots } from '../../src/kernels/reference/index.ts';
import { networkStream, openStream, PURPOSE, uniform01 } from '../../src/random/index.ts';
import { arena } from './kernels.ts';

const memory = await arena();

function sumOfRoots(values: readonly number[]): number {
  memory.reset();
  const at = memory.reserve(8 * values.length);
  memory.f64(at, values.length).set(values);
  return memory.kernels.sumOfRoots(at, values.length);
}

test('sums of roots agree with the twin to the rounding of a double', () => {
  const stream = openStream(networkStream(1, 0, 0, PURPOSE.value, 0));
  for (const count of [0, 2, 4, 6, 8, 14, 16, 18, 30, 32, 34, 100, 1000]) {
    const values = Array.from({ length: count }, () => uniform01(stream) * 2 ** (80 * uniform01(stream)));
    const expected = referenceSumOfRoots(values);
    // Positive terms: each of the two sums has at most count + 1 roundings of 2^-53.
    expect(Math.abs(sumOfRoots(values) - expected)).toBeLessThanOrEqual(
      2 * (count + 1) * 2 ** -53 * expected,
    );
  }
});

test('roots are exact: of squares, of zero, across the range of a double', () => {
  expect(sumOfRoots([9, 16])).toBe(7);
  expect(sumOfRoots([0, 0, 0, 0])).toBe(0);
  expect(sumOfRoots([2 ** 1000, 0])).toBe(2 ** 500);
  expect(sumOfRoots([2 ** -1000, 0])).toBe(2 ** -500);
});

test('what is not finite is not hidden', () => {
  expect(sumOfRoots([1, Number.POSITIVE_INFINITY])).toBe(Number.POSITIVE_INFINITY);
  expect(sumOfRoots([1, 4, Number.NaN, 4])).toBeNaN();
});

function sumOfQuotients(squares: readonly number[], below: readonly number[]): number {
  memory.reset();
  const [at, belowAt] = [memory.reserve(8 * squares.length), memory.reserve(8 * below.length)];
  memory.f64(at, squares.length).set(squares);
  memory.f64(belowAt, below.length).set(below);
  return memory.kernels.sumOfQuotients(at, belowAt, squares.length);
}

test('sums of quotients agree with the twin to the rounding of a double', () => {
  const stream = openStream(networkStream(2, 0, 0, PURPOSE.value, 0));
  for (const count of [0, 2, 4, 6, 8, 14, 16, 100, 1000]) {
    const draw = () => uniform01(stream) * 2 ** (80 * uniform01(stream));
    const squares = Array.from({ length: count }, draw);
    const below = Array.from({ length: count }, (_, i) => (i % 5 === 3 ? 0 : draw()));
    const expected = referenceSumOfQuotients(squares, below);
    expect(Math.abs(sumOfQuotients(squares, below) - expected)).toBeLessThanOrEqual(
      2 * (count + 2) * 2 ** -53 * expected,
    );
  }
});

test('what lies above a tangent of 0 counts nothing', () => {
  expect(sumOfQuotients([8, 5, 0, 3], [16, 0, 0, 9])).toBe(3);
  expect(sumOfQuotients([8, Number.NaN], [16, 1])).toBeNaN();
});
