import { describe, expect, it } from 'vitest';
import type {
  Activation,
  Conv2dLayer,
  DenseLayer,
  NetworkSpec,
  Padding,
  ResidualLayer,
} from '../../src/network/index.ts';
import { UNWEIGHTED } from '../../src/network/index.ts';
import { growthTheory } from '../../src/theory/growth.ts';

const LINEAR: Activation = { name: 'linear' };
const RELU: Activation = { name: 'relu' };

const dense = (width: number, activation: Activation, rest: Partial<DenseLayer> = {}): DenseLayer => ({
  type: 'dense',
  width,
  activation,
  density: 1,
  weights: { kind: 'gaussian' },
  sigmaW: 1.5,
  biases: { kind: 'gaussian' },
  sigmaB: 0.2,
  scaling: 'fan-in',
  ...rest,
});

const block = (rest: Partial<ResidualLayer> = {}): ResidualLayer => ({
  type: 'residual',
  ...UNWEIGHTED,
  width: 20,
  branch: [dense(40, RELU, { density: 0.5 }), dense(20, LINEAR, { sigmaW: 0.8 })],
  scale: 0.7,
  branchActivation: LINEAR,
  ...rest,
});

const growth = (layer: ResidualLayer) => {
  const network: NetworkSpec = { inputDim: 20, layers: [layer] };
  return growthTheory(network, { meanSquare: 1 })[0]!.growth;
};

describe('growth of a residual block', () => {
  it('has the root of 1 + scale² density sigmaV² sigmaW² / 2 for its upper end', () => {
    const { lower, upper, exact, priceTanner } = growth(block());
    expect(upper).toBeCloseTo(Math.sqrt(1 + (0.49 * 0.5 * 0.64 * 2.25) / 2), 13);
    expect(lower).toBeGreaterThan(1);
    expect(lower).toBeLessThan(upper!);
    expect(exact).toBeNull();
    expect(priceTanner).toBe(1);
  });

  it('is 1 at scale 0, and without weights', () => {
    const one = { lower: 1, upper: 1, exact: 1, approximate: 1, priceTanner: 1, priceTannerSharp: 1 };
    expect(growth(block({ scale: 0 }))).toEqual(one);
    expect(growth(block({ branch: [dense(20, LINEAR, { density: 0 })] }))).toEqual(one);
  });

  it('keeps no lower end with an activation on the sum, and 1 with one before the branch', () => {
    const { upper } = growth(block());
    expect(growth(block({ activation: RELU }))).toMatchObject({ lower: null, upper, priceTanner: null });
    expect(growth(block({ branchActivation: RELU }))).toMatchObject({ lower: 1, upper });
    const steep = { activation: { name: 'leaky-relu', slope: -3 } } as const;
    expect(growth(block(steep)).upper).toBeCloseTo(3 * upper!, 13);
  });

  it('is not known where slopes depend on |h|', () => {
    const branch = [dense(40, { name: 'tanh' }), dense(20, LINEAR)];
    expect(growth(block({ branch }))).toMatchObject({ lower: null, upper: null, exact: null });
  });

  it('has the squares of both arms with a projection, and the lower end of the shortcut at least', () => {
    const shortcut = [dense(20, RELU, { density: 0.3 }), dense(20, LINEAR, { sigmaW: 1.1 })];
    const { lower, upper, exact, priceTanner } = growth(block({ shortcut }));
    const a = (0.3 * 2.25 * 1.21) / 2;
    const c = (0.49 * 0.5 * 0.64 * 2.25) / 2;
    expect(upper).toBeCloseTo(Math.sqrt(a + c), 13);
    expect(lower).toBeLessThan(upper!);
    const alone = growthTheory({ inputDim: 20, layers: shortcut }, { meanSquare: 1 })[1]!.ratio;
    expect(lower).toBeGreaterThan(0.8 * alone.lower!);
    expect([exact, priceTanner]).toEqual([null, null]);
    const still = growth(block({ shortcut, scale: 0 }));
    expect(still.upper).toBeCloseTo(Math.sqrt(a), 13);
    expect(still.lower).toBeLessThan(Math.sqrt(a));
    expect(growth(block({ shortcut, branchActivation: RELU })).lower).toBeCloseTo(still.lower!, 13);
    expect(growth(block({ shortcut: [dense(20, { name: 'tanh' }), dense(20, LINEAR)] })).upper).toBeNull();
  });

  it('is not known beside normalisation in the branch', () => {
    const norm = { type: 'layer-norm', width: 20, epsilon: 1e-5, ...UNWEIGHTED } as const;
    expect(growth(block({ branch: [norm, dense(20, LINEAR)] }))).toMatchObject({ lower: null, upper: null });
  });

  it('is that of convolutions around the edge, whose channels alone are independent', () => {
    const conv = (channelsIn: number, channels: number, own: DenseLayer, padding: Padding): Conv2dLayer => ({
      ...own,
      type: 'conv2d',
      inputShape: [2, 5, channelsIn],
      kernel: 3,
      stride: 1,
      padding,
      channels,
      width: 10 * channels,
    });
    const of = (padding: Padding) => {
      const [first, last] = block().branch as readonly DenseLayer[];
      return growth(block({ branch: [conv(2, 20, first!, padding), conv(20, 2, last!, padding)] }));
    };
    const { upper, lower } = of('circular');
    // Fan-ins of 18 and 180, and each input in 9 · 20 and 9 · 2 rows.
    const c = (0.49 * 0.5 * 2.25 * 180 * 0.64 * 18) / 18 / 180 / 2;
    expect(upper).toBeCloseTo(Math.sqrt(1 + c), 13);
    const spread = (1 + (2 * 6 - 1) / 20) * (1 + 2 / 2) - 1;
    const excess = ((4 * c) / 2 + c * c * spread) / (1 + c) ** 2;
    expect(lower).toBeCloseTo(Math.max(1, Math.sqrt((1 + c) / (1 + excess))), 13);
    expect(of('zero')).toMatchObject({ lower: null, upper: null, exact: null, priceTanner: null });
  });

  it('multiplies up over layers of every type', () => {
    const layers = [dense(20, RELU), block(), dense(10, LINEAR)];
    const theory = growthTheory({ inputDim: 20, layers }, { meanSquare: 1 });
    const product = theory.reduce((all, layer) => all * layer.growth.lower!, 1);
    expect(theory[2]!.ratio.lower).toBeCloseTo(product, 13);
    expect(theory[2]!.ratio.exact).toBeNull();
  });
});
