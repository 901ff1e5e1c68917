/**
 * Images far shorter than their distance from the origin, which differences of stored points would lose in
 * rounding.
 */
import { describe, expect, test } from 'vitest';
import { curveLength } from '../../src/curve/index.ts';
import { growthColumn, ratioColumn } from '../../src/ensemble/columns.ts';
import { statistic } from '../../src/ensemble/statistic.ts';
import { type Subject, Workspace } from '../../src/measure/index.ts';
import { referenceMeasure } from '../../src/measure/reference.ts';
import { type Activation, isHomogeneous } from '../../src/network/index.ts';
import { growthTheory } from '../../src/theory/index.ts';
import { arena } from '../kernels/kernels.ts';
import { SMOOTH } from '../kernels/smooth.ts';
import { ACTIVATIONS, curveOf, lengthsOf, subject } from './subjects.ts';
import { incrementLengths, incrementMeasure } from './twin.ts';

const memory = await arena();
const measure = (what: Subject, networks: number) => new Workspace(memory, what).measure(0, networks);

/** Largest relative difference over layers. */
const difference = (actual: readonly number[], expected: readonly number[]) =>
  Math.max(...actual.map((x, l) => Math.abs(x / expected[l]! - 1)));

function network(width: number, depth: number, sigmaW: number, sigmaB: number, activation: Activation) {
  return { inputDim: width, widths: new Array<number>(depth).fill(width), sigmaW, sigmaB, activation };
}

describe('biases in the ordered phase', () => {
  const relu = network(100, 60, 1, 1, { name: 'relu' });
  const what = subject(relu, { curve: curveOf('line', 100), points: 100 });

  test('ReLU: growth has its exact mean at every depth', () => {
    const networks = 40;
    const record = measure(what, networks);
    const exact = growthTheory(what.network, { meanSquare: 1 }).map(({ growth }) => growth.exact!);
    expect(exact[59]).toBeCloseTo(0.70267, 5);
    const inputLength = curveLength(what.curve);
    exact.forEach((expected, l) => {
      const { mean, sem } = statistic(growthColumn(record, l + 1, inputLength));
      const k = (mean! - expected) / sem!;
      expect(Math.abs(k), `layer ${l + 1}: ${mean} ± ${sem} against ${expected}`).toBeLessThan(4);
    });
    // The mean of logarithms is below the logarithm of the mean by half their variance, 60 times 5/(8 · 100)
    // for one direction.
    const { meanLog, n } = statistic(ratioColumn(record, 60, inputLength));
    const product = exact.reduce((sum, growth) => sum + Math.log(growth), 0);
    expect(n).toBe(networks);
    expect(Math.abs(meanLog! + 0.375 - product)).toBeLessThan(0.6);
  });

  test('ReLU: network by network', () => {
    expect(difference(lengthsOf(measure(what, 1)), incrementLengths(what, 0))).toBeLessThan(2e-5);
  });

  test.each([{ name: 'hard-tanh' }, ...SMOOTH] as const)('$name: network by network', (activation) => {
    const spec = network(60, 40, 0.5, 1, activation);
    for (const points of [3, 50]) {
      const clipped = subject(spec, { curve: curveOf('arc', 60), points });
      const record = measure(clipped, 3);
      for (const i of [0, 1, 2]) {
        const lengths = lengthsOf(record, i);
        const exact = incrementLengths(clipped, i);
        expect(lengths[39]! / lengths[0]!).toBeLessThan(1e-13);
        expect(difference(lengths, exact)).toBeLessThan(1e-5);
        // Where doubles can hold differences of points the two twins are one.
        expect(difference(exact.slice(0, 16), referenceMeasure(clipped, i).length.slice(0, 16))).toBeLessThan(
          1e-8,
        );
      }
    }
  });

  test.each(ACTIVATIONS)('$name $slope with biases a thousand times the input', (activation) => {
    const spec = { ...network(40, 12, 0.7, 1e3, activation), density: 0.3 };
    const far = subject(isHomogeneous(activation) ? spec : { ...spec, sigmaB: 0.7 }, {
      curve: curveOf('circle', 40),
      points: 60,
    });
    expect(difference(lengthsOf(measure(far, 1)), incrementLengths(far, 0))).toBeLessThan(1e-5);
  });
});

test.each([{ name: 'tanh' }, { name: 'erf' }] as const)(
  '$name: layers of saturated neurons alone',
  (activation) => {
    const spec = { ...network(1, 2, 0.5, activation.name === 'erf' ? 6 : 20, activation), inputDim: 3 };
    const what = subject(spec, { curve: curveOf('arc', 3), points: 20 });
    const record = measure(what, 60);
    let faint = 0;
    for (let i = 0; i < 60; i++) {
      const exact = incrementMeasure(what, i);
      const [kept] = lengthsOf(record, i);
      const shrinks = exact.length[0]! / exact.preLength[0]!;
      // Slopes end at 2^-100.
      if (shrinks < 1e-30) continue;
      if (shrinks < 1e-19) faint++;
      // h is known to 2^-24 of itself, to which the slope of erf answers with 2 h².
      expect(Math.abs(kept! / exact.length[0]! - 1), `network ${i}, ${shrinks}`).toBeLessThan(1e-4);
    }
    expect(faint).toBeGreaterThan(2);
  },
);

describe('a very fine sampling', () => {
  const activations: Activation[] = [{ name: 'relu' }, { name: 'hard-tanh' }];
  test.each(activations)('of an arc through a small $name network', (activation) => {
    const of = (points: number) => {
      const spec = { ...network(10, 3, 1.5, 0.5, activation), inputDim: 3 };
      return subject(spec, { curve: curveOf('arc', 3), points });
    };
    const fine = lengthsOf(measure(of(100_000), 1));
    const coarse = lengthsOf(measure(of(1_000), 1));
    expect(difference(fine, incrementLengths(of(100_000), 0))).toBeLessThan(3e-6);
    // Corners of the image are cut, some ten a layer, each by part of a thousandth of the curve.
    coarse.forEach((length, l) => {
      expect(length / fine[l]!).toBeLessThan(1 + 2e-6);
      expect(length / fine[l]!).toBeGreaterThan(1 - 2e-3);
    });
  });
});
