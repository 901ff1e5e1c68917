/** The second half of a layer: from crossings to the image between knots old and new. */
import { VECTOR } from '../../kernels/layout.ts';
import { layerOf, type Pieces, pieceAt, zeroThresholds } from '../../network/index.ts';
import { paddedRows } from '../panel-product.ts';
import type { Gains, layerScale } from '../scale.ts';
import { TURN } from './areas.ts';
import type { Crossings } from './crossings.ts';
import type { ExactMemory } from './exact-memory.ts';
import { compact, type PiecewiseImage } from './image.ts';
import { betweenIntervals, type Cut, TOGETHER, TOGETHER_SINGLE } from './knots.ts';
import { piecesOfRow, type RowPieces, rowPieces } from './row-pieces.ts';
import { storeZeros } from './zeros.ts';

/**
 * Writes the layer's image, with the squares of its steps at `memory.zSquares`. `crossings` are as `follow`
 * left them, and become changes from one interval to the next; `cut` becomes the image's knots. @throws
 * TooSmall
 */
export function split(
  memory: ExactMemory,
  activation: Pieces,
  layer: number,
  image: PiecewiseImage,
  crossings: Crossings,
  cut: Cut,
  { gains, next }: ReturnType<typeof layerScale>,
): PiecewiseImage {
  const own = layerOf(memory.spec, layer);
  const { width } = own;
  const starts = memory.starts.view;
  const { pieces } = memory.lists;
  let peak = memory.peak.view[0]!;
  const parts = rowPieces(own, activation);
  for (const { first, end, pieces: part } of parts) {
    for (let i = first; i < end; i++) pieces[i] = pieceAt(part, starts[i]!);
  }
  for (let i = 0; i < width; i++) peak = Math.max(peak, Math.abs(starts[i]!));
  // Steps of an input of many pieces are single precision, those of all others as good as double where it
  // matters.
  const together = layer === 1 && image.edges === null ? TOGETHER_SINGLE : TOGETHER;
  const touches = betweenIntervals(
    crossings,
    image.knots.count,
    width,
    memory.lists,
    together,
    zeroThresholds(activation),
  );
  cut.make(image.knots, crossings, together);
  const layout = memory.layout(cut.count);
  storeTurns(memory, activation, parts, crossings, cut, gains);
  writeImage(memory, width, image, cut, layout);
  const rows = compact(memory, layout, width, (i) => piecesOfRow(own, activation, i).value(starts[i]!));
  const ranks = rows < width ? memory.ranks.at : null;
  const largest = { point: peak, step: memory.largest.view[0]! };
  const zeros = storeZeros(memory, activation, layer, { rows, ranks }, crossings, cut, touches);
  return { layout, knots: cut, rows, ranks, scales: next, largest, edges: null, ...zeros };
}

/** Steps between the new knots, their squares and the largest of them. */
function writeImage(
  memory: ExactMemory,
  width: number,
  image: PiecewiseImage,
  { count: columns, source, share }: Cut,
  layout: PiecewiseImage['layout'],
): void {
  const stride = VECTOR * image.layout.vectors;
  const oldColumns = 4 * image.layout.vectors;
  const panelBytes = paddedRows(width) * stride;
  const sources = memory.sources.view;
  const shares = memory.shares.view;
  for (let column = 0; column < columns; column++) {
    const from = source[column]!;
    const panel = Math.floor(from / oldColumns);
    sources[column] = panel * panelBytes + 4 * (from - panel * oldColumns);
    shares[column] = share[column]!;
  }
  // Columns that fill the last panel, and column 0, are steps of 0.
  sources.fill(0, columns, layout.columns);
  shares.fill(0, columns, layout.columns);
  memory.zSquares.view.fill(0, 0, layout.columns);
  memory.largest.view[0] = 0;
  memory.arena.kernels.splitRows(
    memory.products,
    stride,
    width,
    memory.sources.at,
    memory.shares.at,
    memory.scales.at,
    memory.turns.at,
    layout.vectors,
    layout.panels,
    memory.image.at,
    memory.zSquares.at,
    memory.largest.at,
  );
}

/** What the products of each row are multiplied with at first, and where along the curve that changes. */
function storeTurns(
  { lists: { pieces }, scales: scaleAt, turns: turnAt, turnSlopes }: ExactMemory,
  { slopes }: Pieces,
  parts: readonly RowPieces[],
  { count, row, after }: Crossings,
  { turn, order }: Cut,
  { stepGain }: Gains,
): void {
  const scales = scaleAt.view;
  for (const { first, end, pieces: part } of parts) {
    for (let i = first; i < end; i++) {
      const scale = part.slopes[pieces[i]!]! * stepGain;
      for (let lane = 4 * i; lane < 4 * i + 4; lane++) scales[lane] = scale;
    }
  }
  const turns = turnAt.view;
  const slopesBehind = turnSlopes.view;
  for (let i = 0; i < count; i++) {
    const one = order[i]!;
    turns[TURN * i] = turn[one]!;
    turns[TURN * i + 1] = row[one]!;
    slopesBehind[TURN * i + 2] = slopes[after[one]!]! * stepGain;
  }
  turns[TURN * count] = BEHIND_ALL;
}

/** A column behind all columns, as i32. */
const BEHIND_ALL = 2 ** 31 - 1;
