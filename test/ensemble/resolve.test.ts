/** What `estimator: auto` comes to, and what an exact image is not taken for. */
import { describe, expect, test } from 'vitest';
import { planExperiment } from '../../src/ensemble/index.ts';
import { ExperimentError, type ExperimentInput, parseExperiment } from '../../src/experiment/index.ts';
import { givenNetwork } from '../../src/network/index.ts';
import { planOf } from './fixture.ts';

const base = { width: 20, depth: 3 } as const;
const estimatorsOf = (fields: object) =>
  planOf({ ...base, ...fields }).cells.map(({ estimator }) => estimator);

describe('unsaid, the estimator is', () => {
  test.each([{}, { activation: 'hard-tanh' }, { activation: 'linear' }, { density: 0.1, sigmaB: 1 }])(
    'exact for a line through pieces: %j',
    (fields) => {
      expect(estimatorsOf(fields)).toEqual(['exact']);
    },
  );

  test.each([
    { curve: 'arc' },
    { curve: 'circle' },
    { activation: 'tanh' },
    { draw: 'law', points: 20 },
    // Some 10^8 breakpoints.
    { width: 100, depth: 12, activation: 'hard-tanh', sigmaW: 16 },
  ])('polyline otherwise: %j', (fields) => {
    expect(estimatorsOf(fields)).toEqual(['polyline']);
  });

  test.each([
    { width: 5_200, depth: 10 },
    { width: 10_000, depth: 2 },
    { width: 100_000, depth: 10, density: 0 },
  ])('exact where the image fits memory: %j', (fields) => {
    expect(estimatorsOf(fields)).toEqual(['exact']);
  });

  test('polyline where it does not, which the plan says', () => {
    const { cells, experiment } = planOf({ width: [5_200, 15_000], depth: 10 });
    expect(cells.map(({ estimator }) => estimator)).toEqual(['exact', 'polyline']);
    expect(cells.map(({ notExact }) => notExact)).toEqual([
      null,
      'the exact image has about 75,000 breakpoints, of which some 23,000 fit the 4 GiB of a WebAssembly memory at this width',
    ]);
    expect(experiment.estimator).toBe('auto');
    const [alone] = planOf({ width: 15_000, depth: 10 }).cells;
    expect({ ...alone, run: 1 }).toEqual(cells[1]);
  });

  test('exact however deep a network and large its scale', () => {
    for (const sigmaW of [5e-324, 1e-200, 3, 1e300]) {
      for (const sigmaB of [0, 5e-324, 1, 1e160]) {
        for (const depth of [3, 520]) expect(estimatorsOf({ sigmaW, sigmaB, depth })).toEqual(['exact']);
      }
    }
  });

  test.each([
    { measure: ['length'] },
    { measure: ['length'], activation: 'tanh', curve: 'circle' },
    { untilRelativeCi: 0.1 },
    { untilRelativeCi: 0.1, curve: 'arc', density: [0.1, 0.5] },
  ])('tangent where lengths alone are asked for: %j', (fields) => {
    expect(new Set(estimatorsOf(fields))).toEqual(new Set(['tangent']));
  });

  test('not tangent where counts, other estimators or given weights are asked for', () => {
    expect(estimatorsOf({ measure: ['transitions'], untilRelativeCi: 0.1 })).toEqual(['exact']);
    expect(estimatorsOf({ measure: ['q'], untilRelativeCi: 0.1, curve: 'arc' })).toEqual(['polyline']);
    expect(estimatorsOf({ measure: ['length'], draw: 'law', points: 20 })).toEqual(['polyline']);
    expect(estimatorsOf({ untilRelativeCi: 0.1, estimator: 'exact' })).toEqual(['exact']);
    const networks = [givenNetwork([{ weights: [[1, 2]] }], 'relu')];
    const given = parseExperiment({ measure: ['length'], networkFile: 'a' });
    expect(planExperiment(given, { networks }).cells[0]!.estimator).toBe('exact');
  });

  test('not tangent where a layer takes means over the curve, of which a few points know little', () => {
    const layers = [{ type: 'dense', width: 5 }, { type: 'batch-norm' }];
    const of = (fields: object) => planOf({ layers, ...fields } as ExperimentInput).experiment;
    expect(of({ measure: ['length'] })).toMatchObject({ estimator: 'polyline', points: 1000 });
    expect(of({ untilRelativeCi: 0.1 })).toMatchObject({ estimator: 'polyline', points: 1000 });
    expect(of({ measure: ['length'], estimator: 'tangent' }).points).toBe(1000);
    expect(() => of({ measure: ['length'], estimator: 'tangent', points: 1 })).toThrow('points: expected');
  });

  test('the points of tangents are a rule of the curve, where nobody says them', () => {
    const pointsOf = (fields: object) => planOf({ ...base, ...fields }).experiment.points;
    expect(pointsOf({ measure: ['length'] })).toBe(8);
    expect(pointsOf({ untilRelativeCi: 0.1, curve: 'arc' })).toBe(8);
    expect(pointsOf({ measure: ['length'], curve: 'circle' })).toBe(16);
    expect(pointsOf({ measure: ['length'], estimator: 'tangent' })).toBe(8);
    expect(pointsOf({ measure: ['length'], points: 1 })).toBe(1);
    expect(pointsOf({ measure: ['length'], draw: 'law' })).toBe(1000);
    expect(pointsOf({ estimator: 'tangent', untilRelativeCi: 0.1 })).toBe(1000);
    expect(pointsOf({})).toBe(1000);
  });

  test('lengths alone have no counts, whatever measures them', () => {
    const measuresOf = (fields: object) =>
      planOf({ ...base, measure: ['length'], ...fields }).runs[0]!.subject.measures;
    expect(measuresOf({})).toEqual([]);
    expect(measuresOf({ estimator: 'exact' })).toEqual([]);
    expect(measuresOf({ estimator: 'polyline', draw: 'law', points: 20 })).toEqual([]);
  });

  test('one that measures what is asked for', () => {
    expect(estimatorsOf({ measure: ['regions'] })).toEqual(['exact']);
    expect(estimatorsOf({ curve: 'circle', measure: ['transitions'] })).toEqual(['polyline']);
  });

  test('of each cell its own, and stands in the experiment where all agree', () => {
    const mixed = planOf({ ...base, activation: ['relu', 'tanh'], sigmaB: [0, 1] });
    expect(mixed.cells.map(({ estimator }) => estimator)).toEqual(['exact', 'polyline', 'exact', 'polyline']);
    expect(mixed.runs.map(({ subject }) => subject.estimator)).toEqual([
      'exact',
      'polyline',
      'exact',
      'polyline',
    ]);
    expect(mixed.experiment.estimator).toBe('auto');
    expect(planOf(base).experiment).toMatchObject({ estimator: 'exact', draw: 'weights' });
  });
});

const pooled = {
  inputShape: [4, 4, 1],
  layers: [
    { type: 'conv2d', channels: 3, kernel: 3 },
    { type: 'max-pool', kernel: 2 },
    { type: 'dense', width: 3 },
  ],
} as const;

test('exact images go through the largest values of patches', () => {
  const estimatorOf = (fields: object) => planOf({ ...pooled, ...fields }).experiment.estimator;
  expect(estimatorOf({})).toBe('exact');
  expect(estimatorOf({ estimator: 'exact', curve: 'polyline', measure: ['transitions'] })).toBe('exact');
  expect(estimatorOf({ curve: 'arc' })).toBe('polyline');
  expect(estimatorOf({ activation: 'tanh' })).toBe('polyline');
});

describe('an exact image is refused', () => {
  const refusal = (fields: object) => () => planOf({ ...base, estimator: 'exact', ...fields });

  test('where there is none', () => {
    expect(refusal({ curve: 'arc' })).toThrow(
      new ExperimentError('estimator', 'polyline for a curve that is not straight (arc)', 'exact'),
    );
    expect(refusal({ activation: 'erf' })).toThrow(
      new ExperimentError('estimator', 'polyline for an activation without linear pieces (erf)', 'exact'),
    );
    const norm = { layers: [...pooled.layers, { type: 'rms-norm' }], inputShape: pooled.inputShape };
    expect(refusal({ width: null, depth: null, ...norm })).toThrow(
      new ExperimentError('estimator', 'polyline or tangent for a layer of type rms-norm', 'exact'),
    );
  });

  test('where it does not fit the memory of the kernels', () => {
    expect(refusal({ width: 100, depth: 14, activation: 'hard-tanh', sigmaW: 16 })).toThrow(
      /^estimator: expected polyline or tangent for an image of about \d+,000,000 breakpoints, .* got exact$/,
    );
  });

  test('without advice to take fewer points, of which it takes none, and with a number that there is', () => {
    expect(refusal({ width: 15_000, depth: 10 })).toThrow(
      new ExperimentError(
        'estimator',
        'polyline or tangent for an image of about 75,000 breakpoints, of which some 23,000 fit the 4 GiB of a WebAssembly memory at these widths',
        'exact',
      ),
    );
    expect(refusal({ depth: 100, activation: 'hard-tanh', sigmaW: 1e10 })).toThrow(
      /^estimator: expected polyline or tangent for an image of more than 1e15 breakpoints, of which /,
    );
  });

  test('where measures need it and auto does not take it, with the reason', () => {
    const chaotic = { width: 100, depth: 12, activation: 'hard-tanh', sigmaW: 16 };
    expect(() => planOf({ ...chaotic, measure: ['regions'] })).toThrow(
      /^measure: expected what the polyline estimator measures \(.*\), got regions \(the exact image has about [\d,]+ breakpoints, and auto takes up to 100,000\)$/,
    );
  });

  test('by law', () => {
    expect(refusal({ draw: 'law' })).toThrow(/^draw: expected weights with the exact estimator/);
  });
});

test('work is cut by what exact images cost: about as much as so many samples', () => {
  const exact = planOf({ width: 784, depth: 10 }).runs[0]!;
  const sampled = planOf({ width: 784, depth: 10, estimator: 'polyline', points: 1800 }).runs[0]!;
  expect(exact.cost / sampled.cost).toBeGreaterThan(0.8);
  expect(exact.cost / sampled.cost).toBeLessThan(1.25);
  expect(planOf({ width: 4, depth: 2 }).runs[0]!.blockSize).toBeGreaterThan(100);
});
