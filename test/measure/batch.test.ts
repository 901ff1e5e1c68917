/** Layers that normalise over a batch, by every estimator, beside plain loops and exact images in double precision. */
import { describe, expect, test } from 'vitest';
import { type Curve, samplePoints } from '../../src/curve/index.ts';
import type { LayerInput } from '../../src/experiment/index.ts';
import type { LayerFields } from '../../src/experiment/input.ts';
import { type LayerDefaults, makeLayers } from '../../src/experiment/layers.ts';
import { ExactWorkspace, type Subject, TangentWorkspace, Workspace } from '../../src/measure/index.ts';
import { referenceWeights } from '../../src/measure/reference.ts';
import { referencePoints } from '../../src/measure/reference-points.ts';
import {
  chainOf,
  givenNetwork,
  type MaxPoolLayer,
  mapLayers,
  normalises,
  phiOf,
  type Shape,
} from '../../src/network/index.ts';
import { exactImage } from '../../src/regions/index.ts';
import { arena } from '../kernels/kernels.ts';
import { DEFAULTS } from './layered.ts';
import { curveOf, expectClose, lengthsOf } from './subjects.ts';

const memory = await arena();

/** Points between -1.5 and 1.5, without a pattern. */
const batchOf = (dim: number, count = 9) =>
  Array.from({ length: count }, (_, t) =>
    Float64Array.from({ length: dim }, (_, j) => 1.5 * Math.sin(1 + 3.7 * t + 2.3 * j + t * j)),
  );

interface Options extends Partial<Subject> {
  readonly kind?: Curve['kind'];
  readonly shape?: Shape;
  readonly own?: Partial<LayerDefaults>;
  readonly batch?: readonly Float64Array[] | undefined;
}

function normalised(inputDim: number, layers: readonly LayerInput[], options: Options = {}): Subject {
  const { kind = 'line', own = {}, shape = null, batch = batchOf(inputDim), ...rest } = options;
  const made = makeLayers(
    layers as readonly LayerFields[],
    { ...DEFAULTS, ...own },
    { size: inputDim, shape },
  );
  const network = mapLayers({ inputDim, layers: made }, (layer) =>
    layer.type === 'batch-norm' ? { ...layer, batch } : layer,
  );
  return { network, seed: 7, curve: curveOf(kind, inputDim), points: 25, ...rest };
}

const dense = (width: number, rest: object = {}) => ({ type: 'dense', width, ...rest }) as const;
const batchNorm = (rest: object = {}): LayerInput => ({ type: 'batch-norm', ...rest });
const linear = { activation: 'linear' };
const relu = { activation: 'relu' };
const block: LayerInput = { type: 'residual', branch: [dense(12), dense(10)], scale: 0.5 };

const NETWORKS: readonly [string, number, readonly LayerInput[], Shape?][] = [
  ['of pre-activations', 6, [dense(9, linear), batchNorm(relu), dense(7, linear), batchNorm(relu), dense(5)]],
  ['of the input', 5, [batchNorm(), dense(6), batchNorm({ epsilon: 0.3 }), dense(4)]],
  [
    'around blocks of rows',
    6,
    [dense(47), batchNorm(), dense(49, { density: 0.5 }), batchNorm(relu), dense(97)],
  ],
  ['beside residual blocks', 6, [dense(10), batchNorm(), block, batchNorm({ activation: 'abs' }), dense(4)]],
  [
    'of an image',
    32,
    [
      { type: 'conv2d', channels: 3, kernel: 3 },
      { type: 'max-pool', kernel: 2 },
      { type: 'flatten' },
      batchNorm(relu),
      dense(5),
    ],
    [4, 4, 2],
  ],
];

/** Rows of weights with biases that each layer of the network is, once its batch is known. */
interface Affine {
  readonly weights: number[][];
  readonly biases: number[];
}

/** Images of points and of the batch in every layer by plain loops, and what normalises them. */
function images({ network, seed }: Subject, number: number, points: readonly (readonly number[])[]) {
  const { spec } = chainOf(network);
  const made: number[][][] = [];
  const affines: (Affine | null)[] = [];
  let link = 0;
  const count = points.length;
  const batch = network.layers.flatMap((layer) => (layer.type === 'batch-norm' ? [layer.batch!] : []))[0]!;
  // The batch goes along behind the points.
  let z: number[][] = [...points, ...batch].map((x) => [...x]);
  const through = ({ weights, biases }: Affine, all: readonly number[][]) =>
    all.map((x) => weights.map((row, i) => row.reduce((sum, w, j) => sum + w * x[j]!, biases[i]!)));
  network.layers.forEach((layer, l) => {
    const phi = phiOf(layer.activation);
    if (normalises(layer)) {
      link += l === 0 ? 2 : 1;
      const rows = z[0]!.map((_, i) => z.slice(count).map((x) => x[i]!));
      const means = rows.map((row) => row.reduce((sum, x) => sum + x, 0) / row.length);
      const factors = rows.map((row, i) => {
        const variance = row.reduce((sum, x) => sum + (x - means[i]!) ** 2, 0) / row.length;
        return 1 / Math.sqrt(variance + layer.epsilon);
      });
      affines.push({
        weights: factors.map((factor, i) => factors.map((_, j) => (i === j ? factor : 0))),
        biases: factors.map((factor, i) => -means[i]! * factor),
      });
      z = through(affines.at(-1)!, z).map((x) => x.map(phi));
    } else if (layer.type === 'residual') {
      affines.push(null);
      let y = z;
      for (const own of layer.branch)
        y = through(referenceWeights(spec, seed, number, ++link), y).map((x) => x.map(phiOf(own.activation)));
      z = z.map((x, t) => x.map((value, i) => phi(value + y[t]![i]!)));
    } else if (layer.type === 'max-pool') {
      affines.push(null);
      link++;
      const rows = z[0]!.map((_, i) => z.map((x) => x[i]!));
      const out = referencePoints(layer as MaxPoolLayer, rows);
      z = z.map((_, t) => out.map((row) => row[t]!));
    } else {
      affines.push(referenceWeights(spec, seed, number, ++link));
      z = through(affines.at(-1)!, z).map((x) => x.map(phi));
    }
    made.push(z.slice(0, count));
  });
  return { made, affines };
}

function samples({ curve, points, network }: Subject): number[][] {
  const flat = samplePoints(curve, points);
  const dim = network.inputDim;
  return Array.from({ length: points }, (_, t) => Array.from(flat.subarray(t * dim, (t + 1) * dim)));
}

const distance = (a: readonly number[], b: readonly number[]) =>
  Math.sqrt(a.reduce((sum, x, i) => sum + (x - b[i]!) ** 2, 0));

const loopLengths = (what: Subject, number: number) =>
  images(what, number, samples(what)).made.map((image) =>
    image.slice(1).reduce((sum, x, t) => sum + distance(x, image[t]!), 0),
  );

describe('normalised over a batch', () => {
  test.each(NETWORKS)('polylines are those of plain loops: %s', (_, dim, layers, shape) => {
    for (const kind of ['line', 'circle'] as const) {
      const what = normalised(dim, layers, { kind, ...(shape && { shape }) });
      const record = new Workspace(memory, what).measure(2, 2);
      for (const i of [0, 1]) expectClose(lengthsOf(record, i), loopLengths(what, 2 + i), 5e-6);
    }
  });

  test.each(NETWORKS)('exact images have the length of fine polylines: %s', (_, dim, layers, shape) => {
    const what = normalised(dim, layers, { ...(shape && { shape }), points: 4000 });
    const exact = lengthsOf(new ExactWorkspace(memory, what).measure(1, 1));
    expectClose(lengthsOf(new Workspace(memory, what).measure(1, 1)), exact, 3e-4);
    const tangents = new TangentWorkspace(memory, what).measure(1, 1);
    expectClose(lengthsOf(tangents), exact, 4e-3);
  });

  test('exact lengths, transitions and regions are those of the dense network that it is', () => {
    for (const [, dim, layers] of NETWORKS.slice(0, 3)) {
      const what = normalised(dim, layers);
      const record = new ExactWorkspace(memory, what).measure(3, 1);
      const { affines } = images(what, 3, samples(what));
      const rows = affines.map((affine, l) => ({
        ...affine!,
        activation: what.network.layers[l]!.activation,
      }));
      const image = exactImage(givenNetwork(rows, 'relu'), what.curve.vertices);
      expectClose(
        lengthsOf(record),
        image.layers.map(({ length }) => length),
        5e-6,
      );
      const { transitions, regions } = record.measures;
      expect(Array.from(transitions!.values)).toEqual(image.layers.map((layer) => layer.transitions));
      expect(Array.from(regions!.values)).toEqual(image.layers.map((layer) => layer.regions));
    }
  });

  test('activations that bend, by polylines', () => {
    const layers = [
      dense(20, linear),
      batchNorm({ activation: 'tanh' }),
      dense(15, linear),
      batchNorm({ activation: 'tanh' }),
    ];
    const what = normalised(6, layers, { kind: 'arc' });
    expectClose(lengthsOf(new Workspace(memory, what).measure(0, 1)), loopLengths(what, 0), 2e-5);
  });

  test('weights beyond single precision: lengths do not depend on their size, but for epsilon', () => {
    const layers = [dense(8), dense(8), dense(8), batchNorm({ epsilon: 0 }), dense(8, { sigmaW: 1 })];
    const of = (
      sigmaW: number,
      estimator: typeof Workspace | typeof ExactWorkspace | typeof TangentWorkspace,
    ) => {
      const what = normalised(6, layers, { own: { sigmaW, sigmaB: 0 } });
      return lengthsOf(new estimator(memory, what).measure(0, 1)).slice(3);
    };
    for (const estimator of [Workspace, ExactWorkspace, TangentWorkspace]) {
      for (const sigmaW of [1e-40, 1e40]) expectClose(of(sigmaW, estimator), of(1, estimator), 1e-5);
    }
  });

  test('the batch decides: another one makes other lengths, and coordinates that it does not move become 0', () => {
    const layers = [batchNorm({ epsilon: 0 }), dense(6)];
    const flat = batchOf(5).map((x) => x.map((value, j) => (j === 2 ? 1 : value)));
    const [one, other] = [batchOf(5), batchOf(5, 30)].map((batch) =>
      lengthsOf(new Workspace(memory, normalised(5, layers, { batch })).measure(0, 1)),
    );
    expect(Math.abs(one![1]! / other![1]! - 1)).toBeGreaterThan(1e-3);
    const line = normalised(5, layers, { batch: flat });
    const along = {
      ...line,
      curve: { kind: 'line' as const, vertices: [0, 1].map((x) => Float64Array.of(1, 1, x, 1, 1)) },
    };
    expect(lengthsOf(new Workspace(memory, along).measure(0, 1))).toEqual([0, 0]);
  });
});
