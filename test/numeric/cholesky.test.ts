import fc from 'fast-check';
import { expect, test } from 'vitest';
import { factorise, solveLower, solveUpper } from '../../src/numeric/cholesky.ts';

/** B B' + 1 for a random B: eigenvalues of at least 1. */
const systems = fc
  .integer({ min: 1, max: 8 })
  .chain((n) => {
    const entries = (count: number) =>
      fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: count, maxLength: count });
    return fc.record({ n: fc.constant(n), b: entries(n * n), right: entries(n) });
  })
  .map(({ n, b, right }) => {
    const a = Float64Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      let sum = i === j ? 1 : 0;
      for (let k = 0; k < n; k++) sum += b[i * n + k]! * b[j * n + k]!;
      return sum;
    });
    return { n, a, right };
  });

test('the factor times its transpose is the matrix; what is above the diagonal stays', () => {
  fc.assert(
    fc.property(systems, ({ n, a }) => {
      const factor = a.slice();
      factorise(factor, n);
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++) {
          if (j > i) expect(factor[i * n + j]).toBe(a[i * n + j]);
          else {
            let sum = 0;
            for (let k = 0; k <= j; k++) sum += factor[i * n + k]! * factor[j * n + k]!;
            expect(Math.abs(sum - a[i * n + j]!)).toBeLessThan(1e-12);
          }
        }
    }),
    { seed: 8 },
  );
});

test('the two solutions solve the system, the first has its quadratic form', () => {
  fc.assert(
    fc.property(systems, ({ n, a, right }) => {
      const factor = a.slice();
      factorise(factor, n);
      const lower = solveLower(factor, n, right);
      const x = solveUpper(factor, n, lower);
      for (let i = 0; i < n; i++) {
        let sum = 0;
        for (let j = 0; j < n; j++) sum += a[i * n + j]! * x[j]!;
        expect(Math.abs(sum - right[i]!)).toBeLessThan(1e-10);
      }
      const form = x.reduce((sum, value, i) => sum + value * right[i]!, 0);
      expect(Math.abs(lower.reduce((sum, value) => sum + value * value, 0) - form)).toBeLessThan(1e-10);
    }),
    { seed: 9 },
  );
});

test('a matrix that is not positive definite is refused', () => {
  expect(() => factorise(Float64Array.of(1, 2, 2, 1), 2)).toThrow(
    new RangeError('matrix: expected a positive definite one, got -3 for pivot 2'),
  );
});
