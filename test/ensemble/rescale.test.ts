import { expect, test } from 'vitest';
import { layersOf, rescaled } from '../../src/ensemble/index.ts';
import { entriesOf } from '../../src/experiment/measures.ts';
import { emptyRecord, type LengthRecord } from '../../src/measure/record.ts';
import { exponentOf, ldexp } from '../../src/numeric/scaled.ts';

/** Two networks of depth 4; the second dies in layer 3. */
const record: LengthRecord = {
  first: 6,
  networks: 2,
  depth: 4,
  length: Float64Array.of(1.5, 1.25, 3, 0.7, 1, 2, 0, 0),
  preLength: Float64Array.of(2, 2.5, 4, 1.7, 3, 3, 1, 0),
  exponent: Int32Array.of(0, 3, -7, 2000, 1, -2000, 0, 0),
  measures: {
    transitions: { values: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8), exponent: null },
    q: {
      values: Float64Array.of(1, 3, 1, 1.5, 1, 2, 0, 0),
      exponent: Int32Array.of(0, 5, 2, 4000, 0, -4000, 0, 0),
    },
    curvature2: {
      values: Float64Array.of(1, 3, 1, 1.5, 1, 2, 1, 1),
      exponent: Int32Array.of(0, 5, 2, -4000, 0, 4000, 0, 0),
    },
  },
};

/** The record of rescaled networks, from its layers. */
function rescaleRecord(record: LengthRecord, sigma: number): LengthRecord {
  const layers = rescaled(layersOf(record), sigma);
  const { networks, depth, measures } = layers;
  const whole = emptyRecord(record.first, networks, depth, measures);
  type Numbers = Float64Array | Int32Array;
  const put = (all: Numbers, values: Numbers, layer: number, entries = 1) => {
    for (let i = 0; i < networks; i++)
      all.set(values.subarray(i * entries, (i + 1) * entries), (i * depth + layer - 1) * entries);
  };
  for (let layer = 1; layer <= depth; layer++) {
    put(whole.length, layers.length('length', layer), layer);
    put(whole.preLength, layers.length('preLength', layer), layer);
    put(whole.exponent, layers.exponent(layer), layer);
    for (const name of measures) {
      const { values, exponent } = whole.measures[name]!;
      put(values, layers.values(name, layer), layer, entriesOf(name));
      if (exponent !== null) put(exponent, layers.valueExponent(name, layer)!, layer);
    }
  }
  return whole;
}

const log2 = (m: number, e: number) => Math.log2(ldexp(m, -exponentOf(m))) + exponentOf(m) + e;

test('multiplies the lengths of layer l by sigma^l', () => {
  for (const sigma of [0.1, 0.7, Math.SQRT2, 3, 1e10, 1e-300, 5e-324, 1e300, Number.MAX_VALUE]) {
    const scaled = rescaleRecord(record, sigma);
    expect(scaled).toMatchObject({ first: 6, networks: 2, depth: 4 });
    for (const quantity of ['length', 'preLength'] as const) {
      record[quantity].forEach((value, at) => {
        if (value === 0) {
          expect(scaled[quantity][at]).toBe(0);
          return;
        }
        const layer = (at % 4) + 1;
        const expected = log2(value, record.exponent[at]!) + layer * Math.log2(sigma);
        const actual = log2(scaled[quantity][at]!, scaled.exponent[at]!);
        expect(Math.abs(actual - expected)).toBeLessThan(1e-11);
      });
    }
  }
});

test('multiplies measures of layer l by sigma^(power l), and leaves counts alone', () => {
  const powers = { q: 2, curvature2: -2 } as const;
  for (const sigma of [0.1, 0.7, Math.SQRT2, 3, 1e10]) {
    const { measures } = rescaleRecord(record, sigma);
    expect(measures.transitions).toEqual(record.measures.transitions);
    for (const name of ['q', 'curvature2'] as const) {
      const before = record.measures[name]!;
      before.values.forEach((value, at) => {
        const after = measures[name]!.values[at]!;
        if (value === 0) {
          expect(after).toBe(0);
          return;
        }
        const expected =
          log2(value, before.exponent![at]!) + powers[name] * ((at % 4) + 1) * Math.log2(sigma);
        expect(Math.abs(log2(after, measures[name]!.exponent![at]!) - expected)).toBeLessThan(1e-11);
      });
    }
  }
});

test('rescales every lag of a measure alike', () => {
  // No measure of several entries scales; they are told apart by their entries all the same.
  const values = Float64Array.from({ length: 4 * 24 }, (_, i) => i);
  const lags = { ...record, networks: 1, measures: { autocorrelation: { values, exponent: null } } };
  expect(rescaleRecord(lags, 3).measures.autocorrelation!.values).toEqual(values);
});

test('is exact for powers of two', () => {
  const scaled = rescaleRecord(record, 8);
  expect(scaled.length).toEqual(record.length);
  expect(scaled.preLength).toEqual(record.preLength);
  expect([...scaled.exponent]).toEqual([...record.exponent].map((e, at) => e + 3 * ((at % 4) + 1)));
});

test('leaves the record as it was, and returns its layers for sigma 1', () => {
  const before = structuredClone(record);
  rescaleRecord(record, 3);
  expect(record).toEqual(before);
  const layers = layersOf(record);
  expect(rescaled(layers, 1)).toBe(layers);
});

test('keeps mantissas moderate at any depth', () => {
  const depth = 5000;
  const deep: LengthRecord = {
    first: 0,
    networks: 1,
    depth,
    length: new Float64Array(depth).fill(1),
    preLength: new Float64Array(depth).fill(1),
    exponent: new Int32Array(depth),
    measures: {},
  };
  const { length, exponent } = rescaleRecord(deep, 10);
  expect(Math.min(...length)).toBeGreaterThanOrEqual(1);
  expect(Math.max(...length)).toBeLessThan(2);
  expect(log2(length[depth - 1]!, exponent[depth - 1]!) / (depth * Math.log2(10))).toBeCloseTo(1, 14);
});
