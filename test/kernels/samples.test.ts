import { describe, expect, it } from 'vitest';
import {
  referenceAdamStep,
  referenceAddPixels,
  referenceAddRow,
  referenceGatherPixels,
  referenceSumColumns,
} from '../../src/kernels/reference/index.ts';
import { activationOf, phiOf, pieceAt, piecesOf } from '../../src/network/index.ts';
import { normals, openStream } from '../../src/random/index.ts';
import { activate } from '../../src/train/activate.ts';
import { arena } from './kernels.ts';

const memory = await arena();
const { kernels } = memory;

// Sums of two numbers, products and roots in double precision are rounded to what single precision gives: the
// twins agree in every bit once they are rounded.
const rounded = (values: readonly number[]) => values.map(Math.fround);

const draw = openStream(17n);
/** Numbers of single precision. */
const numbers = (count: number) => [...normals(draw, count)].map(Math.fround);
const rowsOf = (rows: number, columns: number) => Array.from({ length: rows }, () => numbers(columns));

/** Behind everything that is put lie 4 numbers that nothing may touch. */
const GUARD = [7, -7, 7, -7];

function put(values: readonly number[]): number {
  const address = memory.reserve(4 * (values.length + GUARD.length));
  memory.f32(address, values.length + GUARD.length).set([...values, ...GUARD]);
  return address;
}

/** The numbers at an address. @throws where the guard behind them has changed. */
function get(address: number, count: number): number[] {
  const all = [...memory.f32(address, count + GUARD.length)];
  expect(all.slice(count)).toEqual(GUARD);
  return all.slice(0, count);
}

describe('rows of samples', () => {
  it.each([
    [1, 4],
    [3, 8],
    [64, 100],
  ])('%i rows of %i numbers: adds a row, multiplies, sums columns', (count, columns) => {
    memory.reset();
    const [rows, factors, row] = [rowsOf(count, columns), numbers(count * columns), numbers(columns)];
    const [at, by, own, sums] = [put(rows.flat()), put(factors), put(row), put(numbers(columns))];
    kernels.sumColumns(at, count, columns, sums);
    // The same order in double precision, so the same number before it is rounded.
    expect(get(sums, columns)).toEqual(rounded(referenceSumColumns(rows)));
    kernels.addRow(at, count, columns, own);
    const added = rounded(referenceAddRow(rows, row).flat());
    expect(get(at, count * columns)).toEqual(added);
    kernels.timesInto(at, by, count * columns);
    expect(get(at, count * columns)).toEqual(rounded(added.map((x, i) => x * factors[i]!)));
    expect(get(by, count * columns)).toEqual(factors);
  });

  it.each([
    [1, 1],
    [3, 5],
    [4, 4],
    [8, 4],
    [5, 9],
    [64, 784],
    [63, 30],
  ])('turns %i rows of %i numbers', (count, columns) => {
    memory.reset();
    const [stride, outStride] = [columns + 3, count + 2];
    const rows = rowsOf(count, stride);
    const from = put(rows.flat());
    const out = put(Array(columns * outStride).fill(9));
    kernels.turnRows(from, 4 * stride, count, columns, out, 4 * outStride);
    const turned = Array.from({ length: columns }, (_, c) => [...rows.map((row) => row[c]!), 9, 9]);
    expect(get(out, columns * outStride)).toEqual(turned.flat());
  });
});

describe('straightValues', () => {
  it.each(['linear', 'relu', 'leaky-relu:0.1', 'hard-tanh', 'shifted-relu:0.3', 'clipped-relu:0.25:1.5'])(
    '%s: value and slope on every piece, and at thresholds',
    (name) => {
      const activation = activationOf('activation', name);
      const pieces = piecesOf(activation)!;
      const count = 400;
      const h = [...pieces.thresholds, 0, -0, ...numbers(count)].map(Math.fround).slice(0, count);
      memory.reset();
      const [from, values, slopes] = [put(h), put(numbers(count)), put(numbers(count))];
      activate(memory, activation)(from, values, slopes, count);
      const pieceOf = (x: number) => pieceAt(pieces, x);
      expect(get(slopes, count)).toEqual(rounded(h.map((x) => pieces.slopes[pieceOf(x)]!)));
      const phi = phiOf(activation);
      // slope x + start: rounded three times in double precision, and once in single precision.
      for (const [i, value] of get(values, count).entries())
        expect(Math.abs(value - phi(h[i]!))).toBeLessThanOrEqual(
          2 ** -24 * Math.abs(value) + 2 ** -50 * (1 + Math.abs(h[i]!)),
        );
    },
  );
});

describe('pixels', () => {
  const image = numbers(40);
  const offsets = [4, -1, 0, 9, 4, 32, -1];

  it.each([1, 2, 3, 4, 5, 8])('of %i channels are gathered, and added', (channels) => {
    memory.reset();
    const count = offsets.length * channels;
    const bytes = offsets.map((offset) => (offset < 0 ? -1 : 4 * offset));
    const [at, list, out] = [put(image), memory.reserve(4 * bytes.length), put(numbers(count + 3))];
    memory.i32(list, bytes.length).set(bytes);
    kernels.gatherPixels(at, list, bytes.length, channels, out);
    // Up to three numbers past the last pixel are written.
    expect(get(out, count + 3).slice(0, count)).toEqual(referenceGatherPixels(image, offsets, channels));
    const pixels = numbers(count);
    kernels.addPixels(put(pixels), list, bytes.length, channels, at);
    // Sums are rounded one after the other.
    let sum = image;
    for (const [i, offset] of offsets.entries())
      sum = rounded(
        referenceAddPixels(pixels.slice(i * channels, (i + 1) * channels), [offset], channels, sum),
      );
    expect(get(at, image.length)).toEqual(sum);
  });
});

describe('adamStep', () => {
  it('moves every parameter as its twin', () => {
    const count = 100;
    const settings = [0.9, 0.999, 1e-8] as const;
    const [parameters, gradient, means] = [numbers(count), numbers(count), numbers(count)];
    const squares = numbers(count).map((x) => Math.fround(x * x));
    [gradient, means, squares].forEach((list) => {
      list[3] = 0;
    });
    memory.reset();
    const at = [parameters, gradient, means, squares].map(put) as [number, number, number, number];
    kernels.adamStep(...at, count, 0.01, ...settings);
    const twins = parameters.map((parameter, i) =>
      referenceAdamStep(
        { parameter, gradient: gradient[i]!, mean: means[i]!, square: squares[i]! },
        0.01,
        settings,
      ),
    );
    expect(get(at[0], count)).toEqual(rounded(twins.map(({ parameter }) => parameter)));
    expect(get(at[1], count)).toEqual(gradient);
    expect(get(at[2], count)).toEqual(rounded(twins.map(({ mean }) => mean)));
    expect(get(at[3], count)).toEqual(rounded(twins.map(({ square }) => square)));
    expect(get(at[0], count)[3]).toBe(parameters[3]);
  });
});
