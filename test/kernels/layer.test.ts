import { describe, expect, test } from 'vitest';
import { panelLayout } from '../../src/kernels/layout.ts';
import { ACTIVATIONS, GAINS, layerOf, matrix, PRODUCTS, UNITS } from './cases.ts';
import type { Layer } from './increments.ts';
import { arena } from './kernels.ts';
import { runLayer } from './layers.ts';
import { worstError } from './tolerance.ts';

const memory = await arena();

const POINTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 23, 24, 25, 31, 33, 100];
const FAN_INS = [1, 2, 3, 7, 8, 9, 16, 17, 33, 100];
/** Around the heights of tiles and blocks, and groups of several blocks. */
const ROWS = [1, 3, 4, 5, 7, 8, 9, 47, 48, 49, 101];
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
        const what = `${rows} rows of ${fanIn}, ${layer.activation.name}, gain ${layer.pointGain}: error / tolerance`;
        expect(worstError(layer, image), what).toBeLessThanOrEqual(1);
      }
    }
  });

  test.each(ACTIVATIONS)('$name $slope agrees with its twin for every gain and unit', (activation) => {
    for (const pointGain of GAINS) {
      for (const stepGain of GAINS) {
        for (const unit of UNITS) {
          for (const biased of [0, 1]) {
            const base = layerOf(13, 21, 37, density, biased);
            const layer = { ...base, pointGain, stepGain, unit, activation };
            const image = runLayer(memory, panelLayout(37, density), layer);
            const what = `gains ${pointGain} and ${stepGain}, unit ${unit}: error / tolerance`;
            expect(worstError(layer, image), what).toBeLessThanOrEqual(1);
          }
        }
      }
    }
  });

  test.each(POINTS)('%i points: padding columns are steps of 0 and add exactly nothing', (points) => {
    const layout = panelLayout(points, density);
    const { z, hSquares, zSquares } = runLayer(memory, layout, layerOf(9, 17, points, density));
    for (const row of z.steps) {
      expect(row).toHaveLength(layout.columns);
      expect(row.slice(points).every((x) => x === 0)).toBe(true);
    }
    for (const squares of [hSquares, zSquares]) {
      expect(squares[0]).toBe(0);
      expect(squares.slice(points).every((x) => x === 0)).toBe(true);
    }
  });

  test('the step between two panels is measured, and no other', () => {
    const layout = panelLayout(100, density);
    const panelColumns = 4 * layout.vectors;
    const drawn = matrix(5, 8, 100);
    const between = (t: number) => t > 0 && t % panelColumns === 0;
    const layer: Layer = {
      ...layerOf(20, 8, 100, density),
      activation: { name: 'abs' },
      input: {
        first: drawn.map((row) => row[0]!),
        steps: drawn.map((row) => row.map((x, t) => (between(t) ? x : 0))),
      },
    };
    const image = runLayer(memory, layout, layer);
    expect(layout.panels).toBeGreaterThan(1);
    expect(worstError(layer, image)).toBeLessThanOrEqual(1);
    image.hSquares.forEach((square, t) => {
      expect(square > 0, `column ${t}`).toBe(between(t));
    });
  });

  test('rows without a kept weight are their bias at every point', () => {
    const layer: Layer = {
      ...layerOf(10, 12, 30, density),
      weights: matrix(1, 10, 12, 0),
      activation: { name: 'linear' },
      pointGain: 1,
    };
    const { z, hSquares, zSquares, largest } = runLayer(memory, panelLayout(30, density), layer);
    expect(z.first).toEqual(layer.biases);
    expect([...z.steps.flat(), ...hSquares, ...zSquares].every((x) => x === 0)).toBe(true);
    expect(largest).toEqual({ point: Math.max(...layer.biases.map(Math.abs)), step: 0 });
  });
});

test.each(POINTS)('zeros that a tapering image leaves out change no bit at %i points', (points) => {
  const layout = panelLayout(points, 1);
  const fanIn = layout.columns;
  const layer = layerOf(13, fanIn, points, 1);
  const steps = layer.input.steps.map((row, j) => row.map((x, t) => (j > t ? 0 : x)));
  const input = { first: layer.input.first.map((x, j) => (j > 0 ? 0 : x)), steps };
  const tapering = { ...layer, input };
  const inputs = Array.from({ length: fanIn / 4 }, (_, vector) => 4 * (vector + 1));
  expect(runLayer(memory, layout, tapering, inputs)).toEqual(runLayer(memory, layout, tapering));
});

/**
 * f32 values as their bits, -0 taken as 0: a product with a masked weight of 0 may only leave a zero's sign
 * behind.
 */
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
        const layer = { ...layerOf(rows, fanIn, points, density, choice), unit: UNITS[choice % 4]! };
        choice++;
        const [a, b] = [runLayer(memory, sparse!, layer), runLayer(memory, dense!, layer)];
        expect(bits(a.z.first)).toEqual(bits(b.z.first));
        for (let i = 0; i < rows; i++) {
          expect(bits(a.z.steps[i]!.slice(0, points))).toEqual(bits(b.z.steps[i]!.slice(0, points)));
        }
        expect(a.hSquares.slice(0, points)).toEqual(b.hSquares.slice(0, points));
        expect(a.zSquares.slice(0, points)).toEqual(b.zSquares.slice(0, points));
        expect(a.largest).toEqual(b.largest);
      }
    }
  },
);
