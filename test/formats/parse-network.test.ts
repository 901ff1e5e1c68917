/**
 * Files of PyTorch, ONNX and NumPy themselves (fixtures/, written by make-fixtures.py beside what they compute),
 * and files laid out here byte by byte by the specifications of their formats.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  type NetworkFormat,
  networkFormat,
  type ParseNetworkOptions,
  parseNetwork,
} from '../../src/formats/index.ts';
import { type Activation, type AnyGivenNetwork, phiOf } from '../../src/network/index.ts';
import { doubles, npy, zip } from '../node/fixtures.ts';
import { forward } from './forward.ts';
import { onnxLayer } from './onnx-bytes.ts';
import { safetensors } from './safetensors-bytes.ts';

const fixture = (name: string) => new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));
const expected = JSON.parse(Buffer.from(fixture('expected.json')).toString()) as Readonly<
  Record<string, number[][]>
>;
const HIDDEN = { activation: 'leaky-relu:0.25' } as const;

async function parse(name: string, options: Omit<ParseNetworkOptions, 'format'> = {}) {
  return parseNetwork(fixture(name), { format: networkFormat(name)!, ...options });
}

/** Hidden layers of one kind only can be told a state dict; these networks have two kinds. */
function withHardTanh(network: Awaited<ReturnType<typeof parse>>['network']) {
  const layers = network.layers.map((layer, l) =>
    l === 1 && layer.type === 'dense' ? { ...layer, activation: { name: 'hard-tanh' } as const } : layer,
  );
  return { ...network, layers };
}

function expectOutputs(network: Awaited<ReturnType<typeof parse>>['network'], outputs: readonly number[][]) {
  expect(outputs.length).toBe(5);
  outputs.forEach((output, i) => {
    forward(network, expected.inputs![i]!).forEach((value, k) => {
      expect(Math.abs(value - output[k]!)).toBeLessThanOrEqual(1e-14 * (1 + Math.abs(output[k]!)));
    });
  });
}

function weightsOf({ layers }: AnyGivenNetwork): (number[] | null)[] {
  return layers.map((layer) => ('weights' in layer ? [...layer.weights] : null));
}

describe('state dicts that torch.save wrote', () => {
  test.each(['float', 'double', 'half', 'bfloat16'])('%s', async (name) => {
    const { network, assumed } = await parse(`${name}.pt`, HIDDEN);
    expect(network.layers.map(({ width }) => width)).toEqual([3, 3, 2]);
    expectOutputs(withHardTanh(network), expected[name]!);
    expect(assumed).toEqual(['no activation behind the last layer']);
  });

  test('inside a checkpoint, with a transposed view and a parameter', async () => {
    const { network, assumed } = await parse('checkpoint.pt', { ...HIDDEN, outputActivation: 'linear' });
    expectOutputs(withHardTanh(network), expected.float!);
    expect(assumed).toEqual(['the state dict is "model" of the file, the rest left out']);
  });

  test('a whole model, whose classes would have to be run, is refused', async () => {
    await expect(parse('model.pt')).rejects.toThrow(
      'bytes: expected the weights of a network, got a .pt file (expected a state dict of tensors, got "torch.nn.modules.container.Sequential"; save model.state_dict())',
    );
  });
});

describe('ONNX', () => {
  test('a model that PyTorch exported says its activations', async () => {
    const { network, assumed } = await parse('sequential.onnx');
    expect(network.layers.map(({ activation }) => activation)).toEqual([
      { name: 'leaky-relu', slope: 0.25 },
      { name: 'hard-tanh' },
      { name: 'linear' },
    ]);
    expectOutputs(network, expected.float!);
    expect(assumed).toEqual([]);
  });

  test.each(['matmul', 'gemm'])('%s', async (name) => {
    expectOutputs((await parse(`${name}.onnx`)).network, expected.float!);
  });

  test.each([
    ['Sigmoid', {}, { name: 'sigmoid' }],
    ['HardSwish', {}, { name: 'hard-swish' }],
    ['Mish', {}, { name: 'mish' }],
    ['Softplus', {}, { name: 'softplus' }],
    ['Elu', {}, { name: 'elu' }],
    ['Elu', { alpha: 1 }, { name: 'elu' }],
    ['Celu', { alpha: 0.5 }, { name: 'celu', scale: 0.5 }],
    ['Selu', { gamma: 1.0507010221481323, alpha: 1.6732631921768188 }, { name: 'selu' }],
    ['Gelu', {}, { name: 'gelu' }],
    ['Gelu', { approximate: 'none' }, { name: 'gelu' }],
    ['Gelu', { approximate: 'tanh' }, { name: 'gelu-tanh' }],
    ['Swish', { alpha: 2 }, { name: 'swish', beta: 2 }],
    ['Shrink', { bias: 0.25, lambd: 0.25 }, { name: 'soft-threshold', threshold: 0.25 }],
  ])('%s %j', async (op, attributes, activation) => {
    const weights = [0.5, -1, 2, 0.25, 3, -0.75];
    const { network } = await parseNetwork(onnxLayer(op, attributes, 2, weights), { format: 'onnx' });
    expect(network.layers.map((layer) => layer.activation)).toEqual([activation]);
    // x W: W has a row for each input.
    const z = forward(network, [1, 2]);
    const phi = phiOf(activation as Activation);
    expect([...z]).toEqual([1, 5, 0.5].map(phi));
  });

  test.each([
    ['Softmax', {}, 'HardSwish, Mish, Sigmoid, Softplus, LeakyRelu, Celu, Elu'],
    ['Elu', { alpha: 0.5 }, 'expected Elu with alpha 1 (not 0.5), got "Elu"'],
    ['Selu', { alpha: 1.5 }, 'expected Selu with the constants of its paper'],
    ['Shrink', {}, 'expected Shrink whose bias is its lambd (not 0 and 0.5), got "Shrink"'],
    ['Celu', { alpha: 1000 }, 'expected celu:a with a number a in [0.01, 100], got "celu:1000"'],
  ])('%s %j is refused', async (op, attributes, message) => {
    const bytes = onnxLayer(op, attributes, 2, [1, 2, 3, 4]);
    await expect(parseNetwork(bytes, { format: 'onnx' })).rejects.toThrow(message);
  });

  test('float16, raw and as a list', async () => {
    const { network } = await parse('half.onnx');
    expect(network.layers.map(({ activation }) => activation.name)).toEqual(['relu', 'linear']);
    expectOutputs(network, expected.halfOnnx!);
  });

  test.each([
    ['skip', {}, 'expected a Gemm, MatMul or Conv in a residual branch, got "Add"'],
    [
      'gemm',
      { activation: 'tanh' },
      'expected no activation where every layer of the file has its own, got tanh',
    ],
    ['gemm', { outputActivation: 'tanh' }, "expected no outputActivation beside the file's own, got tanh"],
    ['gemm', { transpose: true }, 'expected no transpose: the format says what rows are, got transpose'],
  ])('%s with %o is refused', async (name, options, why) => {
    await expect(parse(`${name}.onnx`, options)).rejects.toThrow(
      new RangeError(`bytes: expected the weights of a network, got a .onnx file (${why})`),
    );
  });
});

describe('.npz', () => {
  test('inputs × outputs, big-endian, Fortran order, with names that are no weights', async () => {
    const { network, assumed } = await parse('layouts.npz', HIDDEN);
    expectOutputs(withHardTanh(network), expected.float!);
    expect(assumed).toEqual([
      'no activation behind the last layer',
      'matrices have a row for every input, by their shapes',
      'left out "history": no weights or biases by name',
    ]);
  });

  const square = zip([
    { name: 'W1.npy', content: doubles('(2, 2)', [1, 2, 3, 4]) },
    { name: 'W2.npy', content: npy('<f8', '(2, 2)', Float64Array.of(5, 7, 6, 8), { fortran: true }) },
  ]);
  test.each([
    [{}, [1, 2, 3, 4], [5, 6, 7, 8], true],
    [{ transpose: true }, [1, 3, 2, 4], [5, 7, 6, 8], false],
  ])('square matrices with %o', async (options, first, second, assumes) => {
    const { network, assumed } = await parseNetwork(square, { format: 'npz', ...options });
    expect(weightsOf(network)).toEqual([first, second]);
    expect(assumed).toEqual([
      'relu behind the hidden layers',
      'no activation behind the last layer',
      ...(assumes ? ['matrices have a row for every neuron; their shapes fit both ways'] : []),
    ]);
  });

  test('kernels have a row for every input', async () => {
    const bytes = zip([{ name: 'dense/kernel.npy', content: doubles('(2, 2)', [1, 2, 3, 4]) }]);
    const { network } = await parseNetwork(bytes, { format: 'npz' });
    expect(weightsOf(network)[0]).toEqual([1, 3, 2, 4]);
  });

  test.each(['bn.running_mean', 'weight_orig', 'gamma'])(
    '%s would change the network: refused',
    async (name) => {
      const bytes = zip([
        { name: 'fc.weight.npy', content: doubles('(2, 2)', [1, 2, 3, 4]) },
        { name: `${name}.npy`, content: doubles('(2,)', [1, 2]) },
      ]);
      await expect(parseNetwork(bytes, { format: 'npz' })).rejects.toThrow(`got "${name}" of shape (2,)`);
    },
  );
});

describe('safetensors, laid out by the specification', () => {
  /** The format's own example types: 1.5 and -2 as bytes of each. */
  const TWO: readonly (readonly [string, readonly number[]])[] = [
    ['F64', [0, 0, 0, 0, 0, 0, 0xf8, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0xc0]],
    ['F32', [0, 0, 0xc0, 0x3f, 0, 0, 0, 0xc0]],
    ['F16', [0, 0x3e, 0, 0xc0]],
    ['BF16', [0xc0, 0x3f, 0, 0xc0]],
  ];
  test.each(TWO)('%s', async (dtype, data) => {
    const bytes = safetensors({
      'fc.weight': [dtype, [1, 2], data],
      steps: ['I64', [], [1, 0, 0, 0, 0, 0, 0, 0]],
    });
    const { network, assumed } = await parseNetwork(bytes, { format: 'safetensors' });
    expect(weightsOf(network)).toEqual([[1.5, -2]]);
    expect(assumed).toContain('left out "steps": no weights or biases by name');
  });

  const one = { 'fc.weight': ['F64', [1, 1], [0, 0, 0, 0, 0, 0, 0xf8, 0x3f]] } as const;
  const whole = safetensors(one);
  const header = (text: string, data: readonly number[] = []) =>
    Buffer.concat([
      safetensors({}).subarray(0, 0),
      lengthOf(text.length),
      Buffer.from(text),
      Buffer.from(data),
    ]);
  function lengthOf(length: number): Buffer {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(length));
    return bytes;
  }
  test.each<[string, Uint8Array, string]>([
    ['nothing', Buffer.of(), 'an empty file'],
    ['a few bytes', Buffer.of(1, 2), 'truncated: it ends within the length of its header'],
    [
      'a header of 2^62 bytes',
      Buffer.concat([Buffer.of(0, 0, 0, 0, 0, 0, 0, 0x40), Buffer.alloc(20)]),
      'expected a header of at most 20 bytes, got 4611686018427387904 bytes',
    ],
    [
      'half the data',
      whole.subarray(0, -4),
      'tensor "fc.weight": expected data_offsets within 4 bytes of data, got [0,8]',
    ],
    ['more data', Buffer.concat([whole, Buffer.of(0)]), 'expected 8 bytes of data, got 9'],
    [
      'tensors on one another',
      header(
        '{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}',
        [1, 2, 3],
      ),
      'expected tensors side by side, got "b" at 1 after data that end at 2',
    ],
    [
      'a shape of other size',
      header('{"W1":{"dtype":"F32","shape":[1000000,1000000],"data_offsets":[0,4]}}', [0, 0, 0, 0]),
      'tensor "W1": expected 4000000000000 bytes for shape (1000000, 1000000) of F32, got 4',
    ],
    [
      'numbers that are not read',
      header('{"W1":{"dtype":"F8_E5M2","shape":[1,1],"data_offsets":[0,1]}}', [0]),
      'tensor "W1": expected F64, F32, F16 or BF16, got "F8_E5M2"',
    ],
    [
      'another field',
      header('{"W1":{"dtype":"F32","shape":[],"data_offsets":[0,4],"x":1}}', [0, 0, 0, 0]),
      'tensor "W1": expected dtype, shape and data_offsets, got {"dtype":"F32","shape":[],"data_offsets":[0,4],"x":1}',
    ],
  ])('%s is refused', async (_, bytes, why) => {
    await expect(parseNetwork(bytes, { format: 'safetensors' })).rejects.toThrow(
      new RangeError(`bytes: expected the weights of a network, got a .safetensors file (${why})`),
    );
  });
});

describe('.nnet, laid out by its description', () => {
  /** Two inputs of means 1, 2 and ranges 2, 4; outputs of mean 10 and range 5. */
  const LINES = [
    '// a comment',
    '2,2,1,3,',
    '2,3,1,',
    '0,',
    '-1,-1,',
    '3,3,',
    '1.0,2.0,10.0,',
    '2.0,4.0,5.0,',
    '1,2,',
    '-1,0.5,',
    '0,1e0,',
    '0.5,',
    '0,',
    '-0.25,',
    '1,2,3,',
    '-1,',
  ];
  const text = LINES.join('\n');
  const parseText = (lines: string) => parseNetwork(Buffer.from(lines), { format: 'nnet' });

  test('means and ranges are part of the network', async () => {
    const { network, assumed } = await parseText(`${text}\n`);
    const reference = (x: number, y: number) => {
      const [u, v] = [(x - 1) / 2, (y - 2) / 4];
      const hidden = [u + 2 * v + 0.5, -u + 0.5 * v, v - 0.25].map((h) => Math.max(h, 0));
      return 5 * (hidden[0]! + 2 * hidden[1]! + 3 * hidden[2]! - 1) + 10;
    };
    for (const [x, y] of [
      [0, 0],
      [3, -1],
      [-2, 5],
    ] as const)
      expect(forward(network, [x, y])[0]).toBeCloseTo(reference(x, y), 12);
    expect(assumed).toEqual(["the file's means and ranges are part of its first and last layer"]);
  });

  const changed = (line: number, to: string) => LINES.map((text, l) => (l === line ? to : text)).join('\n');
  test.each([
    [text.slice(0, -4), 'expected a bias of layer 2, got the end of the file'],
    [`${text}\n7,`, 'expected the end of the file in line 17, got "7,"'],
    [changed(1, '2,2,1,'), 'expected the number of layers, inputs and outputs in line 2, 4 numbers, got 3'],
    [changed(2, '2,1000000,1,'), /^expected at most \d+ bytes of weights, got 3,000,000 of them$/],
    [changed(8, '1,x,'), 'expected weights of layer 1 in line 9, got "x"'],
    [changed(8, '1,2,3'), 'expected weights of layer 1 in line 9, 2 numbers, got more'],
    [changed(7, '0,1,1'), 'expected ranges other than 0, got 0'],
    [changed(3, '1'), 'expected symmetric inputs to be off (0), got another flag'],
  ])('%# is refused', async (lines, why) => {
    const error: Error = await parseText(lines).then(
      () => new Error('it was read'),
      (reason: Error) => reason,
    );
    const inside = error.message.replace(
      /^bytes: expected the weights of a network, got a \.nnet file \((.*)\)$/,
      '$1',
    );
    if (typeof why === 'string') expect(inside).toBe(why);
    else expect(inside).toMatch(why);
  });
});

test('formats by the ends of names', () => {
  const names = ['a.npz', 'b.JSON', 'c.safetensors', 'd.onnx', 'e.pt', 'e.pth', 'f.nnet', 'g.h5', 'npz'];
  expect(names.map(networkFormat)).toEqual<(NetworkFormat | null)[]>([
    'npz',
    'json',
    'safetensors',
    'onnx',
    'pt',
    'pt',
    'nnet',
    null,
    null,
  ]);
});
