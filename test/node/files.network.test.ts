import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readNetwork } from '../../src/node/files/index.ts';

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

/** A little-endian float64 array as a version 1.0 `.npy` file. */
function npy(shape: string, values: readonly number[]): Buffer {
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117);
  return Buffer.concat([
    Buffer.from(`\u0093NUMPY\u0001\0\u0076\0${header}\n`, 'latin1'),
    new Uint8Array(Float64Array.from(values).buffer),
  ]);
}

/** A ZIP archive: local headers and data, then the central directory, then its end. */
function zip(
  files: readonly (readonly [name: string, content: Buffer])[],
  { deflated = false, method = undefined as number | undefined } = {},
): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of files) {
    const packed = deflated ? deflateRawSync(content) : content;
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(method ?? (deflated ? 8 : 0), 4);
    head.writeUInt32LE(crc32(content), 10);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(content.length, 18);
    head.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), head, Buffer.from(name), packed]);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), head, tail, Buffer.from(name)]));
    parts.push(local);
    at += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, central, end]);
}

/** What numpy.savez_compressed(file, W2=[[0.25, -1]] (Fortran order), W1=[[1, 2, 3], [4, 5, 6]] (float32), b1=[0.5, -0.5]) wrote. */
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

const W1 = ['W1.npy', npy('(2, 1)', [1, 2])] as const;
const b1 = ['b1.npy', npy('(2,)', [3, 4])] as const;
const W2 = ['W2.npy', npy('(1, 2)', [5, 6])] as const;
const LAYERS = [
  { weights: Float64Array.of(1, 2), biases: Float64Array.of(3, 4), width: 2, fanIn: 1 },
  { weights: Float64Array.of(5, 6), biases: Float64Array.of(0), width: 1, fanIn: 2 },
];

describe('.npz', () => {
  test('a file of NumPy itself', async () => {
    const path = await write('numpy.npz', Buffer.from(FROM_NUMPY, 'base64'));
    expect(await readNetwork(path, { name: 'abs' })).toEqual({
      inputDim: 3,
      activation: { name: 'abs' },
      layers: [
        {
          weights: Float64Array.of(1, 2, 3, 4, 5, 6),
          biases: Float64Array.of(0.5, -0.5),
          width: 2,
          fanIn: 3,
        },
        { weights: Float64Array.of(0.25, -1), biases: Float64Array.of(0), width: 1, fanIn: 2 },
      ],
    });
  });

  test.each([false, true])('W1, b1, W2 in any order, deflated: %s', async (deflated) => {
    const path = await write('names.npz', zip([b1, W2, W1], { deflated }));
    expect(await readNetwork(path)).toEqual({ inputDim: 1, activation: { name: 'relu' }, layers: LAYERS });
  });

  test('names of PyTorch: numbers say the order, else the file does', async () => {
    const renamed = (first: string, second: string) =>
      zip([
        [`${second}.weight.npy`, W2[1]],
        [`${first}.bias.npy`, b1[1]],
        [`${first}.weight.npy`, W1[1]],
      ]);
    const swapped = await write('swapped.npz', renamed('out', 'fc'));
    expect((await readNetwork(swapped)).layers.map(({ weights }) => [...weights])).toEqual([
      [5, 6],
      [1, 2],
    ]);
    const inOrder = await write(
      'torch.npz',
      zip([
        ['fc1.weight.npy', W1[1]],
        ['fc1.bias.npy', b1[1]],
        ['out.weight.npy', W2[1]],
      ]),
    );
    expect((await readNetwork(inOrder)).layers).toEqual(LAYERS);
    const numbered = await write('numbered.npz', renamed('2', '10'));
    expect((await readNetwork(numbered)).layers).toEqual(LAYERS);
  });

  test('unnamed arrays, in their order', async () => {
    const path = await write(
      'unnamed.npz',
      zip([
        ['arr_2.npy', W2[1]],
        ['arr_1.npy', b1[1]],
        ['arr_0.npy', W1[1]],
      ]),
    );
    expect((await readNetwork(path)).layers).toEqual(LAYERS);
  });

  const damaged = zip([W1, b1, W2]);
  damaged[150] = 255;
  test.each<[string, Buffer, string]>([
    ['text', Buffer.from('hello, this is a file of text'), 'not a .npz file'],
    ['an empty archive', zip([]), 'layers: expected at least one layer, got none'],
    ['a damaged array', damaged, '"W1.npy" is damaged: its checksum does not fit'],
    [
      'half a file',
      zip([W1, b1, W2]).subarray(300),
      'damaged: its directory points at something else (archives beyond 4 GiB are not read)',
    ],
    [
      'another compression',
      zip([W1], { method: 12 }),
      '"W1.npy" is compressed by method 12; expected stored or deflated',
    ],
    [
      'another entry',
      zip([['readme.txt', Buffer.from('x')]]),
      'expected .npy arrays, got an entry "readme.txt"',
    ],
    ['a broken array', zip([['W1.npy', Buffer.from('hello, world')]]), 'array "W1": Not an .npy file'],
    [
      'another name',
      zip([['mask.npy', W1[1]]]),
      'expected arrays W1, b1, W2, … or NAME.weight, NAME.bias, got "mask" of 2 dimensions',
    ],
    [
      'weights that are a vector',
      zip([['W1.npy', b1[1]]]),
      'expected arrays W1, b1, W2, … or NAME.weight, NAME.bias, got "W1" of 1 dimension',
    ],
    ['biases alone', zip([W1, ['b2.npy', b1[1]]]), 'expected weights for the biases "b2", got none'],
    [
      'unnamed biases first',
      zip([['arr_0.npy', b1[1]]]),
      'expected a matrix of weights, got "arr_0" of 1 dimension',
    ],
    [
      'a NaN',
      zip([['W1.npy', npy('(1, 1)', [Number.NaN])]]),
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
      activation: { name: 'leaky-relu', slope: 0.1 },
      layers: LAYERS,
    });
    expect((await readNetwork(path, { name: 'tanh' })).activation).toEqual({ name: 'tanh' });
  });

  test.each([
    ['{ "weights": [] }', 'layers: expected a list of layers'],
    ['{ "layers": [], "activation": 3 }', 'activation: expected a name'],
    ['{ "layers": [{ "weights": [1, 2] }] }', 'layer 1: expected weights, a list of rows of numbers'],
    ['{ "layers": [null] }', 'layer 1: expected weights, a list of rows of numbers'],
    ['{ "layers": [{ "weights": [[1]], "biases": ["x"] }] }', 'layer 1: expected biases, a list of numbers'],
    [
      '{ "layers": [{ "weights": [[1]] }], "activation": "gelu" }',
      'activation: expected relu, leaky-relu:a, abs, linear, hard-tanh, tanh, erf or sin, got "gelu"',
    ],
  ])('%s is refused', async (text, why) => {
    const path = await write('bad.json', text);
    await expect(readNetwork(path)).rejects.toThrow(
      new RangeError(`networkFile: expected the weights of a network, got "${path}" (${why})`),
    );
  });

  test('text that is no JSON is refused in one line', async () => {
    const path = await write('bad.json', '{ "layers":\n [');
    await expect(readNetwork(path)).rejects.toThrow(
      /^networkFile: expected the weights of a network, got .*JSON[^\n]*$/,
    );
  });
});

test('other files are refused', async () => {
  await expect(readNetwork('net.pt')).rejects.toThrow(
    new RangeError('networkFile: expected a .npz or .json file, got "net.pt"'),
  );
  await expect(readNetwork('nowhere.npz')).rejects.toThrow(
    new RangeError('networkFile: expected a readable file, got "nowhere.npz" (no such file)'),
  );
});
