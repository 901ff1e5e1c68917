/** Convolutions, pools and maxout: the scalar twin against finite differences, and the kernels against the twin. */
import { describe, expect, test } from 'vitest';
import { type Shape, sizeOf } from '../../src/network/index.ts';
import { BLOCK } from '../../src/train/areas.ts';
import { BlockGradient, type GradientSettings } from '../../src/train/block-gradient.ts';
import { evaluate } from '../../src/train/index.ts';
import { networkFrom, parametersOf } from '../../src/train/parameters.ts';
import { referenceGradient } from '../../src/train/reference.ts';
import { isNormalised, isWeighted } from '../../src/train/shape.ts';
import type { TrainableNetwork } from '../../src/train/trainable.ts';
import { forward } from '../formats/forward.ts';
import { arena } from '../kernels/kernels.ts';
import { data } from './fixture.ts';
import { imageNetwork, NETWORKS, type Part } from './images.ts';

const plain: GradientSettings = {
  loss: 'cross-entropy',
  freeze: [],
  trajectory: 0,
  trajectoryScale: false,
  norm: 'none',
};
const SETTINGS: readonly (readonly [string, GradientSettings])[] = [
  ['cross-entropy', plain],
  ['squared error, trajectory regularisation', { ...plain, loss: 'squared-error', trajectory: 0.3 }],
  ['batch normalisation by channels', { ...plain, norm: 'batch', trajectory: 0.1 }],
  ['learned factors', { ...plain, trajectory: 0.3, trajectoryScale: true }],
];
/** As in `gradient.test.ts`. */
const STEP = 1e-5;
const SAMPLES = [3, 1, 4, 0];

function changed(of: TrainableNetwork, l: number, field: 'weights' | 'biases', index: number, by: number) {
  const layers = of.layers.map((layer, k) =>
    k === l && 'weights' in layer
      ? { ...layer, [field]: layer[field].map((w, i) => (i === index ? w + by : w)) }
      : layer,
  );
  return { ...of, layers };
}

describe.each(NETWORKS)('%s', (_, shape, parts) => {
  test.each(SETTINGS)('%s: finite differences agree to 1e-6', (_, settings) => {
    const start = imageNetwork(shape, parts, settings === plain ? 'relu' : 'tanh');
    const samples = data(6, start.inputDim, 3);
    const gains = start.layers.map((layer) =>
      'channels' in layer ? Array.from({ length: layer.channels }, (_, c) => 1 + 0.1 * c) : undefined!,
    );
    const scales = start.layers.map((_, l) => (settings.trajectoryScale ? 0.9 + 0.2 * l : 1));
    const lossOf = (at: TrainableNetwork, g = gains, s = scales) =>
      referenceGradient(at, samples, SAMPLES, settings, 20, g, s).loss;
    let [compared, worst] = [0, 0];
    const compare = (derivative: number, plus: number, minus: number) => {
      worst = Math.max(worst, Math.abs((plus - minus) / (2 * STEP) - derivative));
      if (derivative !== 0) compared++;
    };
    const { layers } = referenceGradient(start, samples, SAMPLES, settings, 20, gains, scales);
    layers.forEach((gradient, l) => {
      for (const field of ['weights', 'biases'] as const)
        gradient[field].forEach((derivative, i) => {
          const [plus, minus] = [STEP, -STEP].map((by) => lossOf(changed(start, l, field, i, by)));
          compare(derivative, plus!, minus!);
        });
      const by = (step: number) => scales.map((s, k) => (k === l ? s + step : s));
      compare(gradient.scale, lossOf(start, gains, by(STEP)), lossOf(start, gains, by(-STEP)));
      if (settings.norm !== 'batch' || gains[l] === undefined) return;
      gradient.gains.forEach((derivative, i) => {
        const moved = (by: number) =>
          gains.map((row, k) => (k === l ? row.map((g, j) => (i === j ? g + by : g)) : row));
        compare(derivative, lossOf(start, moved(STEP)), lossOf(start, moved(-STEP)));
      });
    });
    expect(worst).toBeLessThan(1e-6);
    expect(compared).toBeGreaterThan(20);
  });

  test('outputs are those of plain loops', async () => {
    const given = imageNetwork(shape, parts, 'relu');
    const { inputs } = data(BLOCK + 3, given.inputDim, 3);
    const size = given.inputDim;
    const targets = Float32Array.from(
      Array.from({ length: BLOCK + 3 }, (_, s) =>
        forward(given, Array.from(inputs.subarray(s * size, (s + 1) * size))),
      ).flat(),
    );
    const { loss } = await evaluate(given, { inputs, targets }, 'squared-error');
    // Rounding to single precision, squared.
    expect(loss).toBeLessThan(1e-11);
    expect(targets.some((z) => Math.abs(z) > 0.1)).toBe(true);
  });
});

/** More places than are taken at once, channels that are padded, and an odd number of places. */
const LARGER: readonly (readonly [string, Shape, readonly Part[]])[] = [
  [
    'zeros and means',
    [9, 7, 3],
    [
      { type: 'conv2d', kernel: 3, width: 6, padding: 'zero' },
      { type: 'avg-pool', kernel: 3, stride: 2 },
      { type: 'conv2d', kernel: 3, width: 16, stride: 2, padding: 'circular' },
    ],
  ],
  [
    'largest values',
    [8, 8, 1],
    [
      { type: 'conv2d', kernel: 3, width: 5, padding: 'circular' },
      { type: 'max-pool', kernel: 2, stride: 2 },
      { type: 'dense', width: 9 },
    ],
  ],
  [
    'units of maxout',
    [1, 1, 37],
    [
      { type: 'dense', width: 36, linear: true },
      { type: 'maxout', pieces: 3 },
      { type: 'dense', width: 14, linear: true },
      { type: 'maxout', pieces: 2 },
    ],
  ],
];
describe.each(LARGER)('the kernels agree with the twin: %s', (_, shape, parts) => {
  test.each(SETTINGS)('%s', async (_, settings) => {
    const given = imageNetwork(shape, parts);
    const samples = data(BLOCK + 1, sizeOf(shape), 3);
    const memory = await arena();
    for (const count of [1, 7, BLOCK]) {
      const block = new BlockGradient(memory, given, samples, settings);
      const parameters = parametersOf(given, block.shape);
      const rounded = networkFrom(parameters, {
        ...block.shape,
        layers: block.shape.layers.map((l) => ({ ...l, gains: -1, scale: -1 })),
      });
      const scales = block.shape.layers.map((shape, l) => {
        if (!isWeighted(shape) || shape.scale < 0) return 1;
        parameters[shape.scale] = 0.5 + l;
        return 0.5 + l;
      });
      block.load(parameters);
      const part = Array.from({ length: count }, (_, s) => BLOCK - s);
      // Twice: nothing of the block before may stay.
      block.run(
        part.map((s) => s - count + 1),
        40,
      );
      const loss = block.run(part, 40);
      const twin = referenceGradient(rounded, samples, part, settings, 40, [], scales);
      expect(Math.abs(loss - twin.loss)).toBeLessThan(2e-5 * (1 + Math.abs(twin.loss)));
      // Factors are part of the weights in the network that comes out.
      if (settings.trajectoryScale) {
        const folded = networkFrom(parameters, block.shape);
        const same = referenceGradient(rounded, samples, part, plain, 40, [], scales);
        expect(referenceGradient(folded, samples, part, plain, 40).loss).toBeCloseTo(same.loss, 10);
      }
      block.shape.layers.forEach((shape, l) => {
        if (!isWeighted(shape)) return;
        const { weights, biases, gains, scale } = twin.layers[l]!;
        const largest = weights.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
        let worst = 0;
        const compare = (got: number, expected: number) => {
          worst = Math.max(worst, Math.abs(got - expected));
        };
        for (let i = 0; i < shape.width; i++) {
          for (let j = 0; j < shape.fanIn; j++)
            compare(block.gradient[shape.weights + j * shape.columns + i]!, weights[i * shape.fanIn + j]!);
          compare(block.gradient[shape.biases + i]!, biases[i]!);
          if (isNormalised(shape)) compare(block.gradient[shape.gains + i]!, gains[i]!);
        }
        if (shape.scale >= 0) compare(block.gradient[shape.scale]!, scale);
        // A dense layer is normalised over one sample alone where there is one.
        const single = settings.norm === 'batch' && count === 1;
        expect(worst).toBeLessThan((single ? 2e-3 : 1e-4) * (largest + 0.01));
      });
    }
  });
});
