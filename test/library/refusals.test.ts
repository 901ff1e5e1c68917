/** Wrong calls that once took memory, ran without end, were answered with nonsense or ran something else. */
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planExperiment } from '../../src/ensemble/index.ts';
import { uniformNetwork } from '../../src/network/index.ts';
import * as face from '../../src/node.ts';

const flat: face.UniformNetwork = {
  inputDim: 3,
  widths: [4, 3],
  density: 1,
  weights: { kind: 'gaussian' },
  sigmaW: 1.5,
  biases: { kind: 'gaussian' },
  sigmaB: 0.5,
  scaling: 'fan-in',
  activation: { name: 'tanh' },
};
const spec = uniformNetwork(flat);
const network = face.drawNetwork(spec, 0, 0);
const line = face.curve('line', [
  [1, 0, 0],
  [0, 1, 0.5],
]);
const layerWith = (field: string, value: unknown) =>
  ({ ...spec, layers: spec.layers.map((layer) => ({ ...layer, [field]: value })) }) as face.NetworkSpec;
const small = { width: 6, depth: 2, networks: 3, points: 10, estimator: 'polyline' } as const;
const { subject } = planExperiment(face.parseExperiment(small)).runs[0]!;
// Calls that the types forbid.
const any = <T>(value: unknown) => value as T;

describe('a network is checked by whatever takes one', () => {
  test.each<[name: string, wrong: face.NetworkSpec]>([
    ['inputDim', { ...spec, inputDim: 1e9 + 0.5 }],
    ['layers[0].density', layerWith('density', Number.NaN)],
    ['layers[0].sigmaW', layerWith('sigmaW', -1)],
    ['layers[0].width', layerWith('width', Number.NaN)],
    ['layers[0].width', layerWith('width', undefined)],
  ])('%s', (name, wrong) => {
    for (const call of [
      () => face.drawNetwork(wrong, 1, 2),
      () => face.growthTheory(wrong, { meanSquare: 1 }),
      () => face.networksNeeded(wrong, 0.05, { layer: 2 }),
    ]) {
      expect(call).toThrow(`${name}: expected `);
    }
  });

  test('of one width for all layers', () => {
    for (const width of [Number.NaN, undefined])
      expect(() =>
        face.growthTheory({ ...flat, widths: [4, any<number>(width)] }, { meanSquare: 1 }),
      ).toThrow(`widths[1]: expected an integer in 1 … 9007199254740991, got ${width}`);
  });
});

test('what would have no end is refused', () => {
  expect(() => face.boundaryPoints(network, [1, -1, 0.5], line, { points: 1e300 })).toThrow(/^points: /);
  expect(() => face.boundaryPoints(network, [1, -1, 0.5], line, { most: 1e300 })).toThrow(/^most: /);
  expect(() => face.smoothImage(network, line, { tolerance: Number.POSITIVE_INFINITY })).toThrow(
    /^tolerance: /,
  );
});

describe('an experiment or options that say something else are not run with defaults', () => {
  test.each<[call: () => Promise<unknown>, message: string]>([
    [
      () => face.runTrajectory(any(new Map())),
      'experiment: expected an object of experiment fields, got a Map',
    ],
    [
      () => face.measureTrajectory(any(null)),
      'experiment: expected an object of experiment fields, got null',
    ],
    [
      () => face.runTrajectory(small, any({ thread: 2 })),
      'options: expected no other fields than signal, onProgress, vertices, networks, threads, kernels, out, resume, saveNetworks, got "thread"',
    ],
    [() => face.runTrajectory(small, any({ out: 3 })), 'out: expected a text, got 3'],
    [() => face.runTrajectory(small, any({ out: 'x', resume: 1 })), 'resume: expected true or false, got 1'],
    [() => face.runTrajectory(small, { threads: 1e9 }), 'threads: expected an integer in 1 … '],
    [() => face.poolExecutor([subject], { threads: 1e9 }), 'threads: expected an integer in 1 … '],
    [() => face.poolExecutor([subject], any({ thread: 2 })), 'options: expected no other fields than '],
    [() => face.measureTrajectory(small, { executor: any(() => ({})) }), 'executor.concurrency: expected '],
    [
      () => face.runTrajectory(small, { kernels: any('avx') }),
      'kernels: expected simd128, relaxed or turbo, got "avx"',
    ],
    [
      () => face.measureTrajectory(small, any({ sigmal: new AbortController().signal })),
      'options: expected no other fields than signal, onProgress, vertices, networks, kernels, executor, got "sigmal"',
    ],
    [() => face.measureTrajectory(small, { signal: any({}) }), 'signal: expected an AbortSignal, got {}'],
    [
      () => face.curveImages(small, any({ layer: [1] })),
      'options: expected no other fields than layers, network, components, points, vertices, networks, signal, got "layer"',
    ],
    [
      () => face.simulateMeanField(any({ activation: 'tanh', sigmaW: 1, sigmaB: 0, widths: [8] })),
      'simulation: expected no other fields than ',
    ],
  ])('%#: %s', async (call, message) => {
    await expect(call()).rejects.toThrow(message);
  });
});

describe('a subject is refused where a field is wrong, or two do not go together', () => {
  const circle = face.curve('circle', subject.curve.vertices);
  test.each<[message: string, wrong: object]>([
    ['subject: expected no other fields than ', { estimators: 'exact' }],
    ['seed: expected an integer in 0 … 2^53-1, got -1', { seed: -1 }],
    ['points: expected an integer in 2 … 10000000, got 100000000000', { points: 1e11 }],
    [
      'points: expected an integer in 2 … 10000000, got 1',
      { points: 1, estimator: 'tangent', measures: ['q'] },
    ],
    ['points: expected an integer in 1 … 10000000, got 0', { points: 0, estimator: 'tangent' }],
    ['estimator: expected polyline, exact or tangent, got "auto"', { estimator: 'auto' }],
    ['measures: expected each of them once, got ["q","q"]', { measures: ['q', 'q'] }],
    ['measures: expected a smooth activation for curvature2, got relu', { measures: ['curvature2'] }],
    ["curve: expected points of dimension 6, that of the network's input, got 3", { curve: line }],
    [
      'curve: expected a line or polyline for the exact estimator, got "circle"',
      { estimator: 'exact', curve: circle },
    ],
    ['draw: expected weights with measures, ', { draw: 'law', measures: ['q'] }],
    [
      'given: expected networks of 2 layers, as network has, got 1',
      { given: [face.givenNetwork([{ weights: [[1, 2]] }], { name: 'relu' })] },
    ],
    ['layers[0].width: expected 4, that of the given networks, got 6', { given: [network] }],
  ])('%s', async (message, wrong) => {
    await expect(face.inlineExecutor([{ ...subject, ...wrong }])).rejects.toThrow(message);
    await expect(face.poolExecutor([{ ...subject, ...wrong }], { threads: 1 })).rejects.toThrow(message);
  });
});

describe('executors', () => {
  test.each<[message: string, task: object]>([
    ['run: expected an integer in 0 … 0, got 1', { run: 1, first: 0, networks: 1 }],
    ['first: expected an integer in ', { run: 0, first: -1, networks: 1 }],
    ['networks: expected an integer in ', { run: 0, first: 0, networks: 1e15 }],
    [
      'task: expected no other fields than run, first, networks, got "network"',
      { run: 0, first: 0, networks: 1, network: 2 },
    ],
  ])('refuse a task before they take memory: %s', async (message, task) => {
    const inline = await face.inlineExecutor([subject]);
    await expect(inline.execute(task as face.Task)).rejects.toThrow(message);
  });

  test('whose blocks hold now this and now that are refused', async () => {
    const { execute, ...rest } = await face.inlineExecutor([subject]);
    const executor = async (): Promise<face.Executor> => ({
      ...rest,
      async execute(task) {
        const block = await execute(task);
        const { exponent } = block;
        const values = new Float64Array(exponent.length);
        return { ...block, measures: task.first === 0 ? {} : { speed: { values, exponent } } };
      },
    });
    // Running results end blocks at 64 networks.
    const results = face.trajectory({ ...small, networks: 65 }, { executor });
    const all = async () => {
      for await (const { networks } of results) expect(networks).toBeLessThanOrEqual(64);
    };
    await expect(all()).rejects.toThrow(
      'block: expected a record of lengths, energies, as before, got "lengths, energies, speed"',
    );
  });

  test('that answer something else are not waited for, and are closed', async () => {
    let closed = 0;
    const answers = async (): Promise<face.Executor> => ({
      concurrency: 2,
      kernels: 'simd128',
      execute: async ({ networks }) => any({ networks }),
      close: async () => {
        closed++;
      },
    });
    await expect(face.measureTrajectory(small, { executor: answers })).rejects.toThrow(
      'block: expected the record of networks 0 … 2, got {"networks":3}',
    );
    expect(closed).toBe(1);
  });
});

test('a result survives JSON, and a damaged one is refused before anything is written', async () => {
  const result = await face.measureTrajectory(small);
  const copy = JSON.parse(JSON.stringify(result)) as face.ResultDocument;
  expect(face.resultCsv(copy)).toBe(face.resultCsv(result));
  const folder = join(mkdtempSync(join(tmpdir(), 'expressivity-refusals-')), 'run');
  const [cell] = copy.cells;
  const damaged = {
    ...copy,
    cells: [{ ...cell!, layers: cell!.layers.map(({ ratio: _, ...layer }) => layer) }],
  };
  for (const write of [
    async () => face.resultCsv(any(damaged)),
    async () => face.resultTable(any(damaged)),
    async () => face.trajectorySvg(any(damaged)),
    () => face.writeRunFolder(folder, any(damaged)),
  ])
    await expect(write()).rejects.toThrow('cells[0].layers[0].ratio: expected a plain object, got ');
  const without = copy.cells.map(({ meanGrowth: { estimate: _, ...meanGrowth }, ...other }) => ({
    ...other,
    meanGrowth,
  }));
  expect(() => face.resultCsv(any({ ...copy, cells: without }))).toThrow(
    'cells[0].meanGrowth.estimate: expected a plain object, got ',
  );
  await expect(face.writeRunFolder(folder, copy, any({ curve: [] }))).rejects.toThrow(
    'options: expected no other fields than signal, curves, title, caption, panels, got "curve"',
  );
  expect(existsSync(folder)).toBe(false);
});
