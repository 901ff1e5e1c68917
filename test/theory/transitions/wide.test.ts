import { describe, expect, it } from 'vitest';
import { curve, curveAngle, curveMeanSquare, samplePoints } from '../../../src/curve/index.ts';
import {
  crossingRate,
  curveBend,
  expectedTransitions,
  sampledLengths,
  turningAngles,
  wideTransitions,
} from '../../../src/theory/index.ts';
import { expectClose, network, rademacher } from '../fixture.ts';
import { expectMean, gaussians, imageCounts } from './simulate.ts';

const axes = (dim: number, length = 1) =>
  [0, 1].map((i) => Float64Array.from({ length: dim }, (_, j) => (j === i ? length : 0)));

describe('wideTransitions', () => {
  it('without biases is the exact law of wide layers, for every law, density and scale', () => {
    const input = { angle: 1.2, meanSquare: 0.3 };
    for (const changes of [{}, { weights: rademacher, density: 0.4, sigmaW: 5 }, { sigmaW: 0.01 }] as const) {
      const widths = [100, 60, 80];
      const spec = network({ widths, ...changes });
      const { perLayer } = expectedTransitions(widths, 1.2);
      wideTransitions(spec, input).forEach((value, l) => {
        expectClose(value, perLayer[l]!, 1e-14);
      });
    }
  });

  it.each([
    ['relu', Math.SQRT2, 0.5],
    ['relu', 1, 0.3],
    ['abs', 1.3, 0.7],
  ] as const)('with biases is the limit of samples for %s at %d, %d', (name, sigmaW, sigmaB) => {
    // Two derivations: variances of a derivative here, pairs of neighbours there, which err in first order.
    const spec = network({ inputDim: 20, widths: [50, 40, 30, 20], sigmaW, sigmaB, activation: { name } });
    const arc = curve('arc', axes(20, 3));
    const at = (n: number) => sampledLengths(spec, samplePoints(arc, n))!.map((layer) => layer.transitions!);
    const [coarse, fine] = [at(1001), at(2001)];
    const input = { angle: curveAngle(arc), meanSquare: curveMeanSquare(arc) };
    wideTransitions(spec, input).forEach((value, l) => {
      expectClose(2 * fine[l]! - coarse[l]!, value!, 1e-5);
      expect(fine[l]).toBeLessThan(value! * (1 + 1e-12));
    });
  });

  it('counts both thresholds of hard-tanh in deeper layers', () => {
    const [seed, width, points, depth] = [5, 300, 600, 3];
    const spec = network({
      inputDim: width,
      widths: Array(depth).fill(width),
      sigmaW: 2,
      sigmaB: 0.5,
      activation: { name: 'hard-tanh' },
    });
    const circle = curve('circle', axes(width, Math.sqrt(width)));
    const theory = wideTransitions(spec, { angle: curveAngle(circle), meanSquare: curveMeanSquare(circle) });
    const counts = Array.from({ length: 4 }, (_, network) => {
      let z = samplePoints(circle, points);
      return Array.from({ length: depth }, (_, layer) => {
        const weights = gaussians(seed + network, layer, width * (width + 1));
        const image = new Float64Array(points * width);
        let flips = 0;
        for (let i = 0; i < width; i++) {
          let before = 0;
          for (let t = 0; t < points; t++) {
            let h = 0.5 * weights[width * width + i]!;
            for (let j = 0; j < width; j++) {
              h += (2 / Math.sqrt(width)) * weights[i * width + j]! * z[t * width + j]!;
            }
            const clipped = Math.min(1, Math.max(-1, h));
            const piece = Math.trunc(clipped);
            if (t > 0) flips += Math.abs(piece - before);
            before = piece;
            image[t * width + i] = clipped;
          }
        }
        z = image;
        return flips;
      });
    });
    for (let l = 0; l < depth; l++) {
      const mean = counts.reduce((sum, c) => sum + c[l]!, 0) / counts.length;
      // Samples miss the shortest excursions, single networks fluctuate by a few percent.
      expectClose(mean, theory[l]!, 0.04);
    }
  });

  it('is null, and not 0, where the variance of weights or images underflows', () => {
    const input = { angle: 1.2, meanSquare: 0.3 };
    expect(wideTransitions(network({ sigmaW: 1e-170 }), input)).toEqual([null, null]);
    const deep = wideTransitions(network({ widths: new Array<number>(400).fill(100), sigmaW: 0.1 }), input);
    expect(deep[0]).toBeGreaterThan(1);
    expect(deep.at(-1)).toBeNull();
    expect(wideTransitions(network({ sigmaW: 0 }), input)).toEqual([0, 0]);
  });

  it('is null without pieces or with few kept weights, and 0 without weights', () => {
    const input = { angle: 1, meanSquare: 1 };
    for (const name of ['linear', 'tanh', 'erf', 'sin'] as const) {
      expect(wideTransitions(network({ activation: { name } }), input)).toEqual([null, null]);
    }
    expect(wideTransitions(network({ widths: [5, 50, 50] }), input).map((v) => v === null)).toEqual([
      false,
      true,
      true,
    ]);
    expect(wideTransitions(network({ density: 0.09 }), input)).toEqual([null, null]);
    expect(wideTransitions(network({ density: 0, sigmaB: 1 }), input)).toEqual([0, 0]);
    expect(() => wideTransitions(network(), { angle: -1, meanSquare: 1 })).toThrow(RangeError);
  });
});

describe('crossingRate', () => {
  it('is sqrt(g/K - (c/K)^2)/pi at threshold 0', () => {
    const law = { variance: 2, covariance: 0.7, slopeVariance: 3 };
    expectClose(crossingRate(0, law), Math.sqrt(1.5 - 0.35 ** 2) / Math.PI, 1e-15);
  });

  it('is the density times |slope| where the slope is certain', () => {
    // h = g (1 + t): at t = 0, K = c = g = 1 and every crossing of a has slope a.
    const rate = crossingRate(-1.5, { variance: 1, covariance: 1, slopeVariance: 1 });
    expectClose(rate, (1.5 * Math.exp(-1.125)) / Math.sqrt(2 * Math.PI), 1e-14);
  });

  it('is symmetric in the threshold, 0 for h = 0, and refuses negative variances', () => {
    const law = { variance: 1.3, covariance: -0.4, slopeVariance: 0.9 };
    expect(crossingRate(0.8, law)).toBe(crossingRate(-0.8, law));
    expect(crossingRate(0, { variance: 0, covariance: 0, slopeVariance: 0 })).toBe(0);
    expect(() => crossingRate(1, { ...law, variance: -1 })).toThrow(
      new RangeError('variance: expected a finite number >= 0, got -1'),
    );
  });
});

describe('turning angles', () => {
  it('bend of a curve', () => {
    const [x, y] = axes(4, 2) as [Float64Array, Float64Array];
    const line = curveBend(curve('line', [x, y]));
    expect(line.turning).toBe(0);
    expectClose(line.crossAngle, Math.SQRT2, 1e-15); // sin 45° + sin 45°
    const arc = curveBend(curve('arc', [x, y]));
    expectClose(arc.turning, Math.PI / 2, 1e-15);
    expectClose(arc.crossAngle, Math.PI / 2, 1e-13);
    const circle = curveBend(curve('circle', [x, y]));
    expectClose(circle.turning, 2 * Math.PI, 1e-15);
    expectClose(circle.crossAngle, 2 * Math.PI, 1e-13);
    const ellipse = curveBend(curve('arc', [x, y.map((v) => 3 * v)]));
    expectClose(ellipse.turning, Math.PI / 2, 1e-14);
    expect(ellipse.crossAngle).toBeLessThan(Math.PI / 2);
    const corner = curveBend(curve('polyline', [x, y, x.map((v) => -v)]));
    expectClose(corner.turning, Math.PI / 2, 1e-14);
    expectClose(corner.crossAngle, 2 * Math.SQRT2, 1e-14);
    expect(curveBend(curve('line', [x, x.map((v) => 2 * v)])).crossAngle).toBe(0);
  });

  it('of images grow linearly in depth, as exact images do', () => {
    const [seed, widths] = [900, [120, 120, 120]];
    const path = curve('line', axes(120));
    const images = Array.from({ length: 12 }, (_, i) => imageCounts(path.vertices, widths, seed + i));
    turningAngles(widths, curveBend(path)).forEach((theory, l) => {
      const measured = images.map(({ turning }) => turning[l]! / theory);
      const mean = measured.reduce((sum, x) => sum + x, 0) / measured.length;
      expect(Math.abs(mean - 1), `layer ${l + 1}: ${mean}`).toBeLessThan(0.1);
    });
    expectMean(
      'layer 1',
      images.map(({ flips }) => flips[0]!),
      60,
      seed,
    );
  });

  it('refuses wrong input', () => {
    expect(() => turningAngles([3, -1], { turning: 0, crossAngle: 1 })).toThrow(
      'widths[1]: expected an integer',
    );
    expect(() => turningAngles([3], { turning: Number.NaN, crossAngle: 1 })).toThrow('turning: expected');
  });
});
