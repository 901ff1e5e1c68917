import { expect, test } from 'vitest';
import { referencePatchRows } from '../../src/kernels/reference/index.ts';
import { arena } from './kernels.ts';

const ROWS = [1, 3, 4, 5, 47, 48, 49, 100];

test.each(ROWS.flatMap((rows) => [[rows, 'some'] as const, [rows, 'all'] as const]))(
  'entries of %i rows at a place are those of the twin: patches have %s inputs',
  async (rows, inputs) => {
    const memory = await arena();
    memory.reset();
    const some = inputs === 'some';
    const patch = Array.from({ length: 18 }, (_, k) => (some && k % 5 === 2 ? -1 : 64 * ((7 * k) % 11)));
    // Beside patches with all inputs, every other row keeps all entries.
    const keeps = (k: number, row: number) => (!some && row % 2 === 0) || (k * k + row) % 3 !== 0;
    const shared = Array.from({ length: rows }, (_, row) =>
      patch.flatMap((_, k): [number, number][] => (keeps(k, row) ? [[k, row + k / 16]] : [])),
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
    const out = [rows, entries.length + 3, entries.length + 3].map((length) =>
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
      some ? 0 : patch.length,
    );
    const expected = referencePatchRows(shared, patch);
    expect(written).toBe(expected.flat().length);
    expect([...memory.u32(outCounts, rows)]).toEqual(expected.map((row) => row.length));
    expect([...memory.u32(outOffsets, written)]).toEqual(expected.flat().map(([input]) => input));
    expect([...memory.f32(outValues, written)]).toEqual(expected.flat().map(([, weight]) => weight));
  },
);
