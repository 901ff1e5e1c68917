/** Tangents pushed through by the kernels, beside the same in double precision. */
import { expect, test } from 'vitest';
import { TangentWorkspace } from '../../src/measure/index.ts';
import { arena } from '../kernels/kernels.ts';
import { curveOf, LAWS, lengthsOf, subject } from './subjects.ts';
import { tangentMeasure } from './twin.ts';

const memory = await arena();

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
        tangentMeasure(what, 3).forEach((length, l) => {
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
