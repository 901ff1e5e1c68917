import { expect, test } from 'vitest';
import { curve } from '../../src/curve/index.ts';
import type { CurveKind } from '../../src/experiment/index.ts';

test('a curve owns its vertices', () => {
  const x0 = [1, 2];
  const made = curve('line', [x0, Float32Array.of(3, 4)]);
  x0[0] = 9;
  expect(made).toEqual({ kind: 'line', vertices: [Float64Array.of(1, 2), Float64Array.of(3, 4)] });
});

test('arcs and circles with parallel vectors and polylines with repeated points are allowed', () => {
  expect(
    curve('arc', [
      [0, 0],
      [1, 1],
    ]).kind,
  ).toBe('arc');
  expect(curve('circle', [[1], [2]]).kind).toBe('circle');
  expect(curve('polyline', [[1], [1], [2]]).vertices).toHaveLength(3);
});

test('a polyline may have more vertices than a call may have arguments', () => {
  const zigzag = Array.from({ length: 300_000 }, (_, i) => [i % 2, 1]);
  expect(curve('polyline', zigzag).vertices).toHaveLength(zigzag.length);
});

test.each<[string, CurveKind, number[][], string]>([
  ['one point', 'polyline', [[1]], 'endpoints: expected at least two points for a polyline, got 1'],
  ['no points', 'circle', [], 'endpoints: expected two points for a circle, got 0'],
  ['three ends', 'line', [[1], [2], [3]], 'endpoints: expected two points for a line, got 3'],
  ['three ends', 'arc', [[1], [2], [3]], 'endpoints: expected two points for an arc, got 3'],
  [
    'no dimension',
    'line',
    [[], []],
    'endpoints: expected points of dimension at least 1, got an empty point 1',
  ],
  [
    'two dimensions',
    'line',
    [
      [1, 2],
      [1, 2, 3],
    ],
    'endpoints: expected points of equal dimension (2), got dimension 3 in point 2',
  ],
  [
    'a NaN',
    'line',
    [
      [1, 2],
      [1, Number.NaN],
    ],
    'endpoints: expected finite numbers, got NaN at entry 2 of point 2',
  ],
  [
    'an infinity',
    'line',
    [[-Infinity], [1]],
    'endpoints: expected finite numbers, got -Infinity at entry 1 of point 1',
  ],
  ['equal points', 'polyline', [[1], [1], [1]], 'endpoints: expected points that differ, got 3 equal points'],
  [
    'huge points',
    'line',
    [[1e200], [-1e200]],
    'endpoints: expected points of norm at most 1e+140, got Infinity',
  ],
  ['tiny points', 'arc', [[1e-200], [-1e-200]], 'endpoints: expected points at least 1e-140 apart, got 0'],
  [
    'an unknown kind',
    'spiral' as CurveKind,
    [[1], [2]],
    'curve: expected line, arc, circle or polyline, got "spiral"',
  ],
])('%s in %s %j is refused', (_, kind, vertices, message) => {
  expect(() => curve(kind, vertices)).toThrow(new RangeError(message));
});
