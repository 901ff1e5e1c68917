import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reflectionOf, reflectSymmetric } from '../../src/numeric/householder.ts';
import { symmetricEigenvalues } from '../../src/numeric/symmetric-eigenvalues.ts';

const ROUNDING = 2 ** -53;

/** Row by row, from a function of the two indices. */
function symmetric(n: number, entry: (i: number, j: number) => number): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return entry(Math.max(i, j), Math.min(i, j));
  });
}

/** Symmetric matrices of up to 12 rows, with entries of many sizes and zeros among them. */
const matrices = fc
  .integer({ min: 1, max: 12 })
  .chain((n) => {
    const entry = fc.oneof(
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.constantFrom(0, 1, -1, 1e-9, 1e9, 1e-200, 3e150),
    );
    return fc.record({ n: fc.constant(n), entries: fc.array(entry, { minLength: n * n, maxLength: n * n }) });
  })
  .map(({ n, entries }) => ({ n, matrix: symmetric(n, (i, j) => entries[i * n + j]!) }));

const largest = (x: Float64Array) => x.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

function check(name: string, holds: (subject: { n: number; matrix: Float64Array<ArrayBuffer> }) => void) {
  test(name, () => fc.assert(fc.property(matrices, holds), { seed: 5, numRuns: 300 }));
}

describe('known spectra', () => {
  test('a diagonal matrix has its entries, exactly', () => {
    const entries = [3, -1e-12, 8, 0, -7.25, 1e5];
    const matrix = symmetric(6, (i, j) => (i === j ? entries[i]! : 0));
    expect([...symmetricEigenvalues(matrix, 6)]).toEqual([-7.25, -1e-12, 0, 3, 8, 1e5]);
  });
  test.each([1, 2, 3, 50, 171])('a chain of %i has 2 cos(kπ/(n+1))', (n) => {
    const found = symmetricEigenvalues(
      symmetric(n, (i, j) => (i - j === 1 ? 1 : 0)),
      n,
    );
    for (const [k, value] of found.entries())
      expect(Math.abs(value - 2 * Math.cos(((n - k) * Math.PI) / (n + 1)))).toBeLessThan(20 * n * ROUNDING);
  });
  test('min(i, j) has 1/(4 sin²((2k-1)π/(4n+2)))', () => {
    const n = 60;
    const found = symmetricEigenvalues(
      symmetric(n, (_, j) => j + 1),
      n,
    );
    for (const [k, value] of found.entries()) {
      const expected = 1 / (4 * Math.sin(((2 * (n - k) - 1) * Math.PI) / (4 * n + 2)) ** 2);
      expect(Math.abs(value - expected)).toBeLessThan(10 * n * ROUNDING * found[n - 1]!);
    }
  });
  test('a projection has 0 and 1', () => {
    const n = 40;
    const u = Float64Array.from({ length: n }, (_, i) => Math.sin(3 + i * i));
    const square = u.reduce((sum, x) => sum + x * x, 0);
    const found = symmetricEigenvalues(
      symmetric(n, (i, j) => (u[i]! * u[j]!) / square),
      n,
    );
    expect(Math.abs(found[n - 1]! - 1)).toBeLessThan(n * ROUNDING);
    expect(largest(found.subarray(0, n - 1))).toBeLessThan(n * ROUNDING);
  });
  test('nothing has none, zeros have 0', () => {
    expect(symmetricEigenvalues(new Float64Array(0), 0)).toEqual(new Float64Array(0));
    expect(symmetricEigenvalues(new Float64Array(9), 3)).toEqual(new Float64Array(3));
  });
});

describe('every symmetric matrix', () => {
  check('its trace is the sum, its sum of squares that of the eigenvalues, which rise', ({ n, matrix }) => {
    const found = symmetricEigenvalues(matrix, n);
    const scale = largest(matrix) || 1;
    let trace = 0;
    for (let i = 0; i < n; i++) trace += matrix[i * n + i]! / scale;
    const squares = matrix.reduce((sum, x) => sum + (x / scale) ** 2, 0);
    const tolerance = 30 * n * n * ROUNDING;
    expect(Math.abs(found.reduce((sum, x) => sum + x / scale, 0) - trace)).toBeLessThan(tolerance);
    expect(Math.abs(found.reduce((sum, x) => sum + (x / scale) ** 2, 0) - squares)).toBeLessThan(
      tolerance * n,
    );
    expect([...found]).toEqual([...found].sort((a, b) => a - b));
  });
  check('a reflection of both sides changes no eigenvalue', ({ n, matrix }) => {
    const direction = Float64Array.from({ length: n }, (_, i) => Math.cos(1 + 2 * i));
    const reflection = reflectionOf(direction);
    const reflected = matrix.slice();
    if (reflection !== null) reflectSymmetric(reflected, n, reflection);
    const [before, after] = [symmetricEigenvalues(matrix, n), symmetricEigenvalues(reflected, n)];
    for (const [k, value] of before.entries())
      expect(Math.abs(value - after[k]!)).toBeLessThanOrEqual(100 * n * ROUNDING * n * largest(matrix));
  });
  check('a power of two scales them, -1 turns them round', ({ n, matrix }) => {
    const found = symmetricEigenvalues(matrix, n);
    expect([
      ...symmetricEigenvalues(
        matrix.map((x) => x * 8),
        n,
      ),
    ]).toEqual([...found].map((x) => x * 8));
    const turned = symmetricEigenvalues(
      matrix.map((x) => -x),
      n,
    ).reverse();
    for (const [k, value] of found.entries())
      expect(Math.abs(value + turned[k]!)).toBeLessThanOrEqual(20 * n * ROUNDING * n * largest(matrix));
  });
});

test('a reflection maps its vector to the last axis and keeps lengths', () => {
  fc.assert(
    fc.property(fc.float64Array({ minLength: 1, maxLength: 9, min: -1e9, max: 1e9, noNaN: true }), (x) => {
      const reflection = reflectionOf(x);
      if (reflection === null) return;
      const { v, factor, image } = reflection;
      const along = factor * v.reduce((sum, value, i) => sum + value * x[i]!, 0);
      const size = Math.hypot(...x);
      const reflected = x.map((value, i) => value - along * v[i]!);
      const tolerance = 1e-14 * size + Number.MIN_VALUE;
      expect(Math.abs(Math.abs(image) - size)).toBeLessThanOrEqual(tolerance);
      for (const [i, value] of reflected.entries())
        expect(Math.abs(value - (i === x.length - 1 ? image : 0))).toBeLessThanOrEqual(tolerance);
    }),
    { seed: 6, numRuns: 300 },
  );
});
