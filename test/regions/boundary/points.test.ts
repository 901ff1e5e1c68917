import { describe, expect, test } from 'vitest';
import {
  boundaryCurvatureByLayer,
  boundaryCurvatures,
  boundaryPoints,
  curve,
  drawNetwork,
  endpoints,
  givenNetwork,
  randomReadout,
} from '../../../src/index.ts';
import { goldenNetwork, spec } from '../fixture.ts';
import { valueAt } from './fixture.ts';

/** G(x) = sin(3x) on the line of numbers. */
const wave = givenNetwork([{ weights: [[3]] }], { name: 'sin' });
const line = curve('line', [[-1], [4]]);

describe('points of the boundary', () => {
  test('are the zeros of a sine, by rising t', () => {
    const found = boundaryPoints(wave, [2], line, { points: 50 });
    const zeros = [0, 1, 2, 3].map((k) => (k * Math.PI) / 3);
    expect(found.map(({ t }) => t)).toEqual(found.map(({ t }) => t).sort((a, b) => a - b));
    expect(found.length).toBe(zeros.length);
    for (const [k, { t, point, value }] of found.entries()) {
      expect(Math.abs(point[0]! - zeros[k]!)).toBeLessThan(1e-14);
      expect(Math.abs(-1 + 5 * t - zeros[k]!)).toBeLessThan(1e-14);
      expect(Math.abs(value)).toBeLessThan(1e-14);
    }
    expect(boundaryPoints(wave, [2], line, { points: 50, most: 2 })).toEqual([found[0], found[2]]);
  });
  test('are found whatever the samples are grouped by, and none where G keeps its sign', () => {
    expect(boundaryPoints(wave, [2], line, { points: 1000 }).length).toBe(4);
    expect(boundaryPoints(wave, [2], curve('line', [[0.1], [1]]))).toEqual([]);
  });
  test('count a zero that a sample falls on once', () => {
    const found = boundaryPoints(wave, [1], curve('line', [[-0.5], [0.5]]), { points: 3 });
    expect(found.map(({ point, value }) => [point[0], value])).toEqual([[0, 0]]);
  });
  test('lie on circles, arcs and polylines too, where G is 0 but for rounding', () => {
    const network = goldenNetwork([3, 8, 8, 8], 'tanh');
    const readout = randomReadout(network, 4, 0);
    const ends = [
      [3, 1, -2],
      [-1, 4, 2],
    ];
    const { layers } = network;
    for (const kind of ['circle', 'arc', 'polyline'] as const) {
      const found = boundaryPoints(network, readout, curve(kind, [...ends]));
      expect(found.length).toBeGreaterThan(0);
      for (const { point } of found) {
        // A step of one bit in x moves G by its gradient times that.
        const { gradient } = boundaryCurvatures(network, readout, point)[0]!;
        expect(Math.abs(valueAt({ network, readout }, point))).toBeLessThan(
          1e-14 * layers.length * (1 + 5 * gradient),
        );
      }
    }
  });
  test.each<[string, () => unknown, string]>([
    [
      'kinks',
      () => boundaryPoints(goldenNetwork([1, 2], 'relu'), [1, 1], line),
      'activation: expected a smooth one (linear, tanh, erf, sin, elu, celu:a, gelu, gelu-tanh, silu, swish:beta, softplus, sigmoid, mish or squared-relu), got relu',
    ],
    [
      'another dimension',
      () => boundaryPoints(goldenNetwork([3, 2], 'tanh'), [1, 1], line),
      "curve: expected points of dimension 3, that of the network's input, got 1",
    ],
    [
      'points',
      () => boundaryPoints(wave, [1], line, { points: 1 }),
      'points: expected an integer in 2 … 10000000, got 1',
    ],
    [
      'most',
      () => boundaryPoints(wave, [1], line, { most: 0 }),
      'most: expected an integer in 1 … 9007199254740991, got 0',
    ],
    [
      'a readout',
      () => boundaryPoints(wave, [], line),
      'readout: expected 1 entries, one a neuron of the last layer, got 0',
    ],
  ])('%s is refused', (_, call, message) => {
    expect(call).toThrow(new RangeError(message));
  });
});

describe('a random readout', () => {
  const network = drawNetwork(spec({ widths: [5, 400], activation: { name: 'tanh' } }), 3, 7);
  test('is a unit vector of its own for every seed, number and depth', () => {
    const one = randomReadout(network, 3, 7);
    expect(Math.abs(one.reduce((sum, x) => sum + x * x, 0) - 1)).toBeLessThan(1e-14);
    expect(randomReadout(network, 3, 7)).toEqual(one);
    const others = [randomReadout(network, 3, 8), randomReadout(network, 4, 7)];
    const deeper = drawNetwork(spec({ widths: [5, 5, 400], activation: { name: 'tanh' } }), 3, 7);
    for (const other of [...others, randomReadout(deeper, 3, 7)]) {
      const cosine = one.reduce((sum, x, i) => sum + x * other[i]!, 0);
      expect(Math.abs(cosine)).toBeLessThan(5 / Math.sqrt(400));
    }
  });
  test('refuses seeds out of range', () => {
    expect(() => randomReadout(network, -1, 0)).toThrow('seed: expected an integer in 0 … 2^53-1, got -1');
  });
});

describe('tanh in the chaotic phase, σ_w = 4, σ_b = 0.3', () => {
  const DEPTH = 6;
  const NETWORKS = 40;
  const law = { activation: { name: 'tanh' } as const, sigmaW: 4, sigmaB: 0.3 };
  const width = 60;
  const found = Array.from({ length: NETWORKS }, (_, index) => {
    const network = drawNetwork(
      spec({ inputDim: width, widths: Array(DEPTH).fill(width), ...law }),
      5,
      index,
    );
    const readout = randomReadout(network, 5, index);
    // A circle of |x|² = n, so q^1 = σ_w² + σ_b².
    const circle = curve(
      'circle',
      endpoints('orthonormal', index, width).map((x) => x.map((v) => v * Math.sqrt(width))),
    );
    return boundaryCurvatures(
      network,
      readout,
      boundaryPoints(network, readout, circle, { most: 1 })[0]!.point,
    );
  });
  const sums = (layer: number) =>
    found.map((layers) => layers[layer]!.curvatures.reduce((sum, x) => sum + x * x, 0));
  const mean = (x: number[]) => x.reduce((sum, value) => sum + value, 0) / x.length;
  const expected = boundaryCurvatureByLayer(law, DEPTH, { first: law.sigmaW ** 2 + law.sigmaB ** 2 });

  test('curvatures grow exponentially when pulled back, in every network', () => {
    for (const layers of found) {
      const largest = layers.map(({ curvatures }) => curvatures[0]!);
      expect(largest[0]! / largest[DEPTH]!).toBeGreaterThan(4);
    }
    const logs = Array.from({ length: DEPTH + 1 }, (_, l) => mean(sums(l).map(Math.log)));
    for (let l = 1; l <= DEPTH; l++) expect(logs[l - 1]! - logs[l]!).toBeGreaterThan(Math.log(1.5));
  });
  test('by what mean field expects, within 4 standard errors and the 25 % that width 60 takes', () => {
    for (const { layer, sumOfSquares } of expected) {
      const values = sums(layer);
      const measured = mean(values);
      const sem = Math.sqrt(mean(values.map((x) => (x - measured) ** 2)) / (NETWORKS - 1));
      expect(
        Math.abs(measured - sumOfSquares!),
        `layer ${layer}: ${measured} ± ${sem} against ${sumOfSquares}`,
      ).toBeLessThan(4 * sem + 0.25 * sumOfSquares!);
    }
  });
});
