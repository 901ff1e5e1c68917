/**
 * Steps are what is stored: exact wherever an activation is one line, however far from the origin and however
 * short.
 */
import { describe, expect, test } from 'vitest';
import { panelLayout } from '../../src/kernels/layout.ts';
import { referenceLayer } from '../../src/kernels/reference/index.ts';
import type { Activation } from '../../src/network/index.ts';
import { ACTIVATIONS, layerOf, matrix, PRODUCTS, UNITS } from './cases.ts';
import { exactLayer, incrementsOf, type Layer, pointsOf, squaresOf } from './increments.ts';
import { arena } from './kernels.ts';
import { type LayerImage, runLayer } from './layers.ts';
import { phi } from './pieces.ts';

const memory = await arena();

test('the twin in increments is the twin in points', () => {
  for (const activation of ACTIVATIONS) {
    const layer = { ...layerOf(13, 21, 37, 1), activation };
    const input = pointsOf(layer.input, 1);
    const expected = referenceLayer(layer.weights, layer.biases, input, layer.pointGain, activation);
    const { h, z } = exactLayer(layer);
    for (const [image, points, squares] of [
      [h, expected.h, expected.hSquares],
      [z, expected.z, expected.zSquares],
    ] as const) {
      pointsOf(image, 1).forEach((row, i) => {
        row.forEach((x, t) => {
          expect(Math.abs(x - points[i]![t]!)).toBeLessThan(1e-12);
        });
      });
      squaresOf(image.steps).forEach((square, t) => {
        expect(Math.abs(square - squares[t]!)).toBeLessThan(1e-10);
      });
    }
  }
});

describe.each(PRODUCTS)('%s product', (_, density) => {
  test('lengths of a linear layer do not depend on where the curve lies, to the last bit', () => {
    const layer: Layer = { ...layerOf(60, 30, 50, density), activation: { name: 'linear' } };
    const layout = panelLayout(50, density);
    const here = runLayer(memory, layout, layer);
    for (const unit of UNITS) {
      const biases = layer.biases.map((b) => b * 2 ** 30);
      const there = runLayer(memory, layout, { ...layer, biases, unit });
      expect(there.hSquares).toEqual(here.hSquares);
      expect(there.zSquares).toEqual(here.zSquares);
      expect(there.z.steps).toEqual(here.z.steps);
    }
  });

  test('far from its kinks an activation is its slope, to the last bit', () => {
    const layout = panelLayout(50, density);
    const layer = { ...layerOf(60, 30, 50, density), pointGain: 1 };
    const biases = layer.biases.map((b) => (b < 0 ? -1e6 : 1e6));
    const image = (activation: Activation) => runLayer(memory, layout, { ...layer, biases, activation });
    const linear = image({ name: 'linear' });
    const sloped = (below: number, above: number) =>
      linear.z.steps.map((row, i) => row.map((step) => (biases[i]! < 0 ? below : above) * step + 0));
    const steps = (activation: Activation) => image(activation).z.steps.map((row) => row.map((x) => x + 0));
    expect(steps({ name: 'relu' })).toEqual(sloped(0, 1));
    expect(steps({ name: 'abs' })).toEqual(sloped(-1, 1));
    expect(steps({ name: 'leaky-relu', slope: 0.25 })).toEqual(sloped(0.25, 1));
    expect(steps({ name: 'hard-tanh' })).toEqual(sloped(0, 0));
  });

  test.each([1, 2 ** -20, 2 ** -60, 2 ** -100])('a kink is found between steps of %d', (unit) => {
    // One neuron that passes its input on, from 5/2 steps before the kink on; all numbers are exact.
    const points = 30;
    const at = (kink: number): Layer => ({
      weights: [[1]],
      biases: [kink - 2.5 * unit],
      input: { first: [0], steps: [Array.from({ length: points }, (_, t) => (t === 0 ? 0 : 1))] },
      pointGain: 1,
      stepGain: 1,
      unit,
      activation: { name: 'relu' },
    });
    const layout = panelLayout(points, density);
    const steps = (layer: Layer) => runLayer(memory, layout, layer).z.steps[0]!.slice(1, points);
    const bent = (below: number, above: number) =>
      Array.from({ length: points - 1 }, (_, t) => (t < 2 ? below : t > 2 ? above : (below + above) / 2));
    const origin = at(0);
    expect(steps(origin).map((x) => x + 0)).toEqual(bent(0, 1));
    expect(steps({ ...origin, activation: { name: 'abs' } }).map((x) => x + 0)).toEqual(bent(-1, 1));
    expect(steps({ ...origin, activation: { name: 'leaky-relu', slope: 0.5 } })).toEqual(bent(0.5, 1));
    if (unit < 2 ** -20) return;
    const clipped = { ...at(-1), activation: { name: 'hard-tanh' } } as const;
    // Steps of 1 leave the middle piece after one more.
    const expected = unit === 1 ? [0, 0, 0.5, 1, 0.5, ...new Array<number>(points - 6).fill(0)] : bent(0, 1);
    expect(steps(clipped).map((x) => x + 0)).toEqual(expected);
  });
});

/** With zeros of one sign. */
function unsigned({ z, ...rest }: LayerImage): LayerImage {
  const steps = z.steps.map((row) => row.map((x) => x + 0));
  return { ...rest, z: { first: z.first.map((x) => x + 0), steps } };
}

test.each(PRODUCTS)('%s: the activations are what their names say', (_, density) => {
  // Multiples of 2^-10, all below 2^14: no operation rounds, and steps are differences of values to the last
  // bit.
  const onGrid = (x: number) => Math.round(x * 32) / 32;
  const drawn = layerOf(11, 14, 29, density);
  const points = matrix(9, 14, 29).map((row) => row.map(onGrid));
  const base: Layer = {
    ...drawn,
    weights: drawn.weights.map((row) => row.map(onGrid)),
    biases: drawn.biases.map(onGrid),
    input: incrementsOf(points),
    pointGain: 1,
    stepGain: 1,
  };
  const layout = panelLayout(29, density);
  const image = (activation: Activation) => unsigned(runLayer(memory, layout, { ...base, activation }));
  const linear = image({ name: 'linear' });
  const h = pointsOf(linear.z, 1);
  const activations: Activation[] = [...ACTIVATIONS.slice(3, 6), { name: 'relu' }];
  for (const activation of [...activations, { name: 'leaky-relu', slope: 0.25 } as const]) {
    const expected = incrementsOf(h.map((row) => row.map((x) => phi(activation, x))));
    expect(image(activation).z, activation.name).toEqual(expected);
  }
  expect(image({ name: 'leaky-relu', slope: 1 })).toEqual(linear);
  expect(image({ name: 'leaky-relu', slope: -1 })).toEqual(image({ name: 'abs' }));
  expect(image({ name: 'leaky-relu', slope: 0 })).toEqual(image({ name: 'relu' }));
  expect(linear.hSquares).toEqual(linear.zSquares);
});
