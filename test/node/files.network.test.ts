import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Activation, GivenLayer } from '../../src/network/index.ts';
import { readNetwork } from '../../src/node/files/index.ts';
import { doubles, npy, zip } from './fixtures.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'expressivity-'));
});
afterAll(() => rm(dir, { recursive: true }));

async function write(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, content);
  return path;
}

/**
 * What numpy.savez_compressed(file, W2=[[0.25, -1]] (Fortran order), W1=[[1, 2, 3], [4, 5, 6]] (float32),
 * b1=[0.5, -0.5]) wrote.
 */
const FROM_NUMPY = [
  'UEsDBC0AAAAIAAAAIQBBFj32//////////8GABQAVzIubnB5AQAQAJAAAAAAAAAATwAAAAAAAACb7BfqGxDJyFDGUK2eklqc',
  'XKRupaBuk2ahrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RqGOgpGmjoKtQpkAy4GMLhgD6E/7AcAUEsDBC0AAAAI',
  'AAAAIQB8nN6i//////////8GABQAVzEubnB5AQAQAJgAAAAAAAAAWAAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2ai',
  'rqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOgrGmjoKtQpkAy4GhgZ7BgYGByAC4gYgXgDEBxwAUEsDBC0AAAAI',
  'AAAAIQDtxnjr//////////8GABQAYjEubnB5AQAQAJAAAAAAAAAATAAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2ah',
  'rqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOpo6CrUKFAAuBjB4YA+l9wMAUEsBAi0DLQAAAAgAAAAhAEEWPfZP',
  'AAAAkAAAAAYAAAAAAAAAAAAAAIABAAAAAFcyLm5weVBLAQItAy0AAAAIAAAAIQB8nN6iWAAAAJgAAAAGAAAAAAAAAAAAAACA',
  'AYcAAABXMS5ucHlQSwECLQMtAAAACAAAACEA7cZ460wAAACQAAAABgAAAAAAAAAAAAAAgAEXAQAAYjEubnB5UEsFBgAAAAAD',
  'AAMAnAAAAJsBAAAAAA==',
].join('');

const W1 = doubles('(2, 1)', [1, 2]);
const b1 = doubles('(2,)', [3, 4]);
const W2 = doubles('(1, 2)', [5, 6]);

/** An archive of arrays by name. */
const npz = (arrays: Readonly<Record<string, Buffer>>, deflated = false) =>
  zip(Object.entries(arrays).map(([name, content]) => ({ name: `${name}.npy`, content, deflated })));
/** What they hold, with the activations of the two layers. */
const layersOf = (first: Activation, last: Activation): GivenLayer[] => [
  {
    type: 'dense',
    weights: Float64Array.of(1, 2),
    biases: Float64Array.of(3, 4),
    width: 2,
    fanIn: 1,
    activation: first,
  },
  {
    type: 'dense',
    weights: Float64Array.of(5, 6),
    biases: Float64Array.of(0),
    width: 1,
    fanIn: 2,
    activation: last,
  },
];
const relu: Activation = { name: 'relu' };
const leaky: Activation = { name: 'leaky-relu', slope: 0.1 };
const linear: Activation = { name: 'linear' };

describe('.npz', () => {
  test('a file of NumPy itself', async () => {
    const path = await write('numpy.npz', Buffer.from(FROM_NUMPY, 'base64'));
    expect(await readNetwork(path, { activation: 'abs' })).toEqual({
      inputDim: 3,
      layers: [
        {
          type: 'dense',
          weights: Float64Array.of(1, 2, 3, 4, 5, 6),
          biases: Float64Array.of(0.5, -0.5),
          width: 2,
          fanIn: 3,
          activation: { name: 'abs' },
        },
        {
          type: 'dense',
          weights: Float64Array.of(0.25, -1),
          biases: Float64Array.of(0),
          width: 1,
          fanIn: 2,
          activation: linear,
        },
      ],
    });
  });

  test.each([false, true])('W1, b1, W2 in any order, deflated: %s', async (deflated) => {
    const path = await write('names.npz', npz({ b1, W2, W1 }, deflated));
    expect(await readNetwork(path)).toEqual({ inputDim: 1, layers: layersOf(relu, linear) });
  });

  test.each<[string, Record<string, Buffer>]>([
    ['numbers alone', { '10.weight': W2, '2.bias': b1, '2.weight': W1 }],
    ['numbers after a word', { 'h.10.weight': W2, 'h.2.bias': b1, 'h.2.weight': W1 }],
    ['two numbers', { 'block.1.fc2.weight': W2, 'block.1.fc1.bias': b1, 'block.1.fc1.weight': W1 }],
    ['words of their own', { 'fc1.weight': W1, 'fc1.bias': b1, 'out.weight': W2 }],
    ['no names', { arr_2: W2, arr_1: b1, arr_0: W1 }],
  ])('names with %s say the order, else the file does', async (_, arrays) => {
    expect((await readNetwork(await write('named.npz', npz(arrays)))).layers).toEqual(layersOf(relu, linear));
  });

  test.each<[string, Record<string, Buffer>]>([
    ['biases', { weight_0: doubles('(1, 2)', [1, 2]), bias_0: b1, weight_2: doubles('(2, 1)', [5, 6]) }],
    ['neighbours', { W1: doubles('(1, 2)', [1, 2]), W2: doubles('(2, 1)', [5, 6]), b1 }],
  ])('matrices of a row for every input are turned, by their %s', async (_, arrays) => {
    const path = await write('inputs.npz', npz(arrays));
    expect((await readNetwork(path)).layers).toEqual(layersOf(relu, linear));
  });

  test('other names leave the layers in the order of the file', async () => {
    const path = await write('swapped.npz', npz({ 'fc.weight': W2, 'out.bias': b1, 'out.weight': W1 }));
    expect((await readNetwork(path)).layers).toMatchObject([
      { weights: Float64Array.of(5, 6) },
      { weights: Float64Array.of(1, 2) },
    ]);
  });

  const one = doubles('(1, 1)', [1]);
  test.each<[string, Buffer, string]>([
    ['text', Buffer.from('hello, this is a file of text'), 'not a ZIP archive'],
    ['an empty archive', npz({}), 'layers: expected at least one layer, got none'],
    [
      'another entry',
      zip([{ name: 'readme.txt', content: Buffer.from('x') }]),
      'expected .npy arrays, got an entry "readme.txt"',
    ],
    [
      'a broken array',
      npz({ W1: Buffer.from('hello, world') }),
      'array "W1": not a .npy file: it does not start as one',
    ],
    [
      'texts of no length',
      npz({ W1: npy('<U0', '(2, 2)', new Uint8Array()) }),
      'array "W1": expected float16, float32, float64, integers or booleans, got dtype "<U0" and shape (2, 2)',
    ],
    [
      'weights of a convolution',
      npz({ 'conv.weight': doubles('(1, 1, 1, 1)', [1]) }),
      'expected arrays W1, b1, W2, … or NAME.weight, NAME.bias of dense layers (other layers: .onnx), got "conv.weight" of shape (1, 1, 1, 1)',
    ],
    [
      'another name',
      npz({ mask: W1 }),
      'expected arrays W1, b1, W2, … or NAME.weight, NAME.bias of dense layers (other layers: .onnx), got "mask" of shape (2, 1)',
    ],
    [
      'weights that are a vector',
      npz({ W1: b1 }),
      'expected arrays W1, b1, W2, … or NAME.weight, NAME.bias of dense layers (other layers: .onnx), got "W1" of shape (2,)',
    ],
    ['biases alone', npz({ W1, b2: b1 }), 'expected weights for the biases "b2", got none'],
    ['two matrices of a layer', npz({ W1, w_1: W1 }), 'expected one array a layer, got "W1" and "w_1"'],
    ['unnamed biases first', npz({ arr_0: b1 }), 'expected a matrix of weights, got "arr_0" of shape (2,)'],
    [
      'an order that the numbers contradict',
      npz({ 'fc1.weight': one, 'fc10.weight': one, 'fc2.weight': one, 'out.weight': one }),
      'expected layers in the order of their numbers, got "fc10" before "fc2"',
    ],
    [
      'layers that do not fit either way',
      npz({ W1: doubles('(2, 3)', [1, 2, 3, 4, 5, 6]), W2: doubles('(1, 4)', [1, 2, 3, 4]) }),
      'layer 2: expected 2 weights a row, got 4 in row 1',
    ],
    [
      'a NaN',
      npz({ W1: doubles('(1, 1)', [Number.NaN]) }),
      'layer 1: expected finite weights, got NaN in row 1, column 1',
    ],
  ])('%s is refused', async (_, content, why) => {
    const path = await write('bad.npz', content);
    await expect(readNetwork(path)).rejects.toThrow(
      new RangeError(`networkFile: expected the weights of a network, got "${path}" (${why})`),
    );
  });
});

describe('.json', () => {
  test('layers and an activation, which the caller may replace', async () => {
    const path = await write(
      'net.json',
      '{ "activation": "leaky-relu:0.1", "layers": [{ "weights": [[1], [2]], "biases": [3, 4] }, { "weights": [[5, 6]] }] }',
    );
    expect(await readNetwork(path)).toEqual({
      inputDim: 1,
      layers: layersOf(leaky, leaky),
    });
    const { layers } = await readNetwork(path, { activation: { name: 'tanh' } });
    expect(layers.map(({ activation }) => activation.name)).toEqual(['tanh', 'tanh']);
  });

  const one = '{ "weights": [[1]] }';
  const conv = {
    ...{ type: 'conv2d', inputShape: [2, 2, 1], kernel: 1, stride: 1, padding: 'zero' },
    ...{ weights: [[2]], activation: 'relu' },
  };
  const refused = (changes: object, why: string): [string, string] => [
    JSON.stringify({ layers: [{ ...conv, ...changes }] }),
    why,
  ];
  const pool = { type: 'max-pool', inputShape: [3, 3, 1], kernel: 2, stride: 1 };
  const pooled = (changes: object, why: string): [string, string] => [
    JSON.stringify({ layers: [{ ...pool, ...changes }] }),
    why,
  ];
  const IMAGES = [
    refused(
      { type: 'pool' },
      'layer 1, type: expected dense, conv2d, avg-pool, max-pool, maxout or residual, got "pool"',
    ),
    refused({ padding: 'same' }, 'layer 1, padding: expected circular, zero or none, got "same"'),
    refused({ padding: undefined }, 'layer 1, padding: expected circular, zero or none, got null'),
    refused({ activation: undefined }, 'layer 1, activation: expected a name, got none'),
    refused({ inputShape: [2, 2] }, 'layer 1: expected inputShape, [height, width, channels], got [2,2]'),
    refused({ inputShape: [2, 0, 1] }, 'layer 1, inputShape: expected an integer in 1 … 1000000, got 0'),
    refused({ kernel: 1.5 }, 'layer 1, kernel: expected an integer in 1 … 1000000, got 1.5'),
    refused(
      { kernel: 3, padding: 'none', weights: [Array(9).fill(1)] },
      'layer 1: expected a kernel inside of its input, got 3',
    ),
    refused({ kernel: 2 }, 'layer 1: expected 4 weights a row, got 1 in row 1'),
    refused({ weights: [] }, 'layer 1: expected at least one row of weights, got none'),
    refused({ biases: [1, 2] }, 'layer 1, biases: expected 1 of them, got 2'),
    refused(
      { inputShape: [2000, 1000, 1] },
      'layer 1: expected at most 1,000,000 numbers in and out, got 2,000,000',
    ),
    refused(
      { strides: 2 },
      'layer 1: expected no fields beside type, inputShape, kernel, stride, padding, pads, weights, biases and activation (did you mean stride?), got "strides"',
    ),
    refused({ pads: [3, 0, 0, 0] }, 'layer 1, pads: expected an integer in 0 … 0, got 3'),
    refused({ pads: [1, 1] }, 'layer 1: expected pads, [top, left, bottom, right], got [1,1]'),
    pooled({ padding: 'zero' }, 'layer 1, padding: expected none or cut, got "zero"'),
    pooled({ pads: [1, 0, 0, 0] }, 'layer 1, pads: expected none with padding none, got [1,0,0,0]'),
    pooled(
      { pad: 1 },
      'layer 1: expected no fields beside type, inputShape, kernel, stride, padding and pads (did you mean pads?), got "pad"',
    ),
    pooled(
      { inputShape: [1000, 1000, 1], kernel: 500 },
      'layer 1: expected patches of at most 67,108,864 numbers in all, got a kernel of 500',
    ),
    [
      JSON.stringify({ layers: [conv, { ...pool }] }),
      'layer 2: expected a layer of 4 inputs, the width before, got one of 9',
    ] as [string, string],
  ];
  test.each([
    ['[1, 2]', 'network: expected an object of activation and layers, got [1,2]'],
    ['{ "weights": [] }', 'network: expected no fields beside activation and layers, got "weights"'],
    ['{}', 'layers: expected a list of layers, got none'],
    ['{ "layers": [], "activation": 3 }', 'activation: expected a name, got 3'],
    ['{ "layers": [] }', 'layers: expected at least one layer, got none'],
    [
      '{ "layers": [{ "weights": [1, 2] }] }',
      'layer 1: expected weights, a list of rows of numbers, got [1,2]',
    ],
    ['{ "layers": [null] }', 'layer 1: expected an object of weights, biases and activation, got null'],
    [
      `{ "layers": [${one}, { "weights": [[1]], "biases": ["x"] }] }`,
      'layer 2: expected biases, a list of numbers, got ["x"]',
    ],
    [
      '{ "layers": [{ "weights": [[1]], "bias": [-0.5] }] }',
      'layer 1: expected no fields beside weights, biases and activation (did you mean biases?), got "bias"',
    ],
    [
      `{ "layers": [${one}], "activations": [] }`,
      'network: expected no fields beside activation and layers (did you mean activation?), got "activations"',
    ],
    [
      `{ "layers": [${one}], "layers": [] }`,
      'expected each key once, got "layers" twice, at line 1, column 37',
    ],
    ['{ "layers": [{ "weights": [[1, 2], [3]] }] }', 'layer 1: expected 2 weights a row, got 1 in row 2'],
    [
      `{ "layers": [{ "weights": [[${'0,'.repeat(1e6)}0]] }] }`,
      'layer 1: expected at most 1,000,000 rows and weights a row, got 1,000,001',
    ],
    [
      '{ "layers": [{ "weights": [[1, 2]], "biases": [1, 2] }] }',
      'expected weights with a row for every neuron, got a row for every input; transpose them',
    ],
    [
      `{ "layers": [${one}], "activation": "spline" }`,
      'activation: expected relu, leaky-relu:a, abs, linear, hard-tanh, tanh, erf, sin, shifted-relu:tau, clipped-relu:tau:m, elu, selu, celu:a, gelu, gelu-tanh, silu, swish:beta, softplus, sigmoid, mish, hard-swish, squared-relu or soft-threshold:tau, got "spline"',
    ],
    ...IMAGES,
    ['{ "layers":\n [', 'expected JSON with a value at line 2, column 3, got the end of the text'],
  ])('%s is refused', async (text, why) => {
    const path = await write('bad.json', text);
    await expect(readNetwork(path)).rejects.toThrow(
      new RangeError(`networkFile: expected the weights of a network, got "${path}" (${why})`),
    );
  });
});

test('other files are refused', async () => {
  await expect(readNetwork('net.h5')).rejects.toThrow(
    new RangeError(
      'networkFile: expected a .json, .npz, .safetensors, .onnx, .pt or .nnet file, got "net.h5"',
    ),
  );
  await expect(readNetwork('nowhere.npz')).rejects.toThrow(
    new RangeError('networkFile: expected a readable file, got "nowhere.npz" (no such file)'),
  );
});
