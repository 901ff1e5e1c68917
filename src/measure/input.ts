/**
 * The input curve in the memory of the kernels: its first point and its steps, or the few vectors that span
 * them.
 */

import { type Curve, curveSpan, samplePoints } from '../curve/index.ts';
import type { Address } from '../kernels/abi.ts';
import type { Arena } from '../kernels/arena.ts';
import type { PanelLayout } from '../kernels/layout.ts';
import type { NetworkSpec } from '../network/index.ts';
import { ldexp } from '../numeric/scaled.ts';
import { type InputAreas, inputLayout, isSpanned, SPAN_VECTORS } from './areas/input.ts';
import { pointScale } from './near-zero.ts';
import { type Largest, ONE, type Scales, shifted, shiftOf } from './scale.ts';

/**
 * What goes into a layer. Its columns are a curve's first point and steps, or, with `combinations`, `columns`
 * vectors of which panels of combinations make them.
 */
export interface Image {
  /** Panels of the rows that are not zero everywhere. */
  readonly address: Address;
  readonly rows: number;
  /** For each row of the layer, zero or not: 2 rank + 1, or 0; null where none is zero. */
  readonly ranks: Address | null;
  readonly panels: number;
  readonly vectors: number;
  /** Columns that may be other than zero. */
  readonly columns: number;
  /** `columns` rows of panels, in the layout of a curve; null where the columns are the curve itself. */
  readonly combinations: Address | null;
}

export interface Input {
  readonly image: Image;
  readonly scales: Scales;
  readonly largest: Largest;
}

export function storeInput(
  arena: Arena,
  spec: NetworkSpec,
  curve: Curve,
  points: number,
  layout: PanelLayout,
  areas: InputAreas,
): Input {
  const store = isSpanned(curve) ? storeSpan : storeSamples;
  const { scales, largest } = store(arena, spec, curve, points, layout, areas);
  const { panels, vectors, columns } = inputLayout(curve, points, layout);
  const { address, ranks, combinations } = areas;
  const dim = spec.inputDim;
  // Rows of zeros out of the way.
  const rows = arena.kernels.compactImage(address, panels, 16 * vectors, dim, ranks);
  const image = { address, rows, ranks: rows < dim ? ranks : null, panels, vectors, columns, combinations };
  return { image, scales, largest };
}

type Stored = Omit<Input, 'image'>;

function storeSpan(
  arena: Arena,
  spec: NetworkSpec,
  curve: Curve,
  points: number,
  { columns, vectors }: PanelLayout,
  areas: InputAreas,
): Stored {
  const dim = spec.inputDim;
  const { first, directions, steps } = curveSpan(curve, points);
  const point = curve.vertices.reduce((most, vertex) => Math.max(most, largestOf(vertex)), 0);
  const scale = pointScale(spec, point);
  const unit = shiftOf(directions.reduce((most, direction) => Math.max(most, largestOf(direction)), 0));
  const factor = shiftOf(largestOf(steps));
  const count = directions.length;
  const stored = arena.f32(areas.address, SPAN_VECTORS * dim).fill(0);
  for (let j = 0; j < dim; j++) {
    stored[SPAN_VECTORS * j] = ldexp(first[j]!, -scale.exponent);
    directions.forEach((direction, d) => {
      stored[SPAN_VECTORS * j + 1 + d] = ldexp(direction[j]!, -unit);
    });
  }
  const panelColumns = 4 * vectors;
  const panels = arena.f32(areas.combinations!, SPAN_VECTORS * columns).fill(0);
  panels[0] = 1;
  let step = 0;
  for (let t = 1; t < points; t++) {
    const at = Math.floor(t / panelColumns) * panelColumns * SPAN_VECTORS + (t % panelColumns);
    let sum = 0;
    for (let d = 0; d < count; d++) {
      const part = ldexp(steps[t * count + d]!, -factor);
      panels[at + (1 + d) * panelColumns] = part;
      sum += Math.abs(part) * ldexp(largestOf(directions[d]!), -unit);
    }
    step = Math.max(step, sum);
  }
  return {
    scales: { points: scale, steps: shifted(ONE, unit + factor) },
    largest: { point: ldexp(point, -scale.exponent), step },
  };
}

function largestOf(vector: Float64Array): number {
  return vector.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
}

/** Writes the first sample and the steps between samples, panel-major; steps of zero fill the last panel. */
function storeSamples(
  arena: Arena,
  spec: NetworkSpec,
  curve: Curve,
  points: number,
  { columns, vectors }: PanelLayout,
  { address }: InputAreas,
): Stored {
  const dim = spec.inputDim;
  const samples = samplePoints(curve, points);
  const panelColumns = 4 * vectors;
  let step = 0;
  for (let i = dim; i < samples.length; i++) step = Math.max(step, Math.abs(samples[i]! - samples[i - dim]!));
  const point = largestOf(samples);
  const scales = { points: pointScale(spec, point), steps: shifted(ONE, shiftOf(step)) };
  const stored = arena.f32(address, columns * dim);
  for (let column = 0; column < columns; column++) {
    const at = Math.floor(column / panelColumns) * panelColumns * dim + (column % panelColumns);
    for (let j = 0; j < dim; j++) {
      const i = column * dim + j;
      stored[at + j * panelColumns] =
        column === 0
          ? ldexp(samples[i]!, -scales.points.exponent)
          : column < points
            ? ldexp(samples[i]! - samples[i - dim]!, -scales.steps.exponent)
            : 0;
    }
  }
  return {
    scales,
    largest: {
      point: ldexp(point, -scales.points.exponent),
      step: ldexp(step, -scales.steps.exponent),
    },
  };
}
