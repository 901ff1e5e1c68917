/** The second half of a layer: from crossings to the image between knots old and new. */
import { type Pieces, pieceAt } from '../../experiment/pieces.ts';
import { paddedRows } from '../panel-product.ts';
import type { Gains, layerScale } from '../scale.ts';
import { compacted, type PiecewiseImage } from './image.ts';
import { betweenIntervals, type Crossings, type Cut, cutSteps, TOGETHER, TOGETHER_SINGLE } from './knots.ts';
import { type Room, VECTOR } from './room.ts';
import { storeZeros } from './zeros.ts';

/** Writes the layer's image, with the squares of its steps at `room.zSquares`. `met`: as `follow` returns them. @throws TooSmall */
export function split(
  room: Room,
  activation: Pieces,
  layer: number,
  image: PiecewiseImage,
  met: Crossings,
  { gains, next }: ReturnType<typeof layerScale>,
): { crossings: Crossings; image: PiecewiseImage } {
  const { arena } = room;
  const width = room.spec.widths[layer - 1]!;
  const starts = arena.f64(room.starts, width).slice();
  const pieces = Int32Array.from(starts, (h) => pieceAt(activation, h));
  // Steps of an input of many pieces are single precision, those of all others as good as double where it matters.
  const together = layer === 1 && image.edges === null ? TOGETHER_SINGLE : TOGETHER;
  const { crossings, atEnds, touches } = betweenIntervals(met, image.position.length, pieces, together);
  const cut = cutSteps(image.position, image.breaks, crossings, together);
  const layout = room.layout(cut.columns);
  storeTurns(room, activation, pieces, crossings, cut);
  writeImage(room, width, image, gains, cut, layout);
  // Only a threshold at zero is where a neuron's value is zero.
  const zerosKnown = activation.thresholds[0] === 0;
  const largest = {
    point: starts.reduce((most, h) => Math.max(most, Math.abs(h)), arena.f64(room.largest, 1)[0]!),
    step: arena.f32(room.largest + 8, 1)[0]!,
  };
  const { position, breaks } = cut;
  const made = { layout, position, breaks, zerosKnown, scales: next, largest, edges: null };
  const first = Float64Array.from(starts, activation.value);
  const whole = compacted(room, made, width, first);
  if (zerosKnown) {
    const knot = new Int32Array(image.position.length);
    cut.source.forEach((source, column) => {
      if (column < cut.columns) knot[source] = column;
    });
    const zeros = touches.map((touch) => ({ row: touch.row, knot: knot[touch.knot]! }));
    storeZeros(room, activation, whole, pieces, atEnds, zeros);
  }
  return { crossings, image: whole };
}

/** Steps between the new knots, their squares and the largest of them. */
function writeImage(
  room: Room,
  width: number,
  image: PiecewiseImage,
  gains: Gains,
  cut: Cut,
  layout: PiecewiseImage['layout'],
): void {
  const { arena } = room;
  const old = VECTOR * image.layout.vectors;
  const oldColumns = 4 * image.layout.vectors;
  const sources = arena.u32(room.sources, layout.columns).fill(0);
  const shares = arena.f32(room.shares, layout.columns).fill(0);
  for (let column = 1; column < cut.columns; column++) {
    const source = cut.source[column]!;
    const panel = Math.floor(source / oldColumns);
    sources[column] = panel * paddedRows(width) * old + 4 * (source % oldColumns);
    shares[column] = cut.share[column]!;
  }
  arena.kernels.splitRows(
    room.products,
    old,
    width,
    gains.stepGain,
    room.sources,
    room.shares,
    room.turns,
    room.turnEnds,
    room.slopes,
    layout.vectors,
    layout.panels,
    room.image,
  );
  arena.f64(room.zSquares, layout.columns).fill(0);
  arena.f64(room.largest, 2)[1] = 0;
  const panelBytes = VECTOR * layout.vectors * width;
  for (let panel = 0; panel < layout.panels; panel++) {
    const from = room.image + panel * panelBytes;
    const squares = room.zSquares + 8 * panel * 4 * layout.vectors;
    arena.kernels.squareRows(from, layout.vectors, width, squares, room.largest + 8);
  }
}

/** For each row where its piece changes, and the slopes before and after. */
function storeTurns(
  { arena, turns: turnsAt, turnEnds, slopes: slopesAt }: Room,
  { slopes: slopeOf }: Pieces,
  pieces: Int32Array,
  { count, row, after }: Crossings,
  { turn, order }: Cut,
): void {
  const width = pieces.length;
  const ends = new Uint32Array(width);
  for (let i = 0; i < count; i++) ends[row[i]!]!++;
  for (let i = 1; i < width; i++) ends[i]! += ends[i - 1]!;
  const turns = arena.u32(turnsAt, count);
  const slopes = arena.f32(slopesAt, count + width);
  const next = Uint32Array.from(ends, (_, i) => (i === 0 ? 0 : ends[i - 1]!));
  for (let i = 0; i < width; i++) slopes[next[i]! + i] = slopeOf[pieces[i]!]!;
  for (const i of order) {
    const at = next[row[i]!]!++;
    turns[at] = turn[i]!;
    slopes[at + row[i]! + 1] = slopeOf[after[i]!]!;
  }
  arena.u32(turnEnds, width).set(ends.map((end) => turnsAt + 4 * end));
}
