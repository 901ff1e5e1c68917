import { describe, expect, it } from 'vitest';
import { referenceLargestMagnitude, referencePreActivations } from '../../src/kernels/reference/index.ts';
import { normals, openStream } from '../../src/random/index.ts';
import { arena } from './kernels.ts';

const memory = await arena();

/** The kernel in place; one number behind the rows must stay. */
function preActivations(
  rows: readonly (readonly number[])[],
  biases: readonly number[] | null,
  gain: number,
) {
  const columns = rows[0]!.length;
  memory.reset();
  const from = memory.reserve(4 * (rows.length * columns + 1));
  const at = biases === null ? 0 : memory.reserve(4 * biases.length);
  const values = memory.f32(from, rows.length * columns + 1);
  values.set([...rows.flat(), 7]);
  if (biases !== null) memory.f32(at, biases.length).set(biases);
  memory.kernels.preActivations(from, columns / 4, rows.length, at, gain);
  expect(values.at(-1)).toBe(7);
  return rows.map((_, r) => [...values.slice(r * columns, (r + 1) * columns)]);
}

describe('preActivations', () => {
  it.each([
    [1, 1],
    [3, 2],
    [7, 3],
    [48, 5],
  ])('of %i rows of %i vectors has the bits of its twin, with biases and without', (count, vectors) => {
    const draw = openStream(9n);
    const singles = (n: number) => [...normals(draw, n)].map(Math.fround);
    const rows = Array.from({ length: count }, () => singles(4 * vectors));
    const biases = singles(count).map((x) => Math.fround(1e-3 * x));
    for (const gain of [1, 0.1, 2 ** -130, 1e30])
      for (const own of [biases, null])
        expect(preActivations(rows, own, gain)).toEqual(referencePreActivations(rows, own, gain));
  });

  it('rounds once: sum and product are in double precision', () => {
    // 1 + 2^-30 is no single.
    const [row] = preActivations([[1, 1, 1, 1]], [2 ** -30], 2 ** 30 - 1);
    expect(row![0]).toBe(Math.fround((1 + 2 ** -30) * (2 ** 30 - 1)));
    expect(row![0]).not.toBe(Math.fround(Math.fround(1 + 2 ** -30) * (2 ** 30 - 2 ** 7)));
  });

  it('keeps zeros their sign where there is no bias', () => {
    expect(preActivations([[-0, 0, -0, 0]], null, 2)).toEqual([[-0, 0, -0, 0]]);
  });
});

describe('largestMagnitude', () => {
  const largest = (values: readonly number[]) => {
    memory.reset();
    const from = memory.reserve(4 * values.length + 16);
    memory.f32(from, values.length + 4).set([...values, 1e9, 1e9, 1e9, 1e9]);
    return memory.kernels.largestMagnitude(from, values.length);
  };

  it.each([0, 4, 8, 20])('of %i numbers agrees with its twin, wherever the largest is', (count) => {
    const values = [...normals(openStream(2n), count)].map(Math.fround);
    for (let at = 0; at < count; at++) {
      const raised = values.map((x, i) => (i === at ? (at % 2 ? 50 : -50) : x));
      expect(largest(raised)).toBe(referenceLargestMagnitude(raised));
    }
    expect(largest(values)).toBe(referenceLargestMagnitude([0, ...values]));
  });

  it('finds what is no number, the infinite and the smallest', () => {
    const { NaN: none, POSITIVE_INFINITY: most } = Number;
    expect(largest([1, 2, none, 3])).toBeNaN();
    expect(largest([none, most, -most, 3])).toBeNaN();
    expect(largest([1, -most, 2, 3])).toBe(most);
    expect(largest([0, -(2 ** -149), 0, -0])).toBe(2 ** -149);
  });
});
