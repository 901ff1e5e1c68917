import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { curve } from '../../src/curve/index.ts';
import { DENSE_FROM } from '../../src/kernels/layout.ts';
import { type Subject, Workspace } from '../../src/measure/index.ts';
import { referenceMeasure } from '../../src/measure/reference.ts';
import { arena } from '../kernels/kernels.ts';
import { expectTwin, STANDARD_ERRORS } from './oracle.ts';
import { lengthErrors } from './rounding.ts';
import { ACTIVATIONS, curveOf, LAWS, lengthsOf, smallSubjects, subject } from './subjects.ts';

const memory = await arena();
const measure = (what: Subject, first = 0, networks = 1) =>
  new Workspace(memory, what).measure(first, networks);

const expectOracle = (what: Subject, network: number) => expectTwin(measure(what, network), what, network);

describe('a measured network has the lengths of its double-precision twin', () => {
  test('for every small network and curve', () => {
    fc.assert(fc.property(smallSubjects, fc.integer({ min: 0, max: 1e9 }), expectOracle), {
      seed: 20,
      numRuns: 250,
    });
  });

  test.each(ACTIVATIONS)('for $name $slope with every law', (activation) => {
    for (const law of LAWS) {
      for (const density of [0.2, 1]) {
        expectOracle(subject({ activation, weights: law, biases: law, density, sigmaB: 0.5 }), 7);
      }
    }
  });

  test('across several blocks of rows', () => {
    for (const density of [0.1, 0.6, 1]) {
      expectOracle(subject({ widths: [150, 97], density, sigmaB: 0.1 }, { points: 30 }), 1);
    }
  });

  test('and the error that is allowed is a small part of the length', () => {
    // Else the comparisons above would say nothing.
    for (const activation of ACTIVATIONS) {
      const what = subject({ activation, sigmaB: 0.3 });
      const { length } = lengthErrors(what, 0);
      referenceMeasure(what, 0).length.forEach((exact, l) => {
        expect((STANDARD_ERRORS * length[l]!) / exact).toBeLessThan(5e-4);
      });
    }
  });
});

describe('network number i is one particular network', () => {
  const what = subject({ density: 0.3, sigmaB: 0.2 });

  test('measured alone or among others', () => {
    const many = measure(what, 0, 10);
    const alone = measure(what, 5);
    const { depth } = alone;
    expect(alone.length).toEqual(many.length.slice(5 * depth, 6 * depth));
    expect(alone.preLength).toEqual(many.preLength.slice(5 * depth, 6 * depth));
    expect(alone.exponent).toEqual(many.exponent.slice(5 * depth, 6 * depth));
    expect(measure(what, 4, 2).length).toEqual(many.length.slice(4 * depth, 6 * depth));
  });

  test('with another one beside every other number and every other seed', () => {
    const lengths = [measure(what), measure(what, 1), measure(what, 2 ** 32), measure({ ...what, seed: 4 })];
    expect(new Set(lengths.map(({ length }) => length[0])).size).toBe(lengths.length);
  });

  test('whatever was measured before in the same memory', () => {
    const before = measure(what, 0, 3);
    measure(subject({ widths: [300, 10], sigmaB: 9 }, { points: 333 }), 0, 2);
    expect(measure(what, 0, 3)).toEqual(before);
  });

  /**
   * Linear networks see only the ends of each straight piece, so different samplings must agree if their
   * weights do.
   */
  test('the same for every number of points and every curve', () => {
    for (const density of [0.1, 0.3, 0.6, 1]) {
      const linear = subject({ activation: { name: 'linear' }, density });
      const [x0, x1] = linear.curve.vertices as [Float64Array, Float64Array];
      const difference = lengthsOf(measure(linear, 6));
      for (const points of [2, 3, 8, 25, 100, 700]) {
        expectClose(lengthsOf(measure({ ...linear, points }, 6)), difference);
      }
      // An arc seen at its ends only is their chord; a circle at t = 0, 1/2, 1 goes from x0 to -x0 and back.
      expectClose(lengthsOf(measure({ ...linear, points: 2, curve: curve('arc', [x0, x1]) }, 6)), difference);
      const there = measure({ ...linear, curve: curve('line', [x0, x0.map((x) => -x)]) }, 6);
      const circle = measure({ ...linear, points: 3, curve: curve('circle', [x0, x1]) }, 6);
      expectClose(
        lengthsOf(circle),
        lengthsOf(there).map((length) => 2 * length),
      );
    }
  });

  test('whether drawn for a sparse or for a dense product', () => {
    // Densities on either side of the choice of product, with the same mask: no draw falls between them.
    const [sparse, dense] = [DENSE_FROM - 2 ** -40, DENSE_FROM].map((density) =>
      measure(subject({ density, sigmaB: 0.1 })),
    );
    expect(dense).toEqual(sparse);
  });
});

/** Rounding of steps, relative to them, over three layers. */
function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((x, l) => {
    expect(Math.abs(x / expected[l]! - 1), `${x} against ${expected[l]}`).toBeLessThan(2e-6);
  });
}

// One layer: there is no second image to spill into.
test('a long and fine curve through a single layer is measured in pieces that fit together', () => {
  const what = subject({ widths: [60], inputDim: 3 }, { curve: curveOf('circle', 3), points: 2000 });
  expectOracle(what, 0);
});
