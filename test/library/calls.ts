/**
 * A right call of every function that the package exports: each argument is there, and every field that may
 * be left out.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planExperiment } from '../../src/ensemble/index.ts';
import * as core from '../../src/kernels.ts';
import { uniformNetwork } from '../../src/network/index.ts';
import * as face from '../../src/node.ts';

export interface Call {
  /** Every argument. */
  readonly args: readonly unknown[];
  /** Makes the call; by default of the function itself. */
  readonly call?: (...args: never[]) => unknown;
  /** How many wrong calls the tests make beside those of wrong arguments, where one takes long. */
  readonly count?: number;
}

/** How deep wrong values are put into the arguments; 1 are the arguments themselves. */
export const DEPTH = 6;

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
const samples: face.TrainingData = {
  inputs: Float32Array.of(0.1, 0.2, 0.3, 1, 0, -1),
  labels: [0, 2],
};
const training: face.TrainingOptions = {
  loss: 'squared-error',
  optimizer: 'sgd',
  learningRate: 0.1,
  momentum: 0.5,
  batch: 2,
  epochs: 2,
  freeze: [1],
  keepZeros: false,
  trajectory: 0.1,
  norm: 'none',
  seed: 1,
  every: 1,
};
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
const curves = await face.curveImages({ width: 6, depth: 2, points: 10 }, { layers: [1, 2] });
const module = await core.compileKernels();
const kernels = await core.loadKernels(module);
writeFileSync(join(folder, 'network.json'), JSON.stringify({ layers: [{ weights: [[1, 2]] }] }));
writeFileSync(join(folder, 'points.csv'), '1,2.5\n3,4.5\n');
writeFileSync(join(folder, 'experiment.json'), JSON.stringify(experiment));

/** Everything that the package exports. */
export const FACE: Readonly<Record<string, unknown>> = { ...core, ...face };

export const CALLS: Readonly<Record<string, Call>> = {
  activationCode: { args: [{ name: 'leaky-relu', slope: 0.1 }] },
  activationPattern: { args: [relu, point] },
  Arena: {
    args: [kernels, 'simd128', 64, 1],
    call: (k: core.Kernels, build: core.KernelsName, bytes: number, length: number) => {
      const arena = new core.Arena(k, build);
      const at = arena.reserve(bytes);
      for (const view of ['f32', 'f64', 'i32', 'u32'] as const) arena[view](at, length);
    },
  },
  blocksPerGroup: { args: ['dense', 100, 0.5] },
  boundaryCurvatureByLayer: { args: [law, 4, { first: 1.2 }] },
  boundaryCurvatures: { args: [tanh, readout, point] },
  boundaryPoints: { args: [tanh, readout, circle, { points: 20, most: 2 }] },
  compileKernels: { args: ['simd128'] },
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
        components: 'leading',
        points: false,
        vertices: [
          [1, 0],
          [0, 1],
        ],
        networks: undefined,
        signal,
      },
    ],
  },
  curveLength: { args: [{ ...line, kind: 'arc' }] },
  curveMeanSquare: { args: [line] },
  defaultThreads: { args: [] },
  digitVectors: { args: ['mnist:3,#8', { mnistDir: undefined }] },
  drawImageNetwork: { args: [network, 1, 2] },
  drawNetwork: { args: [network, 1, 2] },
  edgeOfChaos: { args: [own, { sigmaB: 0.3, density: 0.9 }] },
  edgesOfChaos: { args: [own, { sigmaB: 0.3, density: 0.9 }], count: 20 },
  endpoints: { args: ['orthonormal', 1, 4] },
  endpointVectors: { args: ['gaussian', { seed: 1, dim: 4 }] },
  evaluate: { args: [relu, samples, 'squared-error'] },
  exactImage: { args: [relu, line.vertices, { details: true }] },
  exactSlice: { args: [relu, plane, window, { most: 1000, decision: true }] },
  expectedBreakpoints: { args: [[4, 3], 1.2] },
  expectedTransitions: { args: [[4, 3], 1.2] },
  experimentJsonSchema: { args: [] },
  explain: { args: ['priceTanner'] },
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
  kernelBytes: { args: ['simd128'] },
  keptRoom: { args: [4800, 0.3] },
  lawNumber: { args: [discrete] },
  lawTable: { args: [discrete] },
  lengthMap: { args: [law, 1] },
  lengthMapSteps: { args: [law, 1, 0.1] },
  lengthsByLayer: { args: [law, 1, 4] },
  lengthVariation: { args: [network] },
  loadKernels: { args: [module], call: async (m: WebAssembly.Module) => typeof (await core.loadKernels(m)) },
  loadKernelsSync: { args: [module], call: (m: WebAssembly.Module) => typeof core.loadKernelsSync(m) },
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
        kernels: 'simd128',
        executor: face.inlineExecutor,
      },
    ],
  },
  isDenseNetwork: { args: [relu] },
  networkFormat: { args: ['net.onnx'] },
  networkJson: { args: [relu] },
  networkNpz: { args: [relu] },
  networkSafetensors: { args: [relu] },
  networksNeeded: { args: [network, 0.05, { layer: 2 }] },
  normalisedCorrelations: { args: [{ ...law, norm: 'rms-norm', place: 'after-activation' }, 0.5, 3] },
  normalisedMeanField: { args: [{ ...law, norm: 'layer-norm', place: 'before-activation' }] },
  panelLayout: { args: [100, 0.5, 'turbo'] },
  parseActivation: { args: ['leaky-relu:0.1'] },
  parseExperiment: { args: [{ ...parsed, depth: 2 }] },
  parseLaw: { args: ['discrete:-1:1'] },
  parseNetwork: {
    args: [
      face.networkSafetensors(relu),
      { format: 'safetensors', activation: undefined, outputActivation: undefined, transpose: undefined },
    ],
  },
  patternCounts: { args: [relu, [point, point]] },
  phaseDiagram: { args: [{ name: 'erf' }, { sigmaW: [1, 2], sigmaB: [0.1, 0.2], density: 0.9 }] },
  planeAlong: { args: [[0, 0, 0], [1, 0, 0], Float64Array.of(0, 1, 0)] },
  planeCoordinates: { args: [plane, point] },
  planeThrough: { args: [[[0, 0], [1, 0], Float64Array.of(0, 1)]] },
  polylineLoss: { args: [uniformNetwork({ ...flat, sigmaB: 0 }), { angle: 1 }, 10, 2] },
  poolExecutor: {
    args: [[subject], { threads: 1, kernels: 'simd128', tasks: 1 }],
    call: async (...a: Parameters<typeof face.poolExecutor>) => (await face.poolExecutor(...a)).close(),
    count: 20,
  },
  poolGradients: { args: [1] },
  productAt: { args: [0.7, 'relaxed'] },
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
  readExperiment: { args: [join(folder, 'experiment.json')] },
  readNetwork: { args: [join(folder, 'network.json'), { activation: 'relu' }] },
  readVectors: { args: [join(folder, 'points.csv')] },
  regionBounds: { args: [2, [8, 8]] },
  regionDensity: { args: [relu, [point, point], { lines: 2, reach: 0.5, seed: 1 }] },
  residualDepthScale: { args: [{ ...law, activation: 'relu', sigmaV: 1, sigmaC: 0.1, scale: 0.5 }] },
  residualMeanField: { args: [{ ...law, sigmaV: 1, sigmaC: 0.1, scale: 0.5 }, { q: 1, c: 0.5 }, 3] },
  resultCsv: { args: [result] },
  resultTable: { args: [result, { color: false, width: 80 }] },
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
    count: 20,
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
      { ...running, executor: face.inlineExecutor, kernels: 'simd128' },
    ],
  },
  sliceSvg: {
    args: [
      face.exactSlice(relu, plane, window),
      { title: 'x', caption: 'y', marks: [{ x: 0, y: 0, label: 'o' }] },
    ],
  },
  smoothImage: { args: [tanh, circle, { tolerance: 1e-3 }] },
  supportsKernels: { args: ['relaxed'] },
  train: {
    args: [relu, samples, training],
    call: async (...a: Parameters<typeof face.train>) => {
      for await (const moment of face.train(...a)) moment.network();
    },
    count: 60,
  },
  trajectory: {
    args: [experiment, running],
    call: (...a: Parameters<typeof face.trajectory>) => face.trajectory(...a).next(),
  },
  trajectorySvg: {
    args: [result, { title: 'x', caption: 'y', panels: [{ title: 'z', cells: [0] }] }],
    count: 60,
  },
  turningAngles: { args: [[8, 8], { turning: 1, crossAngle: 0.5 }] },
  typicalGrowth: { args: [network] },
  unitValues: { args: [discrete] },
  wideTransitions: {
    args: [uniformNetwork({ ...flat, activation: { name: 'hard-tanh' } }), { angle: 1, meanSquare: 2 }],
  },
  workerExecutor: {
    args: [[subject], { workers: 1, kernels: 'simd128', tasks: 1 }],
    // It starts in pages alone, which test/package opens.
    call: (...a: Parameters<typeof face.workerExecutor>) =>
      face.workerExecutor(...a).catch((error: Error) => {
        if (!error.message.startsWith('workers: expected a page')) throw error;
      }),
  },
  writeRunFolder: {
    args: ['run', result, { signal, title: 'x', caption: 'y', panels: [{ title: 'z', cells: [0] }], curves }],
    // Whatever the name, in a folder of the test's own.
    call: (name: unknown, ...others: [face.ResultDocument]) =>
      face.writeRunFolder(
        name && typeof name === 'string' ? join(folder, name) : (name as string),
        ...others,
      ),
    count: 30,
  },
};
