import { expect, test } from 'vitest';
import { type Curve, curve, endpoints, samplePoints } from '../../src/curve/index.ts';
import type { CurveKind } from '../../src/experiment/index.ts';

/** Rows of the sampled points. */
function rows(c: Curve, n: number): number[][] {
  const dim = c.vertices[0]!.length;
  const points = samplePoints(c, n);
  return Array.from({ length: n }, (_, j) => [...points.subarray(j * dim, (j + 1) * dim)]);
}

const [x0, x1] = endpoints('gaussian', 3, 5) as [Float64Array, Float64Array];
const at = (weight0: number, weight1: number) => [...x0].map((v, i) => weight0 * v + weight1 * x1[i]!);

test.each<[CurveKind, (t: number) => number[]]>([
  ['line', (t) => at(1 - t, t)],
  ['arc', (t) => at(Math.cos((Math.PI * t) / 2), Math.sin((Math.PI * t) / 2))],
  ['circle', (t) => at(Math.cos(2 * Math.PI * t), Math.sin(2 * Math.PI * t))],
  ['polyline', (t) => at(1 - t, t)],
])('a %s follows its definition', (kind, definition) => {
  for (const n of [2, 3, 5, 8, 101])
    rows(curve(kind, [x0, x1]), n).forEach((point, j) => {
      definition(j / (n - 1)).forEach((v, i) => {
        expect(point[i]).toBeCloseTo(v, 14);
      });
    });
});

test('curves begin and end exactly where they should, and a circle closes exactly', () => {
  for (const kind of ['line', 'arc', 'polyline'] as const) {
    const points = rows(curve(kind, [x0, x1]), 37);
    expect([points[0], points.at(-1)]).toEqual([[...x0], [...x1]]);
  }
  const circle = rows(curve('circle', [x0, x1]), 5);
  const minus = (x: Float64Array) => [...x].map((v) => -v);
  expect(circle).toEqual([[...x0], [...x1], minus(x0), minus(x1), [...x0]]);
});

test.each(['line', 'arc'] as const)('a %s between exchanged ends is the same points backwards', (kind) => {
  expect(rows(curve(kind, [x1, x0]), 100)).toEqual(rows(curve(kind, [x0, x1]), 100).reverse());
});

test('a reversed polyline is the same points backwards, up to rounding', () => {
  const vertices = [
    [0, 0],
    [3, 1],
    [3, 1],
    [2, 5],
    [-4, 1],
  ];
  const forwards = rows(curve('polyline', vertices), 64);
  const backwards = rows(curve('polyline', [...vertices].reverse()), 64).reverse();
  forwards.flat().forEach((v, i) => {
    expect(backwards.flat()[i]).toBeCloseTo(v, 13);
  });
});

test('a polyline is sampled uniformly in arc length', () => {
  const vertices = [
    [0, 0],
    [3, 0],
    [3, 0],
    [3, 1],
  ];
  expect(rows(curve('polyline', vertices), 5)).toEqual([
    [0, 0],
    [1, 0],
    [2, 0],
    [3, 0],
    [3, 1],
  ]);
});

test('a polyline may begin and end with edges of length 0', () => {
  expect(rows(curve('polyline', [[1], [1], [3], [3]]), 3)).toEqual([[1], [2], [3]]);
});

test.each([1, 0, 2.5, Number.NaN])('%s points are refused', (n) => {
  expect(() => samplePoints(curve('line', [[0], [1]]), n)).toThrow(
    new RangeError(`points: expected an integer of at least 2, got ${n}`),
  );
});
