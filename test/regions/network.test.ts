import { describe, expect, test } from 'vitest';
import {
  activationPattern,
  curve,
  drawNetwork,
  endpoints,
  givenNetwork,
  type LayerRows,
  measureTrajectory,
  samplePoints,
} from '../../src/index.ts';
import { type Law, layerOf, piecesOf, widthsOf } from '../../src/network/index.ts';
import { product } from '../../src/regions/product.ts';
import { expectClose, rebuilt, spec } from './fixture.ts';

describe('givenNetwork', () => {
  test('owns its weights, row by row; biases left out are 0', () => {
    const row = [1, 2, 3];
    const network = givenNetwork([{ weights: [row, [4, 5, 6]] }, { weights: [[7, 8]], biases: [9] }], {
      name: 'relu',
    });
    row[0] = 100;
    const dense = { type: 'dense', activation: { name: 'relu' } };
    expect(network).toEqual({
      inputDim: 3,
      layers: [
        {
          ...dense,
          weights: Float64Array.of(1, 2, 3, 4, 5, 6),
          biases: new Float64Array(2),
          width: 2,
          fanIn: 3,
        },
        { ...dense, weights: Float64Array.of(7, 8), biases: Float64Array.of(9), width: 1, fanIn: 2 },
      ],
    });
  });

  test('layers may have activations of their own', () => {
    const { layers } = givenNetwork([{ weights: [[1]], activation: { name: 'abs' } }, { weights: [[1]] }], {
      name: 'tanh',
    });
    expect(layers.map(({ activation }) => activation.name)).toEqual(['abs', 'tanh']);
  });

  test.each<[string, LayerRows[], string]>([
    ['no layers', [], 'layers: expected at least one layer, got none'],
    ['no neurons', [{ weights: [] }], 'layer 1: expected at least one row of weights, got none'],
    ['empty rows', [{ weights: [[]] }], 'layer 1: expected rows of at least one weight, got an empty row 1'],
    ['ragged rows', [{ weights: [[1, 2], [3]] }], 'layer 1: expected 2 weights a row, got 1 in row 2'],
    [
      'layers that do not fit',
      [{ weights: [[1], [2]] }, { weights: [[1, 2, 3]] }],
      'layer 2: expected 2 weights a row, got 3 in row 1',
    ],
    [
      'too few biases',
      [{ weights: [[1], [2]], biases: [1] }],
      'layer 1: expected 2 biases, one a row of weights, got 1',
    ],
    [
      'a NaN',
      [
        {
          weights: [
            [1, 2],
            [3, Number.NaN],
          ],
        },
      ],
      'layer 1: expected finite weights, got NaN in row 2, column 2',
    ],
    [
      'an infinite bias',
      [{ weights: [[1]], biases: [-Infinity] }],
      'layer 1: expected finite biases, got -Infinity at 1',
    ],
  ])('%s are refused', (_, layers, message) => {
    expect(() => givenNetwork(layers, { name: 'relu' })).toThrow(new RangeError(message));
  });
});

test('activationPattern gives the piece of every neuron; on a threshold the piece below', () => {
  const layers = [{ weights: [[1], [-1], [0]] }, { weights: [[1, 1, 1]], biases: [-2] }];
  expect(activationPattern(givenNetwork(layers, { name: 'relu' }), [3])).toEqual([
    Uint8Array.of(1, 0, 0),
    Uint8Array.of(1),
  ]);
  expect(activationPattern(givenNetwork(layers, { name: 'hard-tanh' }), [1])).toEqual([
    Uint8Array.of(1, 0, 1),
    Uint8Array.of(0),
  ]);
});

test('a product of any number of rows is the plain sum', () => {
  for (const width of [1, 3, 4, 5, 8, 11]) {
    const layer = drawNetwork(spec({ inputDim: 7, widths: [width] }), 1, 0).layers[0]!;
    const vectors = Float64Array.from({ length: 14 }, (_, i) => Math.cos(i));
    const h = product(layer, vectors, 2, true);
    for (let p = 0; p < 2; p++)
      for (let i = 0; i < width; i++) {
        let sum = 0;
        for (let j = 0; j < 7; j++) sum += layer.weights[i * 7 + j]! * vectors[p * 7 + j]!;
        expect(h[p * width + i]).toBe(sum + layer.biases[i]!);
      }
  }
});

describe('drawNetwork', () => {
  test.each([
    ['dense Gaussian', spec({ widths: [60, 30], inputDim: 20 })],
    ['sparse uniform', spec({ widths: [60, 30], inputDim: 20, density: 0.3, weights: { kind: 'uniform' } })],
    [
      'very sparse discrete, unscaled',
      spec({
        widths: [60, 30],
        inputDim: 20,
        density: 0.1,
        scaling: 'none',
        weights: { kind: 'discrete', values: [-2, -1, 1, 2] },
        biases: { kind: 'uniform' },
      }),
    ],
    ['hard-tanh', spec({ widths: [60, 30], inputDim: 20, activation: { name: 'hard-tanh' } })],
  ])('%s: network 0 is the one that an ensemble measures', async (_, drawn) => {
    const [seed, points] = [7, 64];
    const law = layerOf(drawn, 1);
    const text = (variates: Law) =>
      variates.kind === 'discrete' ? `discrete:${variates.values.join(':')}` : variates.kind;
    const { cells } = await measureTrajectory({
      widths: widthsOf(drawn),
      inputDim: drawn.inputDim,
      density: law.density,
      weights: text(law.weights),
      biases: text(law.biases),
      sigmaW: law.sigmaW,
      sigmaB: law.sigmaB,
      scaling: law.scaling,
      activation: law.activation.name,
      estimator: 'polyline',
      draw: 'weights',
      networks: 1,
      points,
      seed,
    });
    const { value } = piecesOf(law.activation)!;
    const ends = endpoints('orthonormal', seed, drawn.inputDim);
    let z = samplePoints(curve('line', ends), points);
    for (const [l, layer] of drawNetwork(drawn, seed, 0).layers.entries()) {
      z = product(layer, z, points, true).map(value);
      let length = 0;
      for (let t = 1; t < points; t++) {
        const step = z
          .subarray(t * layer.width, (t + 1) * layer.width)
          .map((x, i) => x - z[(t - 1) * layer.width + i]!);
        length += Math.hypot(...step);
      }
      expectClose(cells[0]!.layers[l]!.length.mean!, length, 1e-5);
    }
  });

  test('networks of a seed differ, seeds differ, and each can be drawn again', () => {
    const drawn = spec();
    expect(drawNetwork(drawn, 1, 5)).toEqual(drawNetwork(drawn, 1, 5));
    expect(drawNetwork(drawn, 1, 5)).not.toEqual(drawNetwork(drawn, 1, 6));
    expect(drawNetwork(drawn, 1, 5)).not.toEqual(drawNetwork(drawn, 2, 5));
    const doubled = drawNetwork(spec({ sigmaW: 2 * layerOf(drawn, 1).sigmaW }), 1, 5);
    const same = rebuilt(drawNetwork(drawn, 1, 5), (rows, biases) => ({
      weights: rows.map((row) => row.map((w) => 2 * w)),
      biases,
    }));
    expect(doubled).toEqual(same);
  });

  test.each<[number, number, string]>([
    [0, -1, 'network: expected an integer in 0 … 2^32-1, got -1'],
    [0, 2 ** 32, 'network: expected an integer in 0 … 2^32-1, got 4294967296'],
    [0.5, 0, 'seed: expected an integer in 0 … 2^53-1, got 0.5'],
  ])('seed %d and number %d are refused', (seed, index, message) => {
    expect(() => drawNetwork(spec(), seed, index)).toThrow(new RangeError(message));
  });
});
