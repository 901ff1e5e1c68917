/** Training as a whole: what it does, what it leaves alone, and that it goes on where it stopped. */
import { describe, expect, test } from 'vitest';
import type { AnyGivenLayer, AnyGivenNetwork, GivenConv2d, GivenNetwork } from '../../src/network/index.ts';
import { normals, openStream, streamKey } from '../../src/random/index.ts';
import {
  evaluate,
  type TrainingCheckpoint,
  type TrainingMoment,
  type TrainingOptions,
  train,
} from '../../src/train/index.ts';
import { referenceGradient } from '../../src/train/reference.ts';
import { data, network } from './fixture.ts';
import { imageNetwork } from './images.ts';

const samples = data(500, 6, 3);

async function moments(
  start: GivenNetwork,
  options: TrainingOptions,
): Promise<(TrainingMoment & { now: GivenNetwork })[]> {
  const all = [];
  for await (const moment of train(start, samples, options)) all.push({ ...moment, now: moment.network() });
  return all;
}

async function trained(start: GivenNetwork, options: TrainingOptions): Promise<GivenNetwork> {
  return (await moments(start, options)).at(-1)!.now;
}

const relu = network('relu', { inputDim: 6, widths: [20, 20, 3] });

describe('what is learned', () => {
  const ways: readonly (readonly [string, TrainingOptions])[] = [
    ['adam', { learningRate: 0.01 }],
    ['sgd with momentum', { optimizer: 'sgd', learningRate: 0.05 }],
    ['squared error', { loss: 'squared-error', learningRate: 0.01 }],
    ['batch normalisation', { norm: 'batch', learningRate: 0.01 }],
    ['trajectory regularisation', { trajectory: 0.01, learningRate: 0.01 }],
    ['learned factors', { trajectory: 0.01, trajectoryScale: true, learningRate: 0.01 }],
  ];
  test.each(ways)('%s: most of new samples are told', async (_, options) => {
    const last = await trained(relu, { epochs: 20, batch: 50, ...options });
    const fresh = data(500, 6, 3, 3);
    const before = await evaluate(relu, fresh, options.loss);
    const after = await evaluate(last, fresh, options.loss);
    expect(after.accuracy!).toBeGreaterThan(0.85);
    expect(after.accuracy! - before.accuracy!).toBeGreaterThan(0.3);
    expect(after.loss).toBeLessThan(before.loss);
  });

  test('targets instead of labels are met', async () => {
    const { inputs } = samples;
    const targets = Float32Array.from({ length: 500 }, (_, s) => inputs[6 * s]! - 2 * inputs[6 * s + 1]!);
    const start = network('linear', { inputDim: 6, widths: [1] });
    let last = start;
    const options = {
      loss: 'squared-error',
      optimizer: 'sgd',
      learningRate: 0.02,
      epochs: 20,
      batch: 25,
    } as const;
    for await (const moment of train(start, { inputs, targets }, options)) last = moment.network();
    const found = [...last.layers[0]!.weights, ...last.layers[0]!.biases];
    [1, -2, 0, 0, 0, 0, 0].forEach((w, i) => {
      expect(found[i]).toBeCloseTo(w, 5);
    });
    expect((await evaluate(last, { inputs, targets }, 'squared-error')).loss).toBeLessThan(1e-10);
  });
});

test('a step of plain gradient descent goes down the twin’s gradient', async () => {
  const options = { optimizer: 'sgd', momentum: 0, learningRate: 0.1, batch: 500, epochs: 1 } as const;
  const [start, end] = (await moments(relu, options)).map(({ now }) => now);
  // Blocks are parts of the sum: of no consequence without trajectories and normalisation.
  const all = Array.from({ length: 500 }, (_, s) => s);
  const settings = {
    loss: 'cross-entropy',
    freeze: [],
    trajectory: 0,
    trajectoryScale: false,
    norm: 'none',
  } as const;
  const { layers } = referenceGradient(start!, samples, all, settings);
  layers.forEach(({ weights, biases }, l) => {
    const moved = (field: 'weights' | 'biases', i: number) =>
      (start!.layers[l]![field][i]! - end!.layers[l]![field][i]!) / 0.1;
    weights.forEach((g, i) => {
      expect(moved('weights', i)).toBeCloseTo(g, 5);
    });
    biases.forEach((g, i) => {
      expect(moved('biases', i)).toBeCloseTo(g, 5);
    });
  });
});

test('the first moment is the network itself, the last one after all steps', async () => {
  const all = await moments(relu, { epochs: 2, batch: 128, every: 3 });
  expect(all.map(({ step }) => step)).toEqual([0, 3, 6, 8]);
  expect(all.map(({ epoch }) => epoch)).toEqual([0, 0, 1, 2]);
  expect(all[0]!.loss).toBeNull();
  expect(all.slice(1).every(({ loss }) => loss! > 0)).toBe(true);
  all[0]!.now.layers.forEach(({ weights }, l) => {
    expect(weights).toEqual(relu.layers[l]!.weights.map(Math.fround));
  });
});

test('frozen layers and weights that are zero stay as they are; the others move', async () => {
  const start = network('relu', { inputDim: 6, widths: [20, 20, 3], density: 0.3 });
  const end = await trained(start, { epochs: 1, batch: 50, freeze: [2] });
  const kept = start.layers.map(({ weights }) => weights.map((w) => (w === 0 ? 0 : 1)));
  expect(kept[0]!.includes(0)).toBe(true);
  end.layers.forEach(({ weights, biases }, l) => {
    expect(weights.map((w) => (w === 0 ? 0 : 1))).toEqual(kept[l]);
    const before = start.layers[l]!;
    if (l === 1) {
      expect(weights).toEqual(before.weights.map(Math.fround));
      expect(biases).toEqual(before.biases.map(Math.fround));
    } else expect(weights.filter((w, i) => w !== before.weights[i]).length).toBeGreaterThan(20);
  });
  const dense = await trained(start, { epochs: 1, batch: 50, keepZeros: false });
  // Zeros are left where a neuron is silent on all samples.
  expect(dense.layers[0]!.weights.filter((w) => w === 0).length).toBeLessThan(30);
});

test('units of maxout learn, on from a checkpoint too; frozen rows and zeros stay', async () => {
  const whole = imageNetwork(
    [1, 1, 6],
    [
      { type: 'dense', width: 40, linear: true },
      { type: 'maxout', pieces: 2 },
      { type: 'dense', width: 30, linear: true },
      { type: 'maxout', pieces: 3 },
    ],
  );
  const start: AnyGivenNetwork = {
    ...whole,
    layers: whole.layers.map((layer) =>
      layer.type === 'dense' ? { ...layer, weights: layer.weights.map((w, i) => (i % 5 ? w : 0)) } : layer,
    ),
  };
  const options = { epochs: 20, batch: 50, learningRate: 0.01, freeze: [3] };
  let [last, middle] = [start, null as TrainingCheckpoint | null];
  for await (const moment of train(start, samples, options)) {
    last = moment.network();
    if (moment.epoch === 4) middle = moment.checkpoint();
  }
  const fresh = data(500, 6, 3, 3);
  const [before, after] = [await evaluate(start, fresh), await evaluate(last, fresh)];
  expect(after.accuracy!).toBeGreaterThan(0.85);
  expect(after.accuracy! - before.accuracy!).toBeGreaterThan(0.3);
  last.layers.forEach((layer, l) => {
    const own = start.layers[l]!;
    if (layer.type !== 'dense' || own.type !== 'dense') {
      expect(layer).toEqual(own);
      return;
    }
    expect(layer.weights.every((w, i) => (w === 0) === (i % 5 === 0))).toBe(true);
    const moved = layer.weights.filter((w, i) => w !== Math.fround(own.weights[i]!)).length;
    if (l === 2) expect(moved).toBe(0);
    else expect(moved).toBeGreaterThan(20);
  });
  let resumed = start;
  for await (const { network } of train(start, samples, { ...options, from: middle! })) resumed = network();
  expect(resumed).toEqual(last);
});

describe.each([{}, { optimizer: 'sgd' }, { norm: 'batch' }] as TrainingOptions[])('with %o', (options) => {
  test('a training that goes on from a checkpoint ends with the same bytes', async () => {
    const common = { epochs: 3, batch: 64, every: 5, ...options };
    const whole = await trained(relu, common);
    let middle = null;
    for await (const moment of train(relu, samples, common)) {
      middle = moment.checkpoint();
      if (moment.step === 10) break;
    }
    expect(await trained(relu, { ...common, from: middle! })).toEqual(whole);
    expect(await trained(relu, { ...common, seed: 1 })).not.toEqual(whole);
  });
});

describe('what is refused', () => {
  const refused: readonly (readonly [TrainingOptions, RegExp])[] = [
    [{ batch: 0 }, /^batch: expected an integer in 1 …/],
    [{ epochs: 1.5 }, /^epochs: expected/],
    [{ freeze: [4] }, /^freeze\[0\]: expected an integer in 1 … 3, got 4/],
    [{ freeze: [1, 2, 3] }, /^freeze: expected a layer that is left to train/],
    [{ momentum: 1 }, /^momentum: expected/],
    [{ loss: 'hinge' as never }, /^loss: expected cross-entropy or squared-error, got "hinge"/],
    [{ rate: 1 } as never, /no other fields/],
  ];
  test.each(refused)('%o', async (options, message) => {
    await expect(moments(relu, options)).rejects.toThrow(message);
  });

  test('data that do not fit', async () => {
    const wrong = async (bad: object) => {
      for await (const _ of train(relu, { ...samples, ...bad })) break;
    };
    await expect(wrong({ inputs: new Float32Array(7) })).rejects.toThrow(
      /^data, inputs: expected a multiple of 6/,
    );
    await expect(wrong({ labels: [0] })).rejects.toThrow(/^data, labels: expected 500 of them/);
    await expect(wrong({ labels: Array(500).fill(3) })).rejects.toThrow(
      /expected an integer in 0 … 2, got 3/,
    );
    await expect(wrong({ labels: undefined })).rejects.toThrow(/^data: expected either labels or targets/);
  });

  test('a network whose last layer is no dense one, and one of which no weight may move', async () => {
    const pool = {
      type: 'avg-pool',
      inputShape: [1, 1, 3],
      kernel: 1,
      stride: 1,
      padding: 'none',
      width: 3,
      activation: { name: 'linear' },
    } as const;
    const told = async (layers: AnyGivenNetwork['layers'], options: TrainingOptions) => {
      for await (const _ of train({ inputDim: 6, layers }, samples, options)) break;
    };
    await expect(told([...relu.layers, pool], {})).rejects.toThrow(
      /^layer 4, type: expected dense, of the last layer, got avg-pool$/,
    );
    const pooled = { ...pool, inputShape: [1, 1, 6], width: 6 } as const;
    await expect(told([pooled, ...relu.layers], { freeze: [2, 3, 4] })).rejects.toThrow(
      /^freeze: expected a layer that is left to train, got all 4$/,
    );
  });

  test('a network with residual blocks, or with pads of its own', async () => {
    const told = async (parts: readonly AnyGivenLayer[]) => {
      const { layers } = imageNetwork([4, 4, 1], []);
      for await (const _ of train({ inputDim: 16, layers: [...parts, ...layers] }, data(5, 16, 3))) break;
    };
    const linear = { name: 'linear' } as const;
    const [conv] = imageNetwork([4, 4, 1], [{ type: 'conv2d', width: 1, kernel: 3, padding: 'zero' }]).layers;
    const branch = [{ ...(conv as GivenConv2d), activation: linear }];
    const block = {
      type: 'residual',
      branch,
      width: 16,
      activation: linear,
      branchActivation: linear,
    } as const;
    const pool = {
      type: 'max-pool',
      inputShape: [4, 4, 1],
      kernel: 3,
      stride: 1,
      padding: 'cut',
      width: 16,
      activation: linear,
    } as const;
    const shifted = { ...(conv as GivenConv2d), pads: [0, 0, 2, 2] } as const;
    await told([conv!]);
    await expect(told([block])).rejects.toThrow(
      /^layer 1, type: expected dense, a convolution, a pool or maxout, got residual$/,
    );
    for (const layers of [
      [conv!, pool],
      [conv!, { ...pool, type: 'avg-pool', padding: 'zero' } as const],
    ])
      await expect(told(layers)).rejects.toThrow(/^layer 2: expected a pool without pads, or a convolution/);
    await expect(told([shifted])).rejects.toThrow(/^layer 1: expected a pool without pads, or a convolution/);
  });

  test('a training that diverges says so', async () => {
    const options = { optimizer: 'sgd', learningRate: 1e6, loss: 'squared-error' } as const;
    await expect(moments(relu, options)).rejects.toThrow(/^training: expected a finite loss, got/);
  });

  test('an aborted signal ends it', async () => {
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    await expect(moments(relu, { signal: controller.signal })).rejects.toThrow('enough');
  });
});

describe('convolutional networks', () => {
  /** Ones somewhere in an image of 6 × 6 beside noise: a row of three or a column of three. */
  const bars = (count: number, seed: number) => {
    const inputs = Float32Array.from(normals(openStream(streamKey([seed])), count * 36), (x) => 0.3 * x);
    const labels = Array.from({ length: count }, (_, s) => s % 2);
    labels.forEach((label, s) => {
      const first = (Math.floor(s / 2) % 4) * 6 + (Math.floor(s / 8) % 4);
      for (let k = 0; k < 3; k++) inputs[36 * s + first + k * (label === 0 ? 1 : 6)]! += 1;
    });
    return { inputs, labels };
  };
  const start = imageNetwork(
    [6, 6, 1],
    [
      { type: 'conv2d', kernel: 3, width: 6, padding: 'zero' },
      { type: 'max-pool', kernel: 2, stride: 2 },
      { type: 'conv2d', kernel: 3, width: 6, padding: 'circular' },
      { type: 'avg-pool', kernel: 3 },
    ],
    'relu',
    2,
  );
  const ways: readonly TrainingOptions[] = [
    {},
    { optimizer: 'sgd' },
    { norm: 'batch' },
    { trajectory: 0.01, trajectoryScale: true },
  ];
  test.each(ways)('learn what is the same anywhere, with %o', async (options) => {
    let last: AnyGivenNetwork = start;
    const all = { epochs: 15, batch: 32, learningRate: 0.02, ...options };
    for await (const { network } of train(start, bars(256, 1), all)) last = network();
    expect(last.layers.map(({ type }) => type)).toEqual(start.layers.map(({ type }) => type));
    const { accuracy } = await evaluate(last, bars(256, 2));
    expect((await evaluate(start, bars(256, 2))).accuracy!).toBeLessThan(0.7);
    expect(accuracy!).toBeGreaterThan(0.9);
  });
});
