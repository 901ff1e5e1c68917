/**
 * Normalisation in branches and projection shortcuts, by every estimator that takes it, beside plain loops.
 */
import { describe, expect, test } from 'vitest';
import type { LayerInput } from '../../src/experiment/index.ts';
import { ExactWorkspace, type Subject, TangentWorkspace, Workspace } from '../../src/measure/index.ts';
import {
  type AnyGivenNetwork,
  chainOf,
  checkNetworkSpec,
  type Shape,
  shapeOfGiven,
} from '../../src/network/index.ts';
import { arena } from '../kernels/kernels.ts';
import { blockImages, lengthsThrough, samplesOf } from './block-loops.ts';
import { layeredSubject as blocks } from './layered.ts';
import { expectExactInDouble } from './relu-pairs.ts';
import { curveOf, expectClose, lengthsOf } from './subjects.ts';

const memory = await arena();

/** Points between -1.5 and 1.5, without a pattern. */
const batchOf = (dim: number, count = 9) =>
  Array.from({ length: count }, (_, t) =>
    Float64Array.from({ length: dim }, (_, j) => 1.5 * Math.sin(1 + 3.7 * t + 2.3 * j + t * j)),
  );

const dense = (width: number, rest: object = {}) => ({ type: 'dense', width, ...rest }) as const;
const conv = (channels: number, kernel = 3, rest: object = {}) =>
  ({ type: 'conv2d', channels, kernel, ...rest }) as const;
const norm = (type: 'layer-norm' | 'rms-norm' | 'batch-norm', rest: object = {}) =>
  ({ type, ...rest }) as const;
const linear = { activation: 'linear' };
const relu = { activation: 'relu' };
type Branch = Extract<LayerInput, { type: 'residual' }>['branch'];
const block = (branch: Branch, rest: object = {}): LayerInput => ({ type: 'residual', branch, ...rest });
/** Norm, activation, weights, twice. */
const before = (type: 'layer-norm' | 'rms-norm' | 'batch-norm', inner: number, width: number, rest = {}) =>
  block([norm(type, relu), dense(inner, linear), norm(type, relu), dense(width)], rest);

const NETWORKS: readonly [string, number | Shape, readonly LayerInput[]][] = [
  ['layer norms first', 6, [dense(8), before('layer-norm', 5, 8), before('layer-norm', 9, 8), dense(3)]],
  ['RMS norms first, on the input', 5, [before('rms-norm', 7, 5, { scale: 0.7 }), dense(4)]],
  [
    'norms in the middle and at the end',
    6,
    [
      dense(9),
      block([dense(5, linear), norm('layer-norm', relu), dense(9)]),
      block([dense(9, linear), norm('rms-norm')], { scale: 0.3, activation: 'relu' }),
      block([norm('layer-norm')], { scale: 2 }),
      dense(4),
    ],
  ],
  [
    'behind an activation',
    6,
    [dense(9), block([norm('rms-norm'), dense(9)], { branchActivation: 'relu', activation: 'abs' })],
  ],
  [
    'between norms of whole layers',
    6,
    [dense(9), norm('layer-norm'), before('rms-norm', 4, 9), norm('rms-norm')],
  ],
  ['a block of rows less one', 5, [dense(47), before('layer-norm', 47, 47), dense(3)]],
  ['a block of rows exactly', 5, [dense(48), before('layer-norm', 48, 48), dense(3)]],
  ['a block of rows and one', 5, [dense(49), before('rms-norm', 49, 49), dense(3)]],
  ['several blocks of rows', 5, [dense(100), before('layer-norm', 150, 100), before('rms-norm', 97, 100)]],
  [
    'on images',
    [4, 4, 2],
    [
      conv(3),
      block([norm('layer-norm', relu), conv(2, 3, linear), norm('rms-norm', relu), conv(3)]),
      { type: 'avg-pool' },
      dense(4),
    ],
  ],
  [
    'large epsilons',
    6,
    [
      dense(8),
      block([norm('layer-norm', { epsilon: 2 }), dense(8), norm('rms-norm', { epsilon: 1e6 }), dense(8)]),
    ],
  ],
];

const BATCHED: readonly [string, number | Shape, readonly LayerInput[]][] = [
  ['first', 6, [dense(8), before('batch-norm', 5, 8), before('batch-norm', 9, 8), dense(3)]],
  ['on the input', 5, [before('batch-norm', 7, 5, { scale: 0.7 }), dense(4)]],
  [
    'last, before the activation',
    6,
    [
      dense(9, linear),
      norm('batch-norm', relu),
      block([dense(7, linear), norm('batch-norm', relu), dense(9, linear), norm('batch-norm')], {
        scale: 0.6,
        activation: 'relu',
      }),
      dense(4),
    ],
  ],
  [
    'behind an activation',
    6,
    [dense(9), block([norm('batch-norm'), dense(9)], { branchActivation: 'relu' })],
  ],
  [
    'around blocks of rows',
    6,
    [dense(47), before('batch-norm', 49, 47), dense(96), before('batch-norm', 48, 96)],
  ],
  [
    'on images',
    [4, 4, 2],
    [
      conv(3),
      block([norm('batch-norm', relu), conv(2, 3, linear), norm('batch-norm', relu), conv(3)]),
      { type: 'max-pool', kernel: 2 },
      dense(4),
    ],
  ],
];

const half = { stride: 2 };
const SHORTCUTS: readonly [string, number | Shape, readonly LayerInput[]][] = [
  ['to another width', 6, [dense(8), block([dense(5), dense(9)], { shortcut: [dense(9)] }), dense(3)]],
  ['of the input, scaled', 5, [block([dense(7), dense(4)], { shortcut: [dense(4)], scale: 0.6 }), dense(3)]],
  [
    'behind an activation, with one of the sum',
    5,
    [
      dense(6, linear),
      block([dense(9)], { shortcut: [dense(9)], branchActivation: 'relu' }),
      block([dense(4), dense(5)], {
        shortcut: [dense(3), dense(5)],
        branchActivation: 'relu',
        activation: 'relu',
      }),
    ],
  ],
  [
    'around blocks of rows',
    5,
    [
      dense(47),
      block([dense(48), dense(49)], { shortcut: [dense(49)] }),
      block([dense(97), dense(48)], { shortcut: [dense(48, { density: 0.3 })] }),
    ],
  ],
  [
    'of convolutions with strides',
    [6, 6, 2],
    [
      conv(3, 3, { padding: 'zero' }),
      block([conv(2, 3, { ...half, padding: 'zero' }), conv(4, 3, { padding: 'zero' })], {
        shortcut: [conv(4, 1, half)],
        activation: 'relu',
      }),
      { type: 'max-pool', kernel: 3 },
      dense(4),
    ],
  ],
  [
    'of the input, with more channels than a block',
    [4, 4, 1],
    [
      block([conv(50, 3, half), conv(49, 1)], { shortcut: [conv(49, 1, half)] }),
      { type: 'avg-pool' },
      dense(3),
    ],
  ],
];

const NORMED_SHORTCUTS: readonly [string, number | Shape, readonly LayerInput[]][] = [
  [
    'a network of blocks that normalise',
    [6, 6, 2],
    [
      conv(3, 3, linear),
      norm('batch-norm', relu),
      block([conv(3, 3, linear), norm('batch-norm', relu), conv(3, 3, linear), norm('batch-norm')], relu),
      block(
        [
          conv(5, 3, { ...half, ...linear }),
          norm('batch-norm', relu),
          conv(5, 3, linear),
          norm('batch-norm'),
        ],
        {
          shortcut: [conv(5, 1, half), norm('batch-norm')],
          ...relu,
        },
      ),
      { type: 'avg-pool' },
      dense(4),
    ],
  ],
  [
    'first what is normalised',
    6,
    [
      dense(8),
      block([norm('batch-norm', relu), dense(5)], { shortcut: [norm('batch-norm'), dense(5)], scale: 0.4 }),
    ],
  ],
];

const loopLengths = (what: Subject, number: number, batch: readonly Float64Array[] = []) =>
  lengthsThrough(
    blockImages(
      what,
      number,
      samplesOf(what),
      batch.map((x) => [...x]),
    ),
  );

const dimOf = (input: number | Shape) => (typeof input === 'number' ? input : input[0] * input[1] * input[2]);

describe('norms in branches', () => {
  test.each(NETWORKS)('polylines are those of plain loops: %s', (_, input, layers) => {
    for (const kind of ['line', 'arc', 'polyline'] as const) {
      const what = blocks(input, layers, { kind });
      const record = new Workspace(memory, what).measure(2, 2);
      for (const i of [0, 1]) expectClose(lengthsOf(record, i), loopLengths(what, 2 + i), 5e-6);
    }
  });

  test.each(NETWORKS)('tangents have the length as their mean: %s', (_, input, layers) => {
    const what = blocks(input, layers, { points: 1500 });
    const tangents = lengthsOf(new TangentWorkspace(memory, what).measure(1, 1));
    expectClose(tangents, lengthsOf(new Workspace(memory, what).measure(1, 1)), 5e-3);
  });

  test.each(BATCHED)('over the curve, polylines are those of plain loops: %s', (_, input, layers) => {
    for (const kind of ['line', 'circle'] as const) {
      const what = blocks(input, layers, { kind });
      expectClose(lengthsOf(new Workspace(memory, what).measure(2, 1)), loopLengths(what, 2), 5e-6);
    }
  });

  test.each(BATCHED)('over a batch, polylines are those of plain loops: %s', (_, input, layers) => {
    const batch = batchOf(dimOf(input));
    for (const kind of ['line', 'circle'] as const) {
      const what = blocks(input, layers, { kind, batch });
      expectClose(lengthsOf(new Workspace(memory, what).measure(2, 1)), loopLengths(what, 2, batch), 5e-6);
    }
  });

  test.each(BATCHED)(
    'over a batch, exact images have the length of fine polylines: %s',
    (_, input, layers) => {
      const what = blocks(input, layers, { batch: batchOf(dimOf(input)), points: 4000 });
      const exact = lengthsOf(new ExactWorkspace(memory, what).measure(1, 1));
      expectClose(lengthsOf(new Workspace(memory, what).measure(1, 1)), exact, 3e-4);
      expectClose(lengthsOf(new TangentWorkspace(memory, what).measure(1, 1)), exact, 4e-3);
    },
  );

  test('with activations that bend', () => {
    for (const activation of ['tanh', 'gelu']) {
      const own = [norm('layer-norm', { activation }), dense(30, linear), norm('rms-norm', { activation })];
      const layers = [dense(20), block([...own, dense(20)]), block([...own, dense(20)], { scale: 0.5 })];
      const what = blocks(6, layers, { kind: 'circle', own: { activation } });
      expectClose(lengthsOf(new Workspace(memory, what).measure(0, 1)), loopLengths(what, 0), 2e-5);
    }
  });
});

describe('scales far from 1', () => {
  const free = { sigmaB: 0 };
  const of = (sigmaW: number, Kind: typeof Workspace | typeof TangentWorkspace, epsilon = 0) => {
    const layers = [
      ...Array.from({ length: 3 }, () => dense(8, { sigmaW })),
      block([norm('rms-norm', { epsilon }), dense(8)]),
    ];
    return lengthsOf(new Kind(memory, blocks(6, layers, { own: free })).measure(0, 1));
  };

  test.each([Workspace, TangentWorkspace])('a branch is nothing beside a large input: %o', (Kind) => {
    const [, , third, fourth] = of(1e30, Kind);
    expect(fourth! / third!).toBeCloseTo(1, 6);
  });

  test.each([Workspace, TangentWorkspace])('a small input is nothing beside a branch: %o', (Kind) => {
    const small = of(1e-30, Kind);
    expectClose([small[3]!], [of(1e-20, Kind)[3]!], 1e-5);
    expect(small[3]! / small[2]!).toBeGreaterThan(1e80);
  });

  test.each([Workspace, TangentWorkspace])('epsilon keeps its size: %o', (Kind) => {
    // z / √(|z|²/n + 1) is z where z is small: both parts count.
    const layers = [1, 2, 3].map(() => dense(8, { sigmaW: 1e-30 }));
    const small = blocks(6, [...layers, block([norm('rms-norm', { epsilon: 1 }), dense(8)])], { own: free });
    const made = lengthsOf(new Kind(memory, small).measure(0, 1));
    // By the chain rule within a part of the curve.
    expectClose(made, loopLengths(small, 0), Kind === Workspace ? 5e-6 : 0.05);
  });
});

const perChannel = { per: 'channel' };
const CHANNELS: readonly [string, Shape, readonly LayerInput[]][] = [
  ['of the input', [4, 5, 3], [norm('batch-norm', perChannel), conv(4)]],
  [
    'behind convolutions',
    [6, 6, 2],
    [
      conv(3, 3, linear),
      norm('batch-norm', { ...perChannel, ...relu }),
      { type: 'max-pool', kernel: 2 },
      conv(50, 3, linear),
      norm('batch-norm', { ...perChannel, epsilon: 0.4 }),
      { type: 'avg-pool' },
      dense(4),
    ],
  ],
  [
    'in blocks with projections',
    [6, 6, 2],
    [
      conv(3),
      block(
        [
          norm('batch-norm', { ...perChannel, ...relu }),
          conv(5, 3, { ...half, ...linear }),
          norm('batch-norm', { ...perChannel, ...relu }),
          conv(5),
        ],
        { shortcut: [conv(5, 1, half), norm('batch-norm', perChannel)], scale: 0.8 },
      ),
      { type: 'avg-pool' },
    ],
  ],
];

describe('batch normalisation by channel', () => {
  test.each(CHANNELS)(
    'along the curve and over a batch, polylines are those of plain loops: %s',
    (_, input, layers) => {
      const batch = batchOf(dimOf(input));
      for (const of of [[], batch])
        for (const kind of ['line', 'circle'] as const) {
          const what = blocks(input, layers, { kind, ...(of.length > 0 && { batch }) });
          expectClose(lengthsOf(new Workspace(memory, what).measure(2, 1)), loopLengths(what, 2, of), 5e-6);
        }
    },
  );

  test.each(CHANNELS)(
    'over a batch, exact images and tangents have the length of fine polylines: %s',
    (_, input, layers) => {
      const what = blocks(input, layers, { batch: batchOf(dimOf(input)), points: 4000 });
      const exact = lengthsOf(new ExactWorkspace(memory, what).measure(1, 1));
      // Chords cut corners: of the third network by 5.4e-4 in double precision, by 1.0e-4 at 32,000 points.
      expectClose(lengthsOf(new Workspace(memory, what).measure(1, 1)), exact, 1e-3);
      expectClose(lengthsOf(new TangentWorkspace(memory, what).measure(1, 1)), exact, 4e-3);
    },
  );

  test.each(CHANNELS)(
    'along the curve, tangents have the length of fine polylines: %s',
    (_, input, layers) => {
      const what = blocks(input, layers, { points: 1500 });
      const tangents = lengthsOf(new TangentWorkspace(memory, what).measure(1, 1));
      expectClose(tangents, lengthsOf(new Workspace(memory, what).measure(1, 1)), 5e-3);
    },
  );

  test('is that by coordinate on an image of one place, and wants an image', () => {
    const of = (per: object) => blocks([1, 1, 7], [conv(6, 1), norm('batch-norm', per), dense(3)]);
    const [made, plain] = [perChannel, {}].map((per) =>
      lengthsOf(new Workspace(memory, of(per)).measure(0, 1)),
    );
    expect(made).toEqual(plain);
    expect(() => blocks(7, [norm('batch-norm', perChannel)])).toThrow('a layer whose input has a shape');
    const { network } = of(perChannel);
    const [first, second, third] = network.layers;
    const layers = [first!, { ...second!, channels: 4 } as typeof second & object, third!];
    expect(() => checkNetworkSpec({ ...network, layers })).toThrow(
      'layers[1].channels: expected a divisor of the width, 6, got 4',
    );
  });
});

describe('projection shortcuts', () => {
  test.each(SHORTCUTS)('polylines are those of plain loops: %s', (_, input, layers) => {
    for (const kind of ['line', 'arc', 'polyline'] as const) {
      const what = blocks(input, layers, { kind });
      const record = new Workspace(memory, what).measure(2, 2);
      for (const i of [0, 1]) expectClose(lengthsOf(record, i), loopLengths(what, 2 + i), 5e-6);
    }
  });

  test.each(SHORTCUTS)(
    'exact images are those in double precision, transitions and all: %s',
    (_, input, layers) => {
      const what = blocks(input, layers);
      expectExactInDouble(new ExactWorkspace(memory, what).measure(0, 2), what);
    },
  );

  test.each(SHORTCUTS)('tangents have the length as their mean: %s', (_, input, layers) => {
    const what = blocks(input, layers, { points: 1500 });
    const exact = lengthsOf(new ExactWorkspace(memory, what).measure(1, 1));
    expectClose(lengthsOf(new TangentWorkspace(memory, what).measure(1, 1)), exact, 5e-3);
  });

  test.each(NORMED_SHORTCUTS)('beside batches and along the curve: %s', (_, input, layers) => {
    const batch = batchOf(dimOf(input));
    for (const of of [[], batch]) {
      const what = blocks(input, layers, of.length === 0 ? {} : { batch });
      expectClose(lengthsOf(new Workspace(memory, what).measure(2, 1)), loopLengths(what, 2, of), 1e-5);
    }
    const what = blocks(input, layers, { batch, points: 4000 });
    const exact = lengthsOf(new ExactWorkspace(memory, what).measure(1, 1));
    expectClose(lengthsOf(new Workspace(memory, what).measure(1, 1)), exact, 5e-4);
  });

  test('a branch of scale 0 leaves the projection alone', () => {
    const what = blocks(6, [
      dense(8),
      block([dense(5), dense(9)], { shortcut: [dense(9)], scale: 0, ...relu }),
    ]);
    const plain = blocks(6, [dense(8), dense(9)]);
    expect(chainOf(what.network).spec.layers.length).toBe(2);
    for (const Kind of [Workspace, ExactWorkspace, TangentWorkspace]) {
      const [made, expected] = [what, plain].map((own) => lengthsOf(new Kind(memory, own).measure(0, 3)));
      expectClose(made!, expected!, 1e-6);
    }
  });

  test('an identity for a projection is a plain block', () => {
    const numbers = (rows: number, columns: number, seed: number) => ({
      type: 'dense' as const,
      width: rows,
      fanIn: columns,
      weights: Float64Array.from({ length: rows * columns }, (_, i) => Math.sin(seed + 3.1 * i + i * i)),
      biases: Float64Array.from({ length: rows }, (_, i) => Math.cos(seed + i)),
      activation: { name: 'relu' as const },
    });
    const lin = { name: 'linear' as const };
    const eye = {
      ...numbers(7, 7, 0),
      weights: Float64Array.from({ length: 49 }, (_, i) => (i % 8 === 0 ? 1 : 0)),
      biases: new Float64Array(7),
      activation: lin,
    };
    const of = (shortcut: object) => ({
      inputDim: 5,
      layers: [
        numbers(7, 5, 1),
        {
          type: 'residual' as const,
          branch: [numbers(9, 7, 2), { ...numbers(7, 9, 3), activation: lin }],
          ...shortcut,
          width: 7,
          activation: { name: 'relu' as const },
          branchActivation: { name: 'relu' as const },
        },
        numbers(4, 7, 4),
      ],
    });
    const measured = (network: AnyGivenNetwork) => {
      const given = [network];
      const what = { network: shapeOfGiven(given), given, seed: 0, curve: curveOf('line', 5), points: 30 };
      return [Workspace, ExactWorkspace, TangentWorkspace].map((Kind) =>
        lengthsOf(new Kind(memory, what).measure(0, 1)),
      );
    };
    const plain = measured(of({}));
    measured(of({ shortcut: [eye] })).forEach((lengths, i) => {
      expectClose(lengths, plain[i]!, 2e-6);
    });
  });
});
