/**
 * One layer through the real kernels, in one group of rows, beside which a test sets `exactLayer`. All
 * numbers are f32 already.
 */

import type { Arena } from '../../src/kernels/index.ts';
import type { PanelLayout } from '../../src/kernels/layout.ts';
import { activationCode } from '../../src/network/index.ts';
import { BLOCK_ROWS } from '../../src/random/definition.ts';
import type { Increments, Layer } from './increments.ts';

export interface LayerImage {
  /** The image; steps of all columns, the padding included. */
  readonly z: Increments;
  readonly hSquares: number[];
  readonly zSquares: number[];
  /** Largest |z| and largest |step of z|. */
  readonly largest: { readonly point: number; readonly step: number };
}

/** What no kernel may touch: the rows behind the group in every panel. */
const SENTINEL = 12345.678;
const ROWS_BEHIND = 3;

/**
 * Runs the product of the layout. `inputs`: of each vector of columns, the inputs that a dense row is
 * multiplied with, all by default. Throws if a row behind the group's was written.
 */
export function runLayer(
  memory: Arena,
  layout: PanelLayout,
  layer: Layer,
  inputs?: readonly number[],
): LayerImage {
  const { weights, biases, input, pointGain, stepGain, unit, activation } = layer;
  const { vectors, panels, columns, product } = layout;
  const [rows, fanIn, panelColumns] = [weights.length, input.first.length, 4 * vectors];
  memory.reset();
  const z = memory.reserve(4 * columns * fanIn);
  const out = memory.reserve(4 * columns * (rows + ROWS_BEHIND));
  const scratch = memory.reserve((BLOCK_ROWS + 8) * 4 * panelColumns);
  const squares = memory.reserve(16 * columns);
  const carry = memory.reserve(8 * rows);
  const largest = memory.reserve(8);
  const fanIns = memory.reserve(4 * panels * vectors);
  const wholeBlocks = BLOCK_ROWS * Math.ceil(rows / BLOCK_ROWS);
  const biasAt = memory.reserve(4 * wholeBlocks + 32);
  const counts = memory.reserve(4 * wholeBlocks);
  const offsets = memory.reserve(4 * wholeBlocks * (fanIn + 4));
  const values = memory.reserve(4 * wholeBlocks * (fanIn + 4));
  const dense = memory.reserve(4 * wholeBlocks * (fanIn + 4) + 32);

  const place = (row: number, rowsOfPanel: number, t: number) =>
    Math.floor(t / panelColumns) * panelColumns * rowsOfPanel + row * panelColumns + (t % panelColumns);
  const stored = memory.f32(z, columns * fanIn);
  input.steps.forEach((row, j) => {
    for (let t = 0; t < columns; t++) stored[place(j, fanIn, t)] = t === 0 ? input.first[j]! : (row[t] ?? 0);
  });
  memory.f32(out, columns * (rows + ROWS_BEHIND)).fill(SENTINEL);
  memory.f64(squares, 2 * columns).fill(0);
  memory.f32(largest, 2).fill(0);
  memory.f32(biasAt, rows).set(biases);
  const tail = [
    biasAt,
    rows,
    scratch,
    carry,
    out,
    4 * panelColumns * (rows + ROWS_BEHIND),
    pointGain,
    stepGain,
    unit,
    activationCode(activation).code,
    activationCode(activation).first,
    activationCode(activation).second,
    squares,
    8 * columns,
    largest,
  ] as const;
  if (product === 'dense') {
    const rowBytes = 16 * Math.ceil(fanIn / 4);
    weights.forEach((row, i) => {
      memory.f32(dense + i * rowBytes, fanIn).set(row);
    });
    memory.u32(fanIns, panels * vectors).fill(fanIn);
    memory.u32(fanIns, inputs?.length ?? 0).set(inputs ?? []);
    memory.kernels.denseLayer(vectors, panels, z, 4 * panelColumns * fanIn, dense, rowBytes, fanIns, ...tail);
  } else {
    const kept = weights.map((row) => row.flatMap((w, j) => (w === 0 ? [] : [{ w, j }])));
    memory.u32(counts, rows).set(kept.map((row) => row.length));
    // The weights of each block of rows begin on a multiple of 16 bytes.
    let at = 0;
    kept.forEach((row, i) => {
      if (i % BLOCK_ROWS === 0) at = Math.ceil(at / 16) * 16;
      memory.u32(offsets + at, row.length).set(row.map(({ j }) => j * 4 * panelColumns));
      memory.f32(values + at, row.length).set(row.map(({ w }) => w));
      at += 4 * row.length;
    });
    memory.kernels.sparseLayer(
      vectors,
      panels,
      z,
      4 * panelColumns * fanIn,
      counts,
      offsets,
      values,
      ...tail,
    );
  }
  const written = memory.f32(out, columns * (rows + ROWS_BEHIND));
  for (let behind = 0; behind < ROWS_BEHIND; behind++) {
    for (let t = 0; t < columns; t++) {
      const found = written[place(rows + behind, rows + ROWS_BEHIND, t)];
      if (found !== Math.fround(SENTINEL)) throw new Error(`row ${rows + behind}, column ${t} was written`);
    }
  }
  const at = (row: number, t: number) => written[place(row, rows + ROWS_BEHIND, t)]!;
  const [point, step] = memory.f32(largest, 2);
  return {
    z: {
      first: weights.map((_, i) => at(i, 0)),
      steps: weights.map((_, i) => Array.from({ length: columns }, (_, t) => (t === 0 ? 0 : at(i, t)))),
    },
    hSquares: [...memory.f64(squares, columns)],
    zSquares: [...memory.f64(squares + 8 * columns, columns)],
    largest: { point: point!, step: step! },
  };
}
