import { expect, test } from 'vitest';
import { phiOf } from '../../src/network/index.ts';
import {
  drawNetwork,
  exactSlice,
  type GivenNetwork,
  givenNetwork,
  planeAlong,
} from '../../src/regions/index.ts';

const plane = planeAlong([0, 0], [1, 0], [0, 1]);
const square = (a: number) => ({ x0: -a, x1: a, y0: -a, y1: a });

function outputs({ layers }: GivenNetwork, point: readonly number[]): number[] {
  return layers.reduce((below, { weights, biases, width, fanIn, activation }) => {
    const phi = phiOf(activation);
    return Array.from({ length: width }, (_, i) =>
      phi(
        weights.subarray(i * fanIn, (i + 1) * fanIn).reduce((sum, w, j) => sum + w * below[j]!, biases[i]!),
      ),
    );
  }, Array.from(point));
}

test('three classes of max(x, 0), max(y, 0), max(-x - y, 0): three rays', () => {
  const network = givenNetwork(
    [
      {
        weights: [
          [1, 0],
          [0, 1],
          [-1, -1],
        ],
      },
      {
        weights: [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
      },
    ],
    'relu',
  );
  const { decision } = exactSlice(network, plane, square(1), { decision: true });
  expect(decision!.segments).toBe(3);
  expect(decision!.length).toBeCloseTo(Math.sqrt(2) + Math.sqrt(5), 14);
  expect(decision!.lines.map(({ classes }) => classes.join()).sort()).toEqual(['0,1', '0,2', '1,2']);
});

test('one output: where it is 0; |x| + |y| = 1 is a closed line', () => {
  const network = givenNetwork(
    [
      {
        weights: [
          [1, 0],
          [0, 1],
        ],
        activation: 'abs',
      },
      { weights: [[1, 1]], biases: [-1], activation: 'linear' },
    ],
    'relu',
  );
  const { decision } = exactSlice(network, plane, square(2), { decision: true });
  expect(decision!.length).toBeCloseTo(4 * Math.SQRT2, 14);
  expect(decision!.lines.length).toBe(1);
  const points = decision!.lines[0]!.points;
  expect(points.length).toBe(10);
  expect([...points.subarray(8)]).toEqual([...points.subarray(0, 2)]);
});

test('a boundary along an edge of regions counts once, and where both sides are one class not at all', () => {
  // Class 0 scores max(x, 0), class 1 max(-x, 0): equal on x = 0 alone, a threshold of layer 1.
  const crossing = givenNetwork(
    [
      {
        weights: [
          [1, 0],
          [-1, 0],
        ],
      },
      {
        weights: [
          [1, 0],
          [0, 1],
        ],
        activation: 'linear',
      },
    ],
    'relu',
  );
  const found = exactSlice(crossing, plane, square(1), { decision: true }).decision!;
  expect(found.length).toBeCloseTo(2, 14);
  expect(found.segments).toBe(1);
  // |x| against 0: they touch, and class 0 is on both sides.
  const touching = givenNetwork(
    [
      { weights: [[1, 0]], activation: 'abs' },
      { weights: [[1], [0]], activation: 'linear' },
    ],
    'relu',
  );
  expect(exactSlice(touching, plane, square(1), { decision: true }).decision!.length).toBe(0);
});

test('a drawn network of ten classes: classes change across every piece, and nowhere else along lines', () => {
  const gaussian = { kind: 'gaussian' } as const;
  const spec = { density: 1, weights: gaussian, biases: gaussian, scaling: 'fan-in' } as const;
  const network = drawNetwork(
    { inputDim: 2, widths: [12, 12, 10], activation: { name: 'relu' }, sigmaW: 1.5, sigmaB: 0.7, ...spec },
    3,
    0,
  );
  const linear = {
    ...network,
    layers: network.layers.map((layer, l) =>
      l < 2 ? layer : { ...layer, activation: { name: 'linear' } as const },
    ),
  };
  const { decision, linearRegions } = exactSlice(linear, plane, square(3), { decision: true });
  expect(linearRegions).toBeGreaterThan(30);
  const classOf = (x: number, y: number) => {
    const scores = outputs(linear, [x, y]);
    return scores.indexOf(Math.max(...scores));
  };
  let pieces = 0;
  for (const { classes, points } of decision!.lines) {
    for (let i = 0; i + 3 < points.length; i += 2) {
      const [x0, y0, x1, y1] = points.subarray(i, i + 4) as unknown as [number, number, number, number];
      const length = Math.hypot(x1 - x0, y1 - y0);
      if (length < 1e-5) continue;
      const [nx, ny] = [(-1e-8 * (y1 - y0)) / length, (1e-8 * (x1 - x0)) / length];
      const [mx, my] = [(x0 + x1) / 2, (y0 + y1) / 2];
      const sides = [classOf(mx + nx, my + ny), classOf(mx - nx, my - ny)].sort((a, b) => a - b);
      expect(sides).toEqual([...classes]);
      pieces++;
    }
  }
  expect(pieces).toBeGreaterThan(10);
  // Changes of class along vertical lines, against crossings of the boundary.
  for (const x of [-2.513, -0.777, 0.311, 1.913]) {
    let changes = 0;
    let before = classOf(x, -3);
    for (let step = 1; step <= 20_000; step++) {
      const now = classOf(x, -3 + (6 * step) / 20_000);
      if (now !== before) changes++;
      before = now;
    }
    const crossings = decision!.lines.flatMap(({ points }) =>
      Array.from(
        { length: points.length / 2 - 1 },
        (_, i) => (points[2 * i]! - x) * (points[2 * i + 2]! - x) < 0,
      ),
    );
    expect(crossings.filter(Boolean).length).toBe(changes);
  }
});
