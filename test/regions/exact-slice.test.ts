import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  activationPattern,
  drawNetwork,
  type ExactSlice,
  exactImage,
  exactSlice,
  type GivenNetwork,
  givenNetwork,
  type Plane,
  planeAlong,
  planeCoordinates,
  planeThrough,
} from '../../src/index.ts';
import { COORDINATES, expectClose, golden, goldenNetwork, piecewise, spec } from './fixture.ts';

const SQUARE = { x0: -1, x1: 1, y0: -1, y1: 1 };
const regions = ({ layers }: ExactSlice) => layers.map((layer) => layer.regions);
const boundaryLength = ({ layers }: ExactSlice) =>
  layers.reduce((sum, layer) => sum + layer.boundaryLength, 0);

/** The mean of a cell's corners, which lies inside. */
function centre(vertices: Float64Array): [number, number] {
  const mean = (offset: number) => vertices.filter((_, i) => i % 2 === offset).reduce((a, b) => a + b, 0);
  return [(2 * mean(0)) / vertices.length, (2 * mean(1)) / vertices.length];
}

function at({ origin, u, v }: Plane, x: number, y: number): Float64Array {
  return origin.map((o, i) => o + x * u[i]! + y * v[i]!);
}

const patternText = (network: GivenNetwork, point: ArrayLike<number>) =>
  activationPattern(network, point).join(' ');

describe('the networks of golden.json', () => {
  test.each(['2-8', '2-8-8', '2-8-8-8'])('%s has its regions in the square', (name) => {
    const network = goldenNetwork(name.split('-').map(Number), 'relu');
    const slice = exactSlice(network, COORDINATES, SQUARE);
    expect(regions(slice).at(-1)).toBe(golden(`slice2d_regions_${name}`));
    expect(slice.cells.length).toBe(regions(slice).at(-1));
    expect(slice.patterns).toBe(slice.cells.length);
    expectClose(slice.coveredArea, 4, 1e-13);
    const found = new Set(slice.cells.map(({ vertices }) => patternText(network, centre(vertices))));
    expect(found.size).toBe(slice.cells.length);
  });
  test('2-8-8-8 has its boundaries, layer by layer', () => {
    const slice = exactSlice(goldenNetwork([2, 8, 8, 8], 'relu'), COORDINATES, SQUARE);
    expectClose(boundaryLength(slice), golden('slice2d_boundary_2-8-8-8'), 1e-13);
    expect(regions(slice)).toEqual([36, 144, 315]);
    for (const { boundaries, boundaryLength: length } of slice.layers) {
      let sum = 0;
      for (let i = 0; i < boundaries.length; i += 4)
        sum += Math.hypot(boundaries[i + 2]! - boundaries[i]!, boundaries[i + 3]! - boundaries[i + 1]!);
      expectClose(sum, length, 1e-13);
    }
  });
});

describe('one layer', () => {
  const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
  const zaslavsky = (n: number) => choose(n, 0) + choose(n, 1) + choose(n, 2);

  test('has no more regions than Zaslavsky counts, and as many in a window that holds all crossings', () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 5 }),
        (seed, n, half) => {
          const network = drawNetwork(spec({ inputDim: 2, widths: [n] }), seed, 0);
          const near = exactSlice(network, COORDINATES, {
            x0: -half / 4,
            x1: half / 4,
            y0: -half / 4,
            y1: half / 4,
          });
          const all = exactSlice(network, COORDINATES, { x0: -1e7, x1: 1e7, y0: -1e7, y1: 1e7 });
          expect(near.cells.length).toBeLessThanOrEqual(zaslavsky(n));
          expect(all.cells.length).toBe(zaslavsky(n));
        },
      ),
      { seed: 12, numRuns: 50 },
    );
  });

  test('hard-tanh: two parallel lines a neuron', () => {
    const network = givenNetwork(
      [
        {
          weights: [
            [4, 0],
            [0, 4],
          ],
        },
      ],
      { name: 'hard-tanh' },
    );
    const slice = exactSlice(network, COORDINATES, SQUARE);
    expect([slice.cells.length, slice.linearRegions, boundaryLength(slice)]).toEqual([9, 9, 8]);
    expect(slice.cells.map(({ area }) => area).sort((a, b) => a - b)[0]).toBe(0.25);
  });
});

describe('any network', () => {
  const cases = fc
    .record({
      widths: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 3 }),
      density: fc.constantFrom(1, 0.5),
      weights: fc.constantFrom(
        { kind: 'gaussian' as const },
        { kind: 'discrete' as const, values: [-1, 1] },
        { kind: 'discrete' as const, values: [-3, -2, -1, 1, 2, 3] },
      ),
      sigmaB: fc.constantFrom(0, 0.7),
      biases: fc.constantFrom({ kind: 'gaussian' as const }, { kind: 'discrete' as const, values: [-1, 1] }),
      activation: piecewise,
      seed: fc.nat(1000),
    })
    .map(({ seed, ...changes }) => drawNetwork(spec({ inputDim: 3, ...changes }), seed, 0));
  const plane = planeThrough([
    [0.2, -0.1, 0.3],
    [1, 0.5, -0.2],
    [0.1, 1, 1],
  ]);
  const window = { x0: -2, x1: 1.5, y0: -1, y1: 2 };

  test('the cells fill the window, each with a pattern of its own', () => {
    fc.assert(
      fc.property(cases, (network) => {
        const slice = exactSlice(network, plane, window);
        expectClose(slice.coveredArea, slice.area, 1e-12);
        expect(slice.patterns).toBe(slice.cells.length);
        expect(slice.linearRegions).toBeLessThanOrEqual(slice.cells.length);
        for (const { area } of slice.cells) expect(area).toBeGreaterThan(0);
        expect(regions(slice)).toEqual([...regions(slice)].sort((a, b) => a - b));
      }),
      { seed: 12, numRuns: 60 },
    );
  });

  test('a line in the window goes through cells of the slice, as many as it has regions', () => {
    const inside = fc.tuple(fc.integer({ min: -1990, max: 1490 }), fc.integer({ min: -990, max: 1990 }));
    const ends = fc.uniqueArray(inside, { minLength: 2, maxLength: 2, selector: String });
    fc.assert(
      fc.property(cases, ends, (network, line) => {
        const [a, b] = line.map(([x, y]) => at(plane, x / 1000, y / 1000)) as [Float64Array, Float64Array];
        const { cells } = exactSlice(network, plane, window);
        const known = new Set(
          cells.map(({ vertices }) => patternText(network, at(plane, ...centre(vertices)))),
        );
        const last = exactImage(network, [a, b]).layers.at(-1)!;
        const ends = [0, ...last.breakpoints, 1];
        const met = ends.slice(1).map((to, k) => {
          const t = (ends[k]! + to) / 2;
          return patternText(
            network,
            a.map((x, i) => (1 - t) * x + t * b[i]!),
          );
        });
        expect(met.filter((pattern) => !known.has(pattern))).toEqual([]);
      }),
      { seed: 12, numRuns: 60 },
    );
  });

  test('a window in the corner of another has the same cells there', () => {
    fc.assert(
      fc.property(cases, (network) => {
        const quarters = [-2, -0.25].flatMap((x0) =>
          [-1, 0.5].map((y0) => exactSlice(network, plane, { x0, x1: x0 + 1.75, y0, y1: y0 + 1.5 })),
        );
        const whole = exactSlice(network, plane, window);
        const hashes = new Set(quarters.flatMap(({ cells }) => cells.map(({ pattern }) => pattern)));
        expect(hashes).toEqual(new Set(whole.cells.map(({ pattern }) => pattern)));
        const sum = quarters.reduce((total, quarter) => total + boundaryLength(quarter), 0);
        // A boundary along the seam belongs to both sides.
        expect(sum).toBeGreaterThanOrEqual(boundaryLength(whole) * (1 - 1e-10));
      }),
      { seed: 12, numRuns: 40 },
    );
  });
});

describe('linear regions', () => {
  test('a dead layer leaves one', () => {
    const network = givenNetwork(
      [
        {
          weights: [
            [1, 0],
            [0, 1],
          ],
        },
        { weights: [[1, 1]], biases: [-10] },
      ],
      { name: 'relu' },
    );
    const slice = exactSlice(network, COORDINATES, SQUARE);
    expect([slice.cells.length, slice.linearRegions]).toEqual([4, 1]);
  });
  test('pieces that add up to a straight line are one', () => {
    // relu(x) - relu(-x) + 5 = x + 5
    const network = givenNetwork(
      [
        {
          weights: [
            [0.3, 0.7],
            [-0.3, -0.7],
          ],
        },
        { weights: [[1, -1]], biases: [5] },
      ],
      { name: 'relu' },
    );
    const slice = exactSlice(network, COORDINATES, SQUARE);
    expect([slice.cells.length, slice.linearRegions]).toEqual([2, 1]);
  });
  test('equal pieces that do not touch are several', () => {
    // A hat: 0, up, flat, down, 0.
    const network = givenNetwork(
      [
        {
          weights: [
            [1, 0],
            [-1, 0],
          ],
          biases: [-0.3, -0.3],
        },
        { weights: [[-1, -1]], biases: [0.5] },
      ],
      { name: 'relu' },
    );
    const slice = exactSlice(network, COORDINATES, SQUARE);
    expect([slice.cells.length, slice.linearRegions]).toEqual([5, 5]);
  });
  test('on a line they are those of the image', () => {
    // The second input does nothing, so that the slice is the line, extended across.
    const network = drawNetwork(spec({ inputDim: 2, widths: [3, 2, 2, 1], sigmaB: 0.5 }), 4, 0);
    const first = {
      ...network.layers[0]!,
      weights: network.layers[0]!.weights.map((w, i) => (i % 2 === 1 ? 0 : w)),
    };
    const flat = { ...network, layers: [first, ...network.layers.slice(1)] };
    const slice = exactSlice(flat, COORDINATES, { x0: -5, x1: 5, y0: -1, y1: 1 });
    const line = exactImage(flat, [
      [-5, 0.5],
      [5, 0.5],
    ]).layers.at(-1)!;
    expect(slice.cells.length).toBe(line.regions);
    expect(slice.linearRegions).toBe(line.linearRegions);
    expect(line.linearRegions).toBeLessThan(line.regions);
  });
});

describe('planes', () => {
  test('have orthonormal axes; points and coordinates belong together', () => {
    const points = [
      [1, 2, 3],
      [2, 2, 5],
      [0, 7, -1],
    ];
    const plane = planeThrough(points);
    const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, value, i) => sum + value * y[i]!, 0);
    expect(Math.abs(dot(plane.u, plane.v))).toBeLessThan(1e-15);
    expectClose(dot(plane.u, plane.u), 1, 1e-15);
    expectClose(dot(plane.v, plane.v), 1, 1e-15);
    for (const point of points) {
      const back = at(plane, ...planeCoordinates(plane, point));
      for (const [i, x] of back.entries()) expect(Math.abs(x - point[i]!)).toBeLessThan(1e-14);
    }
    expect(planeCoordinates(plane, points[0]!)).toEqual([0, 0]);
    expectClose(planeCoordinates(plane, points[1]!)[0], Math.sqrt(5), 1e-15);
  });
});

describe('wrong input', () => {
  const network = goldenNetwork([2, 8, 8], 'relu');
  test.each<[string, () => unknown, string]>([
    [
      'a plane of another space',
      () => exactSlice(network, planeAlong([0, 0, 0], [1, 0, 0], [0, 1, 0]), SQUARE),
      "plane: expected points of dimension 2, that of the network's input, got 3",
    ],
    [
      'an empty window',
      () => exactSlice(network, COORDINATES, { ...SQUARE, x1: -1 }),
      'window: expected x0 < x1 and y0 < y1, got -1, -1, -1, 1',
    ],
    [
      'too many regions',
      () => exactSlice(network, COORDINATES, SQUARE, { most: 100 }),
      'regions: expected at most 100 regions in the window, got more in layer 2',
    ],
    [
      'a smooth activation',
      () => exactSlice(goldenNetwork([2, 8], 'tanh'), COORDINATES, SQUARE),
      'activation: expected a piecewise linear one (relu, leaky-relu:a, abs, linear, hard-tanh, shifted-relu:tau, clipped-relu:tau:m or soft-threshold:tau), got tanh',
    ],
    [
      'parallel directions',
      () => planeAlong([0, 0], [1, 2], [-2, -4]),
      'plane: expected two directions, got vectors that are 0 or parallel',
    ],
    [
      'no direction',
      () => planeAlong([0, 0], [0, 0], [1, 1]),
      'plane: expected two directions, got vectors that are 0 or parallel',
    ],
    [
      'two points',
      () =>
        planeThrough([
          [0, 0],
          [1, 1],
        ]),
      'plane: expected three points, got 2',
    ],
    ['a NaN', () => planeAlong([0, 0], [1, Number.NaN], [1, 1]), 'plane: expected finite numbers, got NaN'],
    [
      'unequal dimensions',
      () => planeAlong([0, 0], [1, 2, 3], [1, 1]),
      'plane: expected vectors of one dimension, got 2, 3, 2',
    ],
    [
      'an overflow',
      () =>
        exactSlice(
          givenNetwork([{ weights: [[1e200, 1]] }, { weights: [[1e200]] }], { name: 'relu' }),
          COORDINATES,
          SQUARE,
        ),
      'regions: expected images within the range of a double, got an overflow in layer 2',
    ],
    [
      'an underflow',
      () =>
        exactSlice(
          givenNetwork([{ weights: [[1e-200, 1e-210]] }, { weights: [[1e-200]] }], { name: 'relu' }),
          COORDINATES,
          SQUARE,
        ),
      'regions: expected images within the range of a double, got an underflow in layer 2',
    ],
  ])('%s is refused', (_, call, message) => {
    expect(call).toThrow(new RangeError(message));
  });
});
