import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Curve,
  curve,
  curveAngle,
  curveLength,
  curveMeanSquare,
  endpoints,
  samplePoints,
} from '../../src/curve/index.ts';

const golden: { id: string; value: number }[] = JSON.parse(
  readFileSync(new URL('../golden.json', import.meta.url), 'utf8'),
);
const goldenValue = (id: string) => golden.find((entry) => entry.id === id)!.value;

function expectRelative(got: number, expected: number, tolerance: number): void {
  expect(Math.abs(got - expected) / expected, `got ${got}, expected ${expected}`).toBeLessThan(tolerance);
}

/** Simpson's rule over [0, 1]. */
function integrate(f: (t: number) => number, panels = 2000): number {
  let sum = f(0) + f(1);
  for (let i = 1; i < panels; i++) sum += (i % 2 ? 4 : 2) * f(i / panels);
  return sum / (3 * panels);
}

const point = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 3, maxLength: 3 });
const fixed = { seed: 20, numRuns: 200 };
/**
 * Pairs of vectors of moderate length and angle, on which Simpson's rule is accurate enough to compare with.
 */
const pair = fc.tuple(point, point).filter(([x, y]) => {
  const dot = (u: number[], v: number[]) => u.reduce((sum, w, i) => sum + w * v[i]!, 0);
  const [xx, yy] = [dot(x, x), dot(y, y)];
  return xx > 0.3 && yy > 0.3 && xx * yy - dot(x, y) ** 2 > 0.15 * xx * yy;
});

describe('length', () => {
  test('of a line and of a polyline is the sum of distances', () => {
    expect(
      curveLength(
        curve('line', [
          [1, 2],
          [4, 6],
        ]),
      ),
    ).toBe(5);
    expect(
      curveLength(
        curve('polyline', [
          [0, 0],
          [3, 4],
          [3, 4],
          [3, 6],
        ]),
      ),
    ).toBe(7);
  });

  test('of arcs of an ellipse agrees with the reference values', () => {
    const half = Math.sqrt(1 / 2);
    expectRelative(
      curveLength(
        curve('arc', [
          [1, 0],
          [0, 2],
        ]),
      ),
      goldenValue('arc_len_e1_2e2'),
      1e-12,
    );
    expectRelative(
      curveLength(
        curve('arc', [
          [1, 0],
          [half, half],
        ]),
      ),
      goldenValue('arc_len_45deg'),
      1e-12,
    );
  });

  test('of arcs and circles of orthonormal ends is π/2 and 2π', () => {
    const ends = endpoints('orthonormal', 1, 50);
    expectRelative(curveLength(curve('arc', ends)), Math.PI / 2, 1e-14);
    expectRelative(curveLength(curve('circle', ends)), 2 * Math.PI, 1e-14);
  });

  test.each([
    ['arc', Math.PI / 2],
    ['circle', 2 * Math.PI],
  ] as const)('of any %s is the integral of its speed', (kind, angle) => {
    fc.assert(
      fc.property(pair, ([x, y]) => {
        const speed = (t: number) => {
          const [c, s] = [Math.cos(angle * t), Math.sin(angle * t)];
          return angle * Math.hypot(...x.map((v, i) => c * y[i]! - s * v));
        };
        expectRelative(curveLength(curve(kind, [x, y])), integrate(speed), 1e-9);
      }),
      fixed,
    );
  });

  test('of a circle is that of its four arcs, however flat', () => {
    for (const flatness of [1, 0.1, 1e-3, 1e-8, 1e-20, 0])
      for (const skew of [-3, -0.5, 0, 0.5, 2]) {
        const [x, y] = [
          [1, 0],
          [skew, flatness],
        ];
        const arcs = curveLength(curve('arc', [x!, y!])) + curveLength(curve('arc', [y!, [-1, 0]]));
        expectRelative(curveLength(curve('circle', [x!, y!])), 2 * arcs, 1e-14);
      }
  });

  test('of flattened arcs and circles is that of the segments they run along', () => {
    expectRelative(
      curveLength(
        curve('circle', [
          [3, 0],
          [4, 0],
        ]),
      ),
      20,
      1e-15,
    );
    expect(
      curveLength(
        curve('arc', [
          [0, 0],
          [3, 4],
        ]),
      ),
    ).toBe(5);
    expectRelative(curveLength(curve('arc', [[1], [-1]])), 2, 1e-15);
    // Out from 1 to √2 and back.
    expectRelative(curveLength(curve('arc', [[1], [1 + 1e-12]])), 2 * (Math.SQRT2 - 1), 1e-11);
  });

  test('scales with the points, up to the limits of a double', () => {
    const length = curveLength(
      curve('arc', [
        [1, 0],
        [1, 2],
      ]),
    );
    for (const factor of [2 ** 400, 2 ** -400])
      expect(
        curveLength(
          curve('arc', [
            [factor, 0],
            [factor, 2 * factor],
          ]),
        ),
      ).toBe(length * factor);
  });
});

describe('angle', () => {
  test.each<[string, Curve, number]>([
    [
      'a line across a right angle',
      curve('line', [
        [1, 0],
        [0, 5],
      ]),
      Math.PI / 2,
    ],
    [
      'an arc across an obtuse angle',
      curve('arc', [
        [2, 0],
        [-3, 3],
      ]),
      (3 * Math.PI) / 4,
    ],
    [
      'a line through the origin',
      curve('line', [
        [1, 2],
        [-2, -4],
      ]),
      Math.PI,
    ],
    [
      'a line cut at the origin',
      curve('polyline', [
        [1, 2],
        [0, 0],
        [-2, -4],
      ]),
      Math.PI,
    ],
    [
      'a line that ends at the origin',
      curve('line', [
        [1, 2],
        [0, 0],
      ]),
      0,
    ],
    [
      'a radial line',
      curve('line', [
        [1, 2],
        [2, 4],
      ]),
      0,
    ],
    [
      'a polyline there and back',
      curve('polyline', [
        [1, 0],
        [0, 1],
        [1, 0],
      ]),
      Math.PI,
    ],
    [
      'a circle',
      curve('circle', [
        [1, 0],
        [7, 1],
      ]),
      2 * Math.PI,
    ],
  ])('of %s', (_, c, expected) => {
    expect(curveAngle(c)).toBeCloseTo(expected, 14);
  });

  test('keeps its relative accuracy for nearly parallel ends', () => {
    // atan(x) = x - x³/3 + …, computed without loss
    for (const small of [1e-3, 1e-6, 1e-9, 1e-13])
      expectRelative(
        curveAngle(
          curve('line', [
            [3, 4, 0],
            [3, 4, 5 * small],
          ]),
        ),
        small - small ** 3 / 3 + small ** 5 / 5,
        1e-13,
      );
  });

  test('is that of the arc tangent at every size', () => {
    for (let i = 1; i < 60; i++) {
      const angle = (Math.PI * i) / 60;
      const end = [7 * Math.cos(angle), 7 * Math.sin(angle)];
      expectRelative(curveAngle(curve('line', [[0.1, 0], end])), Math.atan2(end[1]!, end[0]!), 1e-15);
      expectRelative(curveAngle(curve('line', [end, [0.1, 0]])), Math.atan2(end[1]!, end[0]!), 1e-15);
    }
  });
});

test('the mean square is the integral over the curve', () => {
  const ends = endpoints('gaussian', 2, 7);
  const corner = endpoints('gaussian', 3, 7)[0]!;
  for (const c of [
    curve('line', ends),
    curve('arc', ends),
    curve('circle', ends),
    curve('polyline', [ends[0]!, corner, ends[1]!]),
  ]) {
    const n = 4001;
    const points = samplePoints(c, n);
    let sum = 0;
    // Trapezoidal rule in t.
    for (let j = 0; j < n; j++)
      for (let i = 0; i < 7; i++) sum += points[j * 7 + i]! ** 2 * (j === 0 || j === n - 1 ? 0.5 : 1);
    expectRelative(curveMeanSquare(c), sum / (n - 1) / 7, 1e-6);
  }
});

test('reversing a curve changes neither its length, angle nor mean square', () => {
  for (const kind of ['line', 'arc', 'circle', 'polyline'] as const)
    fc.assert(
      fc.property(pair, ([x, y]) => {
        const [there, back] = [curve(kind, [x, y]), curve(kind, [y, x])];
        expectRelative(curveLength(back), curveLength(there), 1e-14);
        expectRelative(curveAngle(back), curveAngle(there), 1e-13);
        expectRelative(curveMeanSquare(back), curveMeanSquare(there), 1e-13);
      }),
      fixed,
    );
});
