/** Residual blocks by every estimator, beside plain loops and the exact image in double precision. */
import { describe, expect, test } from 'vitest';
import { type CurveKind, curve, samplePoints } from '../../src/curve/index.ts';
import type { LayerInput } from '../../src/experiment/index.ts';
import type { LayerFields } from '../../src/experiment/input.ts';
import { type LayerDefaults, makeLayers } from '../../src/experiment/layers.ts';
import { ExactWorkspace, type Subject, TangentWorkspace, Workspace } from '../../src/measure/index.ts';
import { referenceWeights } from '../../src/measure/reference.ts';
import { chainOf, type NetworkSpec, phiOf } from '../../src/network/index.ts';
import { remembered } from '../../src/numeric/remembered.ts';
import { exactImage } from '../../src/regions/index.ts';
import { arena } from '../kernels/kernels.ts';
import { DEFAULTS } from './layered.ts';
import { asReluNetwork } from './relu-pairs.ts';
import { curveOf, expectClose, lengthsOf } from './subjects.ts';

const memory = await arena();

function residual(
  inputDim: number,
  layers: readonly LayerInput[],
  {
    kind = 'line',
    own = {},
    ...rest
  }: Partial<Subject> & { kind?: CurveKind; own?: Partial<LayerDefaults> } = {},
): Subject {
  const input = { size: inputDim, shape: null };
  const made = makeLayers(layers as readonly LayerFields[], { ...DEFAULTS, ...own }, input);
  const network = { inputDim, layers: made };
  return { network, seed: 7, curve: curveOf(kind, inputDim), points: 25, ...rest };
}

const dense = (width: number, rest: object = {}) => ({ type: 'dense', width, ...rest }) as const;
const block = (widths: readonly number[], rest: object = {}): LayerInput => ({
  type: 'residual',
  branch: widths.map((width) => dense(width)),
  ...rest,
});

const NETWORKS: readonly [string, number, readonly LayerInput[]][] = [
  ['one block', 6, [dense(8), block([5, 8])]],
  ['a block on the input', 5, [block([7, 5], { scale: 0.7 }), dense(4)]],
  ['one linear layer in the branch', 5, [dense(6), block([6], { scale: 2 }), dense(3)]],
  ['deep and narrow branches', 4, [block([3, 2, 4]), block([2, 2, 2, 4], { scale: 1.5 })]],
  [
    'post-activation',
    6,
    [dense(9), block([5, 9], { activation: 'relu' }), block([9, 9], { activation: 'abs' })],
  ],
  ['pre-activation', 6, [dense(9), block([5, 9], { branchActivation: 'relu', scale: 0.5 }), dense(4)]],
  ['one block of rows less one', 5, [dense(47), block([47, 47]), dense(3)]],
  ['blocks of rows exactly', 5, [dense(48), block([48, 48]), dense(3)]],
  ['a block of rows and one', 5, [dense(49), block([49, 49]), dense(3)]],
  ['several blocks of rows', 5, [dense(100), block([150, 100]), block([30, 97, 100])]],
  [
    'masks',
    30,
    [dense(40), { type: 'residual', branch: [dense(60, { density: 0.2 }), dense(40, { density: 0.1 })] }],
  ],
  [
    'null weights',
    5,
    [dense(6), { type: 'residual', branch: [dense(4, { sigmaW: 0 }), dense(6)] }, dense(3)],
  ],
];

type Weights = ReturnType<typeof referenceWeights>;

/** The network by its definition: z + scale * branch(z), in plain loops. Points after every layer. */
function byLoops(
  network: NetworkSpec,
  weightsOf: (link: number) => Weights,
  x: readonly number[],
): number[][] {
  const image: number[][] = [];
  let [z, link] = [[...x], 0];
  const affine = (input: readonly number[]) => {
    const { weights, biases } = weightsOf(++link);
    return weights.map((row, i) => row.reduce((sum, w, j) => sum + w * input[j]!, biases[i]!));
  };
  network.layers.forEach((layer, l) => {
    if (layer.type !== 'residual') {
      z = affine(z).map(phiOf(layer.activation));
    } else {
      if (l === 0) link++;
      let y = z.map(phiOf(layer.branchActivation));
      if (layer.branchActivation.name !== 'linear') link++;
      // Weights of the last layer have the block's scale already.
      for (const own of layer.branch) y = affine(y).map(phiOf(own.activation));
      z = z.map((value, i) => phiOf(layer.activation)(value + y[i]!));
    }
    image.push(z);
  });
  return image;
}

const distance = (a: readonly number[], b: readonly number[]) =>
  Math.sqrt(a.reduce((sum, x, i) => sum + (x - b[i]!) ** 2, 0));

function loopLengths({ network, seed, curve: through, points }: Subject, number: number): number[] {
  const flat = samplePoints(through, points);
  const dim = network.inputDim;
  const weightsOf = remembered((link: number) => referenceWeights(chainOf(network).spec, seed, number, link));
  const images = Array.from({ length: points }, (_, t) =>
    byLoops(network, weightsOf, Array.from(flat.subarray(t * dim, (t + 1) * dim))),
  );
  return network.layers.map((_, l) =>
    images.slice(1).reduce((sum, image, t) => sum + distance(image[l]!, images[t]![l]!), 0),
  );
}

describe('polylines through residual networks are those of plain loops', () => {
  test.each(NETWORKS)('%s', (_, inputDim, layers) => {
    for (const kind of ['line', 'arc', 'polyline'] as const) {
      const what = residual(inputDim, layers, { kind });
      const record = new Workspace(memory, what).measure(2, 2);
      for (const i of [0, 1]) expectClose(lengthsOf(record, i), loopLengths(what, 2 + i));
    }
  });

  test('with activations that bend', () => {
    for (const activation of ['tanh', 'erf', 'hard-tanh']) {
      const layers = [dense(20), block([30, 20]), block([20, 10, 20], { activation, scale: 0.5 })];
      const what = residual(6, layers, { kind: 'circle', own: { activation } });
      expectClose(lengthsOf(new Workspace(memory, what).measure(0, 1)), loopLengths(what, 0), 2e-5);
    }
  });
});

describe('exact images of residual networks', () => {
  test.each(NETWORKS)('%s: lengths are those of the image in double precision', (_, inputDim, layers) => {
    const what = residual(inputDim, layers);
    const record = new ExactWorkspace(memory, what).measure(0, 4);
    for (let network = 0; network < 4; network++) {
      const { given, shown } = asReluNetwork(what.network, what.seed, network);
      const image = exactImage(given, what.curve.vertices);
      expectClose(
        lengthsOf(record, network),
        shown.map((layer) => image.layers[layer]!.length),
      );
    }
  });

  test.each(NETWORKS.slice(0, 6))(
    '%s: transitions are those of all neurons of a block',
    (_, inputDim, layers) => {
      const what = residual(inputDim, layers);
      const record = new ExactWorkspace(memory, what).measure(0, 6);
      const depth = what.network.layers.length;
      for (let network = 0; network < 6; network++) {
        const { given, transitionsOf } = asReluNetwork(what.network, what.seed, network);
        const expected = transitionsOf(exactImage(given, what.curve.vertices, { details: true }));
        const { transitions } = record.measures;
        expect(Array.from(transitions!.values.slice(network * depth, (network + 1) * depth))).toEqual(
          expected,
        );
      }
    },
  );

  test('are not shorter than polylines, and as long where these are fine', () => {
    const what = residual(6, [dense(10), block([12, 10]), block([12, 10])]);
    const exact = lengthsOf(new ExactWorkspace(memory, what).measure(0, 1));
    const [coarse, fine] = [10, 4000].map((points) =>
      lengthsOf(new Workspace(memory, { ...what, points }).measure(0, 1)),
    );
    exact.forEach((length, l) => {
      expect(length).toBeGreaterThanOrEqual(coarse![l]! * (1 - 1e-6));
      expect(fine![l]! / length).toBeGreaterThan(1 - 1e-4);
      expect(fine![l]! / length).toBeLessThan(1 + 1e-6);
    });
  });
});

describe('tangents through residual networks', () => {
  test('are constant where everything is linear', () => {
    const layers = [dense(12), block([20, 12]), block([12], { scale: 0.3 })];
    const what = residual(6, layers, { own: { activation: 'linear' }, points: 3 });
    const exact = lengthsOf(new ExactWorkspace(memory, what).measure(1, 1));
    expectClose(lengthsOf(new TangentWorkspace(memory, what).measure(1, 1)), exact);
  });

  test('have the length as their mean', () => {
    const layers = [
      dense(10),
      block([12, 10]),
      block([12, 10], { activation: 'relu', branchActivation: 'relu' }),
    ];
    const what = residual(6, layers, { points: 2000 });
    const exact = lengthsOf(new ExactWorkspace(memory, what).measure(1, 1));
    expectClose(lengthsOf(new TangentWorkspace(memory, what).measure(1, 1)), exact, 3e-3);
  });
});

test('weights so small that squares of what is handed on beside them leave single precision are refused', () => {
  const of = (scale: number) => residual(6, [block([5, 6], { scale })]);
  const wrong =
    /^layers: expected weights of standard deviation 0 or at least 9e-13 in residual blocks, .*, got one of 1e-20$/;
  expect(() => new ExactWorkspace(memory, of(1e-20 / Math.sqrt(2 / 5)))).toThrow(wrong);
  const [plain, small] = [0, 1e-11].map((scale) =>
    lengthsOf(new ExactWorkspace(memory, of(scale)).measure(0, 1)),
  );
  expect(small![0]! / plain![0]!).toBeCloseTo(1, 6);
});

describe('a residual block of scale 0', () => {
  test('is the identity, whatever its branch', () => {
    const ends = [
      [1, 2, -3],
      [0.5, -1, 4],
    ];
    const what = residual(3, [block([9, 3], { scale: 0 }), dense(5), block([5], { scale: 0 })], {
      curve: curve('line', ends),
    });
    for (const Kind of [Workspace, ExactWorkspace, TangentWorkspace]) {
      const [first, second, third] = lengthsOf(new Kind(memory, what).measure(0, 1));
      expect(first! / distance(ends[0]!, ends[1]!)).toBeCloseTo(1, 6);
      expect(third).toBe(second);
    }
  });
});

test('weights of a branch are those of the same layers in a row', () => {
  const what = residual(6, [dense(10), block([12, 10]), dense(4)]);
  const row = residual(6, [dense(10), dense(12), dense(10), dense(4)]);
  const { spec } = chainOf(what.network);
  for (const layer of [1, 2, 3, 4]) {
    expect(referenceWeights(spec, 7, 3, layer)).toEqual(referenceWeights(row.network, 7, 3, layer));
  }
});
