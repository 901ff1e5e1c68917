/** The scalar twin against finite differences, and the kernels against the twin. */
import { describe, expect, test } from 'vitest';
import type { GivenNetwork } from '../../src/network/index.ts';
import { BLOCK } from '../../src/train/areas.ts';
import { BlockGradient, type GradientSettings } from '../../src/train/block-gradient.ts';
import { networkFrom, parametersOf } from '../../src/train/parameters.ts';
import { referenceGradient } from '../../src/train/reference.ts';
import { isNormalised, isWeighted } from '../../src/train/shape.ts';
import { arena } from '../kernels/kernels.ts';
import { ACTIVATIONS, data, KINDS, network } from './fixture.ts';

const plain: GradientSettings = {
  loss: 'cross-entropy',
  freeze: [],
  trajectory: 0,
  trajectoryScale: false,
  norm: 'none',
};
const CASES: readonly (readonly [string, GradientSettings])[] = [
  ['cross-entropy', plain],
  ['squared error', { ...plain, loss: 'squared-error' }],
  ['trajectory regularisation', { ...plain, trajectory: 0.3 }],
  ['batch normalisation', { ...plain, norm: 'batch', trajectory: 0.1 }],
];
const SAMPLES = [3, 1, 4, 0, 5, 9, 2, 6];
const gains = [
  [1.1, 0.9, 1.2, 0.8, 1, 0.7, 1.3],
  [0.6, 1.4, 1, 1.1, 0.9, 1.2],
];
/**
 * Central differences at this step are wrong by the third derivative's (1e-5)² and by rounding's 1e-16 / 1e-5:
 * 1e-10. No kink lies within the step of a pre-activation, which the largest error would show.
 */
const STEP = 1e-5;

/** The network with one number of one layer changed. */
function changed(of: GivenNetwork, l: number, field: 'weights' | 'biases', index: number, by: number) {
  const layers = of.layers.map((layer, k) =>
    k === l ? { ...layer, [field]: layer[field].map((w, i) => (i === index ? w + by : w)) } : layer,
  );
  return { ...of, layers };
}

describe.each(CASES)('%s', (_, settings) => {
  const activations = settings === plain ? ACTIVATIONS : KINDS;
  test.each(activations)('of %s: finite differences agree to 1e-6', (activation) => {
    const start = network(activation);
    const samples = data(10, 5, 3);
    const lossOf = (at: GivenNetwork, g = gains) =>
      referenceGradient(at, samples, SAMPLES, settings, 20, g).loss;
    const { layers } = referenceGradient(start, samples, SAMPLES, settings, 20, gains);
    let [compared, worst] = [0, 0];
    const compare = (derivative: number, plus: number, minus: number) => {
      worst = Math.max(worst, Math.abs((plus - minus) / (2 * STEP) - derivative));
      if (derivative !== 0) compared++;
    };
    layers.forEach((gradient, l) => {
      for (const field of ['weights', 'biases'] as const)
        gradient[field].forEach((derivative, i) => {
          const [plus, minus] = [STEP, -STEP].map((by) => lossOf(changed(start, l, field, i, by)));
          compare(derivative, plus!, minus!);
        });
      if (settings.norm !== 'batch' || l === 2) return;
      gradient.gains.forEach((derivative, i) => {
        const moved = (by: number) =>
          gains.map((row, k) => row.map((g, j) => (k === l && i === j ? g + by : g)));
        compare(derivative, lossOf(start, moved(STEP)), lossOf(start, moved(-STEP)));
      });
    });
    expect(worst).toBeLessThan(1e-6);
    expect(compared).toBeGreaterThan(50);
  });

  test.each(activations)('of %s: the kernels agree with the twin', async (activation) => {
    const given = network(activation, { inputDim: 37, widths: [16, 13, 5] });
    const samples = data(BLOCK + 1, 37, 5);
    const memory = await arena();
    for (const count of [1, 2, 7, BLOCK]) {
      const block = new BlockGradient(memory, given, samples, settings);
      const parameters = parametersOf(given, block.shape);
      const rounded = networkFrom(parameters, {
        ...block.shape,
        layers: block.shape.layers.map((l) => ({ ...l, gains: -1 })),
      });
      block.load(parameters);
      const part = Array.from({ length: count }, (_, s) => BLOCK - s);
      const loss = block.run(part, 40);
      const twin = referenceGradient(rounded, samples, part, settings, 40);
      // Rounding: sums of 37 products of numbers of order 1, through three layers.
      expect(Math.abs(loss - twin.loss)).toBeLessThan(2e-5 * (1 + Math.abs(twin.loss)));
      block.shape.layers.filter(isWeighted).forEach((shape, l) => {
        const { weights, biases, gains: byGain } = twin.layers[l]!;
        const largest = weights.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
        // A variance of one or two samples may be next to nothing, and its root steep.
        const tolerance = (settings.norm === 'batch' && count < 3 ? 2e-3 : 5e-5) * (largest + 0.01);
        let worst = 0;
        const compare = (got: number, expected: number) => {
          worst = Math.max(worst, Math.abs(got - expected));
        };
        for (let i = 0; i < shape.width; i++) {
          for (let j = 0; j < shape.fanIn; j++) {
            compare(block.gradient[shape.weights + j * shape.columns + i]!, weights[i * shape.fanIn + j]!);
          }
          compare(block.gradient[shape.biases + i]!, biases[i]!);
          if (isNormalised(shape)) compare(block.gradient[shape.gains + i]!, byGain[i]!);
        }
        expect(worst).toBeLessThan(tolerance);
      });
    }
  });
});

test('frozen layers have no gradient, and those above a frozen one the same as without', async () => {
  const given = network('tanh', { inputDim: 9, widths: [8, 8, 8, 3] });
  const samples = data(BLOCK, 9, 3);
  const part = Array.from({ length: BLOCK }, (_, s) => s);
  const gradientOf = async (freeze: readonly number[]) => {
    const block = new BlockGradient(await arena(), given, samples, { ...plain, freeze });
    block.load(parametersOf(given, block.shape));
    block.run(part, BLOCK);
    return block.shape.layers
      .filter(isWeighted)
      .map((shape) =>
        Array.from(block.gradient.subarray(shape.weights, shape.weights + shape.fanIn * shape.columns)),
      );
  };
  const [all, some] = [await gradientOf([]), await gradientOf([1, 3])];
  expect(some[0]!.every((g) => g === 0)).toBe(true);
  expect(some[2]!.every((g) => g === 0)).toBe(true);
  expect(some[1]).toEqual(all[1]);
  expect(some[3]).toEqual(all[3]);
  expect(all[1]!.some((g) => g !== 0)).toBe(true);
});
