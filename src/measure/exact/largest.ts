/**
 * Exact images through layers that take the largest value of every patch or group: between knots all inputs are
 * straight, and new knots lie where another input becomes the largest.
 */

import { VECTOR } from '../../kernels/layout.ts';
import { inputsOf } from '../../network/index.ts';
import { type LargestLayer, type Windows, windowsOf } from '../largest-inputs.ts';
import { stepUnit } from '../point-panels.ts';
import { wordsOf } from './areas.ts';
import type { Crossings } from './crossings.ts';
import type { ExactMemory } from './exact-memory.ts';
import { compact, type PiecewiseImage } from './image.ts';
import { betweenIntervals, type Cut, TOGETHER, TOGETHER_SINGLE } from './knots.ts';

/** An image laid out: for each input its steps and its values at the knots, `columns` of them each. */
interface Unfolded {
  readonly columns: number;
  /** In units of steps; entry 0 is none. */
  readonly steps: Float32Array;
  /** In units of points. */
  readonly values: Float64Array;
}

/**
 * Writes the layer's image, with the squares of its steps at `memory.zSquares`. `crossings` become changes of
 * the largest input, `memory.lists.pieces` the largest on the first interval, and `cut` the image's knots.
 * @throws TooSmall
 */
export function takeLargest(
  memory: ExactMemory,
  own: LargestLayer,
  layer: number,
  image: PiecewiseImage,
  crossings: Crossings,
  cut: Cut,
): PiecewiseImage {
  const windows = windowsOf(own);
  const unfolded = unfold(memory, layer, image);
  const together = layer === 1 && image.knots.count > 64 ? TOGETHER_SINGLE : TOGETHER;
  findChanges(windows, unfolded, memory.lists.pieces, crossings);
  betweenIntervals(crossings, image.knots.count, own.width, memory.lists, together, []);
  cut.make(image.knots, crossings, together);
  const layout = memory.layout(cut.count);
  const step = write(memory, own.width, unfolded, crossings, cut, layout.vectors, layout.columns);
  const { pieces } = memory.lists;
  const rows = compact(memory, layout, own.width, (i) => unfolded.values[pieces[i]! * unfolded.columns]!);
  return {
    layout,
    knots: cut,
    rows,
    ranks: rows < own.width ? memory.ranks.at : null,
    scales: image.scales,
    largest: { point: image.largest.point, step },
    edges: null,
    layerZeros: false,
    rowZeros: false,
  };
}

function unfold(memory: ExactMemory, layer: number, image: PiecewiseImage): Unfolded {
  const inputs = inputsOf(memory.spec, layer);
  const { rows, layout, knots, rowZeros } = image;
  const columns = knots.count;
  const unit = stepUnit(image.scales, image.largest.step);
  const steps = new Float32Array(inputs * columns);
  const values = new Float64Array(inputs * columns);
  const stored = memory.image.view;
  const first = memory.point.view;
  const ranks = image.ranks === null ? null : memory.ranks.view;
  const active = rowZeros ? memory.active.view : null;
  const words = wordsOf(columns);
  const across = (VECTOR / 4) * layout.vectors;
  for (let j = 0; j < inputs; j++) {
    if (ranks !== null && ranks[j] === 0) continue;
    const row = ranks === null ? j : (ranks[j]! - 1) / 2;
    const to = j * columns;
    let value = (values[to] = first[2 * layout.vectors * row]!);
    for (let c = 1; c < columns; c++) {
      const panel = Math.floor(c / across);
      const step = (steps[to + c] = stored[panel * across * rows + row * across + (c - panel * across)]!);
      value += step * unit;
      // Sums of rounded steps do not come back to 0; where the kernels know a zero it is one.
      const zero = active !== null && ((active[words * row + (c >>> 5)]! >>> (c & 31)) & 1) === 0;
      if (zero) value = 0;
      values[to + c] = value;
    }
  }
  return { columns, steps, values };
}

/** Follows the largest of every window: a line overtakes another one where it is steeper. */
function findChanges(
  { size, inputs }: Windows,
  { columns, values }: Unfolded,
  largest: Int32Array,
  crossings: Crossings,
): void {
  crossings.clear();
  const width = inputs.length / size;
  for (let i = 0; i < width; i++) {
    const window = inputs.subarray(i * size, (i + 1) * size);
    let own = -1;
    for (const j of window) if (own < 0 || values[j * columns]! > values[own * columns]!) own = j;
    largest[i] = own;
    for (let c = 1; c < columns; c++) {
      for (let from = 0; ; ) {
        const a = values[own * columns + c - 1]!;
        const slope = values[own * columns + c]! - a;
        let [next, at, steepest] = [-1, 1, slope];
        for (const j of window) {
          const b = values[j * columns + c - 1]!;
          const other = values[j * columns + c]! - b;
          if (!(other > slope)) continue;
          const meets = Math.max(from, (a - b) / (other - slope));
          if (meets < at || (meets === at && next >= 0 && other > steepest))
            [next, at, steepest] = [j, meets, other];
        }
        if (next < 0) break;
        crossings.add(i, c, at, own, next);
        own = next;
        from = at;
      }
    }
  }
}

/** Steps between the new knots; their squares stand at `memory.zSquares`. Returns the largest. */
function write(
  memory: ExactMemory,
  width: number,
  { columns, steps }: Unfolded,
  { count, row, after }: Crossings,
  { count: knots, source, share, turn }: Cut,
  vectors: number,
  all: number,
): number {
  const across = (VECTOR / 4) * vectors;
  const stored = memory.image.view.fill(0, 0, all * width);
  const squares = memory.zSquares.view.fill(0, 0, all);
  memory.squares.view.fill(0, 0, all);
  let [largest, next] = [0, 0];
  for (let i = 0; i < width; i++) {
    let own = memory.lists.pieces[i]!;
    for (let c = 1; c < knots; c++) {
      for (; next < count && row[next] === i && turn[next]! <= c; next++) own = after[next]!;
      const step = Math.fround(share[c]!) * steps[own * columns + source[c]!]!;
      const panel = Math.floor(c / across);
      stored[panel * across * width + i * across + (c - panel * across)] = step;
      squares[c]! += step * step;
      largest = Math.max(largest, Math.abs(step));
    }
    // Changes at the very end are none of a step.
    while (next < count && row[next] === i) next++;
  }
  return largest;
}
