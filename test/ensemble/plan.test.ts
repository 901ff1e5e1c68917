import { describe, expect, test } from 'vitest';
import { planExperiment } from '../../src/ensemble/index.ts';
import { InputError, parseExperiment } from '../../src/experiment/index.ts';
import { mapLayers } from '../../src/network/index.ts';
import { planOf } from './fixture.ts';

const base = { width: 20, depth: 2, points: 10, networks: 5 } as const;
const runsOf = (input: object) => planOf({ ...base, ...input }).runs.length;

describe('cells', () => {
  const plan = planOf({ ...base, density: [0.1, 1], sigmaW: [1, 2], activation: ['relu', 'hard-tanh'] });

  test('stand in grid order, each with its own parameters and its complete network', () => {
    expect(plan.cells.map(({ parameters: p }) => [p.density, p.sigmaW, p.activation])).toEqual([
      [0.1, 1, 'relu'],
      [0.1, 1, 'hard-tanh'],
      [0.1, 2, 'relu'],
      [0.1, 2, 'hard-tanh'],
      [1, 1, 'relu'],
      [1, 1, 'hard-tanh'],
      [1, 2, 'relu'],
      [1, 2, 'hard-tanh'],
    ]);
    for (const { parameters, network } of plan.cells) {
      const { sigmaW } = parameters;
      expect(network).toMatchObject({
        inputDim: 20,
        layers: [
          { width: 20, sigmaW },
          { width: 20, sigmaW },
        ],
      });
    }
  });

  test('name the run and the factor that give their lengths', () => {
    for (const { network, run, sigma } of plan.cells) {
      const measured = plan.runs[run]!.subject.network;
      expect(mapLayers(measured, (layer) => ({ ...layer, sigmaW: layer.sigmaW * sigma }))).toEqual(network);
    }
  });

  test('know their input curve', () => {
    expect(plan.cells[0]!.input.length).toBeCloseTo(Math.SQRT2, 14);
    expect(plan.cells[0]!.input.angle).toBeCloseTo(Math.PI / 2, 14);
    expect(plan.cells[0]!.input.dim).toBe(20);
    const arc = planOf({ ...base, curve: 'arc' }).cells[0]!.input;
    expect(arc.meanSquare * 20).toBeCloseTo(1, 12);
  });
});

describe('runs', () => {
  test('are shared by cells that differ in sigmaW alone, where lengths scale exactly', () => {
    expect(runsOf({ sigmaW: [1, 2, 3] })).toBe(1);
    expect(runsOf({ sigmaW: [1, 2, 3], density: [0.5, 1] })).toBe(2);
    expect(runsOf({ sigmaW: [1, 2, 3], activation: ['relu', 'abs'] })).toBe(2);
  });

  test('are not shared where something else sets a scale', () => {
    expect(runsOf({ sigmaW: [1, 2, 3], sigmaB: 0.1 })).toBe(3);
    expect(runsOf({ sigmaW: [1, 2, 3], activation: 'hard-tanh' })).toBe(3);
    expect(runsOf({ sigmaW: [0, 1] })).toBe(2);
  });

  test('are cut in blocks of at least one network by the experiment alone', () => {
    const small = planOf({ ...base, width: 2, depth: 1 }).runs[0]!;
    const large = planOf({ ...base, width: 4000, depth: 10, points: 2000 }).runs[0]!;
    expect(small.blockSize).toBeGreaterThan(100);
    expect(large.blockSize).toBe(1);
    expect(large.cost).toBeGreaterThan(small.cost);
    expect(planOf({ ...base, networks: 1 }).runs).toEqual(planOf({ ...base, networks: 10_000 }).runs);
  });

  test('have the seed and the points of the experiment', () => {
    const [run] = planOf({ ...base, seed: 12, points: 77 }).runs;
    expect(run!.subject).toMatchObject({ seed: 12, points: 77, curve: { kind: 'line' } });
  });
});

describe('input', () => {
  test('is as wide as the first layer unless the experiment says otherwise', () => {
    expect(planOf({ ...base, width: [5, 9] }).cells.map(({ input }) => input.dim)).toEqual([5, 9]);
    expect(planOf({ ...base, width: [5, 9], inputDim: 7 }).cells.map(({ input }) => input.dim)).toEqual([
      7, 7,
    ]);
    expect(planOf({ widths: [8, 3], points: 10 }).cells[0]!.network.inputDim).toBe(8);
  });

  test('cells of one dimension share one curve, and the seed alone decides which', () => {
    const plan = planOf({ ...base, density: [0.5, 1] });
    expect(plan.runs[1]!.subject.curve).toBe(plan.runs[0]!.subject.curve);
    expect(planOf(base).runs[0]!.subject.curve).toEqual(plan.runs[0]!.subject.curve);
    expect(planOf({ ...base, seed: 1 }).runs[0]!.subject.curve).not.toEqual(plan.runs[0]!.subject.curve);
  });

  test('what does not fit is refused before the input is looked at', () => {
    // Equal points, which no curve goes through.
    const vertices = [new Float64Array(1_000_000), new Float64Array(1_000_000)];
    const refusal = (fields: object) => () =>
      planExperiment(parseExperiment({ width: 1_000_000, endpoints: 'ends.npy', ...fields }), { vertices });
    expect(refusal({ estimator: 'polyline' })).toThrow(/^points: expected at most about/);
    expect(refusal({ estimator: 'tangent' })).toThrow(/^points: expected at most about/);
    expect(refusal({ curve: 'arc' })).toThrow(/^points: expected at most about/);
    expect(refusal({ estimator: 'exact', measure: ['metric', 'curvature2'] })).toThrow(
      /^measure: expected a smooth/,
    );
    expect(refusal({ points: 2, networks: 1e9 })).toThrow(/^endpoints: expected /);
    expect(refusal({ curve: 'arc', points: 2, networks: 1e9 })).toThrow(/^networks: expected at most/);
  });

  test('from a file comes beside the experiment, and fixes the dimension', () => {
    const experiment = parseExperiment({ ...base, endpoints: 'ends.csv', curve: 'polyline' });
    const vertices = [
      [0, 0, 0],
      [3, 4, 0],
      [3, 4, 12],
    ];
    const { input, network } = planExperiment(experiment, { vertices }).cells[0]!;
    expect(input).toMatchObject({ length: 17, dim: 3 });
    expect(network.inputDim).toBe(3);
    expect(() => planExperiment(experiment)).toThrow(InputError);
    expect(() => planExperiment(experiment)).toThrow(
      'endpoints: expected the vertices of "ends.csv" beside the experiment, got none',
    );
    const other = parseExperiment({ ...base, endpoints: 'ends.csv', curve: 'polyline', inputDim: 4 });
    expect(() => planExperiment(other, { vertices })).toThrow(
      'inputDim: expected 3, the dimension of the endpoints, got 4',
    );
    const line = parseExperiment({ ...base, endpoints: 'ends.csv' });
    expect(() => planExperiment(line, { vertices })).toThrow(
      'endpoints: expected two points for a line, got 3',
    );
  });
});

test('an activation that squares is refused wherever a block has one', () => {
  const dense = (fields: object = {}) => ({
    type: 'dense' as const,
    width: 4,
    activation: 'relu',
    ...fields,
  });
  const squares = { activation: 'squared-relu' };
  const block = (inner: object, outer: object) => ({
    type: 'residual' as const,
    branch: [dense(inner), dense({ activation: 'linear' })],
    ...outer,
  });
  for (const layer of [
    block(squares, {}),
    block({}, squares),
    block({}, { branchActivation: 'squared-relu' }),
  ])
    expect(() => planOf({ networks: 1, points: 4, inputDim: 4, layers: [dense(), layer] })).toThrow(
      'activation: expected one that does not square in residual blocks and behind normalisation, got squared-relu',
    );
});
