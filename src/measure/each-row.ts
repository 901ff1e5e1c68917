import type { Arena } from '../kernels/arena.ts';
import { BLOCK_ROWS } from '../random/definition.ts';
import type { Rows, SparseRows } from './weight-source.ts';

/** Visits the entries of rows whose offsets are column * 4, and the end of each row. */
export function eachRow(
  arena: Arena,
  rows: Rows,
  inputs: number,
  visit: (index: number, value: number) => void,
  end: () => void,
): void {
  if (rows.kind === 'dense') {
    const row = rows.rowBytes / 4;
    const stored = arena.f32(rows.address, row * rows.rows);
    for (let i = 0; i < rows.rows; i++) {
      for (let j = 0; j < inputs; j++) if (stored[i * row + j] !== 0) visit(j, stored[i * row + j]!);
      end();
    }
    return;
  }
  eachSparseRow(arena, rows, (offsets, values) => {
    for (let e = 0; e < offsets.length; e++) visit(offsets[e]! / 4, values[e]!);
    end();
  });
}

/** Visits the entries of sparse rows, a row a time. */
export function eachSparseRow(
  arena: Arena,
  rows: SparseRows,
  visit: (offsets: Uint32Array, values: Float32Array) => void,
): void {
  const counts = arena.u32(rows.counts, rows.rows);
  // Blocks begin on multiples of four entries.
  const all = counts.reduce((sum, count) => sum + count, 4 * Math.ceil(rows.rows / BLOCK_ROWS));
  const [offsets, values] = [arena.u32(rows.offsets, all), arena.f32(rows.values, all)];
  let at = 0;
  for (let i = 0; i < rows.rows; i++) {
    if (i % BLOCK_ROWS === 0) at = Math.ceil(at / 4) * 4;
    const end = at + counts[i]!;
    visit(offsets.subarray(at, end), values.subarray(at, end));
    at = end;
  }
}
