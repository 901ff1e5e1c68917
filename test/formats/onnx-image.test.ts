/** Convolutional networks in ONNX, laid out byte by byte, beside plain loops in the order of the file. */
import { describe, expect, test } from 'vitest';
import { networkJson, parseNetwork } from '../../src/formats/index.ts';
import { measureTrajectory } from '../../src/run/trajectory.ts';
import { forward } from './forward.ts';
import { type OnnxModel, type OnnxOperation, type OnnxValue, onnxBytes } from './onnx-bytes.ts';
import {
  CONVOLUTIONAL,
  gemm,
  kernel,
  model,
  norm,
  numbers,
  PROJECTED,
  pads,
  RESIDUAL,
  rewired,
} from './onnx-models.ts';
import { onnxOutput } from './onnx-reference.ts';

const BATCH = 'batch normalisation';
const NORMS_OF_VECTORS = model(
  [null, 1, 4, 4],
  ['Flatten'],
  gemm(16, 6),
  ['Relu'],
  norm(6),
  gemm(6, 5),
  ['Tanh'],
  norm(5),
  gemm(5, 3),
);
const MODELS: readonly [string, OnnxModel, layers: string, notes: readonly string[]][] = [
  [
    'convolutions, pools, dense layers',
    CONVOLUTIONAL,
    'conv2d relu, max-pool linear, conv2d leaky-relu, dense relu, dense linear',
    [
      'inputs are images of 9 × 9 × 3, pixel by pixel, not channel by channel as in the file',
      `${BATCH} (2) is part of the weights before it`,
    ],
  ],
  [
    'residual connections',
    RESIDUAL,
    'conv2d relu, residual relu, max-pool linear, residual linear, avg-pool linear, residual relu, dense linear',
    [
      'inputs are images of 7 × 7 × 2, pixel by pixel, not channel by channel as in the file',
      `${BATCH} (3) is part of the weights before it`,
      'operations without weights right before them (2) became layers of their own',
    ],
  ],
  [
    'projection shortcuts',
    PROJECTED,
    'conv2d relu, max-pool linear, residual relu, conv2d relu, residual linear, avg-pool linear, residual linear, dense linear',
    [
      'inputs are images of 8 × 8 × 3, pixel by pixel, not channel by channel as in the file',
      `${BATCH} (5) is part of the weights before it`,
      'operations without weights right before them (1) became layers of their own',
    ],
  ],
  [
    'residual connections of the input, with one operation and from both sides',
    model(
      [null, 2, 4, 4],
      ['Conv', { ...kernel(3), ...pads(1) }, [2, 2, 3, 3]],
      ['Add', {}, 'x'],
      ['Identity'],
      ['Relu'],
      ['Conv', { ...kernel(3), ...pads(1) }, [2, 2, 3, 3]],
      ['LeakyRelu', { alpha: 0.25 }],
      ['Add', {}, 'h2'],
      ['Flatten'],
      gemm(32, 3),
    ),
    'residual linear, residual linear, dense linear',
    [
      'inputs are images of 4 × 4 × 2, pixel by pixel, not channel by channel as in the file',
      'operations without weights right before them (1) became layers of their own',
    ],
  ],
  [
    'pads of all kinds',
    model(
      [null, 2, 9, 8],
      ['Conv', { ...kernel(3, 2), pads: [0, 1, 1, 0] }, [4, 2, 3, 3], [4]],
      ['MaxPool', { ...kernel(3, 1), ...pads(1) }],
      ['Conv', { ...kernel(2), auto_pad: 'SAME_LOWER' }, [3, 4, 2, 2]],
      ['Tanh'],
      ['AveragePool', { ...kernel(3), pads: [2, 0, 0, 1] }],
      ['Conv', { ...kernel(3, 2), auto_pad: 'SAME_UPPER' }, [5, 3, 3, 3]],
      ['AveragePool', { ...kernel(3, 2), ...pads(1), count_include_pad: { integer: 1 } }],
      ['MaxPool', { ...kernel(2), auto_pad: 'SAME_UPPER' }],
      ['Flatten'],
      gemm(5, 3),
    ),
    'conv2d linear, max-pool linear, conv2d tanh, avg-pool linear, conv2d linear, avg-pool linear, max-pool linear, dense linear',
    ['inputs are images of 9 × 8 × 2, pixel by pixel, not channel by channel as in the file'],
  ],
  [
    'strides and global means',
    model(
      [1, 1, 8, 8],
      ['Conv', { ...kernel(5, 2), ...pads(2) }, [6, 1, 5, 5], [6]],
      ['Tanh'],
      ['AveragePool', { ...kernel(2), count_include_pad: { integer: 1 } }],
      ['Conv', { strides: [1, 1], auto_pad: 'VALID' }, [3, 6, 1, 1], [3]],
      ['Relu'],
      ['GlobalAveragePool'],
      ['Reshape', {}, [2]],
      ['MatMul', {}, [3, 4]],
      ['Add', {}, [4]],
    ),
    'conv2d tanh, avg-pool linear, conv2d relu, avg-pool linear, dense linear',
    [],
  ],
  [
    'normalisation of the input and behind an activation, an activation behind a pool',
    model(
      [null, 2, 6, 6],
      norm(2),
      ['Conv', { ...kernel(3), auto_pad: 'SAME_UPPER' }, [4, 2, 3, 3]],
      ['MaxPool', kernel(3)],
      ['Relu'],
      norm(4),
      ['MaxPool', kernel(2, 2)],
      ['Flatten'],
      ['LeakyRelu', { alpha: 0.25 }],
      gemm(16, 3),
    ),
    'conv2d linear, conv2d linear, max-pool linear, conv2d relu, conv2d linear, max-pool linear, conv2d leaky-relu, dense linear',
    [
      'inputs are images of 6 × 6 × 2, pixel by pixel, not channel by channel as in the file',
      'operations without weights right before them (4) became layers of their own',
    ],
  ],
  [
    'normalisation behind an activation of a dense layer',
    NORMS_OF_VECTORS,
    'dense relu, dense linear, dense tanh, dense linear, dense linear',
    ['operations without weights right before them (2) became layers of their own'],
  ],
  [
    'a constant that is a copy of another one, as PyTorch writes equal ones',
    {
      ...NORMS_OF_VECTORS,
      nodes: [
        { op: 'Identity', inputs: ['c3_0'], out: 'copy', name: 'a copy' },
        ...NORMS_OF_VECTORS.nodes.map((node) => ({
          ...node,
          inputs: node.inputs.map((name) => (name === 'c3_2' ? 'copy' : name)),
        })),
      ],
    },
    'dense relu, dense linear, dense tanh, dense linear, dense linear',
    ['operations without weights right before them (2) became layers of their own'],
  ],
];

/** The image pixel by pixel. */
function pixels(
  values: readonly number[],
  [, channels, height, width]: readonly (number | null)[],
): number[] {
  const size = height! * width!;
  return Array.from(
    { length: values.length },
    (_, i) => values[(i % channels!) * size + Math.floor(i / channels!)]!,
  );
}

describe.each(MODELS)('%s', (_, made, layers, notes) => {
  const [, channels, height, width] = made.input!;
  const dim = channels! * height! * width!;

  test('the network has the outputs of the operations', async () => {
    const { network, assumed } = await parseNetwork(onnxBytes(made), { format: 'onnx' });
    expect(network.layers.map(({ type, activation }) => `${type} ${activation.name}`).join(', ')).toBe(
      layers,
    );
    expect(assumed).toEqual(notes);
    for (const seed of [1, 2, 3]) {
      const x = numbers(dim, seed);
      const expected = onnxOutput(made, x);
      const found = forward(network, pixels(x, made.input!));
      expect(found.length).toBe(expected.length);
      found.forEach((value, i) => {
        expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-12 * (1 + Math.abs(expected[i]!)));
      });
    }
  });

  test('a JSON file of it says the same', async () => {
    const { network } = await parseNetwork(onnxBytes(made), { format: 'onnx' });
    const text = new TextEncoder().encode(networkJson(network));
    expect(await parseNetwork(text, { format: 'json' })).toEqual({ network, assumed: [] });
  });

  test('the length of its image is that of the outputs', async () => {
    const { network } = await parseNetwork(onnxBytes(made), { format: 'onnx' });
    const ends = [numbers(dim, 4), numbers(dim, 5)] as const;
    const points = 30;
    const outputs = Array.from({ length: points }, (_, t) =>
      onnxOutput(
        made,
        ends[0].map((a, j) => a + (t / (points - 1)) * (ends[1][j]! - a)),
      ),
    );
    const length = outputs
      .slice(1)
      .reduce((sum, now, t) => sum + Math.hypot(...now.map((v, i) => v - outputs[t]![i]!)), 0);
    const { cells } = await measureTrajectory(
      { estimator: 'polyline', points },
      { networks: [network], vertices: ends.map((end) => pixels(end, made.input!)) },
    );
    expect(cells[0]!.layers.at(-1)!.length.mean! / length).toBeCloseTo(1, 5);
  });
});

const image = [null, 2, 6, 6] as const;
const conv = (attributes: Record<string, OnnxValue>, ...shapes: number[][]) =>
  model([...image], ['Conv', attributes, ...(shapes.length > 0 ? shapes : [[3, 2, 3, 3]])]);
const behind = (...steps: Parameters<typeof model>[1][]) =>
  model([...image], ['Conv', {}, [3, 2, 3, 3], [3]], ...steps);

test.each<[OnnxModel, string]>([
  [conv({ group: { integer: 2 } }), 'expected group 1 (not 2), got "Conv" (node "step 0")'],
  [conv({ dilations: [2, 2] }), 'expected dilations 1, 1 (not 2, 2), got "Conv"'],
  [conv({ strides: [1, 2] }), 'expected two equal strides (not 1, 2), got "Conv"'],
  [conv({ strides: [-1, -1] }), 'expected two equal strides (not -1, -1), got "Conv"'],
  [
    conv({ pads: [0, 0, 3, 0] }),
    'expected four pads from 0 to 2, below the kernel (not 0, 0, 3, 0), got "Conv" (node "step 0")',
  ],
  [
    conv({ pads: [-1, 0, 0, 0] }),
    'expected four pads from 0 to 2, below the kernel (not -1, 0, 0, 0), got "Conv"',
  ],
  [conv({ pads: [1, 1] }), 'expected four pads from 0 to 2, below the kernel (not 1, 1), got "Conv"'],
  [conv({ auto_pad: 'SAME' }), 'expected a known auto_pad (not "SAME"), got "Conv"'],
  [
    conv({}, [3, 2, 3, 1]),
    'expected weights of a square kernel in two dimensions (not (3, 2, 3, 1)), got "Conv"',
  ],
  [conv({}, [3, 2, 3]), 'expected weights of a square kernel in two dimensions (not (3, 2, 3)), got "Conv"'],
  [conv({}, [3, 1, 3, 3]), 'expected weights of 2 channels in (not (3, 1, 3, 3)), got "Conv"'],
  [conv({}, [3, 2, 7, 7]), 'expected a kernel inside of its input (not 7), got "Conv"'],
  [conv({ kernel_shape: [5, 5] }), 'expected kernel_shape 3, 3 (not 5, 5), got "Conv"'],
  [conv({}, [3, 2, 3, 3], [2]), 'expected 3 biases (not shape (2,)), got "Conv"'],
  [
    model([null, 72], ['Conv', {}, [3, 2, 3, 3]]),
    'expected an input of batch × channels × height × width with its sizes before it, got "Conv"',
  ],
  [
    model([null, 2, null, 6], ['Conv', {}, [3, 2, 3, 3]]),
    'expected an input of batch × channels × height × width with its sizes before it, got "Conv"',
  ],
  [
    model([...image], ['Reshape', {}, [4]], ['Conv', {}, [3, 2, 3, 3]]),
    'expected an image before it, got "Conv"',
  ],
  [
    behind(['MaxPool', { ...kernel(3, 2), ...pads(3) }]),
    'expected four pads from 0 to 2, below the kernel (not 3, 3, 3, 3), got "MaxPool" (node "step 1")',
  ],
  [
    behind(['MaxPool', { ...kernel(3, 2), ceil_mode: { integer: 1 } }]),
    'expected ceil_mode 0, or patches that fill the image, got "MaxPool"',
  ],
  [
    behind(['AveragePool', { kernel_shape: [2, 1] }]),
    'expected a square kernel in two dimensions, kernel_shape, got "AveragePool"',
  ],
  [behind(['AveragePool']), 'expected a square kernel in two dimensions, kernel_shape, got "AveragePool"'],
  [
    model([null, 2, 6, 5], ['GlobalAveragePool']),
    'expected a square kernel in two dimensions (the image is not square), got "GlobalAveragePool"',
  ],
  [behind(['Add', {}, [3]]), 'expected Add right behind a MatMul or Conv without biases, got "Add"'],
  [
    model([...image], ['Conv', {}, [3, 2, 3, 3]], ['Add', {}, [3]]),
    'expected a bias for each of 3 channels (not shape (3,)), got "Add"',
  ],
  [
    behind(['MatMul', {}, [4, 2]]),
    'expected Flatten or Reshape between an image and dense layers, got "MatMul"',
  ],
  [
    behind(['Flatten'], ['MatMul', {}, [12, 2]]),
    'expected 48 inputs, the whole image before it (not 12), got "MatMul"',
  ],
  [
    behind(['Flatten', { axis: { integer: 2 } }]),
    'expected an image to become flat: batch × numbers, got "Flatten"',
  ],
  [behind(['Reshape', {}, [4]]), 'expected an image to become flat: batch × numbers, got "Reshape"'],
  [behind(['Squeeze']), 'expected an image to become flat: batch × numbers, got "Squeeze"'],
  [behind(['Relu'], ['Relu']), 'expected one activation a layer, got "Relu"'],
  [behind(['Flatten'], norm(48)), 'expected weights right before it, or an image, got "BatchNormalization"'],
  [
    behind(['BatchNormalization', { training_mode: { integer: 1 } }, [3], [3], [3], [3]]),
    'expected training_mode 0 (not 1), got "BatchNormalization"',
  ],
  [
    behind(['BatchNormalization', {}, [3], [3], [3], { shape: [3], values: [1, -1, 1] }]),
    'expected variances above 0, got "BatchNormalization"',
  ],
  [
    behind(['BatchNormalization', {}, [2], [3], [3], [3]]),
    'expected 3 biases (not shape (2,)), got "BatchNormalization"',
  ],
  [
    model([null, 4096, 1, 1], ['AveragePool', kernel(1)], ['Relu']),
    'expected weights right before it: 4096 channels are too many, got "Relu"',
  ],
])('%#: what the package has no layer for is refused', async (made, message) => {
  await expect(parseNetwork(onnxBytes(made), { format: 'onnx' })).rejects.toThrow(`(${message}`);
});

test('a Constant whose value is no tensor is none', async () => {
  const { nodes, constants } = behind(['Flatten']);
  const constant: OnnxOperation = { op: 'Constant', inputs: [], out: 'W', attributes: { value: [1, 2] } };
  const product: OnnxOperation = { op: 'MatMul', inputs: ['h1', 'W'], out: 'y' };
  const bytes = onnxBytes({ input: image, nodes: [constant, ...nodes, product], constants });
  await expect(parseNetwork(bytes, { format: 'onnx' })).rejects.toThrow(
    '(expected constant weights and biases, got "MatMul")',
  );
});

const plain = { ...kernel(3), ...pads(1) };
const own = ['Conv', plain, [3, 3, 3, 3]] as Parameters<typeof model>[1];

const two = behind(own, own);

test.each<[string, OnnxModel, string]>([
  [
    'one arm of which is not added',
    { ...two, nodes: [...two.nodes, { op: 'Conv', inputs: ['h0', 'c2_0'], out: 'y', name: 'past' }] },
    'expected a chain of operations, but for residual connections, got "Conv" (node "step 1")',
  ],
  [
    'with activations at the beginning of both arms',
    rewired(behind(['Relu'], own, ['Tanh'], own, ['Add', {}, 'h2']), { 3: 'h0' }),
    'expected at most one arm of a residual connection that begins with an activation, got "Add" (node "step 5")',
  ],
  [
    'of arms of two shapes',
    rewired(behind(own, ['Conv', kernel(1, 2), [3, 3, 1, 1]], ['Add', {}, 'h1']), { 2: 'h0' }),
    'expected a branch whose result has the 4 × 4 × 3 numbers of the other arm (not 2 × 2 × 3), got "Add" (node "step 3")',
  ],
  [
    'inside of another one',
    behind(own, own, ['Add', {}, 'h1'], ['Add', {}, 'h0']),
    'expected no residual connection inside of another one, got "Add" (node "step 3")',
  ],
  [
    'from inside of another one',
    behind(own, own, ['Add', {}, 'h0'], ['Add', {}, 'h1']),
    'expected no residual connection inside of another one, got "Add" (node "step 3")',
  ],
  [
    'of a result with itself',
    behind(own, ['Add', {}, 'h1']),
    'expected a residual connection around operations, got "Add" (node "step 2")',
  ],
  [
    'of two earlier results',
    {
      ...behind(own, own),
      nodes: [...behind(own, own).nodes, { op: 'Add', inputs: ['h0', 'h1'], out: 'y' }],
    },
    'expected a chain of operations, but for residual connections, got "Conv" (node "step 2")',
  ],
  [
    'around a pool',
    behind(['MaxPool', kernel(1)], own, ['Add', {}, 'h0']),
    'expected only operations with weights, and activations, in a residual branch, got "MaxPool" (node "step 1")',
  ],
  [
    'of another shape',
    behind(['Conv', { ...kernel(3, 2), ...pads(1) }, [12, 3, 3, 3]], ['Add', {}, 'h0']),
    'expected a branch whose result has the 4 × 4 × 3 numbers of its input (not 2 × 2 × 12), got "Add"',
  ],
  [
    'around activations alone',
    behind(['Relu'], ['Add', {}, 'h0']),
    'expected a Gemm, MatMul or Conv in a residual branch, got "Add" (node "step 2")',
  ],
  [
    'around an image that was made flat',
    behind(['Flatten'], gemm(48, 48), ['Add', {}, 'h1']),
    'expected no residual connection around an image that was made flat, got "Add" (node "step 3")',
  ],
  [
    'that is spread out',
    behind(['Flatten'], gemm(48, 6), gemm(6, 1), ['Add', {}, 'h2']),
    'expected a branch whose result has the 6 numbers of its input (not 1), got "Add" (node "step 4")',
  ],
])('a residual connection %s is refused', async (_, made, message) => {
  await expect(parseNetwork(onnxBytes(made), { format: 'onnx' })).rejects.toThrow(`(${message}`);
});
