/** An activation may be written as a text or as an object, alike in every function that takes one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import * as face from '../../src/node.ts';

const gaussian = { kind: 'gaussian' } as const;
const shared = {
  density: 1,
  weights: gaussian,
  sigmaW: 2,
  biases: gaussian,
  sigmaB: 0.5,
  scaling: 'fan-in',
} as const;
const circle = face.curve('circle', [
  [1, 0],
  [0, 1],
]);
const folder = mkdtempSync(join(tmpdir(), 'expressivity-activations-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'network.json');
writeFileSync(file, JSON.stringify({ layers: [{ weights: [[1, 2]] }] }));

type Input = face.ActivationInput;
const flat = (activation: Input): face.NetworkInput => ({
  inputDim: 2,
  widths: [5, 4],
  activation,
  ...shared,
});
const layered = (activation: Input): face.NetworkInput => ({
  inputDim: 2,
  layers: [5, 4].map((width) => ({ type: 'dense', width, activation, ...shared })),
});
const law = (activation: Input) => ({ activation, sigmaW: 2, sigmaB: 0.3 });
const small = { width: 4, depth: 2, networks: 3, points: 8 };
const cellsOf = async (input: face.ExperimentInput) => (await face.measureTrajectory(input)).cells;

const CALLS: Readonly<Record<string, (activation: Input) => unknown>> = {
  parseActivation: (a) => face.parseActivation(a),
  parseExperiment: (a) => face.parseExperiment({ activation: a }),
  'parseExperiment, a sweep': (a) => face.parseExperiment({ activation: [a, 'relu'] }),
  'parseExperiment, layers': (a) =>
    face.parseExperiment({ layers: [{ type: 'dense', width: 3, activation: a }] }),
  measureTrajectory: (a) => cellsOf({ ...small, activation: a }),
  curveImages: (a) => face.curveImages({ ...small, activation: a }, { layers: [1] }),
  simulateMeanField: (a) => face.simulateMeanField({ ...law(a), width: 6, depth: 2, networks: 2 }),
  'growthTheory, the shorthand': (a) => face.growthTheory(flat(a), { meanSquare: 1 }),
  growthTheory: (a) => face.growthTheory(layered(a), { meanSquare: 1 }),
  typicalGrowth: (a) => face.typicalGrowth(layered(a)),
  lengthVariation: (a) => face.lengthVariation(layered(a)),
  networksNeeded: (a) => face.networksNeeded(flat(a), 0.1),
  flatTangentGrowth: (a) => face.flatTangentGrowth(flat(a), 1, 2),
  polylineLoss: (a) => face.polylineLoss(flat(a), { angle: 1 }, 10, 1),
  raghuScalingLaw: (a) => face.raghuScalingLaw(flat(a), 1),
  sampledLengths: (a) => face.sampledLengths(flat(a), Float64Array.of(1, 0, 0, 1)),
  sampledTransitions: (a) => face.sampledTransitions(flat(a), Float64Array.of(1, 0, 0, 1)),
  firstLayerTransitions: (a) => face.firstLayerTransitions(flat(a), circle),
  wideTransitions: (a) => face.wideTransitions(flat(a), { angle: 1, meanSquare: 1 }),
  drawNetwork: (a) => face.drawNetwork(layered(a), 1, 2),
  givenNetwork: (a) => face.givenNetwork([{ weights: [[1]] }], a),
  'givenNetwork, a layer': (a) => face.givenNetwork([{ weights: [[1]], activation: a }], 'linear'),
  readNetwork: (a) => face.readNetwork(file, { activation: a }),
  meanField: (a) => face.meanField(law(a)),
  lengthMap: (a) => face.lengthMap(law(a), 1),
  lengthsByLayer: (a) => face.lengthsByLayer(law(a), 1, 3),
  lengthMapSteps: (a) => face.lengthMapSteps(law(a), 1, 0.1),
  covarianceMap: (a) => face.covarianceMap(law(a), 1, 2, 0.5),
  correlationMap: (a) => face.correlationMap(law(a), 0.5),
  correlationsByLayer: (a) => face.correlationsByLayer(law(a), 0.5, 3),
  curvatureByLayer: (a) => face.curvatureByLayer(law(a), 3),
  boundaryCurvatureByLayer: (a) => face.boundaryCurvatureByLayer(law(a), 3),
  edgeOfChaos: (a) => face.edgeOfChaos(a, { sigmaB: 0.3 }),
  phaseDiagram: (a) => face.phaseDiagram(a, { sigmaW: [1], sigmaB: [0.3] }),
  normalisedMeanField: (a) =>
    face.normalisedMeanField({ ...law(a), norm: 'rms-norm', place: 'before-activation' }),
  normalisedCorrelations: (a) =>
    face.normalisedCorrelations({ ...law(a), norm: 'rms-norm', place: 'after-activation' }, 0.5, 3),
  residualMeanField: (a) => face.residualMeanField({ ...law(a), sigmaV: 1, scale: 0.5 }, { q: 1, c: 0.5 }, 3),
  residualDepthScale: (a) => face.residualDepthScale({ ...law(a), sigmaV: 1, scale: 0.5 }),
  shallowLengthBound: (a) => face.shallowLengthBound(a, 10),
  shallowWidthNeeded: (a) => face.shallowWidthNeeded(law(a), { width: 10, depth: 3 }),
};

describe.each(Object.entries(CALLS))('%s', (_, call) => {
  test.each([
    ['leaky-relu:0.2', { name: 'leaky-relu', slope: 0.2 }],
    ['hard-tanh', { name: 'hard-tanh' }],
  ] as const)('takes %s as a text and as an object', async (text, object) => {
    expect(await call(text)).toEqual(await call(object));
  });

  test.each([
    'spline',
    'leaky-relu',
    'leaky-relu:1000',
    { name: 'leaky-relu', slope: 1000 },
    { name: 'spline' },
  ])('refuses %j by name', async (wrong) => {
    const refused = (async () => call(wrong as Input))();
    await expect(refused).rejects.toThrow(/activation[^:]*: .*expected .*, got /);
  });
});

test.each([
  [
    { activation: { name: 'leaky-relu', slope: 1000 } },
    'activation: expected leaky-relu:a with a number a in [-100, 100], got {"name":"leaky-relu","slope":1000}',
  ],
  [
    { activation: ['relu', { name: 'tanh', slope: 1 }] },
    'activation[1]: expected tanh, got {"name":"tanh","slope":1}',
  ],
  [
    { activation: ['leaky-relu:0.2', { name: 'leaky-relu', slope: 0.2 }] },
    'activation[1]: expected each value once, got "leaky-relu:0.2" again',
  ],
  [
    { layers: [{ type: 'dense', width: 3, activation: { name: 'leaky-relu' } }] },
    'layers[0]: activation: expected leaky-relu:a with a number a in [-100, 100], got {"name":"leaky-relu"}',
  ],
])('experiments say what is wrong with %j', (input, message) => {
  expect(() => face.parseExperiment(input)).toThrow(face.ExperimentError);
  expect(() => face.parseExperiment(input)).toThrow(message);
});
