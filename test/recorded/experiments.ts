/**
 * Experiments whose cells are recorded: every law, activation, estimator, draw mode, measure, curve, sweep
 * and kind of endpoints.
 */
import type { ExperimentInput } from '../../src/experiment/index.ts';
import { MEASURE_NAMES, MEASURES, type MeasureName } from '../../src/experiment/measures.ts';

const small = { width: 24, depth: 4, networks: 12 } as const;
const sampled = { ...small, estimator: 'polyline', points: 40 } as const;

function measures(keep: (name: MeasureName) => boolean): MeasureName[] {
  return MEASURE_NAMES.filter(keep);
}
const exactMeasures = measures((name) => (MEASURES[name].estimators as readonly string[]).includes('exact'));
const sampledMeasures = measures(
  (name) =>
    (MEASURES[name].estimators as readonly string[]).includes('polyline') &&
    MEASURES[name].needs !== 'smooth',
);
const smoothMeasures = measures(
  (name) =>
    (MEASURES[name].estimators as readonly string[]).includes('polyline') &&
    MEASURES[name].needs !== 'pieces',
);

export const EXPERIMENTS: Readonly<Record<string, ExperimentInput>> = {
  defaults: { networks: 8 },
  'law gaussian': { ...small, weights: 'gaussian' },
  'law uniform': { ...small, weights: 'uniform' },
  'law discrete': { ...small, weights: 'discrete' },
  'law of four values': { ...small, weights: 'discrete:-2:-1:1:2', density: 0.4 },
  'sparse gaussian': { ...small, density: 0.3, sigmaW: 2 },
  'sparse uniform': { ...small, density: 0.3, weights: 'uniform', sigmaW: 2 },
  'sparse discrete': { ...small, density: 0.1, weights: 'discrete', sigmaW: 3 },
  'density 0': { ...small, density: 0, sigmaB: 0.5 },
  'biases gaussian': { ...small, sigmaB: 0.5 },
  'biases uniform': { ...small, sigmaB: 0.5, biases: 'uniform' },
  'biases discrete': { ...small, sigmaB: 0.5, biases: 'discrete', density: 0.5 },
  'no scaling': { ...small, scaling: 'none', sigmaW: 0.3 },
  'sigmaW 0': { ...small, sigmaW: 0, sigmaB: 1 },
  'widths one by one': { widths: [40, 7, 130, 3], inputDim: 9, networks: 12 },
  'width 1': { width: 1, depth: 3, networks: 40, inputDim: 2 },
  'depth 1': { width: 60, depth: 1, networks: 12 },
  'depth 500 exact': { width: 8, depth: 500, networks: 6 },
  'depth 500 polyline': { width: 8, depth: 500, networks: 6, estimator: 'polyline', points: 20 },
  'depth 500 law': { width: 40, depth: 500, networks: 4, estimator: 'polyline', points: 10, draw: 'law' },
  'depth 500 tanh': { width: 12, depth: 500, networks: 2, points: 16, activation: 'tanh', sigmaW: 1.5 },
  'exact relu measures': { ...small, measure: exactMeasures, sigmaB: 0.2 },
  'exact leaky relu': { ...small, activation: 'leaky-relu:0.2', measure: ['patterns', 'linearRegions'] },
  'exact abs': { ...small, activation: 'abs', sigmaB: 0.1 },
  'exact linear': { ...small, activation: 'linear' },
  'exact hard-tanh measures': { ...small, activation: 'hard-tanh', sigmaW: 2, measure: exactMeasures },
  'exact polyline curve': { ...small, curve: 'polyline', endpoints: 'mnist:3,8,#17', density: 0.5 },
  'sampled relu measures': { ...sampled, measure: sampledMeasures },
  'sampled relu circle': { ...sampled, curve: 'circle', draw: 'weights' },
  'sampled relu arc by law': { ...sampled, curve: 'arc', draw: 'law' },
  'sparse by law': { ...sampled, density: 0.3, draw: 'law', points: 3, width: 300 },
  'law with biases': { ...sampled, width: 120, points: 20, draw: 'law', sigmaB: 0.4 },
  'law hard-tanh': { ...sampled, width: 120, points: 20, draw: 'law', activation: 'hard-tanh', sigmaW: 2 },
  'polyline auto draw': { ...sampled, draw: 'auto', width: 100 },
  'tangent relu': { ...small, estimator: 'tangent', points: 12, density: 0.5 },
  'tangent measures': { ...small, estimator: 'tangent', points: 24, measure: ['q', 'metric', 'transitions'] },
  'tangent circle': { ...small, estimator: 'tangent', points: 12, curve: 'circle', activation: 'tanh' },
  'tanh measures': { ...sampled, activation: 'tanh', curve: 'circle', measure: smoothMeasures, sigmaW: 2.5 },
  'erf measures': {
    ...sampled,
    activation: 'erf',
    measure: ['curvature2', 'gaussMapLength', 'turningAngle'],
  },
  'sin arc': { ...sampled, activation: 'sin', curve: 'arc', sigmaW: 3, sigmaB: 0.3 },
  'smooth sparse discrete': { ...sampled, activation: 'erf', density: 0.4, weights: 'discrete', sigmaW: 2 },
  'leaky relu circle': { ...sampled, activation: 'leaky-relu:-0.3', curve: 'circle' },
  'endpoints gaussian': { ...small, endpoints: 'gaussian', seed: 5 },
  'endpoints digits': { ...small, endpoints: 'mnist:0,1', density: 0.25, sigmaW: 3 },
  'circle through digits': { ...sampled, curve: 'circle', endpoints: 'mnist:#3,#8', points: 30 },
  'large seed': { ...small, seed: Number.MAX_SAFE_INTEGER },
  'tiny scale': { ...small, sigmaW: 1e-20, depth: 8 },
  'large scale': { ...small, sigmaW: 1e20, depth: 20, sigmaB: 3 },
  'sweep of sigmaW': { ...small, sigmaW: [0.5, 1, 2, 4], networks: 10 },
  'sweep of everything': {
    width: [8, 20],
    depth: 3,
    density: [0.5, 1],
    weights: ['gaussian', 'discrete'],
    sigmaW: [1, 2],
    sigmaB: [0, 0.5],
    activation: ['relu', 'hard-tanh'],
    networks: 6,
  },
  'sweep over estimators': { ...small, activation: ['relu', 'tanh', 'abs'], points: 30 },
  'until relative ci': { width: 30, depth: 2, untilRelativeCi: 0.2, networks: null, estimator: 'exact' },
  'until relative ci, sweep': {
    width: 16,
    depth: 3,
    density: [0.3, 1],
    untilRelativeCi: 0.3,
    networks: null,
    estimator: 'polyline',
    points: 12,
  },
  'lengths alone': { ...small, density: [0.3, 1], measure: ['length'] },
  'lengths alone until relative ci': { width: 30, depth: 2, curve: 'circle', untilRelativeCi: 0.1 },
  'lengths alone, exact': { ...small, measure: ['length'], estimator: 'exact' },
  'lengths alone, one tangent': { ...small, measure: ['length'], points: 1, activation: 'tanh' },
  'several blocks': { width: 12, depth: 3, networks: 2500 },
  'wide and sparse': { width: 784, depth: 2, density: 0.03, networks: 2, endpoints: 'mnist:3,8' },
};
