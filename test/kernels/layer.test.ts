import { describe, expect, test } from 'vitest';
import type { Activation } from '../../src/experiment/network.ts';
import { DENSE_FROM, panelLayout } from '../../src/kernels/layout.ts';
import { referenceLayer } from '../../src/kernels/reference/index.ts';
import { arena } from './kernels.ts';
import { type Layer, type LayerImage, matrix, runLayer } from './layers.ts';

const memory = await arena();

const POINTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 23, 24, 25, 31, 33, 100];
const FAN_INS = [1, 2, 3, 7, 8, 9, 16, 17, 33, 100];
/** Around the heights of tiles and blocks, and groups of several blocks. */
const ROWS = [1, 3, 4, 5, 7, 8, 9, 47, 48, 49, 101];
const ACTIVATIONS: Activation[] = [
  { name: 'relu' },
  { name: 'leaky-relu', slope: 0.3 },
  { name: 'leaky-relu', slope: -7.1 },
  { name: 'abs' },
  { name: 'linear' },
  { name: 'hard-tanh' },
];
const GAINS = [1, 0.125, Math.fround(0.37), Math.fround(2.9)];
/** Densities that `panelLayout` gives to either product. */
const PRODUCTS = [
  ['sparse', DENSE_FROM / 2],
  ['dense', 1],
] as const;

const EPS = 2 ** -24;
/** Bound on the relative error of n roundings (Higham). */
const gamma = (n: number) => (n * EPS) / (1 - n * EPS);

/**
 * Largest error over tolerance of everything that a layer returns; at most 1 if all is well. With n kept weights in a row:
 *
 * - h: the bias and n products are n additions and n products in some order, and the gain is one product:
 *   |error h| ≤ delta = gamma(n + 2) gain (|b| + sum |w z|).
 * - z: the activation is Lipschitz with L = max(1, |slope|), hence L delta; slope and product of leaky-ReLU add 2 eps |z|.
 * - squares: the differences of a column are off by at most e_i = delta_t + delta_(t-1) + eps |difference|, so as vectors of norm N by
 *   E = |e|; squaring and adding m rows, in single precision within a block, are gamma(m + 1):
 *   |error| ≤ 2 N E + E² + gamma(m + 1) (N + E)².
 */
function worstError(layer: Layer, image: LayerImage): number {
  const { weights, biases, input, gain, activation } = layer;
  const exact = referenceLayer(weights, biases, input, gain, activation);
  const slope = activation.name === 'leaky-relu' ? activation.slope : 0;
  const lipschitz = Math.max(1, Math.abs(slope));
  const points = input[0]!.length;
  let worst = 0;
  const compare = (actual: number, expected: number, tolerance: number) => {
    const error = Math.abs(actual - expected);
    if (!(error <= tolerance)) worst = Math.max(worst, tolerance > 0 ? error / tolerance : Infinity);
    else if (tolerance > 0) worst = Math.max(worst, error / tolerance);
  };

  const hError = weights.map((row, i) => {
    const kept = row.flatMap((w, j) => (w === 0 ? [] : [{ w, z: input[j]! }]));
    return Array.from({ length: points }, (_, t) => {
      const size = kept.reduce((sum, { w, z }) => sum + Math.abs(w * z[t]!), Math.abs(biases[i]!));
      return gamma(kept.length + 2) * gain * size;
    });
  });
  const zError = hError.map((row, i) =>
    row.map((delta, t) => lipschitz * delta + (slope === 0 ? 0 : 2 * EPS * Math.abs(exact.z[i]![t]!))),
  );
  image.z.forEach((row, i) => {
    for (let t = 0; t < points; t++) compare(row[t]!, exact.z[i]![t]!, zError[i]![t]!);
  });
  compare(image.largest, exact.largest, Math.max(...zError.flat()));
  for (const [actual, expected, value, error] of [
    [image.hSquares, exact.hSquares, exact.h, hError],
    [image.zSquares, exact.zSquares, exact.z, zError],
  ] as const) {
    for (let t = 1; t < points; t++) {
      const e = error.map((row, i) => {
        const bound = row[t]! + row[t - 1]!;
        return bound + EPS * (Math.abs(value[i]![t]! - value[i]![t - 1]!) + bound);
      });
      const E = Math.sqrt(e.reduce((sum, x) => sum + x * x, 0));
      const N = Math.sqrt(expected[t]!);
      compare(actual[t]!, expected[t]!, 2 * N * E + E * E + gamma(weights.length + 1) * (N + E) ** 2);
    }
  }
  return worst;
}

function layerOf(rows: number, fanIn: number, points: number, density: number, choice: number): Layer {
  const name = (rows * 128 + fanIn) * 128 + points;
  const zeroBias = choice % 3 === 0;
  return {
    weights: matrix(name, rows, fanIn, density),
    biases: matrix(name + 2 ** 30, 1, rows)[0]!.map((b) => (zeroBias ? 0 : b)),
    input: matrix(name + 2 ** 31, fanIn, points),
    gain: GAINS[choice % GAINS.length]!,
    activation: ACTIVATIONS[choice % ACTIVATIONS.length]!,
  };
}

describe.each(PRODUCTS)('%s product', (product, density) => {
  test('is chosen by the layout', () => {
    expect(panelLayout(50, density).product).toBe(product);
  });

  test.each(POINTS)('agrees with its twin within the rounding of single precision at %i points', (points) => {
    const layout = panelLayout(points, density);
    let choice = points;
    for (const fanIn of FAN_INS) {
      for (const rows of ROWS) {
        const layer = layerOf(rows, fanIn, points, density, choice++);
        const image = runLayer(memory, layout, layer);
        const what = `${rows} rows of ${fanIn}, ${layer.activation.name}, gain ${layer.gain}: error / tolerance`;
        expect(worstError(layer, image), what).toBeLessThanOrEqual(1);
      }
    }
  });

  test.each(ACTIVATIONS)(
    '$name $slope agrees with its twin for every gain, with and without biases',
    (activation) => {
      for (const gain of GAINS) {
        for (const biased of [0, 1]) {
          const layer = { ...layerOf(13, 21, 37, density, biased), gain, activation };
          expect(worstError(layer, runLayer(memory, panelLayout(37, density), layer))).toBeLessThanOrEqual(1);
        }
      }
    },
  );

  test.each(POINTS)('%i points: padding columns repeat the last and add exactly nothing', (points) => {
    const layout = panelLayout(points, density);
    const { z, hSquares, zSquares } = runLayer(memory, layout, layerOf(9, 17, points, density, 1));
    expect(z[0]).toHaveLength(layout.columns);
    for (const squares of [hSquares, zSquares]) {
      expect(squares[0]).toBe(0);
      expect(squares.slice(points).every((x) => x === 0)).toBe(true);
    }
    for (const row of z) expect(row.slice(points).every((x) => x === row[points - 1])).toBe(true);
  });

  test('the segment between two panels is measured, and no other', () => {
    const layout = panelLayout(100, density);
    const panelColumns = 4 * layout.vectors;
    const steps = matrix(5, 8, layout.panels);
    const layer: Layer = {
      ...layerOf(20, 8, 100, density, 1),
      activation: { name: 'linear' },
      input: steps.map((row) => Array.from({ length: 100 }, (_, t) => row[Math.floor(t / panelColumns)]!)),
    };
    const image = runLayer(memory, layout, layer);
    expect(layout.panels).toBeGreaterThan(1);
    expect(worstError(layer, image)).toBeLessThanOrEqual(1);
    image.hSquares.forEach((square, t) => {
      expect(square > 0, `column ${t}`).toBe(t > 0 && t % panelColumns === 0);
    });
  });

  test('rows without a kept weight are their bias at every point', () => {
    const layer: Layer = {
      ...layerOf(10, 12, 30, density, 1),
      weights: matrix(1, 10, 12, 0),
      activation: { name: 'linear' },
      gain: 1,
    };
    const { z, hSquares, zSquares, largest } = runLayer(memory, panelLayout(30, density), layer);
    z.forEach((row, i) => {
      expect(row.every((x) => x === layer.biases[i])).toBe(true);
    });
    expect([...hSquares, ...zSquares].every((x) => x === 0)).toBe(true);
    expect(largest).toBe(Math.max(...layer.biases.map(Math.abs)));
  });
});

/** f32 values as their bits, -0 taken as 0: a product with a masked weight of 0 may only leave a zero's sign behind. */
const bits = (values: readonly number[]) => [
  ...new Uint32Array(Float32Array.from(values, (x) => x + 0).buffer),
];

test.each(POINTS)(
  'sparse and dense products of the same weights are the same bits at %i points',
  (points) => {
    const [sparse, dense] = PRODUCTS.map(([, density]) => panelLayout(points, density));
    let choice = 0;
    for (const density of [0.2, 0.7, 1]) {
      for (const [rows, fanIn] of [
        [1, 1],
        [9, 8],
        [48, 33],
        [23, 100],
      ] as const) {
        const layer = layerOf(rows, fanIn, points, density, choice++);
        const [a, b] = [runLayer(memory, sparse!, layer), runLayer(memory, dense!, layer)];
        for (let i = 0; i < rows; i++) {
          expect(bits(a.z[i]!.slice(0, points))).toEqual(bits(b.z[i]!.slice(0, points)));
        }
        expect(a.hSquares.slice(0, points)).toEqual(b.hSquares.slice(0, points));
        expect(a.zSquares.slice(0, points)).toEqual(b.zSquares.slice(0, points));
        expect(a.largest).toBe(b.largest);
      }
    }
  },
);

test.each(PRODUCTS)('%s: the activations are what their names say', (_, density) => {
  const layout = panelLayout(29, density);
  const base = { ...layerOf(11, 14, 29, density, 1), gain: 1 };
  const image = (activation: Activation) => runLayer(memory, layout, { ...base, activation });
  const linear = image({ name: 'linear' });
  const of = (f: (h: number) => number) => linear.z.map((row) => row.map(f));
  const slope = 0.25;
  expect(image({ name: 'relu' }).z).toEqual(of((h) => Math.max(0, h)));
  expect(image({ name: 'abs' }).z).toEqual(of(Math.abs));
  expect(image({ name: 'hard-tanh' }).z).toEqual(of((h) => Math.min(1, Math.max(-1, h))));
  expect(image({ name: 'leaky-relu', slope }).z).toEqual(of((h) => (h > 0 ? h : slope * h)));
  expect(image({ name: 'leaky-relu', slope: 1 })).toEqual(linear);
  expect(image({ name: 'leaky-relu', slope: -1 })).toEqual(image({ name: 'abs' }));
  expect(linear.hSquares).toEqual(linear.zSquares);
});
