/**
 * One layer's pre-activations: the product of its weights with the steps, and each neuron followed along the
 * curve.
 */

import type { Address } from '../../kernels/abi.ts';
import { VECTOR } from '../../kernels/layout.ts';
import { inputsOf, layerOf, type Pieces } from '../../network/index.ts';
import { ldexp } from '../../numeric/scaled.ts';
import { BLOCK_ROWS } from '../../random/definition.ts';
import { eachBlock, multiplyPanel, paddedRows } from '../panel-product.ts';
import type { Gains } from '../scale.ts';
import { partsOfStep, type Steps } from '../steps.ts';
import { groupsOf, type Rows } from '../weight-source.ts';
import { productAt, wordsOf } from './areas.ts';
import type { Crossings } from './crossings.ts';
import { type ExactMemory, TooSmall } from './exact-memory.ts';
import type { Edges, PiecewiseImage } from './image.ts';
import { piecesOfRow } from './row-pieces.ts';

/**
 * Finds the crossings of a layer. Products stay at `memory.products`, sums of their squares at
 * `memory.squares`, pre-activations at the first knot at `memory.starts`. @throws TooSmall
 */
export function* follow(
  memory: ExactMemory,
  pieces: Pieces,
  network: number,
  layer: number,
  image: PiecewiseImage,
  gains: Gains,
  crossings: Crossings,
): Steps<void> {
  const { arena, spec } = memory;
  const { kernels } = arena;
  const { panels, vectors } = image.layout;
  const own = layerOf(spec, layer);
  const { width } = own;
  const blocks = Math.ceil(width / BLOCK_ROWS);
  const columns = { inputs: inputsOf(spec, layer), count: image.rows, ranks: image.ranks };
  const stride = VECTOR * vectors;
  memory.squares.view.fill(0, 0, image.layout.columns);
  memory.peak.view[0] = 0;
  memory.largest.view[0] = 0;
  const gain = gains.stepGain * gains.unit;
  const { edges } = image;
  shiftPoint(memory, image, gains.pointShift);
  let events = memory.events;
  for (const group of groupsOf(spec, network, layer, productAt)) {
    const { first } = group;
    const { thresholds } = piecesOfRow(own, pieces, first * BLOCK_ROWS);
    const [lower = Number.POSITIVE_INFINITY, upper = Number.POSITIVE_INFINITY] = thresholds;
    const rows = memory.source.weights(group, columns, stride);
    const row = first * BLOCK_ROWS;
    const biases = memory.source.biases(group, gains.biasScale);
    startPoints(memory, rows, image, biases, gains.pointGain, row);
    if (edges) storeEdgeSteps(memory, rows, image, edges, gain, row, width);
    const silent = silentEnds(memory, rows, image);
    const perStep = partsOfStep(rows.rows * image.rows * 4 * vectors);
    for (let panel = 0; panel < panels; panel++) {
      const from = memory.image.at + panel * stride * image.rows;
      const to = memory.products + (panel * paddedRows(width) + row) * stride;
      const column = panel * 4 * vectors;
      multiplyPanel(kernels, rows, vectors, from, image.rows, to);
      kernels.squareRows(to, vectors, rows.rows, memory.squares.at + 8 * column, memory.largest.at);
      if (panel % perStep === perStep - 1) yield (first + (group.blocks * (panel + 1)) / panels) / blocks;
      if (edges) continue;
      events = kernels.followRows(
        to,
        stride,
        rows.rows,
        row,
        column,
        Math.min(4 * vectors, image.knots.count - column),
        gain,
        lower,
        upper,
        silent.bits,
        silent.bytes,
        memory.points.at + 8 * row,
        memory.silentPoints.at + 8 * row,
        memory.peak.at,
        events,
        memory.eventsEnd,
      );
      if (events === 0) throw new TooSmall();
    }
  }
  if (edges) memory.peak.view[0] = crossings.find(pieces, memory.starts.view, width, edges.products);
  else crossings.read(arena, memory.events, events);
  // Column 0 is no step.
  memory.squares.view[0] = 0;
}

/**
 * Bits, and how many bytes of them a row, of the column ends at which a row's inputs are all off; see
 * `assembly/silent.ts`.
 */
function silentEnds(
  { arena, layerEnds, silentEnds, active }: ExactMemory,
  rows: Rows,
  image: PiecewiseImage,
): { bits: Address; bytes: number } {
  // A row of many inputs has all of the layer below for its inputs, in effect.
  if (rows.kind === 'dense' || !image.rowZeros) {
    return { bits: image.layerZeros ? layerEnds.at : 0, bytes: 0 };
  }
  const words = wordsOf(image.knots.count);
  const stride = VECTOR * image.layout.vectors;
  eachBlock(rows, (start, count, counts, offsets) => {
    const out = silentEnds + 4 * words * start;
    return arena.kernels.silentEnds(active.at, words, stride, layerEnds.at, counts, offsets, count, out);
  });
  return { bits: silentEnds, bytes: 4 * words };
}

/** Stores the first point anew, 2 ** -by times as large. */
function shiftPoint({ point }: ExactMemory, { rows, layout }: PiecewiseImage, by: number): void {
  if (by === 0) return;
  const stored = point.view;
  const stride = 2 * layout.vectors;
  for (let at = 0; at < stride * rows; at += stride) stored[at] = ldexp(stored[at]!, -by);
}

/** Pre-activations at the curve's first knot, in double precision, for rows from `row` on. */
function startPoints(
  memory: ExactMemory,
  rows: Rows,
  image: PiecewiseImage,
  biases: Address,
  pointGain: number,
  row: number,
): void {
  const points = memory.points.at + 8 * row;
  dot(memory, rows, image, biases, points);
  const h = memory.points.view;
  const silent = memory.silentPoints.view;
  const starts = memory.starts.view;
  const b = memory.arena.f32(biases, rows.rows);
  for (let i = 0; i < rows.rows; i++) {
    silent[row + i] = b[i]! * pointGain;
    h[row + i] = starts[row + i] = h[row + i]! * pointGain;
  }
}

/** Rows times the vector at `ExactMemory.point`, plus `biases`, in double precision. */
function dot(
  { arena, point }: ExactMemory,
  rows: Rows,
  image: PiecewiseImage,
  biases: Address,
  out: Address,
): void {
  const { kernels } = arena;
  if (rows.kind === 'dense') {
    const stride = VECTOR * image.layout.vectors;
    kernels.densePoint(point.at, stride, rows.address, rows.rowBytes, image.rows, rows.rows, biases, out);
  } else {
    eachBlock(rows, (row, count, counts, offsets, values) =>
      kernels.sparsePoint(point.at, counts, offsets, values, count, biases + 4 * row, out + 8 * row),
    );
  }
}

/**
 * Steps of the pre-activations of an input's pieces, in double precision, edge after edge. The input's first
 * point is left where it was; its zeros are not known, so nothing reads `silentPoints`.
 */
function storeEdgeSteps(
  memory: ExactMemory,
  rows: Rows,
  image: PiecewiseImage,
  { steps, point, products }: Edges,
  gain: number,
  row: number,
  width: number,
): void {
  const { zeros, silentPoints } = memory;
  const stride = 2 * image.layout.vectors;
  const slots = memory.point.view;
  const sums = silentPoints.view;
  for (let e = 0; e < steps.length; e++) {
    const edge = steps[e]!;
    for (let j = 0; j < edge.length; j++) slots[stride * j] = edge[j]!;
    dot(memory, rows, image, zeros.at, silentPoints.at + 8 * row);
    for (let i = row; i < row + rows.rows; i++) products[e * width + i] = sums[i]! * gain;
  }
  slots.set(point);
}
