/**
 * What one measured network must have: the lengths of its twin in double precision, or those of its exact
 * image.
 */
import { expect } from 'vitest';
import type { LengthRecord, Subject } from '../../src/measure/index.ts';
import { referenceMeasure } from '../../src/measure/reference.ts';
import { drawNetwork, exactImage } from '../../src/regions/index.ts';
import { smooth } from '../kernels/smooth.ts';
import { lengthErrors } from './rounding.ts';
import { lengthsOf } from './subjects.ts';
import { incrementMeasure } from './twin.ts';

/**
 * Expected errors of single precision by which a measured length may differ from the one in double precision.
 */
export const STANDARD_ERRORS = 2;

/**
 * Asserts that the record's only network has the lengths that double precision gives network number
 * `network`.
 */
export function expectTwin(record: LengthRecord, what: Subject, network: number): void {
  // Where tanh and erf saturate even doubles lose the differences of points.
  const curved = what.network.layers.some(({ activation }) => smooth(activation) !== null);
  const twin = curved ? incrementMeasure : referenceMeasure;
  const expected = twin(what, network);
  const errors = lengthErrors(what, network);
  // Saturated neurons whose slope is below 2^-100 do not move.
  const floor = 2 ** -100 * Math.max(...expected.preLength);
  for (const quantity of ['preLength', 'length'] as const) {
    lengthsOf(record, 0, quantity).forEach((length, l) => {
      const [exact, error] = [expected[quantity][l]!, errors[quantity][l]!];
      const report = `${quantity} of layer ${l + 1}: ${length} against ${exact} ± ${error}`;
      expect(Math.abs(length - exact), report).toBeLessThanOrEqual(STANDARD_ERRORS * error + floor);
    });
  }
}

/**
 * Asserts lengths within single precision of the exact image's; returns in how many layers the counts differ.
 */
export function expectExactImage(record: LengthRecord, what: Subject, network: number): number {
  const oracle = exactImage(drawNetwork(what.network, what.seed, network), what.curve.vertices);
  let different = 0;
  for (const quantity of ['preLength', 'length'] as const) {
    lengthsOf(record, 0, quantity).forEach((length, l) => {
      const exact = oracle.layers[l]![quantity];
      const most = Math.max(...oracle.layers.slice(0, l + 1).map((layer) => layer.preLength));
      // What is left after most of the curve went silent has its digits from what there was.
      expect(
        Math.abs(length - exact),
        `${quantity} of layer ${l + 1}: ${length} against ${exact}`,
      ).toBeLessThanOrEqual(1e-5 * exact + 1e-6 * most);
    });
  }
  oracle.layers.forEach(({ transitions, regions }, l) => {
    const counted = record.measures;
    if (counted.transitions!.values[l] !== transitions || counted.regions!.values[l] !== regions) different++;
  });
  return different;
}
