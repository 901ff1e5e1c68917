/** Mean field of convolutions along a curve: against dense layers, plain loops, and networks of many channels. */
import { describe, expect, test } from 'vitest';
import { type Curve, curve, endpoints } from '../../../src/curve/index.ts';
import type { LayerInput } from '../../../src/experiment/index.ts';
import type { LayerFields } from '../../../src/experiment/input.ts';
import { type LayerDefaults, makeLayers } from '../../../src/experiment/layers.ts';
import { measureTrajectory } from '../../../src/index.ts';
import type { Conv2dLayer, NetworkSpec, Shape } from '../../../src/network/index.ts';
import { measureTheory } from '../../../src/theory/index.ts';
import { knowsAlong, meanFieldAlong } from '../../../src/theory/meanfield/along-curve.ts';
import { windowsOf } from '../../../src/theory/meanfield/places.ts';
import { expectClose } from '../fixture.ts';

const DEFAULTS: LayerDefaults = {
  density: 0.5,
  mask: 'bernoulli',
  weights: 'gaussian',
  sigmaW: 1.7,
  biases: 'gaussian',
  sigmaB: 0.2,
  scaling: 'fan-in',
  biasScaling: 'none',
  activation: 'tanh',
};

function network(shape: Shape, layers: readonly LayerInput[], own: Partial<LayerDefaults> = {}): NetworkSpec {
  const inputDim = shape[0] * shape[1] * shape[2];
  const made = makeLayers(
    layers as readonly LayerFields[],
    { ...DEFAULTS, ...own },
    { size: inputDim, shape },
  );
  return { inputDim, layers: made };
}

const conv = (channels: number, kernel: number, rest: object = {}): LayerInput => ({
  ...{ type: 'conv2d', channels, kernel, ...rest },
});
const dense = (width: number): LayerInput => ({ type: 'dense', width });
const flatten: LayerInput = { type: 'flatten' };

const gaussian = (kind: Curve['kind'], dim: number) => curve(kind, endpoints('gaussian', 3, dim));

describe('mean field of a convolution', () => {
  test.each(['line', 'circle'] as const)('on one place is that of a dense layer: %s', (kind) => {
    const input = kind === 'line' ? gaussian(kind, 7) : curve(kind, endpoints('orthonormal', 3, 7));
    const known = meanFieldAlong(network([1, 1, 7], [dense(20), dense(30)]), input);
    for (const kernel of [1, 3]) {
      const layers = [conv(20, kernel), conv(30, kernel)];
      meanFieldAlong(network([1, 1, 7], layers), input).forEach((layer, l) => {
        const { sampled: _, ...values } = layer;
        for (const [name, value] of Object.entries(values)) {
          const other = known[l]![name as keyof typeof values];
          if (Array.isArray(value))
            for (const [i, v] of value.entries()) expectClose(v, (other as number[])[i]!, 1e-12);
          else if (value === null) expect(other).toBeNull();
          else expectClose(value as number, other as number, 1e-12);
        }
      });
    }
  });

  test('with pads of its own sees what its patches see', () => {
    const { inputDim, layers } = network([2, 2, 1], [conv(3, 2, { padding: 'zero' })]);
    const padded = { inputDim, layers: [{ ...layers[0]!, pads: [1, 0, 0, 1] } as Conv2dLayer] };
    expect(windowsOf(padded)).toEqual([{ seen: [[0, 1], [1], [0, 1, 2, 3], [1, 3]], share: 1 / 4 }]);
  });

  test('around the edge of a constant image is that of a dense layer', () => {
    const one = gaussian('line', 3);
    const everywhere = one.vertices.map((x) => Float64Array.from({ length: 60 }, (_, i) => x[i % 3]!));
    const known = meanFieldAlong(network([1, 1, 3], [dense(20), dense(30), dense(9)]), one);
    const layers = [conv(20, 3), conv(30, 2), flatten, dense(9)];
    const made = meanFieldAlong(network([4, 5, 3], layers, { activation: 'erf' }), curve('line', everywhere));
    const erf = meanFieldAlong(
      network([1, 1, 3], [dense(20), dense(30), dense(9)], { activation: 'erf' }),
      one,
    );
    expect(known[1]!.q).not.toBeCloseTo(erf[1]!.q!, 3);
    [made[0]!, made[1]!, made[3]!].forEach(({ q, metric, correlation, speed }, l) => {
      expectClose(q!, erf[l]!.q!, 1e-12);
      expectClose(metric!, erf[l]!.metric!, 1e-12);
      expectClose(correlation!, erf[l]!.correlation!, 1e-12);
      expectClose(speed!, erf[l]!.speed! * Math.sqrt(l < 2 ? 20 : 1), 1e-12);
    });
  });

  test('of homogeneous activations is that of a dense layer in its mean over places, whatever the image', () => {
    const input = gaussian('line', 60);
    const own = { activation: 'relu' };
    const known = meanFieldAlong(network([1, 1, 60], [dense(20), dense(30)], own), input);
    meanFieldAlong(network([4, 5, 3], [conv(20, 3), conv(30, 2)], own), input).forEach((layer, l) => {
      expectClose(layer.q!, known[l]!.q!, 1e-12);
      expectClose(layer.metric!, known[l]!.metric!, 1e-12);
      expect(layer).toMatchObject({ curvature2: null, gaussMapLength: null, autocorrelation: null });
    });
    // Of bent ones it is not: bright places saturate.
    const tanh = meanFieldAlong(network([1, 1, 60], [dense(20), dense(30)]), input)[1]!.q!;
    const placed = meanFieldAlong(network([4, 5, 3], [conv(20, 3), conv(30, 2)]), input)[1]!.q!;
    expect(Math.abs(placed / tanh - 1)).toBeGreaterThan(1e-3);
  });

  test('inside zeros counts the inputs that a patch has', () => {
    // A constant image of 3 × 3 places: 4, 6 and 9 of 9 inputs at corners, edges and the middle.
    const input = curve('line', [new Float64Array(9).fill(1), new Float64Array(9).fill(-1)]);
    const own = { density: 1, sigmaW: 1, sigmaB: 0, activation: 'relu' };
    const [first, second] = meanFieldAlong(
      network([3, 3, 1], [conv(5, 3, { padding: 'zero' }), conv(5, 3, { padding: 'none' })], own),
      input,
    );
    const mean = (4 * 4 + 4 * 6 + 9) / 81;
    expectClose(first!.metric!, 4 * mean, 1e-12);
    expectClose(first!.q!, mean / 3, 1e-12);
    expectClose(second!.q!, mean / 6, 1e-12);
  });

  test('is not known beside pools, nor on so many places that it takes long', () => {
    const pooled = network([4, 4, 1], [conv(5, 3), { type: 'avg-pool', kernel: 2 }]);
    const input = gaussian('line', 16);
    expect(knowsAlong(pooled, input)).toBe(false);
    const [layer] = measureTheory(pooled, { curve: input, points: 9, measures: ['q'] });
    expect(layer!.measures.q!.meanField).toBeNull();
    const large = network([60, 60, 1], [conv(5, 3)]);
    expect(knowsAlong(large, gaussian('line', 3600))).toBe(false);
    expect(knowsAlong(network([28, 28, 1], [conv(5, 3)]), gaussian('line', 784))).toBe(true);
  });
});

test.each([
  ['relu around the edge', 'relu', [conv(100, 3), conv(100, 3), flatten, dense(150)]],
  [
    'erf with zeros',
    'erf',
    [
      conv(100, 3, { padding: 'zero' }),
      conv(100, 3, { padding: 'zero', stride: 2 }),
      conv(100, 2, { padding: 'none' }),
    ],
  ],
] as const)('many channels are as mean field says: %s', async (_, activation, layers) => {
  const networks = 6;
  const { cells } = await measureTrajectory({
    ...{ layers, inputShape: [6, 6, 2], curve: 'arc', endpoints: 'gaussian', seed: 4, networks },
    ...{
      activation,
      sigmaW: 1.6,
      sigmaB: 0.3,
      density: 0.5,
      estimator: 'polyline',
      points: 12,
      draw: 'weights',
    },
    measure: ['q', 'correlation', 'speed', 'metric'],
  });
  const names = ['q', 'correlation', 'speed', 'metric'] as const;
  cells[0]!.layers.forEach(({ layer, theory, ...measured }) => {
    for (const name of names) {
      const { mean, sem } = measured[name]!;
      const { meanField } = theory[name]! as { meanField: number };
      // Widths are finite: of the order of 1 / channels in each layer; the sum over samples is no integral.
      const slack = (0.01 + layer / 100) * Math.abs(meanField);
      const off = Math.abs(mean! - meanField);
      expect(off, `${name} of layer ${layer}: ${mean} ± ${sem}, not ${meanField}`).toBeLessThan(
        4 * sem! + slack,
      );
    }
  });
});
