/** Networks whose layers differ in activation, law, density and standard deviations. */
import { describe, expect, it } from 'vitest';
import { curve } from '../../src/curve/index.ts';
import type { Activation, Law, NetworkSpec } from '../../src/network/index.ts';
import { bentLayers } from '../../src/theory/bent-growth.ts';
import { growthTheory, measureTheory, sampledLengths, wideTransitions } from '../../src/theory/index.ts';
import { meanFieldAlong } from '../../src/theory/meanfield/along-curve.ts';
import { expectClose, rademacher, uniform } from './fixture.ts';

const gaussian: Law = { kind: 'gaussian' };
type Row = readonly [
  width: number,
  name: string,
  weights: Law,
  density: number,
  sigmaW: number,
  sigmaB: number,
];

function mixed(inputDim: number, rows: readonly Row[]): NetworkSpec {
  const layers = rows.map(([width, name, weights, density, sigmaW, sigmaB]) => ({
    ...({ type: 'dense', biases: gaussian, scaling: 'fan-in' } as const),
    ...{ width, weights, density, sigmaW, sigmaB, activation: { name } as Activation },
  }));
  return { inputDim, layers };
}

function circle(dim: number) {
  const axis = (i: number) => Float64Array.from({ length: dim }, (_, j) => (j === i ? Math.sqrt(dim) : 0));
  return curve('circle', [axis(0), axis(1)]);
}

/**
 * Means over 300 networks on the circle of radius √n_0, from numpy: growth by tangents at 24 points, sign
 * changes between 720 points; their standard errors are below 0.26 % and 0.6 %.
 */
const SIMULATED: readonly [
  string,
  number,
  readonly (readonly [Row, growth: number, flips: number | null])[],
][] = [
  [
    'kinks and smooth ones by turns',
    50,
    [
      [[120, 'tanh', gaussian, 1, 2.0, 0.3], 1.551, null],
      [[150, 'relu', uniform, 0.5, 2.0, 0.1], 1.1129, 374.9],
      [[100, 'hard-tanh', gaussian, 1, 1.8, 0.2], 1.0349, 386.9],
      [[80, 'abs', rademacher, 1, 1.3, 0], 1.158, 251.2],
      [[90, 'erf', gaussian, 0.6, 2.0, 0.3], 0.9894, null],
      [[110, 'relu', rademacher, 0.7, 1.6, 0], 1.0399, 418.7],
    ],
  ],
  [
    'sparse and dense laws by turns',
    60,
    [
      [[80, 'linear', uniform, 0.4, 1.5, 0], 1.0909, null],
      [[120, 'relu', rademacher, 0.4, 2.0, 0.2], 1.0926, 236.5],
      [[100, 'sin', uniform, 1, 1.5, 0], 0.9789, null],
      [[100, 'abs', gaussian, 0.5, 1.5, 0], 1.0569, 260.6],
      [[150, 'hard-tanh', rademacher, 1, 1.5, 0.4], 1.4259, 511.4],
    ],
  ],
];

describe.each(SIMULATED)('a mixed network as simulated, %s', (_, inputDim, layers) => {
  const spec = mixed(
    inputDim,
    layers.map(([row]) => row),
  );
  it('in growth, to 1 %, and within the bracket', () => {
    growthTheory(spec, { meanSquare: 1 }).forEach(({ growth }, l) => {
      const measured = layers[l]![1];
      expectClose(growth.approximate, measured, 0.01);
      expect(growth.lower ?? 0).toBeLessThan(measured * 1.005);
      expect(growth.upper ?? Number.POSITIVE_INFINITY).toBeGreaterThan(measured * 0.995);
    });
  });
  it('in transitions of wide layers, but for terms of the order of 1/width', () => {
    wideTransitions(spec, { angle: 2 * Math.PI, meanSquare: 1 }).forEach((transitions, l) => {
      const measured = layers[l]![2];
      if (measured === null) expect(transitions).toBeNull();
      else expectClose(transitions, measured, 0.05);
    });
  });
});

describe('a layer without weights among others', () => {
  const [first, still, last]: Row[] = [
    [50, 'relu', gaussian, 1, 1.4, 0],
    [50, 'relu', gaussian, 0, 1.4, 0],
    [50, 'relu', gaussian, 1, 1.4, 0],
  ];
  const spec = mixed(20, [first!, still!, last!]);
  it('has no transitions, nor has what lies above it', () => {
    const [below, ...above] = wideTransitions(spec, { angle: 1, meanSquare: 1 });
    expectClose(below!, 50 / Math.PI, 1e-14);
    expect(above).toEqual([0, 0]);
  });
  it('has an image of one point, and so have those above it', () => {
    const lengths = sampledLengths(
      spec,
      Float64Array.from({ length: 60 }, (_, i) => Math.sin(i)),
    )!;
    expect(lengths[0]!.length).toBeGreaterThan(0);
    for (const { length, preLength, transitions } of lengths.slice(1))
      expect([length, preLength, transitions]).toEqual([0, 0, 0]);
  });
  it('leaves no number that is none in what is set beside measures', () => {
    const bent = mixed(20, [first!, [50, 'tanh', gaussian, 0, 1, 0], [50, 'tanh', gaussian, 1, 1, 0.3]]);
    const theory = measureTheory(bent, {
      curve: circle(20),
      points: 20,
      measures: ['q', 'autocorrelation', 'curvature2'],
    });
    expect(JSON.parse(JSON.stringify(theory))).toEqual(theory);
    expect(theory.map(({ sampledRatio }) => sampledRatio).slice(1)).toEqual([0, 0]);
  });
});

describe('layers in any order', () => {
  const tanh: Row = [100, 'tanh', gaussian, 1, 1.5, 0.2];
  const relu: Row = [100, 'relu', gaussian, 1, 1.5, 0.2];
  it('a smooth layer has no transitions and does not hide those above it', () => {
    const [smooth, kinked] = wideTransitions(mixed(100, [tanh, relu]), { angle: 1, meanSquare: 1 });
    expect(smooth).toBeNull();
    const [below, above] = meanFieldAlong(mixed(100, [tanh, relu]), circle(100), []);
    expect(below!.q).not.toBe(above!.q);
    expectClose(kinked!, (100 / Math.PI) * Math.sqrt(above!.metric! / above!.q!), 1e-12);
  });
  it('a layer whose variance leaves the range of a double says nothing of those above it', () => {
    const huge: Row = [100, 'relu', gaussian, 1, 1e200, 0];
    const growth = bentLayers(mixed(100, [huge, huge, tanh]), 1).map((layer) => layer.growth);
    expect(growth).toEqual([null, null, null]);
    const flips = wideTransitions(mixed(100, [huge, huge, relu]), { angle: 1, meanSquare: 1 });
    expect(flips.map((value) => value === null)).toEqual([true, true, true]);
  });
  it('the expansion takes the tangent that the layer before leaves', () => {
    const sparse: Row = [60, 'relu', rademacher, 0.3, 2, 0];
    const dense: Row = [60, 'relu', uniform, 1, 2, 0];
    const second = (...rows: Row[]) =>
      growthTheory(mixed(60, rows), { meanSquare: 1 })[1]!.growth.approximate!;
    // rv = (2 (3 + p4 excess) - 1) / 60; p4 of the layer before is 6 / (60 - 2 excess) with its own excess.
    const grown = (excess: number, before: number) =>
      Math.sqrt(0.3 * 2) * (1 - (2 * (3 + (6 / (60 - 2 * before)) * excess) - 1) / 480);
    const [uniformExcess, sparseExcess] = [1.8 - 3, 1 / 0.3 - 3];
    expectClose(second(dense, sparse), grown(sparseExcess, uniformExcess), 1e-14);
    expectClose(second(sparse, sparse), grown(sparseExcess, sparseExcess), 1e-14);
  });
});
