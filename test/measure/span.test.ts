/** The first layer through the vectors that span the curve, beside the same through every point of it. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Curve, curve, curveSpan, samplePoints } from '../../src/curve/index.ts';
import { isSpanned } from '../../src/measure/areas/input.ts';
import { Workspace } from '../../src/measure/index.ts';
import { arena } from '../kernels/kernels.ts';
import { lengthErrors } from './rounding.ts';
import { ACTIVATIONS, curveOf, lengthsOf, subject } from './subjects.ts';

const memory = await arena();

describe('curveSpan', () => {
  const kinds = fc.constantFrom('line' as const, 'arc' as const, 'circle' as const, 'polyline' as const);

  test('adds up to the sampled points', () => {
    fc.assert(
      fc.property(kinds, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 2, max: 70 }), (kind, dim, n) => {
        const c = curveOf(kind, dim);
        const points = samplePoints(c, n);
        const { first, directions, steps } = curveSpan(c, n);
        const at = Float64Array.from(first);
        const size = Math.max(...points.map(Math.abs), ...first.map(Math.abs));
        for (let t = 0; t < n; t++) {
          for (let j = 0; j < dim; j++) {
            directions.forEach((direction, d) => {
              at[j]! += steps[t * directions.length + d]! * direction[j]!;
            });
            expect(Math.abs(at[j]! - points[t * dim + j]!)).toBeLessThan(1e-13 * n * size);
          }
        }
      }),
      { seed: 41, numRuns: 100 },
    );
  });

  test('gives a line equal steps', () => {
    const { steps, directions } = curveSpan(curveOf('line', 5), 8);
    expect([...steps]).toEqual([0, 1, 1, 1, 1, 1, 1, 1]);
    expect(directions).toHaveLength(1);
  });
});

/** The same line as a polyline with so many vertices on the way that it is kept point by point. */
function detailed(line: Curve): Curve {
  const [x0, x1] = line.vertices as [Float64Array, Float64Array];
  return curve(
    'polyline',
    [0, 1, 2, 3, 4].map((i) => x0.map((x, j) => ((4 - i) * x + i * x1[j]!) / 4)),
  );
}

test.each(ACTIVATIONS)(
  'a line through its span and point by point has the same lengths: $name $slope',
  (activation) => {
    for (const density of [0.1, 0.4, 1]) {
      const what = subject({ activation, density, sigmaB: 0.3 }, { points: 33 });
      const other = { ...what, curve: detailed(what.curve) };
      expect([isSpanned(what.curve), isSpanned(other.curve)]).toEqual([true, false]);
      const { length } = lengthErrors(what, 0);
      const [spanned, plain] = [what, other].map((s) => lengthsOf(new Workspace(memory, s).measure(0, 1)));
      spanned!.forEach((x, l) => {
        expect(Math.abs(x - plain![l]!), `layer ${l + 1}`).toBeLessThanOrEqual(3 * length[l]!);
      });
    }
  },
);
