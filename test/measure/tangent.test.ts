/** Tangents pushed through by the kernels, beside the same in double precision. */
import { expect, test } from 'vitest';
import { type CurvePoint, curvePoints } from '../../src/curve/index.ts';
import { type Subject, TangentWorkspace } from '../../src/measure/index.ts';
import { referenceWeights } from '../../src/measure/reference.ts';
import { pieceAt, piecesOf } from '../../src/network/index.ts';
import { networkStream, openStream, PURPOSE, uniform01 } from '../../src/random/index.ts';
import { arena } from '../kernels/kernels.ts';
import { curveOf, LAWS, lengthsOf, subject } from './subjects.ts';

const memory = await arena();

/** Mean norm of the tangents in every layer, for piecewise-linear activations. */
function reference({ network, seed, curve, points }: Subject, number: number): number[] {
  const at = curvePoints(curve);
  const stream = openStream(networkStream(seed, number, 0, PURPOSE.sample, 0));
  let samples: Pick<CurvePoint, 'point' | 'velocity'>[] = Array.from({ length: points }, (_, j) =>
    at((j + uniform01(stream)) / points),
  );
  return network.layers.map(({ activation }, l) => {
    const pieces = piecesOf(activation)!;
    const { weights, biases } = referenceWeights(network, seed, number, l + 1);
    const dot = (row: number[], x: Float64Array) => row.reduce((sum, w, j) => sum + w * x[j]!, 0);
    samples = samples.map(({ point, velocity }) => {
      const h = weights.map((row, i) => dot(row, point) + biases[i]!);
      return {
        point: Float64Array.from(h, pieces.value),
        velocity: Float64Array.from(
          weights,
          (row, i) => pieces.slopes[pieceAt(pieces, h[i]!)]! * dot(row, velocity),
        ),
      };
    });
    return samples.reduce((sum, { velocity }) => sum + Math.hypot(...velocity), 0) / points;
  });
}

test.each([
  ['relu', {}],
  ['abs', { sigmaB: 0.4 }],
  ['hard-tanh', { sigmaB: 0.4, sigmaW: 3 }],
  ['linear', {}],
] as const)('%s', (name, changes) => {
  for (const kind of ['line', 'arc', 'circle', 'polyline'] as const) {
    for (const density of [0.1, 1]) {
      for (const points of [1, 5, 30]) {
        const network = {
          ...changes,
          activation: { name },
          density,
          weights: LAWS[1]!,
          widths: [30, 60, 50],
        };
        const what = subject(network, { curve: curveOf(kind, 20), points });
        const lengths = lengthsOf(new TangentWorkspace(memory, what).measure(3, 1));
        reference(what, 3).forEach((length, l) => {
          expect(Math.abs(lengths[l]! - length)).toBeLessThanOrEqual(2e-6 * (l + 1) * length);
        });
      }
    }
  }
});

test('network number i is itself, alone and among others, at any scale', () => {
  const what = subject({}, { points: 6 });
  const many = new TangentWorkspace(memory, what).measure(0, 6);
  expect(lengthsOf(new TangentWorkspace(memory, what).measure(4, 1))).toEqual(lengthsOf(many, 4));
  const deep = subject({ widths: new Array<number>(300).fill(20), sigmaW: 5 }, { points: 4 });
  const { length, exponent } = new TangentWorkspace(memory, deep).measure(0, 1);
  expect(length.every((x) => x >= 0 && Number.isFinite(x))).toBe(true);
  expect(exponent.at(-1)).toBeGreaterThan(400);
});
