import { expect, test } from 'vitest';
import { referencePatchRows } from '../../src/kernels/reference/index.ts';
import { arena } from './kernels.ts';

test.each([1, 3, 4, 5, 47, 48, 49, 100])(
  'entries of %i rows at a place are those of the twin',
  async (rows) => {
    const memory = await arena();
    memory.reset();
    const patch = Array.from({ length: 18 }, (_, k) => (k % 5 === 2 ? -1 : 64 * ((7 * k) % 11)));
    const shared = Array.from({ length: rows }, (_, row) =>
      patch.flatMap((_, k): [number, number][] => ((k * k + row) % 3 === 0 ? [] : [[k, row + k / 16]])),
    );
    const entries = shared.flat();
    const place = (values: readonly number[], kind: 'u32' | 'i32' | 'f32', room = values.length) => {
      const at = memory.reserve(4 * room + 16);
      return { at, fill: () => memory[kind](at, values.length).set(values) };
    };
    const counts = place(
      shared.map((row) => row.length),
      'u32',
    );
    const indexes = place(
      entries.map(([index]) => 4 * index),
      'u32',
    );
    const values = place(
      entries.map(([, weight]) => weight),
      'f32',
    );
    const offsets = place(patch, 'i32');
    const out = [rows, entries.length + 1, entries.length + 1].map((length) =>
      memory.reserve(4 * length + 16),
    );
    for (const one of [counts, indexes, values, offsets]) one.fill();
    const [outCounts, outOffsets, outValues] = out as [number, number, number];
    const written = memory.kernels.patchRows(
      counts.at,
      indexes.at,
      values.at,
      rows,
      offsets.at,
      outCounts,
      outOffsets,
      outValues,
    );
    const expected = referencePatchRows(shared, patch);
    expect(written).toBe(expected.flat().length);
    expect([...memory.u32(outCounts, rows)]).toEqual(expected.map((row) => row.length));
    expect([...memory.u32(outOffsets, written)]).toEqual(expected.flat().map(([input]) => input));
    expect([...memory.f32(outValues, written)]).toEqual(expected.flat().map(([, weight]) => weight));
  },
);
