/** Layers that normalise, by every estimator that takes them, beside plain loops in double precision. */
import { describe, expect, test } from 'vitest';
import { type CurveKind, curveLength, curvePoints, samplePoints } from '../../src/curve/index.ts';
import type { LayerInput } from '../../src/experiment/index.ts';
import type { LayerFields } from '../../src/experiment/input.ts';
import { type LayerDefaults, makeLayers } from '../../src/experiment/layers.ts';
import { referenceNormalise } from '../../src/kernels/reference/index.ts';
import { type Subject, TangentWorkspace, Workspace } from '../../src/measure/index.ts';
import { referenceWeights } from '../../src/measure/reference.ts';
import { chainOf, normalises, phiOf } from '../../src/network/index.ts';
import { arena } from '../kernels/kernels.ts';
import { DEFAULTS } from './layered.ts';
import { curveOf, lengthsOf } from './subjects.ts';

const memory = await arena();

function normalised(
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
  return {
    network: { inputDim, layers: made },
    seed: 7,
    curve: curveOf(kind, inputDim),
    points: 25,
    ...rest,
  };
}

const dense = (width: number, rest: object = {}) => ({ type: 'dense', width, ...rest }) as const;
const layerNorm = (rest: object = {}): LayerInput => ({ type: 'layer-norm', ...rest });
const rmsNorm = (rest: object = {}): LayerInput => ({ type: 'rms-norm', ...rest });
const batchNorm = (rest: object = {}): LayerInput => ({ type: 'batch-norm', ...rest });
const block: LayerInput = { type: 'residual', branch: [dense(12), dense(10)], scale: 0.5 };

const NETWORKS: readonly [string, number, readonly LayerInput[]][] = [
  [
    'of pre-activations',
    6,
    [dense(9, { activation: 'linear' }), layerNorm({ activation: 'relu' }), dense(5)],
  ],
  ['of activations', 6, [dense(9), rmsNorm(), dense(7), layerNorm(), dense(4)]],
  ['of the input', 5, [layerNorm(), dense(6), rmsNorm({ epsilon: 0 }), dense(3)]],
  ['of the input, coordinate by coordinate', 5, [batchNorm(), dense(6), batchNorm({ epsilon: 0.3 })]],
  [
    'between residual blocks',
    6,
    [dense(10), block, layerNorm(), block, rmsNorm({ activation: 'abs' }), dense(4)],
  ],
  ['over the curve', 6, [dense(9, { activation: 'linear' }), batchNorm({ activation: 'relu' }), dense(5)]],
  [
    'around blocks of rows',
    6,
    [dense(47), layerNorm(), dense(48), rmsNorm(), dense(49), batchNorm(), dense(97), layerNorm()],
  ],
  ['large epsilons', 6, [dense(8), layerNorm({ epsilon: 2 }), dense(8), rmsNorm({ epsilon: 1e6 }), dense(5)]],
];

/** The image of points in every layer, in plain loops. */
function images(
  { network, seed }: Subject,
  number: number,
  points: readonly (readonly number[])[],
): number[][][] {
  const { spec } = chainOf(network);
  const made: number[][][] = [];
  let [z, link] = [points.map((x) => [...x]), 0];
  const affine = (all: readonly (readonly number[])[]) => {
    const { weights, biases } = referenceWeights(spec, seed, number, ++link);
    return all.map((x) => weights.map((row, i) => row.reduce((sum, w, j) => sum + w * x[j]!, biases[i]!)));
  };
  network.layers.forEach((layer, l) => {
    const phi = phiOf(layer.activation);
    if (normalises(layer)) {
      if (l === 0) link++;
      link++;
      z = normalise(z, layer.type, layer.epsilon).map((x) => x.map(phi));
    } else if (layer.type === 'residual') {
      let y = z;
      for (const own of layer.branch) y = affine(y).map((x) => x.map(phiOf(own.activation)));
      z = z.map((x, t) => x.map((value, i) => phi(value + y[t]![i]!)));
    } else {
      z = affine(z).map((x) => x.map(phi));
    }
    made.push(z);
  });
  return made;
}

function normalise(points: readonly number[][], type: string, epsilon: number): number[][] {
  const over = (x: number[], centred: boolean) => {
    const zero = x.map(() => 0);
    return [...referenceNormalise({ point: x, velocity: zero, acceleration: zero }, centred, epsilon).point];
  };
  if (type !== 'batch-norm') return points.map((x) => over(x, type === 'layer-norm'));
  const rows = points[0]!.map((_, i) =>
    over(
      points.map((x) => x[i]!),
      true,
    ),
  );
  return points.map((_, t) => rows.map((row) => row[t]!));
}

const distance = (a: readonly number[], b: readonly number[]) =>
  Math.sqrt(a.reduce((sum, x, i) => sum + (x - b[i]!) ** 2, 0));

function loopLengths(what: Subject, number: number): number[] {
  const flat = samplePoints(what.curve, what.points);
  const dim = what.network.inputDim;
  const points = Array.from({ length: what.points }, (_, t) =>
    Array.from(flat.subarray(t * dim, (t + 1) * dim)),
  );
  return images(what, number, points).map((image) =>
    image.slice(1).reduce((sum, x, t) => sum + distance(x, image[t]!), 0),
  );
}

function expectClose(made: readonly number[], exact: readonly number[], relative: number): void {
  expect(made.length).toBe(exact.length);
  made.forEach((x, l) => {
    expect(
      exact[l] === 0 ? x : Math.abs(x / exact[l]! - 1),
      `layer ${l + 1}: ${x} against ${exact[l]}`,
    ).toBeLessThan(relative);
  });
}

describe('polylines through networks that normalise are those of plain loops', () => {
  test.each(NETWORKS)('%s', (_, inputDim, layers) => {
    for (const kind of ['line', 'arc', 'polyline'] as const) {
      const what = normalised(inputDim, layers, { kind });
      const record = new Workspace(memory, what).measure(2, 2);
      for (const i of [0, 1]) expectClose(lengthsOf(record, i), loopLengths(what, 2 + i), 5e-6);
    }
  });

  test('with activations that bend', () => {
    for (const activation of ['tanh', 'erf', 'sin']) {
      const layers = [dense(20), layerNorm({ activation }), dense(15), rmsNorm()];
      const what = normalised(6, layers, { kind: 'circle', own: { activation } });
      expectClose(lengthsOf(new Workspace(memory, what).measure(0, 1)), loopLengths(what, 0), 2e-5);
    }
  });

  test('of weights so small that epsilon is all that is left', () => {
    const sigmaW = 1e-40;
    const layers = [dense(8), dense(8), layerNorm(), dense(8, { sigmaW: 1 }), rmsNorm({ epsilon: 0 })];
    const what = normalised(6, layers, { own: { sigmaW, sigmaB: 0 } });
    const [first, second, third, , fifth] = lengthsOf(new Workspace(memory, what).measure(0, 1));
    const plain = normalised(6, layers.slice(0, 2), { own: { sigmaB: 0, sigmaW: 1 } });
    const unscaled = lengthsOf(new Workspace(memory, plain).measure(0, 1));
    expect(first! / unscaled[0]!).toBeCloseTo(1e-40, 45);
    expect(second! / unscaled[1]! / 1e-80).toBeCloseTo(1, 5);
    // What is left of the mean, over the root of epsilon.
    expect(third! / second! / Math.sqrt(1e5)).toBeLessThanOrEqual(1 + 1e-6);
    expect(third! / second! / Math.sqrt(1e5)).toBeGreaterThan(0.5);
    expect(fifth!).toBeGreaterThan(0.1);
  });
});

describe('tangents through networks that normalise', () => {
  test.each(NETWORKS.slice(0, 6))('%s: their mean is the length of fine polylines', (_, inputDim, layers) => {
    const what = normalised(inputDim, layers, { points: 1500 });
    const tangents = lengthsOf(new TangentWorkspace(memory, what).measure(1, 1));
    expectClose(tangents, lengthsOf(new Workspace(memory, what).measure(1, 1)), 4e-3);
  });

  test('of an unbent network are the derivative of its normalisation', () => {
    const what = normalised(6, [layerNorm()], { kind: 'circle', points: 600 });
    const at = curvePoints(what.curve);
    let sum = 0;
    for (let t = 0; t < 6000; t++) {
      const { point, velocity } = at((t + 0.5) / 6000);
      const jet = { point: [...point], velocity: [...velocity], acceleration: [...point] };
      sum +=
        Math.sqrt(referenceNormalise(jet, true, 1e-5).velocity.reduce((all, v) => all + v * v, 0)) / 6000;
    }
    expect(curveLength(what.curve)).toBeGreaterThan(0);
    expectClose(lengthsOf(new TangentWorkspace(memory, what).measure(0, 1)), [sum], 1e-3);
  });
});

test('normalisation takes scales off: lengths do not depend on sigmaW, but for epsilon', () => {
  const layers = [dense(10), layerNorm({ epsilon: 0 }), dense(10), rmsNorm({ epsilon: 0 })];
  const [small, large] = [1e-3, 1e3].map((sigmaW) =>
    lengthsOf(new Workspace(memory, normalised(6, layers, { own: { sigmaW, sigmaB: 0 } })).measure(0, 1)),
  );
  expectClose([small![1]!, small![3]!], [large![1]!, large![3]!], 1e-5);
});
