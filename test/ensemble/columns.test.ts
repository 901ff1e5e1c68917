import { expect, it } from 'vitest';
import {
  growthColumn,
  lengthColumn,
  meanGrowthColumn,
  measureColumn,
  ratioColumn,
  totalTransitionsColumn,
} from '../../src/ensemble/columns.ts';
import type { ScaledColumn } from '../../src/ensemble/types.ts';
import { LAGS } from '../../src/experiment/index.ts';
import type { LengthRecord } from '../../src/measure/index.ts';
import { ldexp } from '../../src/numeric/scaled.ts';

const valuesOf = ({ mantissa, exponent }: ScaledColumn): number[] =>
  Array.from(mantissa, (m, i) => ldexp(m, exponent[i]!));

/** Two networks of depth 3 on an input of length 2; the second dies in layer 2. */
const record: LengthRecord = {
  first: 0,
  networks: 2,
  depth: 3,
  length: Float64Array.of(4, 3, 6, 1, 0, 0),
  preLength: Float64Array.of(8, 4, 7, 2, 1, 0),
  exponent: Int32Array.of(0, 2, 2, 1, -30000, 0),
  measures: {
    transitions: { values: Float64Array.of(5, 3, 4, 2, 1, 0), exponent: null },
    q: { values: Float64Array.of(1, 3, 1, 1.5, 1, 0), exponent: Int32Array.of(0, 1, 2, 0, -20000, 0) },
    autocorrelation: {
      values: Float64Array.from({ length: 6 * LAGS.length }, (_, i) => i),
      exponent: null,
    },
  },
};

it('reads lengths layer by layer', () => {
  expect(valuesOf(lengthColumn(record, 1, 'length'))).toEqual([4, 2]);
  expect(valuesOf(lengthColumn(record, 2, 'length'))).toEqual([12, 0]);
  expect(valuesOf(lengthColumn(record, 1, 'preLength'))).toEqual([8, 4]);
});
it('reads measures layer by layer, scale and lag included, and knows what was not measured', () => {
  expect(valuesOf(measureColumn(record, 2, 'transitions')!)).toEqual([3, 1]);
  expect(valuesOf(measureColumn(record, 2, 'q')!)).toEqual([6, 0]);
  const lags = LAGS.length;
  expect(valuesOf(measureColumn(record, 3, 'autocorrelation', 5)!)).toEqual([2 * lags + 5, 5 * lags + 5]);
  expect(measureColumn(record, 1, 'correlation')).toBeNull();
});
it('adds up transitions over layers, network by network', () => {
  expect(valuesOf(totalTransitionsColumn(record)!)).toEqual([12, 3]);
  expect(totalTransitionsColumn({ ...record, measures: {} })).toBeNull();
});
it('divides by the length of the input', () => {
  expect(valuesOf(ratioColumn(record, 3, 2))).toEqual([12, 0]);
});
it('divides network by network, and leaves growth out of a dead layer undefined', () => {
  expect(valuesOf(growthColumn(record, 1, 2))).toEqual([2, 1]);
  expect(valuesOf(growthColumn(record, 2, 2))).toEqual([3, 0]);
  expect(valuesOf(growthColumn(record, 3, 2))).toEqual([2, Number.NaN]);
});
it('averages the defined growths of layers 2 … depth, each counted once, however long a network lives', () => {
  // Growths 3 and 2 of the first network, 0 of the second: three in all, one and a half a network.
  const column = valuesOf(meanGrowthColumn(record, 2));
  expect(column).toEqual([5 / 1.5, 0]);
  expect((column[0]! + column[1]!) / 2).toBeCloseTo((3 + 2 + 0) / 3, 15);
});
it('averages the growths of a network that lives as long as the others', () => {
  const alive = { ...record, networks: 1 };
  expect(valuesOf(meanGrowthColumn(alive, 2))).toEqual([2.5]);
});
it('averages the only growth at depth 1, and nothing where nothing is defined', () => {
  const one = { ...record, networks: 6, depth: 1 };
  expect(valuesOf(meanGrowthColumn(one, 2)).slice(0, 2)).toEqual([2, 6]);
  const dead = { ...record, networks: 1, length: Float64Array.of(0, 0, 0) };
  expect(valuesOf(meanGrowthColumn(dead, 2))).toEqual([Number.NaN]);
});
it('lets a vanished growth with a far exponent spoil nothing', () => {
  const far = {
    ...record,
    networks: 1,
    length: Float64Array.of(1, 4, 0),
    exponent: Int32Array.of(-30000, -30000, 0),
  };
  expect(valuesOf(meanGrowthColumn(far, 2))).toEqual([2]);
});
