/** Given convolutional networks by every estimator, beside plain loops in double precision. */
import { describe, expect, test } from 'vitest';
import type { CurveKind } from '../../src/curve/index.ts';
import { samplePoints } from '../../src/curve/index.ts';
import { ExactWorkspace, type Subject, TangentWorkspace, Workspace } from '../../src/measure/index.ts';
import {
  type Activation,
  type AnyGivenLayer,
  type AnyGivenNetwork,
  type GivenConv2d,
  type GivenLayer,
  type GivenPool,
  type GivenResidual,
  givenNetwork,
  type Padding,
  type Pads,
  type Shape,
  shapeOfGiven,
} from '../../src/network/index.ts';
import { exactImage } from '../../src/regions/index.ts';
import { measureTrajectory } from '../../src/run/trajectory.ts';
import { images } from '../formats/forward.ts';
import { arena } from '../kernels/kernels.ts';
import { curveOf, lengthsOf } from './subjects.ts';

const memory = await arena();

/** Numbers between -1 and 1 that look random. */
function numbers(count: number, seed: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => 2 * ((Math.sqrt(2 + i + 31 * seed) * 997) % 1) - 1);
}

const size = ([height, width, channels]: Shape) => height * width * channels;
const relu: Activation = { name: 'relu' };
const linear = { name: 'linear' } as const;

function conv(
  inputShape: Shape,
  channels: number,
  kernel: number,
  { stride = 1, padding = 'zero' as Padding, activation = relu, seed = 1, kept = 1 } = {},
): GivenConv2d {
  const fanIn = kernel * kernel * inputShape[2];
  const [height, width] = inputShape.map(
    (side) => Math.floor((side - (padding === 'none' ? kernel : 1)) / stride) + 1,
  );
  const weights = numbers(channels * fanIn, seed).map((w, i) => (i % 10 < 10 * kept ? w : 0));
  return {
    type: 'conv2d',
    inputShape,
    kernel,
    stride,
    padding,
    channels,
    weights,
    biases: numbers(channels, seed + 1).map((b) => b / 4),
    width: height! * width! * channels,
    fanIn,
    activation,
  };
}

function pool(type: 'avg-pool' | 'max-pool', inputShape: Shape, kernel: number, stride = kernel): GivenPool {
  const [height, width] = inputShape.map((side) => Math.floor((side - kernel) / stride) + 1);
  const shape = { inputShape, kernel, stride, padding: 'none' } as const;
  return { type, ...shape, width: height! * width! * inputShape[2], activation: linear };
}

function dense(fanIn: number, width: number, seed: number, activation: Activation = relu): GivenLayer {
  return {
    type: 'dense',
    width,
    fanIn,
    weights: numbers(width * fanIn, seed),
    biases: numbers(width, seed),
    activation,
  };
}

/** The layer with these pads and the width that they give. */
function pads(layer: GivenConv2d | GivenPool, own: Pads, padding = layer.padding): AnyGivenLayer {
  const [top, left, bottom, right] = own;
  const { inputShape, kernel, stride } = layer;
  const places = (size: number) => Math.floor((size - kernel) / stride) + 1;
  const channels = 'channels' in layer ? layer.channels : inputShape[2];
  const width = places(top + inputShape[0] + bottom) * places(left + inputShape[1] + right) * channels;
  return { ...layer, pads: own, padding, width } as AnyGivenLayer;
}

function block(
  branch: GivenResidual['branch'],
  activation: Activation = linear,
  branchActivation: Activation = linear,
): GivenResidual {
  return { type: 'residual', branch, width: branch.at(-1)!.width, activation, branchActivation };
}

const tanh: Activation = { name: 'tanh' };
/** Shapes from [6, 7, 2]; the sizes of blocks, strides, all paddings, zeros, both pools. */
const NETWORKS: readonly [string, Shape, readonly AnyGivenLayer[]][] = [
  [
    'convolution, largest values, means, dense layers',
    [8, 8, 3],
    [
      conv([8, 8, 3], 5, 3),
      pool('max-pool', [8, 8, 5], 2),
      conv([4, 4, 5], 4, 3, { seed: 3, padding: 'none' }),
      pool('avg-pool', [2, 2, 4], 2),
      dense(4, 6, 5),
      dense(6, 3, 6, linear),
    ],
  ],
  [
    'strides, zeros among the weights, more channels than a block',
    [6, 7, 2],
    [
      conv([6, 7, 2], 50, 3, { stride: 2, kept: 0.3 }),
      conv([3, 4, 50], 3, 3, { padding: 'circular', seed: 2 }),
    ],
  ],
  [
    'residual blocks',
    [4, 5, 3],
    [
      conv([4, 5, 3], 4, 3),
      block(
        [conv([4, 5, 4], 5, 3, { seed: 2 }), conv([4, 5, 5], 4, 3, { seed: 3, activation: linear })],
        relu,
      ),
      pool('max-pool', [4, 5, 4], 2, 1),
      block([conv([3, 4, 4], 4, 3, { seed: 4, activation: linear, kept: 0.5 })], linear, relu),
      conv([3, 4, 4], 2, 2, { padding: 'none', seed: 5 }),
      block([dense(12, 5, 6), dense(5, 12, 7, linear)]),
    ],
  ],
  [
    'pads',
    [5, 6, 2],
    [
      pads(conv([5, 6, 2], 3, 3, { stride: 2 }), [1, 0, 2, 1]),
      pads(pool('max-pool', [3, 3, 3], 3, 1), [1, 1, 1, 1], 'cut'),
      pads(pool('avg-pool', [3, 3, 3], 2, 1), [1, 0, 0, 1], 'cut'),
      pads(pool('avg-pool', [3, 3, 3], 3, 2), [1, 1, 1, 1], 'zero'),
      dense(12, 4, 3),
    ],
  ],
  [
    'a residual block on the input',
    [3, 3, 2],
    [block([conv([3, 3, 2], 2, 3, { activation: linear })], relu), dense(18, 3, 3)],
  ],
  [
    'pools that overlap, of the input',
    [5, 6, 2],
    [
      pool('max-pool', [5, 6, 2], 2, 1),
      conv([4, 5, 2], 6, 1, { seed: 4 }),
      pool('avg-pool', [4, 5, 6], 3, 1),
    ],
  ],
];

function subject(layers: readonly AnyGivenLayer[], shape: Shape, kind: CurveKind, points: number): Subject {
  const given: AnyGivenNetwork = { inputDim: size(shape), layers };
  const network = shapeOfGiven([given]);
  return { network, given: [given], seed: 3, curve: curveOf(kind, size(shape)), points };
}

/** Length of the polyline through images of points, layer by layer. */
function chords({ given, curve, points, network: { inputDim } }: Subject): number[] {
  const samples = samplePoints(curve, points);
  const all = Array.from({ length: points }, (_, t) =>
    images(given![0]!, [...samples.subarray(t * inputDim, (t + 1) * inputDim)]),
  );
  return given![0]!.layers.map((_, l) =>
    all.slice(1).reduce((sum, now, t) => sum + distance(now[l]!, all[t]![l]!), 0),
  );
}

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((x, i) => x - b[i]!));
}

function expectLengths(found: readonly number[], expected: readonly number[], within: number) {
  expect(found.length).toBe(expected.length);
  found.forEach((length, l) => {
    expect(Math.abs(length - expected[l]!), `layer ${l + 1}: ${length}, ${expected[l]}`).toBeLessThan(
      within * expected[l]!,
    );
  });
}

test.each(NETWORKS)('polylines: %s', (_, shape, layers) => {
  for (const kind of ['line', 'circle', 'polyline'] as const) {
    const what = subject(layers, shape, kind, 25);
    expectLengths(lengthsOf(new Workspace(memory, what).measure(0, 1)), chords(what), 3e-6);
  }
});

test('polylines behind bent activations', () => {
  const layers = [conv([6, 6, 2], 4, 3, { activation: tanh }), pool('max-pool', [6, 6, 4], 3)];
  const what = subject(layers, [6, 6, 2], 'circle', 25);
  expectLengths(lengthsOf(new Workspace(memory, what).measure(0, 1)), chords(what), 3e-6);
});

test.each(NETWORKS)('exact images, which chords cut the corners of: %s', (_, shape, layers) => {
  const what = subject(layers, shape, 'line', 401);
  const exact = lengthsOf(new ExactWorkspace(memory, what).measure(0, 1));
  chords(what).forEach((length, l) => {
    expect(exact[l]! / length, `layer ${l + 1}`).toBeGreaterThan(1 - 2e-6);
    expect(exact[l]! / length, `layer ${l + 1}`).toBeLessThan(1 + 5e-3);
  });
});

test.each(NETWORKS)('tangents, whose mean norm is the length: %s', (_, shape, layers) => {
  const what = subject(layers, shape, 'line', 2000);
  const exact = lengthsOf(new ExactWorkspace(memory, what).measure(0, 1));
  expectLengths(lengthsOf(new TangentWorkspace(memory, what).measure(0, 1)), exact, 1e-3);
});

test('an exact image has the counts of the same network written out as dense layers, in double precision', () => {
  const layers = [conv([6, 7, 2], 5, 3, { stride: 2 }), conv([3, 4, 5], 3, 3, { seed: 2 }), dense(36, 5, 3)];
  const what = subject(layers, [6, 7, 2], 'polyline', 2);
  let before = 84;
  const rows = layers.map((layer) => {
    const inputs = before;
    before = layer.width;
    const own = { ...layer, activation: linear } as AnyGivenLayer;
    const column = (z: number[]) => images({ inputDim: inputs, layers: [own] }, z)[0]!;
    const biases = column(new Array<number>(inputs).fill(0));
    const columns = Array.from({ length: inputs }, (_, j) =>
      column(Array.from({ length: inputs }, (_, k) => (k === j ? 1 : 0))),
    );
    return { biases, weights: biases.map((b, i) => columns.map((unit) => unit[i]! - b)) };
  });
  const oracle = exactImage(givenNetwork(rows, 'relu'), what.curve.vertices);
  const record = new ExactWorkspace(memory, what).measure(0, 1);
  oracle.layers.forEach(({ length, transitions, regions }, l) => {
    expect(lengthsOf(record)[l]! / length).toBeCloseTo(1, 5);
    expect(record.measures.transitions!.values[l]).toBe(transitions);
    expect(record.measures.regions!.values[l]).toBe(regions);
  });
  expect(oracle.layers[2]!.transitions).toBeGreaterThan(3);
});

describe('measureTrajectory', () => {
  const [, shape, layers] = NETWORKS[0]!;
  const polyline = { estimator: 'polyline', points: 20 } as const;
  const given: AnyGivenNetwork = { inputDim: size(shape), layers };

  test('takes an ensemble of them', async () => {
    const other = { ...given, layers: [conv([8, 8, 3], 5, 3, { seed: 9 }), ...layers.slice(1)] };
    const { cells } = await measureTrajectory(polyline, { networks: [given, other] });
    expect(cells[0]!.networks).toBe(2);
    expect(cells[0]!.layers.map(({ width }) => width)).toEqual([320, 80, 16, 4, 6, 3]);
    expect(cells[0]!.layers.at(-1)!.theory.growth.exact).toBeNull();
    const [a, b] = await Promise.all(
      [given, other].map(async (network) => {
        const alone = await measureTrajectory(polyline, { networks: [network] });
        return alone.cells[0]!.layers[0]!.length.mean!;
      }),
    );
    expect(a! / b!).not.toBeCloseTo(1, 2);
    expect(cells[0]!.layers[0]!.length.mean).toBeCloseTo((a! + b!) / 2, 5);
  });

  test('takes lines through convolutions exactly by itself', async () => {
    const [, shape, layers] = NETWORKS[1]!;
    const network = { inputDim: size(shape), layers };
    const { experiment } = await measureTrajectory({}, { networks: [network] });
    expect(experiment.estimator).toBe('exact');
  });

  test.each<[string, Partial<GivenConv2d>, string]>([
    ['another kernel', { kernel: 5 }, 'layer 1, fanIn: expected 75, the size of a patch, got 27'],
    [
      'another shape',
      { inputShape: [8, 7, 3] },
      'layer 1: expected a layer of 192 inputs, the width before, got one of 168',
    ],
    [
      'no shape',
      { inputShape: [8, 8] as unknown as Shape },
      'layer 1, inputShape: expected a list of height, width and channels, got [8,8]',
    ],
    ['another width', { width: 300 }, 'layer 1.width: expected 320, the size of its output, got 300'],
    [
      'another padding',
      { padding: 'same' as Padding },
      'layer 1, padding: expected circular, zero or none, got "same"',
    ],
    [
      'another padding of pools',
      { padding: 'cut' as Padding },
      'layer 1, padding: expected circular, zero or none, got "cut"',
    ],
    [
      'too many pads',
      { pads: [0, 0, 3, 0] },
      'layer 1.pads: expected numbers below the kernel, 3, got [0,0,3,0]',
    ],
    [
      'pads that are none',
      { pads: [0, 1] as unknown as Pads },
      'layer 1, pads: expected a list of four numbers, got [0,1]',
    ],
    [
      'pads around the edge',
      { padding: 'circular', pads: [1, 1, 1, 1] },
      'layer 1.pads: expected none with padding circular, got [1,1,1,1]',
    ],
    ['fewer weights', { weights: new Float64Array(3) }, 'layer 1, weights: expected 135 of them, got 3'],
    [
      'no number',
      { biases: Float64Array.of(0, 0, Number.NaN, 0, 0) },
      'layer 1, biases: expected finite numbers, got NaN',
    ],
  ])('refuses %s', async (_, change, message) => {
    const network = { ...given, layers: [{ ...layers[0]!, ...change } as GivenConv2d, ...layers.slice(1)] };
    await expect(measureTrajectory({}, { networks: [network] })).rejects.toThrow(message);
  });

  test.each<[string, GivenResidual, string]>([
    [
      'of another width',
      block([dense(192, 5, 1, linear)]),
      'layer 1: expected a layer of 192 inputs, the width before, got one of 5',
    ],
    [
      'whose layers do not fit',
      block([dense(192, 5, 1), dense(4, 192, 2, linear)]),
      'layer 1, branch 2, fanIn: expected 5, the width before, got 4',
    ],
    [
      'that bends last',
      block([dense(192, 192, 1)]),
      'layer 1.branch[0].activation: expected linear, for the last layer of a branch, got {"name":"relu"}',
    ],
    [
      'without a branch',
      { ...block([dense(1, 1, 1)]), branch: [] },
      'layer 1, branch: expected an array of at least 1, got []',
    ],
    [
      'with a pool inside',
      block([pool('max-pool', [8, 8, 3], 1) as never]),
      'layer 1, branch 1, type: expected dense or conv2d, got "max-pool"',
    ],
  ])('refuses a residual block %s', async (_, made, message) => {
    const network = { inputDim: 192, layers: [made] };
    await expect(measureTrajectory({}, { networks: [network] })).rejects.toThrow(message);
  });

  test('refuses networks of two shapes', async () => {
    const other = { ...given, layers: [conv([8, 8, 3], 5, 3, { padding: 'circular' }), ...layers.slice(1)] };
    await expect(measureTrajectory({}, { networks: [given, other] })).rejects.toThrow(
      'networks: expected one shape, got 192-320 conv2d 3 1 zero of 8×8×3 relu-80 max-pool',
    );
  });

  test('regions of dense layers alone', () => {
    const points = [new Float64Array(192), new Float64Array(192).fill(1)];
    expect(() => exactImage(given as Parameters<typeof exactImage>[0], points)).toThrow(
      'layer 1, type: expected dense, got "conv2d"',
    );
  });
});
