/** One layer's pre-activations: the product of its weights with the steps, and each neuron followed along the curve. */
import { fanIn } from '../../experiment/network.ts';
import type { Pieces } from '../../experiment/pieces.ts';
import { type Address, BLOCK_ROWS } from '../../kernels/abi.ts';
import { blocksPerGroup } from '../../kernels/layout.ts';
import type { Group, Rows } from '../draw.ts';
import { eachBlock, multiplyPanel, paddedRows } from '../panel-product.ts';
import type { Gains } from '../scale.ts';
import type { PiecewiseImage } from './image.ts';
import { type Crossings, crossingsOf } from './knots.ts';
import { EVENT, type Room, TooSmall, VECTOR, wordsOf } from './room.ts';

/**
 * The crossings of a layer. Products stay at `room.products`, sums of their squares at `room.squares`, pre-activations at the first knot at
 * `room.starts`. @throws TooSmall
 */
export function follow(
  room: Room,
  pieces: Pieces,
  network: number,
  layer: number,
  image: PiecewiseImage,
  gains: Gains,
): Crossings {
  const { arena, spec } = room;
  const { panels, vectors, product } = image.layout;
  const width = spec.widths[layer - 1]!;
  const blocks = Math.ceil(width / BLOCK_ROWS);
  const perGroup = blocksPerGroup(product, fanIn(spec, layer), spec.density);
  const columns = { inputs: fanIn(spec, layer), count: image.rows, ranks: image.ranks };
  const stride = VECTOR * vectors;
  arena.f64(room.largest, 2).fill(0);
  const gain = gains.stepGain * gains.unit;
  const edgeSteps = image.edges?.map(() => new Float64Array(width));
  let events = room.events;
  for (let first = 0; first < blocks; first += perGroup) {
    const group = { network, layer, first, blocks: Math.min(perGroup, blocks - first) };
    const rows = room.sampler.weights(group, columns, stride);
    const row = first * BLOCK_ROWS;
    startPoints(room, group, rows, image, gains, row);
    if (edgeSteps) storeEdgeSteps(room, rows, image, gain, row, edgeSteps);
    const { silent, silentBytes } = silentEnds(room, rows, image);
    for (let panel = 0; panel < panels; panel++) {
      const from = room.image + panel * stride * image.rows;
      const to = room.products + (panel * paddedRows(width) + row) * stride;
      multiplyPanel(arena.kernels, rows, vectors, from, image.rows, to);
      const squares = room.squares + 8 * panel * 4 * vectors;
      arena.kernels.squareRows(to, vectors, rows.rows, squares, room.largest + 8);
      events = arena.kernels.followRows(
        to,
        stride,
        rows.rows,
        row,
        panel * 4 * vectors,
        Math.min(4 * vectors, image.position.length - panel * 4 * vectors),
        gain,
        pieces.thresholds[0] ?? Number.POSITIVE_INFINITY,
        pieces.thresholds[1] ?? Number.POSITIVE_INFINITY,
        silent,
        silentBytes,
        room.points + 8 * row,
        room.rest + 8 * row,
        room.largest,
        events,
        room.eventsEnd,
      );
      if (events === 0) throw new TooSmall();
    }
  }
  if (edgeSteps) return crossingsOf(pieces, arena.f64(room.starts, width), edgeSteps);
  return readCrossings(room, events);
}

/** Bits, and how many bytes of them a row, of the column ends at which a row's inputs are all off; see `assembly/crossings.ts`. */
function silentEnds(
  { arena, layerEnds, silentEnds, active }: Room,
  rows: Rows,
  image: PiecewiseImage,
): { silent: Address; silentBytes: number } {
  if (!image.zerosKnown) return { silent: 0, silentBytes: 0 };
  // A dense row has all of the layer below for its inputs.
  if (rows.kind === 'dense') return { silent: layerEnds, silentBytes: 0 };
  const words = wordsOf(image.position.length);
  const stride = VECTOR * image.layout.vectors;
  eachBlock(rows, (start, count, counts, offsets) => {
    const out = silentEnds + 4 * words * start;
    return arena.kernels.silentEnds(active, words, stride, layerEnds, counts, offsets, count, out);
  });
  return { silent: silentEnds, silentBytes: 4 * words };
}

/** Pre-activations at the curve's first knot, in double precision, for rows from `row` on. */
function startPoints(
  room: Room,
  group: Group,
  rows: Rows,
  image: PiecewiseImage,
  gains: Gains,
  row: number,
): void {
  const { arena } = room;
  const biases = room.sampler.biases(group, gains.biasScale);
  const points = room.points + 8 * row;
  dot(room, rows, image, biases, points);
  const h = arena.f64(points, rows.rows);
  const rest = arena.f64(room.rest + 8 * row, rows.rows);
  const starts = arena.f64(room.starts + 8 * row, rows.rows);
  const b = arena.f32(biases, rows.rows);
  for (let i = 0; i < rows.rows; i++) {
    rest[i] = b[i]! * gains.pointGain;
    starts[i] = h[i]! * gains.pointGain;
    h[i] = starts[i]!;
  }
}

/** Rows times the vector at `Room.point`, plus `biases`, in double precision. */
function dot({ arena, point }: Room, rows: Rows, image: PiecewiseImage, biases: Address, out: Address): void {
  const { kernels } = arena;
  if (rows.kind === 'dense') {
    const stride = VECTOR * image.layout.vectors;
    kernels.densePoint(point, stride, rows.address, rows.rowBytes, image.rows, rows.rows, biases, out);
  } else {
    eachBlock(rows, (row, count, counts, offsets, values) =>
      kernels.sparsePoint(point, counts, offsets, values, count, biases + 4 * row, out + 8 * row),
    );
  }
}

/** Steps of the pre-activations of an input's few pieces, in double precision. The input's first point is left where it was; its zeros are not known, so nobody looks at `rest`. */
function storeEdgeSteps(
  room: Room,
  rows: Rows,
  image: PiecewiseImage,
  gain: number,
  row: number,
  steps: readonly Float64Array[],
): void {
  const { arena, point, rest, zeros } = room;
  const stride = 2 * image.layout.vectors;
  const slots = arena.f64(point, stride * image.rows);
  const first = slots.slice();
  image.edges!.forEach((edge, e) => {
    edge.forEach((x, j) => {
      slots[stride * j] = x;
    });
    dot(room, rows, image, zeros, rest + 8 * row);
    const products = arena.f64(rest + 8 * row, rows.rows);
    steps[e]!.set(
      products.map((x) => x * gain),
      row,
    );
  });
  slots.set(first);
}

function readCrossings({ arena, events }: Room, end: Address): Crossings {
  const count = (end - events) / EVENT;
  const words = arena.i32(events, 6 * count);
  const reals = arena.f64(events, 3 * count);
  const at = (word: number) => Int32Array.from({ length: count }, (_, i) => words[6 * i + word]!);
  const along = Float64Array.from({ length: count }, (_, i) => reals[3 * i + 1]!);
  return { count, row: at(0), column: at(1), along, before: at(4), after: at(5) };
}
