import { describe, expect, it } from 'vitest';
import { LAGS } from '../../src/experiment/index.ts';
import type { LengthRecord } from '../../src/measure/index.ts';
import { type MeasuredCell, resultDocument } from '../../src/result/index.ts';
import type { GrowthTheory } from '../../src/theory/types.ts';
import { EXPERIMENT, madeUpDocument, PROVENANCE } from './fixture.ts';

const theory: GrowthTheory = {
  priceTanner: 0.5,
  priceTannerSharp: 0.6,
  lower: 0.9,
  exact: 1,
  upper: 1.1,
  approximate: 1,
};

/** Two networks of depth 2 on an input of length 2. Lengths: network 0: 4, then 12; network 1: 2, then 0. */
const record: LengthRecord = {
  first: 0,
  networks: 2,
  depth: 2,
  length: Float64Array.of(4, 3, 1, 0),
  preLength: Float64Array.of(8, 4, 2, 1),
  exponent: Int32Array.of(0, 2, 1, 0),
  measures: {},
};
const cell: MeasuredCell = {
  parameters: { density: 0.5 },
  estimator: 'polyline',
  draw: 'law',
  input: { length: 2, angle: 1.25, dim: 7 },
  widths: [20, 10],
  record,
  theory: [1, 2].map((layer) => ({ layer, ratio: theory, growth: theory })),
  counts: [7, 8].map((exact) => ({ transitions: { exact }, regions: { exact: exact + 1 } })),
};

describe('a hand-made record', () => {
  const document = resultDocument(EXPERIMENT, PROVENANCE, [cell]);
  const [first, second] = document.cells[0]!.layers;

  it('has the shape and the key order of the contract', () => {
    const keys = (value: object): string[] => Object.keys(value);
    expect(keys(document)).toEqual(['schema', 'experiment', 'provenance', 'cells']);
    expect(document.schema).toBe('expressivity/result@1');
    expect(keys(document.cells[0]!)).toEqual([
      'parameters',
      'estimator',
      'draw',
      'networks',
      'input',
      'meanGrowth',
      'totalTransitions',
      'layers',
    ]);
    expect(keys(first!)).toEqual([
      'layer',
      'width',
      'length',
      'preLength',
      'ratio',
      'growth',
      'transitions',
      'regions',
      'theory',
    ]);
    expect(keys(first!.theory)).toEqual(['ratio', 'growth', 'transitions', 'regions']);
    expect(keys(first!.ratio)).toEqual([
      'mean',
      'sd',
      'sem',
      'ci95',
      'median',
      'q05',
      'q95',
      'meanLog',
      'n',
      'estimate',
    ]);
    expect(keys(first!.theory.ratio)).toEqual([
      'priceTanner',
      'priceTannerSharp',
      'lower',
      'exact',
      'upper',
      'approximate',
      'sampled',
    ]);
    expect(keys(first!.theory.transitions)).toEqual(['exact', 'sampled']);
  });
  it('says what was measured where', () => {
    expect(document.cells[0]).toMatchObject({ networks: 2, input: { length: 2, angle: 1.25, dim: 7 } });
    expect([first!.layer, first!.width, second!.layer, second!.width]).toEqual([1, 20, 2, 10]);
  });
  it('has the lengths of z and of h', () => {
    expect(first!.length).toMatchObject({ mean: 3, median: 3, n: 2 });
    expect(second!.length).toMatchObject({ mean: 6, n: 1 });
    expect(first!.preLength.mean).toBe(6);
    expect(second!.preLength.mean).toBe(8.5);
  });
  it('has the counts where there are any, and what is expected of them', () => {
    expect([first!.transitions, first!.regions]).toEqual([null, null]);
    expect(second!.theory).toMatchObject({ transitions: { exact: 8 }, regions: { exact: 9 } });
    const counted = {
      ...record,
      measures: {
        transitions: { values: Float64Array.of(3, 5, 4, 9), exponent: null },
        regions: { values: Float64Array.of(4, 9, 5, 13), exponent: null },
        correlation: { values: Float64Array.of(-0.5, 0.5, 0.25, 1), exponent: null },
        autocorrelation: { values: new Float64Array(4 * LAGS.length).fill(0.5), exponent: null },
      },
    };
    const [result] = resultDocument(EXPERIMENT, PROVENANCE, [{ ...cell, record: counted }]).cells;
    const [layer] = result!.layers;
    expect(first).not.toHaveProperty('correlation');
    expect(document.cells[0]!.totalTransitions).toBeNull();
    expect(result!.totalTransitions).toMatchObject({ mean: 10.5 });
    expect(layer!.correlation).toMatchObject({ mean: -0.125, n: 1 });
    expect(layer!.autocorrelation!.map(({ lag }) => lag)).toEqual(LAGS);
    expect(layer!.autocorrelation![3]).toMatchObject({ lag: 4 / 48, mean: 0.5, sd: 0 });
    expect(layer!.transitions).toMatchObject({ mean: 3.5, n: 2 });
    expect(layer!.regions).toMatchObject({ mean: 4.5, median: 4.5 });
  });
  it('divides by the input for the ratio', () => {
    expect(first!.ratio.mean).toBe(1.5);
    expect(second!.ratio.mean).toBe(3);
  });
  it('divides network by network for the growth: 12/4 and 0/2', () => {
    expect(first!.growth.mean).toBe(1.5);
    expect(second!.growth).toMatchObject({ mean: 1.5, n: 1 });
    expect(document.cells[0]!.meanGrowth).toMatchObject({ mean: 1.5, n: 1 });
  });
});

it('leaves a network out of the growth after its dead layer', () => {
  const dead = { ...record, length: Float64Array.of(4, 3, 0, 0) };
  const [only] = resultDocument(EXPERIMENT, PROVENANCE, [{ ...cell, record: dead }]).cells;
  expect(only!.layers[1]!.growth).toMatchObject({ mean: 3, sd: null, n: 1 });
  expect(only!.layers[1]!.ratio).toMatchObject({ mean: 3, n: 1 });
});

it('reports depth 1000 through logarithms, and growth as ever', () => {
  const { layers, meanGrowth } = madeUpDocument([{ growth: 10, depth: 1000, spread: 0 }]).cells[0]!;
  expect(layers[999]!.ratio).toMatchObject({ mean: null, ci95: null, median: null, n: 60 });
  expect(layers[999]!.ratio.meanLog).toBeCloseTo(1000 * Math.LN10, 9);
  expect(layers[999]!.growth.mean).toBeCloseTo(10, 12);
  expect(meanGrowth.mean).toBeCloseTo(10, 12);
});

it('holds no NaN and no infinity, so JSON loses nothing', () => {
  const infinite = { ...theory, upper: Number.POSITIVE_INFINITY, approximate: Number.NaN };
  const none = { ...record, length: new Float64Array(4) };
  const theories = [1, 2].map((layer) => ({ layer, ratio: infinite, growth: infinite }));
  const document = resultDocument(EXPERIMENT, PROVENANCE, [
    { ...cell, record: none, theory: theories },
    { ...cell, input: { ...cell.input, length: 0 } },
  ]);
  expect(document.cells[0]!.layers[0]!.theory.ratio).toMatchObject({ upper: null, approximate: null });
  expect(JSON.parse(JSON.stringify(document))).toEqual(document);
});
