import { describe, expect, it } from 'vitest';
import { curve, endpoints, parameterSpan, samplePoints } from '../../../src/curve/index.ts';
import {
  layerOf,
  type NetworkSpec,
  type UniformNetwork,
  uniformNetwork,
  widthsOf,
} from '../../../src/network/index.ts';
import {
  correlationsByLayer,
  covarianceMap,
  curvatureByLayer,
  lengthMap,
  meanField,
  sampledLengths,
} from '../../../src/theory/index.ts';
import { meanFieldAlong } from '../../../src/theory/meanfield/along-curve.ts';
import { expectClose, golden } from '../fixture.ts';

const DIM = 40;

function network(changes: Partial<UniformNetwork>): NetworkSpec {
  return uniformNetwork({
    inputDim: DIM,
    widths: [200, 300, 100, 200],
    density: 1,
    weights: { kind: 'gaussian' },
    sigmaW: 2.5,
    biases: { kind: 'gaussian' },
    sigmaB: 0,
    scaling: 'fan-in',
    activation: { name: 'tanh' },
    ...changes,
  });
}

/** A circle or arc about the origin. */
function round(kind: 'circle' | 'arc', meanSquare: number) {
  const ends = endpoints('orthonormal', 1, DIM);
  return curve(
    kind,
    ends.map((x) => x.map((v) => v * Math.sqrt(DIM * meanSquare))),
  );
}

describe('mean field along a circle', () => {
  it('is the fixed point of the maps where the circle starts there', () => {
    for (const name of ['tanh', 'erf', 'sin'] as const) {
      const law = { activation: { name }, sigmaW: 2.5, sigmaB: 0 };
      const { qStar } = meanField(law);
      const layers = meanFieldAlong(network(law), round('circle', qStar! / 2.5 ** 2));
      const curvature = curvatureByLayer(law, 4);
      const correlations = correlationsByLayer(law, Math.cos(Math.PI / 4), 4)!;
      layers.forEach((layer, l) => {
        expectClose(layer.q, qStar!, 1e-9);
        expectClose(layer.metric, curvature[l]!.metric!, 1e-9);
        expectClose(layer.speed, Math.sqrt(widthsOf(network({}))[l]! * curvature[l]!.metric!), 1e-9);
        expectClose(layer.curvature2, curvature[l]!.curvature2!, 1e-9);
        expectClose(layer.gaussMapLength, curvature[l]!.gaussMapLength!, 1e-9);
        // An eighth of the circle is lag 6 of 48.
        expectClose(layer.autocorrelation![5]!, correlations[l]!, 1e-9);
        expectClose(layer.correlation, 1, 1e-12);
      });
    }
  });

  it('has the metric of the slopes and the curvature of golden.json, biases and all', () => {
    const spec = network({ sigmaB: 0.3, widths: new Array<number>(40).fill(100) });
    const qStar = golden('tanh_sw2.5_sb0.3_qstar');
    const layers = meanFieldAlong(spec, round('circle', (qStar - 0.09) / 2.5 ** 2));
    const last = layers.at(-1)!;
    expectClose(last.q, qStar, 1e-10);
    expectClose(last.metric! / layers.at(-2)!.metric!, golden('tanh_sw2.5_sb0.3_chi1'), 1e-9);
    expectClose(last.curvature2, golden('tanh_sw2.5_sb0.3_kappa2star'), 1e-6);
    expectClose(last.autocorrelation![11]!, golden('tanh_sw2.5_sb0.3_cstar'), 1e-2);
  });

  it('knows sampled lengths of ReLU as the arccosine law does, and of every activation as its fine limit', () => {
    for (const kind of ['circle', 'arc'] as const) {
      const given = round(kind, 0.8);
      const spec = network({ activation: { name: 'relu' }, sigmaB: 0.4 });
      const layers = meanFieldAlong(spec, given);
      sampledLengths(spec, samplePoints(given, 30))!.forEach(({ length, preLength }, l) => {
        expectClose(layers[l]!.sampled(30).length, length!, 1e-10);
        expectClose(layers[l]!.sampled(30).preLength, preLength!, 1e-10);
      });
      for (const name of ['tanh', 'hard-tanh', 'sin'] as const) {
        for (const { speed, sampled } of meanFieldAlong(network({ activation: { name } }), given)) {
          expectClose(sampled(2e6).preLength, speed! * parameterSpan(given), 1e-4);
        }
      }
    }
  });

  it('knows sampled lengths of deep networks, in whatever order they are asked for', () => {
    const spec = network({ activation: { name: 'hard-tanh' }, widths: new Array<number>(3000).fill(100) });
    const [forwards, backwards] = [0, 1].map(() => meanFieldAlong(spec, round('circle', 0.8), []));
    const last = backwards!.map(({ sampled }) => sampled).reverse();
    const lengths = last.map((sampled) => [sampled(30), sampled(20)]).reverse();
    expect(forwards!.map(({ sampled }) => [sampled(30), sampled(20)])).toEqual(lengths);
    expect(lengths[2999]![0]!.length).toBeGreaterThan(lengths[2999]![1]!.length!);
  });
});

describe('mean field along other curves', () => {
  const [x0, x1, x2] = [...endpoints('gaussian', 3, DIM), endpoints('gaussian', 4, DIM)[0]!];
  const along = {
    line: curve('line', [x0!, x1!]),
    arc: curve('arc', [x0!, x1!]),
    circle: curve('circle', [x0!, x1!]),
    polyline: curve('polyline', [x0!, x1!, x2!]),
  };

  it.each(['relu', 'hard-tanh', 'tanh', 'erf'] as const)(
    'is the limit of pairs of neighbours, for %s',
    (name) => {
      const spec = network({ activation: { name }, sigmaB: 0.5, density: 0.4, sigmaW: 3 });
      const law = { activation: layerOf(spec, 1).activation, sigmaW: 3, sigmaB: 0.5, density: 0.4 };
      // Pairs of unequal norm take long for tanh: one curve is enough.
      for (const given of name === 'tanh' ? [along.line] : Object.values(along)) {
        const steps = 3000;
        const points = samplePoints(given, steps + 1);
        const at = (j: number) => points.subarray(j * DIM, (j + 1) * DIM);
        const mean = (x: Float64Array, y: Float64Array) => x.reduce((sum, v, i) => sum + v * y[i]!, 0) / DIM;
        const start = (x: Float64Array, y: Float64Array) => 0.4 * 9 * mean(x, y) + 0.25;
        const through = ([q1, q2, q12]: number[]) => [
          lengthMap(law, q1!),
          lengthMap(law, q2!),
          covarianceMap(law, q1!, q2!, Math.min(1, q12! / Math.sqrt(q1! * q2!))),
        ];
        const few = [7, 1270, 2470];
        let pairs = few.map((j) => [
          start(at(j), at(j)),
          start(at(j + 1), at(j + 1)),
          start(at(j), at(j + 1)),
        ]);
        let ends = [start(at(0), at(0)), start(at(steps), at(steps)), start(at(0), at(steps))];
        // The same five places alone: a curve cut to the few steps there.
        const pieces = few.map((j) => meanFieldAlong(spec, curve('line', [at(j), at(j + 1)])));
        const whole = meanFieldAlong(spec, given);
        for (let l = 0; l < 3; l++) {
          pairs.forEach(([q1, q2, q12], n) => {
            const chord2 = q1! + q2! - 2 * q12!;
            const { q, metric } = pieces[n]![l]!;
            expectClose(q, (q1! + q2!) / 2, 1e-5);
            // A kink between the two takes away a part of the order of their distance.
            expectClose(metric, chord2, 0.5 * Math.sqrt(chord2) + 1e-4);
          });
          expectClose(whole[l]!.correlation, ends[2]! / Math.sqrt(ends[0]! * ends[1]!), 1e-9);
          pairs = pairs.map(through);
          ends = through(ends);
        }
      }
    },
  );

  it('averages over the curve', () => {
    const spec = network({ activation: { name: 'hard-tanh' }, sigmaB: 0.5 });
    const law = { activation: layerOf(spec, 1).activation, sigmaW: 2.5, sigmaB: 0.5 };
    for (const given of Object.values(along)) {
      const n = 4000;
      const points = samplePoints(given, n + 1);
      let total = 0;
      for (let j = 0; j <= n; j++) {
        const square = points.subarray(j * DIM, (j + 1) * DIM).reduce((sum, v) => sum + v * v, 0) / DIM;
        total += lengthMap(law, 2.5 ** 2 * square + 0.25) * (j === 0 || j === n ? 0.5 : 1);
      }
      expectClose(meanFieldAlong(spec, given)[1]!.q, total / n, 1e-5);
    }
  });

  it('knows no curvature where the radius changes', () => {
    const [, layer] = meanFieldAlong(network({}), along.arc, []);
    expect(layer).toMatchObject({
      curvature2: null,
      gaussMapLength: null,
      autocorrelation: null,
      correlation: null,
    });
  });
});
