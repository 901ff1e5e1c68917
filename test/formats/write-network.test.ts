import { execFileSync, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { networkJson, networkNpz, networkSafetensors, parseNetwork } from '../../src/formats/index.ts';
import { drawNetwork, givenNetwork } from '../../src/regions/index.ts';
import { imageNetwork, NETWORKS } from '../train/images.ts';

const gaussian = { kind: 'gaussian' } as const;
const spec = {
  density: 1,
  weights: gaussian,
  sigmaW: 2,
  biases: gaussian,
  sigmaB: 0.5,
  scaling: 'fan-in',
} as const;
const drawn = drawNetwork({ inputDim: 3, widths: [4, 5, 2], activation: { name: 'tanh' }, ...spec }, 7, 2);
/** Ten layers and more: their names are not in the order of text. */
const deep = givenNetwork(
  Array.from({ length: 11 }, (_, l) => ({
    weights: [[l + 0.5]],
    biases: [-l],
    activation: l === 3 ? 'leaky-relu:-0.25' : 'abs',
  })),
  'relu',
);

test.each([
  ['drawn', drawn],
  ['deep', deep],
])('a %s network is the same after safetensors, activations included', async (_, network) => {
  const { network: read, assumed } = await parseNetwork(networkSafetensors(network), {
    format: 'safetensors',
  });
  expect(read).toEqual(network);
  expect(assumed).toEqual([]);
});

const images = NETWORKS.map(([name, shape, parts]) => [name, imageNetwork(shape, parts, 'relu')] as const);
test.each([...images, ['drawn', drawn] as const])(
  'a network of JSON is the same, with shapes and activations: %s',
  async (_, network) => {
    const text = networkJson(network);
    const read = await parseNetwork(new TextEncoder().encode(text), { format: 'json' });
    expect(read).toEqual({ network, assumed: [] });
  },
);

test('and after .npz, where activations are told', async () => {
  const { network, assumed } = await parseNetwork(await networkNpz(drawn), {
    format: 'npz',
    activation: 'tanh',
    outputActivation: 'tanh',
  });
  expect(network).toEqual(drawn);
  expect(assumed).toEqual([]);
});

test('a safetensors file byte by byte', () => {
  const network = givenNetwork([{ weights: [[1.5]], biases: [-2] }], 'relu');
  const header =
    '{"__metadata__":{"format":"pt","expressivity.activations":"[\\"relu\\"]"},"layer1.weight":{"dtype":"F64","shape":[1,1],"data_offsets":[0,8]},"layer1.bias":{"dtype":"F64","shape":[1],"data_offsets":[8,16]}}';
  const length = 8 * Math.ceil(header.length / 8);
  const data = [0, 0, 0, 0, 0, 0, 0xf8, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0xc0];
  expect(Buffer.from(networkSafetensors(network))).toEqual(
    Buffer.concat([
      Buffer.of(length, 0, 0, 0, 0, 0, 0, 0),
      Buffer.from(header.padEnd(length)),
      Buffer.from(data),
    ]),
  );
});

test('activations that are none are refused', async () => {
  const bytes = Buffer.from(networkSafetensors(givenNetwork([{ weights: [[1]] }], 'relu')));
  const changed = Buffer.from(bytes.toString('latin1').replace('relu', 'rolu'), 'latin1');
  await expect(parseNetwork(changed, { format: 'safetensors' })).rejects.toThrow('got "rolu"');
});

const SCRIPT = `
import base64, io, json, sys
import numpy as np
archive = np.load(io.BytesIO(base64.b64decode(sys.stdin.read())))
print(json.dumps({name: [archive[name].dtype.str, list(archive[name].shape), archive[name].ravel().tolist()] for name in archive.files}))
`;
const hasNumpy = spawnSync('python3', ['-c', 'import numpy']).status === 0;

test.skipIf(!hasNumpy)('NumPy reads the .npz file', async () => {
  const input = Buffer.from(await networkNpz(drawn)).toString('base64');
  const read: unknown = JSON.parse(execFileSync('python3', ['-c', SCRIPT], { input, encoding: 'utf8' }));
  expect(read).toEqual(
    Object.fromEntries(
      drawn.layers.flatMap(({ weights, biases, width, fanIn }, l) => [
        [`layer${l + 1}.weight`, ['<f8', [width, fanIn], [...weights]]],
        [`layer${l + 1}.bias`, ['<f8', [width], [...biases]]],
      ]),
    ),
  );
});
