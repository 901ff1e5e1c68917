/** A right call of every function that the package exports: each argument is there, and every field that may be left out. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planExperiment } from '../../src/ensemble/index.ts';
import { uniformNetwork } from '../../src/network/index.ts';
import * as face from '../../src/node.ts';

export interface Call {
  /** Every argument. */
  readonly args: readonly unknown[];
  /** Makes the call; by default of the function itself. */
  readonly call?: (...args: never[]) => unknown;
  /** How deep wrong values are put into the arguments; 1 are the arguments themselves. */
  readonly depth?: number;
}

const gaussian = { kind: 'gaussian' } as const;
const discrete = { kind: 'discrete', values: [-2, -1, 1, 2] } as const;
const flat: face.UniformNetwork = {
  inputDim: 3,
  widths: [4, 3],
  density: 1,
  weights: gaussian,
  sigmaW: 1.5,
  biases: discrete,
  sigmaB: 0.5,
  scaling: 'fan-in',
  activation: { name: 'leaky-relu', slope: 0.1 },
};
const network = uniformNetwork(flat);
const law = { activation: { name: 'tanh' }, sigmaW: 2, sigmaB: 0.3, density: 0.9 };
const own = {
  value: Math.atan,
  derivative: (h: number) => 1 / (1 + h * h),
  secondDerivative: (h: number) => (-2 * h) / (1 + h * h) ** 2,
  odd: true,
  range: Math.PI,
};
const line: face.Curve = { kind: 'line', vertices: [Float64Array.of(1, 0, 0), Float64Array.of(0, 1, 0.5)] };
const circle: face.Curve = { ...line, kind: 'circle' };
/** As a user might write it: no marks of having been checked. */
const relu: face.GivenNetwork = {
  ...face.drawNetwork(uniformNetwork({ ...flat, activation: { name: 'relu' } }), 0, 0),
};
const tanh: face.GivenNetwork = {
  ...relu,
  layers: relu.layers.map((layer) => ({ ...layer, activation: { name: 'tanh' } })),
};
const plane = face.planeAlong([0, 0, 0], [1, 0, 0], [0, 1, 0]);
const window = { x0: -1, x1: 1, y0: -1, y1: 1 };
const point = [0.1, 0.2, 0.3];
const readout = [1, -1, 0.5];
const constants = { gradient: 1, biasDensity: 0.5 };
const experiment = {
  width: 6,
  depth: 2,
  networks: 3,
  points: 10,
  curve: 'circle',
  estimator: 'polyline',
} as const;
const parsed = face.parseExperiment(experiment);
const plan = planExperiment(parsed);
const subject = plan.runs[0]!.subject;
const result = await face.measureTrajectory({ ...experiment, density: [0.5, 1] });
const signal = new AbortController().signal;
const onProgress = () => {};
const running = { signal, onProgress };
const folder = mkdtempSync(join(tmpdir(), 'expressivity-calls-'));

export const CALLS: Readonly<Record<string, Call>> = {
  activationPattern: { args: [relu, point] },
  boundaryCurvatureByLayer: { args: [law, 4, { first: 1.2 }] },
  boundaryCurvatures: { args: [tanh, readout, point] },
  boundaryPoints: { args: [tanh, readout, circle, { points: 20, most: 2 }] },
  correlationMap: { args: [law, 0.5] },
  correlationsByLayer: { args: [law, 0.5, 4] },
  covarianceMap: { args: [law, 1, 2, 0.5] },
  crossingRate: { args: [1, { variance: 1, covariance: 0.2, slopeVariance: 2 }] },
  curvatureAt: { args: [tanh, circle, 0.3] },
  curvatureByLayer: { args: [law, 4, { first: 1.2 }] },
  curve: { args: ['polyline', [[1, 0], [0, 1], Float64Array.of(1, 1)]] },
  curveAngle: { args: [line] },
  curveBend: { args: [{ ...line, kind: 'arc' }] },
  curveImages: {
    args: [
      { width: 6, depth: 2, points: 10 },
      {
        layers: [1],
        network: 3,
        vertices: [
          [1, 0],
          [0, 1],
        ],
      },
    ],
  },
  curveLength: { args: [{ ...line, kind: 'arc' }] },
  curveMeanSquare: { args: [line] },
  defaultThreads: { args: [] },
  digitVectors: { args: ['mnist:3,#8'] },
  drawNetwork: { args: [network, 1, 2] },
  edgeOfChaos: { args: [own, { sigmaB: 0.3, density: 0.9 }] },
  endpoints: { args: ['orthonormal', 1, 4] },
  endpointVectors: { args: ['gaussian', { seed: 1, dim: 4 }] },
  exactImage: { args: [relu, line.vertices, { details: true }] },
  exactSlice: { args: [relu, plane, window, { most: 1000 }] },
  expectedBreakpoints: { args: [[4, 3], 1.2] },
  expectedTransitions: { args: [[4, 3], 1.2] },
  experimentJsonSchema: { args: [] },
  explain: { args: ['priceTanner'] },
  ExperimentError: {
    args: ['density', 'a number', 'none', 1],
    call: (...a: [string, string, string, number]) => new face.ExperimentError(...a).field,
  },
  firstLayerTransitions: { args: [network, circle] },
  flatTangentGrowth: { args: [network, 1, 2] },
  gaussianBiasDensity: { args: [0.5] },
  givenNetwork: {
    args: [
      [
        { weights: [[1, 2], Float64Array.of(3, 4)], biases: [0, 1] },
        { weights: [[1, 1]], activation: { name: 'leaky-relu', slope: 0.1 } },
      ],
      { name: 'relu' },
    ],
  },
  growthTheory: { args: [network, { meanSquare: 1 }] },
  haninRolnickBreakpoints: { args: [10, 2, constants] },
  haninRolnickRegions: { args: [2, 10, 2, constants] },
  hessianVector: { args: [tanh, readout, point, [1, 0, 0], { layer: 0 }] },
  inlineExecutor: {
    args: [[subject], { kernels: 'simd128', tasks: 1 }],
    call: async (...a: Parameters<typeof face.inlineExecutor>) =>
      (await face.inlineExecutor(...a)).execute({ run: 0, first: 0, networks: 1 }),
  },
  InputError: {
    args: ['x', '1', '2'],
    call: (...a: [string, string, string]) => new face.InputError(...a).name,
  },
  InterruptedError: { args: [1, 2], call: (a: number, b: number) => new face.InterruptedError(a, b).name },
  KernelsUnavailableError: { args: ['x'], call: (m: string) => new face.KernelsUnavailableError(m).name },
  lengthMap: { args: [law, 1] },
  lengthMapSteps: { args: [law, 1, 0.1] },
  lengthsByLayer: { args: [law, 1, 4] },
  lengthVariation: { args: [network] },
  meanField: { args: [{ ...law, activation: own }] },
  measureTrajectory: {
    args: [
      experiment,
      {
        ...running,
        vertices: [
          [1, 0],
          [0, 1],
        ],
      },
    ],
  },
  networksNeeded: { args: [network, 0.05, { layer: 2 }] },
  parseActivation: { args: ['leaky-relu:0.1'] },
  parseExperiment: { args: [{ ...parsed, depth: 2 }] },
  parseLaw: { args: ['discrete:-1:1'] },
  phaseDiagram: { args: [{ name: 'erf' }, { sigmaW: [1, 2], sigmaB: [0.1, 0.2], density: 0.9 }] },
  planeAlong: { args: [[0, 0, 0], [1, 0, 0], Float64Array.of(0, 1, 0)] },
  planeCoordinates: { args: [plane, point] },
  planeThrough: { args: [[[0, 0], [1, 0], Float64Array.of(0, 1)]] },
  polylineLoss: { args: [uniformNetwork({ ...flat, sigmaB: 0 }), { angle: 1 }, 10, 2] },
  poolExecutor: {
    args: [[subject], { threads: 1, kernels: 'simd128', tasks: 1 }],
    call: async (...a: Parameters<typeof face.poolExecutor>) => (await face.poolExecutor(...a)).close(),
    depth: 2,
  },
  raghuPatternUpper: { args: [2, [8, 8], { activation: { name: 'hard-tanh' } }] },
  raghuScalingLaw: {
    args: [uniformNetwork({ ...flat, biases: gaussian, activation: { name: 'hard-tanh' } }), 2],
  },
  randomReadout: { args: [relu, 1, 2] },
  readDigits: {
    args: [{ mnistDir: folder }],
    call: (options: face.DigitOptions) =>
      face.readDigits(options).catch((error: Error) => {
        if (!error.message.includes(folder)) throw error;
      }),
  },
  readExperiment: { args: [join(folder, 'none.json')] },
  readNetwork: { args: [join(folder, 'none.json'), { activation: 'relu' }] },
  readVectors: { args: [join(folder, 'none.csv')] },
  regionBounds: { args: [2, [8, 8]] },
  resultCsv: { args: [result], depth: 6 },
  resultTable: { args: [result, { color: false, width: 80 }], depth: 6 },
  runTrajectory: {
    args: [
      experiment,
      {
        ...running,
        threads: 1,
        kernels: 'simd128',
        vertices: [
          [1, 0],
          [0, 1],
        ],
      },
    ],
  },
  sampledLengths: { args: [network, Float64Array.of(1, 0, 0, 0, 1, 0)] },
  sampledTransitions: {
    args: [uniformNetwork({ ...flat, biases: gaussian }), Float64Array.of(1, 0, 0, 0, 1, 0)],
  },
  samplePoints: { args: [{ ...line, kind: 'polyline' }, 5] },
  shallowLengthBound: { args: [{ name: 'tanh' }, 10, { turns: 2 }] },
  shallowWidthNeeded: { args: [law, { width: 10, depth: 3 }] },
  simulateMeanField: {
    args: [
      {
        activation: 'tanh',
        sigmaW: 2,
        sigmaB: 0.3,
        density: 0.9,
        depth: 2,
        width: 6,
        networks: 3,
        points: 49,
        seed: 1,
      },
      { ...running, executor: face.inlineExecutor },
    ],
  },
  sliceSvg: {
    args: [face.exactSlice(relu, plane, window), { title: 'x', marks: [{ x: 0, y: 0, label: 'o' }] }],
  },
  smoothImage: { args: [tanh, circle, { tolerance: 1e-3 }] },
  trajectory: {
    args: [experiment, running],
    call: (...a: Parameters<typeof face.trajectory>) => face.trajectory(...a).next(),
  },
  trajectorySvg: { args: [result, { width: 300 }], depth: 6 },
  turningAngles: { args: [[8, 8], { turning: 1, crossAngle: 0.5 }] },
  typicalGrowth: { args: [network] },
  wideTransitions: {
    args: [uniformNetwork({ ...flat, activation: { name: 'hard-tanh' } }), { angle: 1, meanSquare: 2 }],
  },
  WorkerError: { args: ['x'], call: (m: string) => new face.WorkerError(m).name },
  workerExecutor: { args: [[subject], { workers: 1 }] },
  writeRunFolder: { args: [folder, result, { signal, caption: 'x', curves: [] }], depth: 5 },
};
