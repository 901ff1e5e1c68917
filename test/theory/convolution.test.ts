/** Theory of convolutions beside simulation. */
import { describe, expect, test } from 'vitest';
import { curve, endpoints } from '../../src/curve/index.ts';
import { ExactWorkspace } from '../../src/measure/index.ts';
import { type Conv2dLayer, type NetworkSpec, sizeOf, weightSd } from '../../src/network/index.ts';
import { growthTheory } from '../../src/theory/index.ts';
import { arena } from '../kernels/kernels.ts';
import { lengthsOf } from '../measure/subjects.ts';

const memory = await arena();

const conv = (inputShape: Conv2dLayer['inputShape'], changes: Partial<Conv2dLayer> = {}): Conv2dLayer => {
  const channels = changes.channels ?? 3;
  const width = sizeOf([inputShape[0], inputShape[1], channels]);
  return {
    type: 'conv2d',
    inputShape,
    channels,
    kernel: 3,
    stride: 1,
    padding: 'circular',
    width,
    density: 1,
    weights: { kind: 'gaussian' },
    sigmaW: Math.SQRT2,
    biases: { kind: 'gaussian' },
    sigmaB: 0.3,
    scaling: 'fan-in',
    activation: { name: 'relu' },
    ...changes,
  };
};

const network = (...layers: Conv2dLayer[]): NetworkSpec => ({
  inputDim: sizeOf(layers[0]!.inputShape),
  layers,
});
const meanSquare = 1;

describe('what is known of a convolution around the edge', () => {
  test('is the theory of a dense layer whose inputs go into kernel² × channels rows', () => {
    const spec = network(conv([6, 6, 2], { density: 0.5, channels: 8 }));
    const [{ growth }] = growthTheory(spec, { meanSquare }) as [ReturnType<typeof growthTheory>[0]];
    // s = √2 / √18, and of each input 72 rows.
    const s = Math.sqrt(2 / 18);
    expect(growth.upper).toBeCloseTo(s * Math.sqrt((0.5 * 72) / 2), 14);
    expect(growth.priceTanner).toBeCloseTo((0.5 * s * Math.sqrt(2 / Math.PI) * Math.sqrt(72)) / 2, 14);
    expect(growth.lower).toBeCloseTo(growth.upper! / Math.sqrt(1 + (2 * 6 - 1) / 8), 14);
    expect(growth.exact).toBeNull();
  });

  test('scaled by fan-out does not depend on the number of channels', () => {
    for (const channels of [2, 8]) {
      const spec = network(conv([6, 6, 2], { channels, scaling: 'fan-out' }));
      // Each input goes into kernel² × channels rows, whose weights have variance 2 over that number.
      expect(weightSd(spec, 1)).toBeCloseTo(Math.sqrt(2 / (9 * channels)), 14);
      expect(growthTheory(spec, { meanSquare })[0]!.growth.upper).toBeCloseTo(1, 14);
    }
  });

  test('holds of strides that divide the kernel and the image', () => {
    const strided = conv([6, 6, 1], { stride: 3, width: 12 });
    const [layer] = growthTheory(network(strided), { meanSquare });
    expect(layer!.growth.upper).toBeCloseTo(Math.sqrt(2 / 9) * Math.sqrt(3 / 2), 14);
  });

  test.each([
    ['zeros beyond the edge', { padding: 'zero' }],
    ['strides that do not divide the kernel', { stride: 2, width: 27 }],
    ['a slope that depends on |h|', { activation: { name: 'hard-tanh' } }],
  ] as const)('is nothing with %s', (_, changes) => {
    const [layer] = growthTheory(network(conv([6, 6, 1], changes)), { meanSquare });
    expect(Object.values(layer!.growth)).toEqual([null, null, null, null, null, null]);
  });
});

describe('400 networks', () => {
  test.each([
    ['dense Gaussian kernels', {}],
    ['masked ± 1', { density: 0.3, weights: { kind: 'discrete', values: [-1, 1] } }],
    ['scaled by fan-out', { scaling: 'fan-out' }],
    ['leaky ReLU', { activation: { name: 'leaky-relu', slope: 0.2 } }],
  ] as const)('have energies of mean 0 and growth inside of the bracket: %s', (_, changes) => {
    const spec = network(conv([4, 4, 1], changes), conv([4, 4, 3], { ...changes, channels: 4 }));
    const line = curve('line', endpoints('gaussian', 1, 16));
    const what = { network: spec, seed: 12, curve: line, points: 2, estimator: 'exact' as const };
    const record = new ExactWorkspace(memory, what).measure(0, 400);
    const theory = growthTheory(spec, { meanSquare });
    for (const l of [0, 1]) {
      for (const image of ['length', 'preLength'] as const) {
        const values = Array.from({ length: 400 }, (_, i) => record.energies![image][2 * i + l]!);
        const { mean, error } = meanOf(values);
        expect(Math.abs(mean / error), `${image} of layer ${l + 1}: ${mean} ± ${error}`).toBeLessThan(4);
      }
      const growth = Array.from({ length: 400 }, (_, i) => {
        const lengths = lengthsOf(record, i);
        return l === 0 ? lengths[0]! / lengthOf(line.vertices) : lengths[1]! / lengths[0]!;
      }).filter(Number.isFinite);
      const { mean, error } = meanOf(growth);
      const { lower, upper, priceTanner } = theory[l]!.growth;
      // Of few channels either lower bound may be the larger one.
      const most = Math.max(lower!, priceTanner!);
      expect(mean, `at least ${most}, ± ${error}`).toBeGreaterThan(most - 4 * error);
      expect(mean, `at most ${upper}, ± ${error}`).toBeLessThan(upper! + 4 * error);
    }
  });
});

function meanOf(values: readonly number[]): { mean: number; error: number } {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const square = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return { mean, error: Math.sqrt(square / (values.length - 1) / values.length) };
}

function lengthOf([a, b]: readonly Float64Array[]): number {
  return Math.sqrt(a!.reduce((sum, x, j) => sum + (x - b![j]!) ** 2, 0));
}
