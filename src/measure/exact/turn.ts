/** By how much exact images turn about the origin, as their next layer sees them. */

import { angleOf } from '../../curve/index.ts';
import { VECTOR } from '../../kernels/layout.ts';
import { angleBetween } from '../../numeric/angle-between.ts';
import type { ExactMemory } from './exact-memory.ts';
import type { PiecewiseImage } from './image.ts';

/** Angles by which a curve turns about the origin, in radians. */
export interface Turn {
  /** All together, with a right angle where it enters or leaves a stretch at 0. */
  readonly all: number;
  /** Between neighbouring knots, neither of them at 0. */
  readonly between: number;
  /** Pieces that pass through 0 between their knots, half a turn each. */
  readonly passes: number;
  /** Turns at knots at 0 that are no breakpoints yet. */
  readonly corners: readonly number[];
}

/** Two knots on opposite sides of 0, but for rounding. */
const HALF_TURN = Math.PI - 2 ** -20;

class Turns implements Turn {
  all = 0;
  between = 0;
  passes = 0;
  readonly corners: number[] = [];

  piece(angle: number): void {
    this.all += angle;
    if (angle < HALF_TURN) this.between += angle;
    else this.passes++;
  }

  atZero(angle: number, breaks: boolean): void {
    this.all += angle;
    if (!breaks) this.corners.push(angle);
  }
}

/** The turn of a polyline, `lift` away from the origin in one more direction. */
export function inputTurn(vertices: readonly Float64Array[], lift: number): Turn {
  const turns = new Turns();
  const lifted = lift === 0 ? vertices : vertices.map((vertex) => Float64Array.of(...vertex, lift));
  const angle = (a: Float64Array, b: Float64Array) => angleOf({ kind: 'line', vertices: [a, b] });
  let last: number | null = null;
  lifted.forEach((vertex, i) => {
    if (vertex.every((x) => x === 0)) return;
    if (last !== null && last < i - 1) turns.atZero(angle(lifted[last]!, vertex), false);
    else if (last !== null) turns.piece(angle(lifted[last]!, vertex));
    last = i;
  });
  return turns;
}

/**
 * The turn of the image in the memory, whose squares are overwritten. `unit`: what a stored step is worth in
 * units of points.
 */
export function turnOf(memory: ExactMemory, image: PiecewiseImage, unit: number, lift: number): Turn {
  const turns = new Turns();
  const { count, breaks } = image.knots;
  const lifted = lift * lift;
  // So far from the origin nothing turns.
  if (lifted === Number.POSITIVE_INFINITY) return turns;
  let square = lifted + storeRadial(memory, image, unit);
  const changes = memory.squares.view;
  const squares = memory.zSquares.view;
  const ends = lift === 0 && image.layerZeros ? memory.layerEnds.view : null;
  let zero = square === 0;
  for (let c = 1; c < count; c++) {
    const next = Math.max(0, square + changes[c]!);
    const nextZero = next === 0 || (ends !== null && ((ends[c >>> 5]! >>> (c & 31)) & 1) === 1);
    const rests = squares[c] === 0;
    if (!(zero || nextZero || rests)) turns.piece(angleBetween(square, next, changes[c]!, squares[c]!));
    if (nextZero && c < count - 1) {
      const restsNext = squares[c + 1] === 0;
      if (rests !== restsNext) turns.all += Math.PI / 2;
      else if (!rests) turns.atZero(angleAtZero(memory, image, c), breaks[c] === 1);
    }
    square = next;
    zero = nextZero;
  }
  return turns;
}

/** Stores what steps do to the distance from the origin, and returns the first point's squared one. */
function storeRadial(memory: ExactMemory, { rows, layout }: PiecewiseImage, unit: number): number {
  const { vectors, panels } = layout;
  const [first, points] = [memory.point.view, memory.points.view];
  let square = 0;
  for (let row = 0; row < rows; row++) {
    const x = (points[row] = first[2 * vectors * row]!);
    square += x * x;
  }
  for (let panel = 0; panel < panels; panel++) {
    const steps = memory.image.at + panel * VECTOR * vectors * rows;
    const column = 4 * vectors * panel;
    memory.arena.kernels.radialSteps(
      steps,
      vectors,
      rows,
      unit,
      memory.points.at,
      memory.squares.at + 8 * column,
      memory.zSquares.at + 8 * column,
    );
  }
  return square;
}

/** The angle by which the image turns at knot c, where it is at 0. */
function angleAtZero({ image }: ExactMemory, { rows, layout }: PiecewiseImage, c: number): number {
  const columns = 4 * layout.vectors;
  const step = (column: number, sign: number) => {
    const first = Math.floor(column / columns) * columns * rows + (column % columns);
    return Float64Array.from({ length: rows }, (_, row) => sign * image.view[first + row * columns]!);
  };
  return angleOf({ kind: 'line', vertices: [step(c, -1), step(c + 1, 1)] });
}
