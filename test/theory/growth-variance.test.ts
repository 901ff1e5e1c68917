import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layerOf, mapLayers } from '../../src/network/index.ts';
import { lengthVariation, networksNeeded } from '../../src/theory/index.ts';
import { expectClose, golden, homogeneousNetworks, network, uniform } from './fixture.ts';

const deep = network({ widths: Array(50).fill(100) });

describe('lengthVariation', () => {
  it('has the golden value at width 100, depth 50', () => {
    const { layer, shortSegment, upper } = lengthVariation(deep)[49]!;
    expect(layer).toBe(50);
    expectClose(shortSegment, golden('CV2_He_k100_d50'));
    expect(upper).toBe(shortSegment);
  });

  it('is about exp(5d/(4k)) - 1, and keeps its digits where it is small', () => {
    expectClose(lengthVariation(network({ inputDim: 1e5, widths: [1e5] }))[0]!.upper, 1.25e-5, 1e-4);
    const linear = network({ inputDim: 1e4, widths: [1e4], activation: { name: 'linear' } });
    expectClose(lengthVariation(linear)[0]!.upper, 0.5e-4, 1e-3);
  });

  it('of one output is that of |g| behind a coin: 2 pi/2 - 1', () => {
    expectClose(lengthVariation(network({ widths: [1] }))[0]!.shortSegment, Math.PI - 1);
  });

  it('grows from layer to layer; what is bounded for every law exceeds the exact dense Gaussian value', () => {
    fc.assert(
      fc.property(homogeneousNetworks, (spec) => {
        const layers = lengthVariation(spec);
        const denseGaussian = mapLayers(spec, (layer) => ({
          ...layer,
          density: 1,
          weights: { kind: 'gaussian' },
        }));
        layers.forEach(({ shortSegment, upper }, i) => {
          if (upper === null) return;
          if (i > 0) expect(upper).toBeGreaterThanOrEqual(layers[i - 1]!.upper!);
          if (shortSegment !== null) expect(shortSegment).toBe(upper);
          // The bracket is looser than the exact value, and sparser weights vary more.
          const dense = lengthVariation(denseGaussian)[i]!;
          const isGaussian = layerOf(spec, i + 1).weights.kind === 'gaussian';
          if (isGaussian) expect(upper).toBeGreaterThanOrEqual(dense.shortSegment!);
        });
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('is null for hard-tanh, without weights, and from there on', () => {
    const none = { shortSegment: null, upper: null };
    expect(lengthVariation(network({ activation: { name: 'hard-tanh' } }))).toMatchObject([none, none]);
    expect(lengthVariation(network({ density: 0 }))).toMatchObject([none, none]);
    const [first] = lengthVariation(network({ weights: uniform }));
    expect(first!.shortSegment).toBeNull();
    expect(first!.upper).toBeGreaterThan(0);
    const narrow = lengthVariation(network({ widths: Array(2000).fill(1) }));
    expect([narrow[0]!.upper !== null, narrow[1999]!.upper]).toEqual([true, null]);
  });
});

describe('networksNeeded', () => {
  it('has the golden value for 5 % at width 100, depth 50', () => {
    expect(networksNeeded(deep, 0.05)).toBe(golden('Nnets_5pct_k100_d50'));
  });

  it('is at least 1, larger for deeper layers and smaller errors, null where not known', () => {
    expect(networksNeeded(deep, 1, { layer: 1 })).toBe(1);
    expect(networksNeeded(deep, 0.05, { layer: 10 })).toBeLessThan(60);
    expect(networksNeeded(deep, 0.005)).toBe(Math.ceil(golden('CV2_He_k100_d50') / 0.005 ** 2));
    expect(networksNeeded(network({ activation: { name: 'hard-tanh' } }), 0.1)).toBeNull();
    expect(networksNeeded(deep, 1e-9)).toBeNull();
  });

  it('refuses wrong input in one line', () => {
    expect(() => networksNeeded(deep, 0)).toThrow(
      new RangeError('relativeError: expected a number in (0, 1], got 0'),
    );
    expect(() => networksNeeded(deep, 2)).toThrow('relativeError: expected a number in (0, 1], got 2');
    expect(() => networksNeeded(deep, 0.1, { layer: 51 })).toThrow(
      'layer: expected an integer in 1 … 50, got 51',
    );
  });
});
