import fc from 'fast-check';
import { expect, test } from 'vitest';
import { meanDistance } from '../../src/numeric/mean-distance.ts';

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
const mean = (a: readonly number[], b: readonly number[]) => meanDistance(dot(a, a), dot(a, b), dot(b, b));

test('of points that move along a ray, from one side of the origin to the other, and not at all', () => {
  expect(mean([3, 4], [6, 8])).toBeCloseTo(7.5, 14);
  expect(mean([-1, 0], [3, 0])).toBeCloseTo(1.25, 14);
  expect(mean([3, 4], [3, 4])).toBeCloseTo(5, 14);
  expect(mean([0, 0], [0, 0])).toBe(0);
  expect(mean([0, 0], [0, 2])).toBeCloseTo(1, 14);
});

test('is the integral of the distance, whatever the vectors', () => {
  const coordinate = fc.double({ min: -1, max: 1, noNaN: true });
  const vector = fc.tuple(coordinate, coordinate, coordinate);
  fc.assert(
    fc.property(vector, vector, fc.integer({ min: 0, max: 12 }), (a, v, e) => {
      const b = a.map((x, i) => x + v[i]! * 10 ** -e);
      const steps = 2000;
      let sum = 0;
      for (let i = 0; i < steps; i++) {
        const s = (i + 0.5) / steps;
        sum += Math.hypot(...a.map((x, j) => x + s * (b[j]! - x)));
      }
      // The midpoint rule is off by its second derivative, or by a kink of the distance near 0.
      expect(Math.abs(mean(a, b) - sum / steps)).toBeLessThan(1e-6 * Math.hypot(...v) + 1e-9);
    }),
    { seed: 61, numRuns: 300 },
  );
});
