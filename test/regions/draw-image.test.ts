/** Drawn convolutional networks: the same ones that are written out as dense layers. */
import { expect, test } from 'vitest';
import { expandCells, parseExperiment, withInputDim } from '../../src/experiment/index.ts';
import type { AvgPoolLayer, Conv2dLayer } from '../../src/network/index.ts';
import { drawImageNetwork, drawNetwork } from '../../src/regions/index.ts';
import { forward } from '../formats/forward.ts';

const specOf = (layers: object) => {
  const experiment = parseExperiment({
    layers: layers as never,
    inputShape: [5, 4, 2],
    sigmaB: 0.4,
    activation: 'tanh',
  });
  return withInputDim(expandCells(experiment)[0]!, 40);
};
const x = Array.from({ length: 40 }, (_, i) => Math.sin(i) / 2);

test('it makes of an input what its rows, written out, make of it', () => {
  const spec = specOf([
    { type: 'conv2d', channels: 3, kernel: 3, stride: 2, padding: 'zero' },
    { type: 'conv2d', channels: 20, kernel: 2, density: 0.6 },
    { type: 'avg-pool', kernel: 2, stride: 1 },
    { type: 'flatten' },
    { type: 'dense', width: 5, activation: 'relu' },
  ]);
  const [shared, written] = [drawImageNetwork(spec, 3, 4), drawNetwork(spec, 3, 4)];
  expect(shared.layers.map(({ type }) => type)).toEqual([
    'conv2d',
    'conv2d',
    'avg-pool',
    'avg-pool',
    'dense',
  ]);
  const [got, expected] = [forward(shared, x), forward(written, x)];
  expect(expected.some((z) => z !== 0)).toBe(true);
  got.forEach((z, i) => {
    expect(z).toBeCloseTo(expected[i]!, 12);
  });
});

test('pads and what pools make of the edge stay', () => {
  const { layers, inputDim } = specOf([
    { type: 'conv2d', channels: 2, kernel: 3, padding: 'zero' },
    { type: 'avg-pool', kernel: 3, stride: 1 },
    { type: 'avg-pool', kernel: 2, stride: 1 },
  ]);
  const [conv, cut, zero] = layers as [Conv2dLayer, AvgPoolLayer, AvgPoolLayer];
  const spec = {
    inputDim,
    layers: [
      { ...conv, pads: [0, 2, 1, 0], width: 4 * 4 * 2 },
      { ...cut, inputShape: [4, 4, 2], padding: 'cut', pads: [1, 0, 2, 0], width: 5 * 2 * 2 },
      { ...zero, inputShape: [5, 2, 2], padding: 'zero', width: 5 * 2 * 2 },
    ],
  } as const;
  const got = forward(drawImageNetwork(spec, 3, 4), x);
  expect(got).toHaveLength(20);
  forward(drawNetwork(spec, 3, 4), x).forEach((z, i) => {
    expect(got[i]).toBeCloseTo(z, 12);
  });
  const taller = { ...spec, layers: [...spec.layers.slice(0, 2), { ...spec.layers[2], sigmaW: 1 }] };
  expect(() => drawImageNetwork(taller, 3, 4)).toThrow(
    'layer 3, sigmaW: expected 0.25, that of means, got 1',
  );
});

test('maxout takes the largest of rows that are drawn like any', () => {
  const rows = { type: 'dense', width: 12, activation: 'linear' };
  const units = drawImageNetwork(specOf([rows, { type: 'maxout', pieces: 3 }]), 3, 4);
  const z = forward(drawNetwork(specOf([rows]), 3, 4), x);
  expect(forward(units, x)).toEqual([0, 3, 6, 9].map((i) => Math.max(...z.slice(i, i + 3))));
});

test('largest values are taken; blocks and norms are refused', () => {
  const made = drawImageNetwork(
    specOf([
      { type: 'max-pool', kernel: 2 },
      { type: 'dense', width: 2 },
    ]),
    0,
    0,
  );
  expect(made.layers[0]).toMatchObject({ type: 'max-pool', inputShape: [5, 4, 2], kernel: 2, width: 16 / 2 });
  const branch = [{ type: 'dense', width: 40 }];
  expect(() => drawImageNetwork(specOf([{ type: 'residual', branch }]), 0, 0)).toThrow(
    'layers: expected no residual blocks and no normalisation, got residual',
  );
});
