/** Theory of networks of maxout layers beside measured ones, and what is known of them without measuring. */
import { describe, expect, test } from 'vitest';
import { curve, endpoints } from '../../src/curve/index.ts';
import { type ExperimentInput, parseExperiment } from '../../src/experiment/index.ts';
import type { LayerFields } from '../../src/experiment/input.ts';
import { makeLayers } from '../../src/experiment/layers.ts';
import { measureTrajectory } from '../../src/index.ts';
import type { NetworkSpec } from '../../src/network/index.ts';
import { simulateMeanField } from '../../src/run/mean-field-simulation.ts';
import { growthTheory } from '../../src/theory/index.ts';
import { knowsAlong, meanFieldAlong } from '../../src/theory/meanfield/along-curve.ts';
import { fixedPointRadius } from '../../src/theory/meanfield/fixed-point-radius.ts';
import { expectClose } from './fixture.ts';

const DEFAULTS = parseExperiment({});
const INPUT = 20;

const network = (layers: readonly object[], own: object = {}): NetworkSpec => ({
  inputDim: INPUT,
  layers: makeLayers(
    layers as readonly LayerFields[],
    { ...DEFAULTS, density: 1, sigmaW: 1, sigmaB: 0, activation: 'linear', ...own } as never,
    { size: INPUT, shape: null },
  ),
});
const dense = (width: number, rest: object = {}) => ({ type: 'dense', width, ...rest });
const maxout = (pieces: number) => ({ type: 'maxout', pieces });

/** How far a theory may be from the means of wide networks, in standard errors. */
const BAND = 4.5;

interface Stat {
  readonly mean: number;
  readonly sem: number;
}

/** Of the layers of one cell. */
type Measured = readonly (Readonly<Record<string, Stat>> & {
  readonly layer: number;
  readonly theory: Readonly<Record<string, Readonly<Record<string, number | null>>>>;
})[];

async function measured(own: ExperimentInput): Promise<Measured> {
  const { cells } = await measureTrajectory({ estimator: 'tangent', points: 48, ...own });
  return cells[0]!.layers as unknown as Measured;
}

describe('wide networks of maxout', () => {
  test.each<ExperimentInput>([
    { activation: 'maxout:3', curve: 'line', sigmaW: 0.9 },
    { activation: 'maxout:5', curve: 'line', sigmaW: 0.9, sigmaB: 0.3 },
    { activation: 'maxout:2', curve: 'circle', sigmaW: 1, density: 0.5 },
  ])('have the measures that theory says: %o', async (own) => {
    const seed = 3;
    const names = ['q', 'metric', 'speed', 'correlation'] as const;
    const shape = { inputDim: 30, depth: 2, width: 200, networks: 100 };
    for (const layer of await measured({ ...shape, measure: [...names], seed, ...own })) {
      const values = [
        ...names.map((name) => [name, layer.theory[name]!.meanField!] as const),
        ...(['ratio', 'growth'] as const).map((name) => [name, layer.theory[name]!.approximate!] as const),
      ];
      for (const [name, value] of values) {
        const { mean, sem } = layer[name]!;
        // Rounding of single precision, where every network has the same.
        const off = Math.abs(mean - value) / Math.max(sem, 1e-5);
        const said = `${name}, layer ${layer.layer}, seed ${seed}: ${mean} ± ${sem}, in theory ${value}`;
        expect(off, said).toBeLessThan(BAND);
      }
    }
  });

  test('of few units too lie within the bracket, for tangents that lean on their points', async () => {
    const seed = 5;
    const layers = [dense(15), maxout(5), dense(12), maxout(3)] as never;
    const shape = { inputDim: 2, layers, activation: 'linear', sigmaW: 1, networks: 2000 };
    for (const { layer, ratio, theory } of await measured({ ...shape, seed })) {
      const { lower, upper } = theory.ratio!;
      const { mean, sem } = ratio!;
      const said = `layer ${layer}, seed ${seed}: ${mean} ± ${sem} in [${lower}, ${upper}]`;
      expect(mean, said).toBeGreaterThan(lower! - BAND * sem);
      expect(mean, said).toBeLessThan(upper! + BAND * sem);
    }
  });

  test('are simulated beside their mean field, one row for a dense layer and its units', async () => {
    const law = { activation: 'maxout:3', sigmaW: 0.8, sigmaB: 0.3 };
    const seed = 6;
    const { layers, inputMeanSquare } = await simulateMeanField({
      ...law,
      ...{ width: 150, depth: 3, networks: 60, points: 25, seed },
    });
    expect(layers.map(({ layer }) => layer)).toEqual([1, 2, 3]);
    const qStar = 0.09 / (1 - 0.64 * (1 + Math.sqrt(3) / (2 * Math.PI)));
    expectClose(inputMeanSquare, (qStar - 0.09) / 0.64, 1e-12);
    for (const { layer, q, chi1, metric, curvature2 } of layers) {
      expectClose(q.predicted, qStar, 1e-12);
      if (layer > 1) expectClose(chi1!.predicted, 0.64, 1e-12);
      for (const compared of [q, metric, ...(chi1 === null ? [] : [chi1])])
        expect(Math.abs(compared.z!), `layer ${layer}, seed ${seed}: z ${compared.z}`).toBeLessThan(BAND);
      expect(curvature2).toBeNull();
    }
  });
});

describe('theory of layers', () => {
  const growth = (layers: readonly object[], own: object = {}) =>
    growthTheory(network(layers, own), { meanSquare: 1 }).map((layer) => layer.growth);

  test('of groups of one change nothing', () => {
    expect(growth([dense(30), maxout(1)])[1]).toMatchObject({ approximate: 1, exact: null });
    const line = curve('line', endpoints('gaussian', 3, INPUT));
    const [, one] = meanFieldAlong(network([dense(30), maxout(1)]), line);
    const [plain] = meanFieldAlong(network([dense(30)]), line);
    expect([one!.q, one!.metric, one!.correlation]).toEqual([plain!.q, plain!.metric, plain!.correlation]);
  });

  test('of wide layers is a share 1/k of the squares, more for tangents along their points', () => {
    const layers = [dense(3e5), maxout(3)];
    expectClose(growth(layers)[1]!.approximate, Math.sqrt(1 / 3), 1e-5);
    const away = [1, 2].map((r) => new Float64Array(INPUT).fill(r));
    const along = { meanSquare: 1, curve: curve('line', away) };
    const upper = Math.sqrt((1 + Math.sqrt(3) / (2 * Math.PI)) / 3);
    const [, leaning] = growthTheory(network(layers), along);
    expectClose(leaning!.growth.approximate, upper, 1e-5);
    expectClose(leaning!.growth.upper, upper, 1e-5);
  });

  test.each([
    ['sparse rows', { density: 0.5 }],
    ['weights that are not Gaussian', { weights: 'uniform' }],
    ['biases that are not Gaussian', { biases: 'uniform', sigmaB: 1 }],
  ])('has no bracket for %s', (_, own) => {
    const [, units] = growth([dense(60), maxout(3)], own);
    expect(units).toMatchObject({ lower: null, upper: null, exact: null, priceTanner: null });
    expect(units!.approximate).toBeGreaterThan(0.5);
  });

  test.each([
    ['another activation', [dense(60, { activation: 'tanh' }), maxout(3)], 1],
    ['another maxout layer', [dense(60), maxout(2), maxout(3)], 2],
    ['the input', [maxout(2), dense(10)], 0],
  ])('is null for the largest of what is not Gaussian: behind %s', (_, layers, at) => {
    const line = curve('line', endpoints('gaussian', 3, INPUT));
    expect(growth(layers)[at]).toMatchObject({ lower: null, upper: null, approximate: null });
    expect(knowsAlong(network(layers), line)).toBe(false);
  });

  test('has the radius of q* of the rows and what acts on them', () => {
    const qStar = 0.09 / (1 - 0.64 * (1 + Math.sqrt(3) / (2 * Math.PI)));
    const spec = network([dense(60), maxout(3)], { sigmaW: 0.8, sigmaB: 0.3 });
    expectClose(fixedPointRadius(spec), Math.sqrt(((qStar - 0.09) / 0.64) * INPUT), 1e-12);
  });
});
