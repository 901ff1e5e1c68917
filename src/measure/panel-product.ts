/**
 * Products of drawn rows with one panel, kept whole in memory, for measurements that look at all of a layer
 * before its image is made.
 */

import type { Address, Kernels } from '../kernels/abi.ts';
import { VECTOR } from '../kernels/layout.ts';
import { BLOCK_ROWS } from '../random/definition.ts';
import type { Rows } from './weight-source.ts';

/** Rows of a panel of products: dense tiles write eight rows at least, and an even number. */
export function paddedRows(width: number): number {
  return Math.ceil(width / 8) * 8;
}

/**
 * Visits the blocks of sparse rows; `visit` returns the end of its offsets. Each block's entries begin on a
 * multiple of 16 bytes.
 */
export function eachBlock(
  { rows, counts, offsets, values }: Extract<Rows, { kind: 'sparse' }>,
  visit: (row: number, rows: number, counts: Address, offsets: Address, values: Address) => Address,
): void {
  let at = 0;
  for (let row = 0; row < rows; row += BLOCK_ROWS) {
    const end = visit(row, Math.min(BLOCK_ROWS, rows - row), counts + 4 * row, offsets + at, values + at);
    at = Math.ceil((end - offsets) / VECTOR) * VECTOR;
  }
}

/** Rows times the panel of `inputs` rows at `from`, to rows of as many columns at `to`. */
export function multiplyPanel(
  kernels: Kernels,
  rows: Rows,
  vectors: number,
  from: Address,
  inputs: number,
  to: Address,
): void {
  const stride = VECTOR * vectors;
  if (rows.kind === 'dense') {
    kernels.denseRows(vectors, from, rows.address, rows.rowBytes, inputs, rows.rows, to, stride);
  } else {
    const { alike } = rows;
    eachBlock(rows, (start, count, counts, offsets, values) => {
      const runs = alike === undefined ? 0 : alike + 4 * start;
      return kernels.sparseRows(
        vectors,
        from,
        counts,
        offsets,
        values,
        count,
        to + start * stride,
        stride,
        runs,
      );
    });
  }
}
