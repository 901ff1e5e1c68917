/** Residual blocks of convolutions, by every estimator, beside plain loops and exact images in double precision. */
import { describe, expect, test } from 'vitest';
import type { LayerInput } from '../../src/experiment/index.ts';
import { ExactWorkspace, TangentWorkspace, Workspace } from '../../src/measure/index.ts';
import { referenceWeights } from '../../src/measure/reference.ts';
import { chainOf, type Shape } from '../../src/network/index.ts';
import { growthTheory } from '../../src/theory/growth.ts';
import { arena } from '../kernels/kernels.ts';
import { loopLengths } from './image-loops.ts';
import { imageSubject as residual } from './layered.ts';
import { expectExactInDouble } from './relu-pairs.ts';
import { curveOf, expectClose, lengthsOf } from './subjects.ts';

const memory = await arena();

const conv = (channels: number, kernel = 3, rest: object = {}) =>
  ({ type: 'conv2d', channels, kernel, ...rest }) as const;
const dense = (width: number) => ({ type: 'dense', width }) as const;
const block = (
  branch: Extract<LayerInput, { type: 'residual' }>['branch'],
  rest: object = {},
): LayerInput => ({
  type: 'residual',
  branch,
  ...rest,
});
const zero = { padding: 'zero' };

const NETWORKS: readonly [string, Shape, readonly LayerInput[]][] = [
  ['one block', [4, 5, 2], [conv(3), block([conv(2), conv(3)]), dense(4)]],
  ['a block on the input', [4, 4, 2], [block([conv(5, 3, zero), conv(2, 3, zero)], { scale: 0.7 }), conv(3)]],
  ['one convolution in the branch', [3, 4, 3], [block([conv(3)]), block([conv(3, 2, zero)], { scale: 2 })]],
  [
    'pools, means of all and dense layers behind blocks',
    [6, 6, 1],
    [
      conv(3),
      block([conv(4), conv(3)]),
      { type: 'max-pool', kernel: 2 },
      block([conv(3, 3, zero), conv(3, 3, zero)], { branchActivation: 'relu', scale: 0.5 }),
      block([conv(2), conv(3)], { activation: 'relu' }),
      conv(4, 2),
      { type: 'avg-pool' },
      dense(3),
    ],
  ],
  [
    'dense branches on images, which stay images',
    [3, 3, 2],
    [block([dense(5), dense(18)]), conv(2), { type: 'flatten' }, dense(4), block([dense(3), dense(4)])],
  ],
  ['a block of rows exactly', [4, 4, 3], [block([conv(3), conv(3)]), conv(2, 1)]],
  [
    'a block of rows less one, and one more',
    [1, 47, 1],
    [block([conv(1), conv(1)]), dense(49), block([dense(49)])],
  ],
  ['a block of rows and one', [7, 7, 1], [block([conv(2), conv(1)]), conv(1)]],
  ['more channels than a block', [1, 2, 2], [conv(49, 1), block([conv(97, 1), conv(49, 2)]), conv(2)]],
  ['masks', [4, 4, 6], [block([conv(8, 3, { density: 0.3 }), conv(6, 3, { density: 0.1 })]), conv(2)]],
];

test.each(NETWORKS)('polylines are those of plain loops: %s', (_, shape, layers) => {
  for (const kind of ['line', 'polyline'] as const) {
    const what = residual(shape, layers, { kind, points: 9 });
    expectClose(lengthsOf(new Workspace(memory, what).measure(2, 1)), loopLengths(what, 2));
  }
});

test.each(NETWORKS)(
  'exact images are those in double precision, transitions and all: %s',
  (_, shape, layers) => {
    const what = residual(shape, layers);
    expectExactInDouble(new ExactWorkspace(memory, what).measure(0, 2), what);
  },
);

test.each(NETWORKS.slice(0, 4))('tangents have the length as their mean: %s', (_, shape, layers) => {
  const what = residual(shape, layers, { points: 1500 });
  const exact = lengthsOf(new ExactWorkspace(memory, what).measure(1, 1));
  expectClose(lengthsOf(new TangentWorkspace(memory, what).measure(1, 1)), exact, 5e-3);
});

test('blocks and normalisation keep the shape of what goes in, and branches must', () => {
  const layers = [
    block([conv(2), conv(2)]),
    { type: 'batch-norm' } as const,
    conv(3, 2),
    { type: 'avg-pool' } as const,
  ];
  const { network } = residual([3, 4, 2], layers.slice(0, 3));
  expect(network.layers[2]).toMatchObject({ inputShape: [3, 4, 2], width: 36 });
  expect(() => residual([3, 4, 2], layers)).toThrow(
    /^layers\[3\]: avg-pool: expected a kernel for an input that is not square/,
  );
  expect(() => residual([4, 4, 1], [block([conv(4, 3, { stride: 2 })])])).toThrow(
    'layers[0]: residual: expected a branch whose result has the shape of its input, 4 × 4 × 1, got 2 × 2 × 4',
  );
  expect(() => residual([4, 4, 1], [block([conv(3), dense(5)])])).toThrow(
    'layers[0]: residual: expected a branch whose last layer has width 16, that of its input, got 5',
  );
});

test('activations that bend', () => {
  const layers = [
    conv(3, 3, { activation: 'tanh' }),
    block([conv(4, 3, { activation: 'tanh' }), conv(3)], { activation: 'erf', scale: 0.5 }),
    conv(2),
  ];
  const what = residual([4, 4, 2], layers, { kind: 'circle' });
  expectClose(lengthsOf(new Workspace(memory, what).measure(0, 1)), loopLengths(what, 0), 2e-5);
});

test('circular branches of ReLU have the mean square and the bracket that theory says', () => {
  // A constant tangent, which all places see alike.
  const vertices = [new Float64Array(8), new Float64Array(8).fill(1)];
  const ends = { kind: 'line', vertices } as const;
  const what = residual([2, 2, 2], [block([conv(12, 2), conv(2, 2)], { scale: 1.2 })], {
    curve: ends,
    points: 1,
  });
  const { lower, upper, exact } = growthTheory(what.network, { meanSquare: 1 })[0]!.growth;
  expect(exact).toBeNull();
  const c = (1.2 ** 2 * 2 * 2) / 2;
  expect(upper).toBeCloseTo(Math.sqrt(1 + c), 13);
  expect(lower).toBeGreaterThan(1);
  const networks = 6000;
  const record = new TangentWorkspace(memory, what).measure(0, networks);
  const growths = Array.from({ length: networks }, (_, i) => lengthsOf(record, i)[0]! / Math.sqrt(8));
  const meanOf = (values: readonly number[]) => {
    const mean = values.reduce((sum, x) => sum + x, 0) / networks;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / networks;
    return { mean, sem: Math.sqrt(variance / networks) };
  };
  const square = meanOf(growths.map((x) => x * x));
  expect(Math.abs(square.mean - (1 + c)), `${square.mean} ± ${square.sem} of ${1 + c}`).toBeLessThan(
    4 * square.sem,
  );
  // Layers of 12 and 2 channels, r T - 1 = 5 and 2, and four entries of a constant tangent beside two channels.
  const fourth = meanOf(growths.map((x) => x ** 4));
  const bound = 1 + 2 * c + (4 * c) / 2 + c * c * (1 + 5 / 12) * (1 + 2 / 2);
  expect(fourth.mean).toBeLessThan(bound + 4 * fourth.sem);
  expect(fourth.mean).toBeGreaterThan(1 + 2 * c + c * c);
  const { mean, sem } = meanOf(growths);
  expect(mean).toBeGreaterThan(lower! - 4 * sem);
  expect(mean).toBeLessThan(upper! + 4 * sem);
});

describe('what is known without counting', () => {
  test('a block of scale 0 is the identity', () => {
    const layers = [conv(3), block([conv(7), conv(3)], { scale: 0 }), conv(2)];
    const without = residual([4, 4, 2], [layers[0]!, layers[2]!]);
    const what = residual([4, 4, 2], layers);
    for (const Kind of [Workspace, ExactWorkspace, TangentWorkspace]) {
      const [first, second] = lengthsOf(new Kind(memory, what).measure(0, 1));
      expect(second).toBe(first);
      expect(lengthsOf(new Kind(memory, without).measure(0, 1))[0]).toBe(first);
    }
  });

  test('a branch of 1 × 1 convolutions is the dense branch at each place', () => {
    const branch = (layer: typeof conv | typeof dense) => [block([layer(50, 1), layer(3, 1)])];
    const line = curveOf('line', 3);
    const { vertices } = line;
    for (const Kind of [Workspace, ExactWorkspace, TangentWorkspace]) {
      const of = (shape: Shape, layer: typeof conv | typeof dense, curve = line) =>
        lengthsOf(new Kind(memory, residual(shape, branch(layer), { curve })).measure(3, 1))[0]!;
      const one = of([1, 1, 3], dense);
      expect(of([1, 1, 3], conv)).toBe(one);
      // At four places that see the same every length is twice as large.
      const four = { ...line, vertices: vertices.map((v) => Float64Array.from([...v, ...v, ...v, ...v])) };
      expect(of([2, 2, 3], conv, four) / one).toBeCloseTo(2, 6);
    }
  });

  test('weights of a branch are those of the same convolutions in a row', () => {
    const row = residual([4, 4, 2], [conv(3), conv(5), conv(3), conv(2)]);
    const what = residual([4, 4, 2], [conv(3), block([conv(5), conv(3)]), conv(2)]);
    const { spec } = chainOf(what.network);
    for (const layer of [1, 2, 3, 4])
      expect(referenceWeights(spec, 7, 3, layer)).toEqual(referenceWeights(row.network, 7, 3, layer));
  });
});
