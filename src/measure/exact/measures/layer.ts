/** One layer of an exact image, as its measures look at it. */
import { VECTOR } from '../../../kernels/layout.ts';
import type { Pieces } from '../../../network/index.ts';
import { paddedRows } from '../../panel-product.ts';
import type { Gains, Scales } from '../../scale.ts';
import type { Crossings } from '../crossings.ts';
import type { ExactMemory } from '../exact-memory.ts';
import type { PiecewiseImage } from '../image.ts';
import type { Cut } from '../knots.ts';

export interface ExactLayer {
  readonly memory: ExactMemory;
  readonly activation: Pieces;
  /** Number of the layer, from 1. */
  readonly layer: number;
  readonly width: number;
  readonly gains: Gains;
  /** What stored units are worth: of pre-activations, and of steps. */
  readonly scales: Scales;
  /** What went in, whose products are still in memory, and what came out. */
  readonly below: PiecewiseImage;
  readonly image: PiecewiseImage;
  readonly crossings: Crossings;
  readonly cut: Cut;
}

/**
 * Calls `visit` with each neuron's pre-activations at the knots of the layer below, in units of
 * `scales.points`. The list is used again.
 */
export function eachPreActivation(
  { memory, width, below, gains }: ExactLayer,
  visit: (row: number, h: Float64Array) => void,
): void {
  const { count } = below.knots;
  const products = memory.arena.f32(memory.products, below.layout.columns * paddedRows(width));
  const starts = memory.starts.view;
  const gain = gains.stepGain * gains.unit;
  const h = new Float64Array(count);
  const walk = steps(below, paddedRows(width));
  for (let row = 0; row < width; row++) {
    let at = (h[0] = starts[row]!);
    walk(products, row, count, (column, step) => {
      h[column] = at += step * gain;
    });
    visit(row, h);
  }
}

/**
 * Calls `visit` with each row of the image that is not zero everywhere: its steps, in units of
 * `scales.steps`. The list is used again.
 */
export function eachRow(
  { memory, image }: ExactLayer,
  visit: (row: number, steps: Float64Array) => void,
): void {
  const { count } = image.knots;
  const list = new Float64Array(count);
  const walk = steps(image, image.rows);
  for (let row = 0; row < image.rows; row++) {
    walk(memory.image.view, row, count, (column, step) => {
      list[column] = step;
    });
    visit(row, list);
  }
}

/** The first point of the image in row `row` of those that are left, in units of `scales.points`. */
export function firstPoint({ memory, image }: ExactLayer, row: number): number {
  return memory.point.view[2 * image.layout.vectors * row]!;
}

/** Walks the steps of one row of panels of `rows` rows. */
function steps({ layout }: PiecewiseImage, rows: number) {
  const panelColumns = (VECTOR / 4) * layout.vectors;
  return (
    panels: Float32Array,
    row: number,
    count: number,
    visit: (column: number, step: number) => void,
  ): void => {
    for (let first = 0; first < count; first += panelColumns) {
      const at = first * rows + row * panelColumns - first;
      const end = Math.min(count, first + panelColumns);
      for (let column = Math.max(1, first); column < end; column++) visit(column, panels[at + column]!);
    }
  };
}
