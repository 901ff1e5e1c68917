/** Drawn convolutional networks: the same ones that are written out as dense layers. */
import { expect, test } from 'vitest';
import { expandCells, parseExperiment, withInputDim } from '../../src/experiment/index.ts';
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
