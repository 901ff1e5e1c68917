/** Weights that depend on each other, and other laws and scalings, beside their twins in double precision. */
import { describe, expect, test } from 'vitest';
import { ExactWorkspace, type Subject, TangentWorkspace, Workspace } from '../../src/measure/index.ts';
import { referenceWeights } from '../../src/measure/reference.ts';
import type { Layer, Mask } from '../../src/network/index.ts';
import { arena } from '../kernels/kernels.ts';
import { mixedSubject } from './mixed.ts';
import { expectExactImage, expectTwin, STANDARD_ERRORS } from './oracle.ts';
import { lengthErrors } from './rounding.ts';
import { curveOf, lengthsOf } from './subjects.ts';
import { tangentMeasure } from './twin.ts';

const memory = await arena();

const orthogonal = { weights: { kind: 'orthogonal' } } as const;
const rank = (rank: number) => ({ weights: { kind: 'low-rank', rank } }) as const;
const student = (nu: number) => ({ weights: { kind: 'student', nu } }) as const;
const fixed: Mask = { kind: 'fixed-fan-in' };
const twoOfFour: Mask = { kind: 'group', keep: 2, of: 4 };
const block = (size: number): Mask => ({ kind: 'block', size });

const NETWORKS: readonly [string, readonly Partial<Layer>[]][] = [
  ['orthogonal, wider, narrower and square', [100, 47, 97, 97].map((width) => ({ ...orthogonal, width }))],
  [
    'low rank',
    [
      { ...rank(3), width: 100 },
      { ...rank(50), width: 60 },
      // All neurons of a layer of rank 1 would change their pieces at one point.
      { ...rank(2), width: 50 },
    ],
  ],
  ['truncated normal and Student', [{ weights: { kind: 'truncated-normal' } }, student(3), student(30)]],
  [
    'dense and sparse rows of a fixed number',
    [0.3, 0.83].map((density) => ({ density, mask: fixed, width: 99 })),
  ],
  [
    '2:4, and a group that is not whole',
    [60, 50, 30].map((width) => ({ density: 0.5, mask: twoOfFour, width })),
  ],
  [
    'blocks across blocks of rows',
    [
      { density: 0.4, mask: block(5), width: 100 },
      { density: 0.8, mask: block(64), width: 150 },
      { density: 0.2, mask: block(2), width: 40 },
    ],
  ],
  [
    'scalings of weights and biases',
    (['fan-out', 'fan-avg', 'density', 'none', 'fan-in'] as const).map((scaling, l) => ({
      ...{ scaling, density: 0.6, sigmaW: scaling === 'none' ? 0.3 : 1.5, width: 40 + 10 * l },
      ...{ sigmaB: 0.5, biasScaling: l % 2 === 0 ? 'fan-in' : 'none' },
    })),
  ],
  [
    'everything',
    [
      { ...orthogonal, biases: { kind: 'student', nu: 5 }, sigmaB: 0.1, width: 60 },
      { density: 0.3, mask: block(3), weights: { kind: 'truncated-normal' }, width: 70 },
      { ...rank(5), biases: { kind: 'truncated-normal' }, sigmaB: 0.2, scaling: 'fan-avg', width: 50 },
      { density: 0.25, mask: fixed, weights: { kind: 'student', nu: 4 }, scaling: 'density', width: 64 },
    ],
  ],
];

describe.each(NETWORKS)('%s', (_, layers) => {
  test('polylines', () => {
    for (const points of [3, 40]) {
      const what = mixedSubject(layers, { points });
      expectTwin(new Workspace(memory, what).measure(3, 1), what, 3);
    }
  });

  test('tangents', () => {
    const what = mixedSubject(layers, { curve: curveOf('circle', 20), points: 5, estimator: 'tangent' });
    const errors = lengthErrors(what, 3).length;
    const exact = tangentMeasure(what, 3);
    lengthsOf(new TangentWorkspace(memory, what).measure(3, 1)).forEach((length, l) => {
      expect(Math.abs(length - exact[l]!)).toBeLessThanOrEqual(
        STANDARD_ERRORS * errors[l]! + 1e-5 * exact[l]!,
      );
    });
  });

  test('exact images', () => {
    const what = mixedSubject(layers, { estimator: 'exact', measures: ['transitions', 'regions'] });
    expect(expectExactImage(new ExactWorkspace(memory, what).measure(3, 1), what, 3)).toBe(0);
  });

  test('a network is the same alone and among others', () => {
    const what = mixedSubject(layers);
    const all = new Workspace(memory, what).measure(0, 4);
    expect(lengthsOf(new Workspace(memory, what).measure(3, 1))).toEqual(lengthsOf(all, 3));
  });
});

const weightsOf = (changes: Partial<Layer>, network = 1, inputDim = 20) => {
  const curve = curveOf('line', inputDim);
  return referenceWeights(mixedSubject([changes], { curve }).network, 3, network, 1).weights;
};
const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, a, i) => sum + a * y[i]!, 0);
const columnsOf = (rows: readonly number[][]) => rows[0]!.map((_, j) => rows.map((row) => row[j]!));

test.each([
  [20, 20],
  [7, 20],
  [60, 20],
  [1, 1],
])('an orthogonal matrix of %d × %d has orthogonal rows or columns', (width, inputs) => {
  const rows = weightsOf({ ...orthogonal, width, sigmaW: 2 }, 1, inputs);
  const vectors = width > inputs ? columnsOf(rows) : rows;
  // Entries of variance 4 / fan-in.
  const square = (4 / inputs) * Math.max(width, inputs);
  vectors.forEach((x, i) => {
    vectors.forEach((y, j) => {
      expect(Math.abs(dot(x, y) - (i === j ? square : 0))).toBeLessThan(1e-12 * square);
    });
  });
});

test('linear orthogonal layers keep lengths to rounding', () => {
  const layer = { ...orthogonal, activation: { name: 'linear' }, sigmaW: 1, width: 20 } as const;
  const what: Subject = mixedSubject(Array.from({ length: 30 }, () => layer));
  const { curve } = what;
  const input = Math.hypot(...curve.vertices[0]!.map((x, i) => x - curve.vertices[1]![i]!));
  for (const length of lengthsOf(new Workspace(memory, what).measure(0, 1))) {
    expect(Math.abs(length / input - 1)).toBeLessThan(1e-5);
  }
});

test('a low rank is that rank', () => {
  const rows = weightsOf({ ...rank(2), width: 8 });
  // Every row is a combination of the first two.
  const [a, b] = rows as [number[], number[]];
  const [aa, ab, bb] = [dot(a, a), dot(a, b), dot(b, b)];
  for (const row of rows) {
    const [ra, rb] = [dot(row, a), dot(row, b)];
    const [s, t] = [ra * bb - rb * ab, rb * aa - ra * ab].map((x) => x / (aa * bb - ab * ab)) as [
      number,
      number,
    ];
    row.forEach((x, j) => {
      expect(Math.abs(x - s * a[j]! - t * b[j]!)).toBeLessThan(1e-9);
    });
  }
});

const keptOf = (rows: readonly number[][]) => rows.map((row) => row.map((x) => (x === 0 ? 0 : 1)));

test('masks keep what they say', () => {
  for (const row of keptOf(weightsOf({ density: 0.3, mask: fixed, width: 100 }))) {
    expect(dot(row, row)).toBe(6);
  }
  for (const row of keptOf(weightsOf({ density: 0.5, mask: twoOfFour, width: 100 }))) {
    for (let j = 0; j < 20; j += 4) expect(row.slice(j, j + 4).filter((x) => x === 1)).toHaveLength(2);
  }
  const blocks = keptOf(weightsOf({ density: 0.5, mask: block(7), width: 100 }));
  blocks.forEach((row, i) => {
    expect(row).toEqual(blocks[i - (i % 7)]);
    row.forEach((x, j) => {
      expect(x).toBe(row[j - (j % 7)]);
    });
  });
});

test.each([
  ['fixed-fan-in', fixed, 0.33],
  ['2:4', twoOfFour, 0.5],
  ['block', block(4), 0.3],
] as const)('the mask %s keeps every weight with the probability asked for', (_, mask, density) => {
  const networks = 400;
  const counts = new Float64Array(20 * 8);
  for (let i = 0; i < networks; i++)
    keptOf(weightsOf({ density, mask, width: 8 }, i))
      .flat()
      .forEach((x, at) => {
        counts[at]! += x;
      });
  const sd = Math.sqrt(density * (1 - density) * networks);
  // 160 entries, many of them independent: the largest deviation of so many normal numbers is below 4.5.
  for (const count of counts) expect(Math.abs(count - density * networks) / sd).toBeLessThan(4.5);
});
