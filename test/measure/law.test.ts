/** `draw: 'law'`: other numbers than `weights`, the same distribution. */
import { describe, expect, test } from 'vitest';
import { curve, endpoints } from '../../src/curve/index.ts';
import { autoDraw, type Subject, Workspace } from '../../src/measure/index.ts';
import { layerOf, networkOf, type UniformNetwork } from '../../src/network/index.ts';
import { growthTheory } from '../../src/theory/index.ts';
import { arena } from '../kernels/kernels.ts';
import { mixedSubject } from './mixed.ts';
import { curveOf, lengthsOf, subject } from './subjects.ts';

const memory = await arena();

/** Lengths of every layer, network by network: `values[l][i]`. */
function sample(what: Subject, networks: number, quantity: 'length' | 'preLength' = 'length'): number[][] {
  const record = new Workspace(memory, what).measure(0, networks);
  const rows = Array.from({ length: networks }, (_, i) => lengthsOf(record, i, quantity));
  return what.network.layers.map((_, l) => rows.map((row) => row[l]!));
}

/** Largest distance between two empirical distribution functions (Kolmogorov and Smirnov). */
function distance(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map((x) => ({ x, step: 1 / a.length })), ...b.map((x) => ({ x, step: -1 / b.length }))];
  all.sort((p, q) => p.x - q.x);
  let [sum, most] = [0, 0];
  all.forEach(({ x, step }, i) => {
    sum += step;
    // Ties count together.
    if (all[i + 1]?.x !== x) most = Math.max(most, Math.abs(sum));
  });
  return most;
}

/** Exceeded with probability 2 exp(-2 c²) = 1e-4 in large samples. */
const CRITICAL = 2.23;

/** A curve most of whose coordinates are zero all along, as the margins of digits are. */
function withMargins(dim: number) {
  const ends = endpoints('gaussian', 5, dim).map((end) => end.map((x, j) => (j % 3 === 0 ? x : 0)));
  return curve('line', ends);
}

const CASES: readonly [string, Partial<UniformNetwork>, Partial<Subject>][] = [
  ['dense Gaussian ReLU by the Gram matrix', { widths: [40, 40, 40] }, { points: 8 }],
  ['the same with biases', { widths: [40, 60, 40], sigmaB: 0.7 }, { points: 9 }],
  ['hard-tanh', { widths: [40, 40], sigmaW: 3, activation: { name: 'hard-tanh' } }, { points: 10 }],
  ['tanh', { widths: [40, 40], sigmaW: 3, sigmaB: 0.3, activation: { name: 'tanh' } }, { points: 10 }],
  [
    'abs on an arc',
    { widths: [40, 40], activation: { name: 'abs' } },
    { points: 7, curve: curveOf('arc', 20) },
  ],
  ['a sampled polyline', { widths: [70, 70] }, { points: 12, curve: longPolyline(60) }],
  ['more points than the Gram matrix takes', { widths: [30, 30, 30] }, { points: 30 }],
  [
    'sparse Gaussian, masks alone',
    { widths: [150, 160, 30], density: 0.5 },
    { points: 2, curve: wideLine(110) },
  ],
  [
    'the same with biases, and three points',
    { widths: [250, 60], density: 0.6, sigmaB: 0.2 },
    { points: 3, curve: wideLine(220) },
  ],
  [
    'the same with margins and four points',
    { widths: [240], density: 0.9 },
    { points: 4, curve: withMargins(660) },
  ],
  ['sparse Gaussian, two points', { widths: [30, 30, 30], density: 0.1 }, { points: 2 }],
  ['sparse Gaussian, many points', { widths: [30, 30, 30], density: 0.1 }, { points: 25 }],
  ['sparse uniform', { widths: [30, 30, 30], density: 0.2, weights: { kind: 'uniform' } }, { points: 25 }],
  ['dense signs', { widths: [30, 30], weights: { kind: 'discrete', values: [-1, 1] } }, { points: 25 }],
  [
    'layers that differ',
    {},
    mixedSubject(
      [
        { width: 60 },
        { width: 40, density: 0.3, sigmaB: 0.2 },
        { width: 40, activation: { name: 'hard-tanh' }, sigmaW: 3 },
        { width: 40, weights: { kind: 'uniform' } },
        { activation: { name: 'tanh' }, sigmaB: 0.5 },
      ],
      { points: 9 },
    ),
  ],
  [
    'layers that differ, one by masks alone',
    {},
    mixedSubject(
      [
        { width: 300 },
        { width: 60, density: 0.9, activation: { name: 'abs' } },
        { weights: { kind: 'discrete', values: [-1, 1] } },
      ],
      { points: 3 },
    ),
  ],
  ['an input with margins', { widths: [30, 30], density: 0.5 }, { points: 20, curve: withMargins(20) }],
];

function wideLine(dim: number) {
  return curveOf('line', dim);
}

function longPolyline(dim: number) {
  const vertices = [1, 2, 3, 4, 5, 6].map((seed) => endpoints('gaussian', seed, dim)[0]!);
  return curve('polyline', vertices);
}

describe('lengths under law and under weights have one distribution', () => {
  test.each(CASES)('%s', (_, network, rest) => {
    const n = 1500;
    const inputDim = (rest.curve ?? subject().curve).vertices[0]!.length;
    const what = subject({ inputDim, ...network }, rest);
    for (const quantity of ['preLength', 'length'] as const) {
      const weights = sample({ ...what, seed: 11, draw: 'weights' }, n, quantity);
      const law = sample({ ...what, seed: 12, draw: 'law' }, n, quantity);
      weights.forEach((values, l) => {
        const d = distance(values, law[l]!);
        const report = `${quantity} of layer ${l + 1}: Kolmogorov–Smirnov distance ${d}`;
        expect(d, report).toBeLessThan(CRITICAL * Math.sqrt(2 / n));
      });
    }
  });

  test('which the test can tell from another one', () => {
    const what = subject({ widths: [40, 40] }, { points: 8 });
    const [, weights] = sample({ ...what, seed: 11 }, 1500);
    const wider = subject(
      { widths: [40, 40], sigmaW: 1.05 * Math.SQRT2 },
      { points: 8, draw: 'law', seed: 12 },
    );
    expect(distance(weights!, sample(wider, 1500)[1]!)).toBeGreaterThan(CRITICAL * Math.sqrt(2 / 1500));
  });
});

describe('moments of one segment', () => {
  // |W d|² of 50 rows at density α: mean 50 α s² |d|². A row's square has the fourth moment s⁴ (3 α² |d|⁴ + 3 α (1 - α) Σ d⁴).
  test.each([1, 0.3, 0.05])('at density %s', (density) => {
    const what = subject({ widths: [50], density, inputDim: 400 }, { points: 2, draw: 'law', seed: 4 });
    const [x0, x1] = what.curve.vertices as [Float64Array, Float64Array];
    const d = x0.map((x, j) => x1[j]! - x);
    const [second, fourth] = [2, 4].map((p) => d.reduce((sum, x) => sum + x ** p, 0)) as [number, number];
    const s2 = layerOf(what.network, 1).sigmaW ** 2 / 400;
    const row = density * s2 * second;
    const rowFourth = s2 ** 2 * (3 * density ** 2 * second ** 2 + 3 * density * (1 - density) * fourth);
    const n = 8000;
    const squares = sample(what, n, 'preLength')[0]!.map((length) => length ** 2);
    const mean = squares.reduce((sum, x) => sum + x, 0) / n;
    const variance = squares.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n;
    const expected = 50 * (rowFourth - row ** 2);
    expect(Math.abs(mean - 50 * row) / Math.sqrt(expected / n)).toBeLessThan(4);
    // The sampling error of a variance: kurtosis here is a little above a normal variable's.
    expect(Math.abs(variance / expected - 1)).toBeLessThan(4 * Math.sqrt(3 / n));
  });
});

describe('neighbouring points', () => {
  test.each([
    ['1e-6 apart', 1e-6],
    ['1e-12 apart', 1e-12],
  ])('%s keep the exact expected growth', (_, gap) => {
    const dim = 60;
    const [x0, x1] = endpoints('gaussian', 8, dim) as [Float64Array, Float64Array];
    // Ten points within nine gaps: columns that single precision could not tell apart.
    const near = curve('line', [x0, x0.map((x, j) => x + 9 * gap * (x1[j]! - x))]);
    const what = subject({ inputDim: dim, widths: [60, 60, 60] }, { points: 10, curve: near, draw: 'law' });
    const length = Math.hypot(...near.vertices[1]!.map((x, j) => x - near.vertices[0]![j]!));
    const input = { length, angle: 0, dim, meanSquare: 1 };
    const theory = growthTheory(what.network, input);
    const n = 4000;
    sample(what, n).forEach((values, l) => {
      const mean = values.reduce((sum, x) => sum + x, 0) / n;
      const sd = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n);
      const expected = theory[l]!.ratio.exact! * length;
      expect(Math.abs(mean - expected) / (sd / Math.sqrt(n)), `layer ${l + 1}`).toBeLessThan(4);
    });
  });
});

describe('a network drawn by law', () => {
  test.each([1, 0.3])('is the same alone and among others, at density %s', (density) => {
    const what = subject({ density }, { points: 5, draw: 'law' });
    const many = new Workspace(memory, what).measure(0, 10);
    const alone = new Workspace(memory, what).measure(7, 1);
    expect(lengthsOf(alone)).toEqual(lengthsOf(many, 7));
  });

  test('whose image vanishes stays vanished', () => {
    const what = subject({ widths: [2, 1, 1, 3, 3], inputDim: 3 }, { points: 4, draw: 'law' });
    const values = sample(what, 400);
    const dead = values[2]!.flatMap((length, i) => (length === 0 ? [i] : []));
    expect(dead.length).toBeGreaterThan(50);
    for (const i of dead) expect(values.slice(2).map((layer) => layer[i])).toEqual([0, 0, 0]);
  });
});

test('rows of residual blocks and of what is normalised are drawn with their weights', () => {
  const weights = { density: 1, weights: { kind: 'gaussian' }, sigmaW: 1, sigmaB: 0.2 } as const;
  const own = { ...weights, biases: { kind: 'gaussian' }, scaling: 'fan-in', type: 'dense' } as const;
  for (const density of [1, 0.5]) {
    const branch = [
      { ...own, density, width: 30, activation: 'relu' },
      { ...own, density, width: 20, activation: 'linear' },
    ] as const;
    const network = networkOf({
      inputDim: 20,
      layers: [
        { type: 'residual', width: 20, scale: 0.5, branch },
        { type: 'layer-norm', width: 20, epsilon: 0.1, activation: 'relu' },
        { type: 'residual', width: 20, scale: 1, branch, branchActivation: 'relu' },
      ],
    });
    const what = { network, seed: 3, curve: curveOf('line', 20), points: 3 };
    expect(sample({ ...what, draw: 'law' }, 3)).toEqual(sample(what, 3));
  }
});

test('auto is a rule on the experiment', () => {
  const ruled = (changes: Partial<UniformNetwork>, points: number) =>
    autoDraw(subject({ widths: [300, 300], ...changes }).network, points);
  expect(ruled({}, 256)).toBe('law');
  expect(ruled({}, 257)).toBe('weights');
  expect(ruled({ density: 0.1, weights: { kind: 'uniform' } }, 100)).toBe('law');
  const tanh = { activation: { name: 'hard-tanh' } } as const;
  expect(ruled(tanh, 149)).toBe('law');
  expect(ruled(tanh, 150)).toBe('weights');
  expect(ruled({ ...tanh, widths: [4096, 4096] }, 1024)).toBe('law');
  expect(ruled({ ...tanh, widths: [4096, 4096] }, 1025)).toBe('weights');
  expect(ruled({ ...tanh, density: 0.9 }, 10)).toBe('weights');
  // The last layer's image goes into no other.
  expect(ruled({ ...tanh, widths: [300, 20] }, 10)).toBe('law');
  expect(ruled({ ...tanh, widths: [20, 300] }, 10)).toBe('weights');
});
