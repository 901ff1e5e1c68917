/**
 * Networks whose layers differ in more than their widths, by every estimator beside its twin in double
 * precision.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CurveKind } from '../../src/curve/index.ts';
import { ExactWorkspace, type Subject, TangentWorkspace, Workspace } from '../../src/measure/index.ts';
import { arena } from '../kernels/kernels.ts';
import { BROKEN, CURVED, mixedSubject } from './mixed.ts';
import { expectExactImage, expectTwin, STANDARD_ERRORS } from './oracle.ts';
import { lengthErrors } from './rounding.ts';
import { curveOf, lengthsOf, smallMixed, smallMixedPiecewiseLinear } from './subjects.ts';
import { incrementLengths, tangentMeasure } from './twin.ts';

const memory = await arena();

const KINDS: readonly CurveKind[] = ['line', 'arc', 'circle', 'polyline'];

describe('polylines', () => {
  const check = (what: Subject, network: number) =>
    expectTwin(new Workspace(memory, what).measure(network, 1), what, network);

  test.each([...BROKEN, ...CURVED])('%s', (_, layers) => {
    for (const kind of KINDS) {
      for (const points of [3, 40]) check(mixedSubject(layers, { curve: curveOf(kind, 20), points }), 3);
    }
  });

  test('of every small network', () => {
    fc.assert(fc.property(smallMixed, fc.integer({ min: 0, max: 1e9 }), check), { seed: 22, numRuns: 250 });
  });

  test('and the error that is allowed is a small part of the length', () => {
    // Else the comparisons above would say nothing.
    for (const [, layers] of [...BROKEN, ...CURVED]) {
      const what = mixedSubject(layers);
      const { length } = lengthErrors(what, 3);
      incrementLengths(what, 3).forEach((exact, l) => {
        expect(STANDARD_ERRORS * length[l]!).toBeLessThanOrEqual(5e-4 * exact);
      });
    }
  });

  test('have the same digits whatever the width of panels', async () => {
    const memories = await Promise.all((['simd128', 'relaxed', 'turbo'] as const).map(arena));
    for (const [, layers] of [...BROKEN, ...CURVED]) {
      for (const draw of ['weights', 'law'] as const) {
        const what = mixedSubject(layers, { points: 33, draw });
        const [plain, ...others] = memories.map((cut) => new Workspace(cut, what).measure(0, 3));
        for (const other of others) expect(other).toEqual(plain);
      }
    }
  });
});

describe('tangents', () => {
  test.each([...BROKEN, ...CURVED])('%s', (_, layers) => {
    for (const kind of KINDS) {
      for (const points of [1, 5, 30]) {
        const what = mixedSubject(layers, { curve: curveOf(kind, 20), points });
        const lengths = lengthsOf(new TangentWorkspace(memory, what).measure(3, 1));
        tangentMeasure(what, 3).forEach((length, l) => {
          // The slope of a smooth activation answers to the rounding of its points as well.
          const digits = CURVED.some(([, curved]) => curved === layers) ? 4e-6 : 2e-6;
          const report = `${kind}, ${points} points, layer ${l + 1}: ${lengths[l]} against ${length}`;
          expect(Math.abs(lengths[l]! - length), report).toBeLessThanOrEqual(digits * (l + 1) * length);
        });
      }
    }
  });
});

describe('exact images', () => {
  const check = (what: Subject, network: number) =>
    expectExactImage(new ExactWorkspace(memory, what).measure(network, 1), what, network);

  test.each(BROKEN)('%s', (_, layers) => {
    let different = 0;
    for (const kind of ['line', 'polyline'] as const) {
      const what = mixedSubject(layers, { curve: curveOf(kind, 20) });
      for (let network = 0; network < 6; network++) different += check(what, network);
    }
    expect(different).toBe(0);
  });

  test('of every small network, but for a few counts of degenerate draws', () => {
    let [layers, different] = [0, 0];
    fc.assert(
      fc.property(smallMixedPiecewiseLinear, fc.nat(), (what, network) => {
        fc.pre(what.curve.kind === 'line' || what.curve.kind === 'polyline');
        layers += what.network.layers.length;
        different += check(what, network);
      }),
      { seed: 52, numRuns: 250 },
    );
    expect(layers).toBeGreaterThan(300);
    expect(different / layers, 'share of layers whose counts differ').toBeLessThan(0.04);
  });
});

describe('a layer that saturates, at a scale of its own', () => {
  const SATURATING = ['tanh', 'erf', 'hard-tanh', 'sin'] as const;

  test.each(SATURATING)('%s near 0 leaves the signs of points to the layers above it', (name) => {
    for (const sigmaW of [1e-30, 3e-51, 1e-140]) {
      const layers = [
        { activation: { name }, sigmaW },
        { activation: { name: 'leaky-relu', slope: 0.2 } as const, sigmaW: 1 / sigmaW },
        { activation: { name: 'tanh' } as const, sigmaW: 1, sigmaB: 0.5 },
      ];
      const what = mixedSubject(layers, { points: 40 });
      const expected = incrementLengths(what, 3);
      const ended = (lengths: readonly number[], precision: number) =>
        lengths.forEach((length, l) => {
          expect(Math.abs(length / expected[l]! - 1)).toBeLessThan(precision);
        });
      ended(lengthsOf(new Workspace(memory, what).measure(3, 1)), 2e-5);
      // Tangents at points: another mean of the same speed.
      ended(lengthsOf(new TangentWorkspace(memory, { ...what, points: 4000 }).measure(3, 1)), 2e-3);
    }
  });

  test.each(SATURATING)(
    '%s behind a layer without bounds refuses what single precision cannot tell apart',
    (name) => {
      const layers = [{ sigmaW: 1e30 }, { activation: { name }, sigmaW: 1 }];
      const what = mixedSubject(layers, { points: 40 });
      const refused = new RegExp(
        `^trajectory: expected pre-activations .* with ${name}, got steps of about .* in layer 2`,
      );
      expect(() => new Workspace(memory, what).measure(3, 1)).toThrow(refused);
      if (name === 'hard-tanh') expect(() => new ExactWorkspace(memory, what).measure(3, 1)).toThrow(refused);
    },
  );
});
