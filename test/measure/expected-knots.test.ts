/** The estimate by which exact runs are planned, beside the theory of transitions and what is measured. */
import { expect, test } from 'vitest';
import { curveAngle, curveMeanSquare } from '../../src/curve/index.ts';
import { ExactWorkspace, expectedKnots, type Subject } from '../../src/measure/index.ts';
import type { Layer, UniformNetwork } from '../../src/network/index.ts';
import { wideTransitions } from '../../src/theory/index.ts';
import { arena } from '../kernels/kernels.ts';
import { mixedSubject } from './mixed.ts';
import { curveOf, subject } from './subjects.ts';

const memory = await arena();
const WIDTHS = new Array<number>(8).fill(60);
const line = curveOf('line', 60);

const CASES: readonly Partial<UniformNetwork>[] = [
  {},
  { sigmaB: 1 },
  { density: 0.3 },
  { activation: { name: 'abs' } },
  { activation: { name: 'linear' } },
  ...[1, 2, 4, 8].map((sigmaW) => ({ activation: { name: 'hard-tanh' } as const, sigmaW, sigmaB: 0.5 })),
];

test('of a convolution at every place', () => {
  const own = { type: 'conv2d', inputShape: [6, 5, 2], kernel: 3, stride: 1, padding: 'circular' } as const;
  const { layers } = subject().network;
  const network = { inputDim: 60, layers: [{ ...layers[0]!, ...own, channels: 4, width: 120 } as Layer] };
  const input = { vertices: 2, angle: Math.PI / 2, meanSquare: 1 };
  expect(expectedKnots(network, input)).toEqual([2, 62]);
});

test('at any depth and scale within the range of a double', () => {
  const of = (fields: Partial<UniformNetwork>, depth: number) => {
    const { network } = subject({ inputDim: 20, widths: new Array<number>(depth).fill(20), ...fields });
    return expectedKnots(network, { vertices: 2, angle: Math.PI / 2, meanSquare: 1 / 60 });
  };
  // Without biases half of the neurons change sides, whatever the weights.
  for (const sigmaW of [1e-300, 0.1, 3, 1e300]) {
    expect(of({ sigmaW }, 520).at(-1)).toBeCloseTo(2 + (520 * 20) / 2, 6);
  }
  // Biases that dwarf everything leave no crossing, and none that could count where weights do.
  expect(of({ sigmaB: 1e160 }, 520).at(-1)).toBeCloseTo(2, 6);
  expect(of({ sigmaW: 1e160, sigmaB: 1 }, 520).at(-1)).toBeCloseTo(2 + (520 * 20) / 2, 6);
  const hardTanh = { activation: { name: 'hard-tanh' } } as const;
  for (const sigmaW of [1e10, 1e160, 1.7e308]) {
    const knots = of({ ...hardTanh, sigmaW }, 100);
    expect(knots.every((x, l) => x >= (knots[l - 1] ?? 2))).toBe(true);
    expect(knots.at(-1)).toBeGreaterThan(1e15);
  }
  for (const sigmaW of [5e-324, 1e-160])
    expect(of({ ...hardTanh, sigmaW, sigmaB: 5e-324 }, 9).at(-1)).toBe(2);
});

function expectNear(what: Subject): void {
  const depth = what.network.layers.length;
  const input = { angle: curveAngle(line), meanSquare: curveMeanSquare(line) };
  const knots = expectedKnots(what.network, { ...input, vertices: 2 });
  expect(knots).toHaveLength(depth + 1);
  let theory = 2;
  wideTransitions(what.network, input).forEach((flips, l) => {
    theory += flips!;
    expect(knots[l + 1]! / theory, `layer ${l + 1}`).toBeGreaterThan(0.85);
    // Few thresholds are met where q is small: an estimate of a handful may be several times too large.
    expect((knots[l + 1]! - 20) / theory, `layer ${l + 1}`).toBeLessThan(2.5);
  });
  const { regions } = new ExactWorkspace(memory, what).measure(0, 6).measures;
  const last = Array.from({ length: 6 }, (_, i) => regions!.values[depth * (i + 1) - 1]! + 1);
  const mean = last.reduce((sum, count) => sum + count, 0) / last.length;
  expect(knots[depth]! / mean).toBeGreaterThan(0.6);
  expect((knots[depth]! - 20) / mean).toBeLessThan(1.8);
}

test.each(CASES)('%j: near the theory of wide layers, and what networks have', (fields) => {
  expectNear(subject({ widths: WIDTHS, inputDim: 60, ...fields }, { curve: line }));
});

test('the same where layers differ', () => {
  const layers: readonly Partial<Layer>[] = [
    { density: 0.3, sigmaB: 0.5 },
    { activation: { name: 'hard-tanh' }, sigmaW: 4, sigmaB: 0.5 },
    { activation: { name: 'abs' }, sigmaW: 1 },
    { activation: { name: 'hard-tanh' }, sigmaW: 2 },
    { weights: { kind: 'uniform' }, sigmaB: 1 },
    { activation: { name: 'linear' } },
  ];
  const wide = layers.map((layer) => ({ ...layer, width: 60 }));
  expectNear(mixedSubject(wide, { curve: line }));
});
