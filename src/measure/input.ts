/** The input curve in the memory of the kernels: its first point and its steps, or the few vectors that span them. */
import { type Curve, curveSpan, samplePoints, spanDirections } from '../curve/index.ts';
import type { Address } from '../kernels/abi.ts';
import type { Arena } from '../kernels/arena.ts';
import type { PanelLayout } from '../kernels/layout.ts';
import type { NetworkSpec } from '../network/index.ts';
import { ldexp } from '../numeric/scaled.ts';
import { inputScale, type Largest, ONE, type Scales, shifted, shiftOf } from './scale.ts';

/**
 * What goes into a layer. Its columns are a curve's first point and steps, or, with `combinations`, `columns` vectors of which panels
 * of combinations make them.
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

/** Vectors that span the input if it is kept as combinations: they fill one vector of the processor. */
export const SPAN_VECTORS = 4;

/** Whether a curve is kept as the vectors that span it. */
export function isSpanned(curve: Curve): boolean {
  return 1 + spanDirections(curve) <= SPAN_VECTORS;
}

export function storeInput(
  arena: Arena,
  spec: NetworkSpec,
  curve: Curve,
  points: number,
  layout: PanelLayout,
): Input {
  return isSpanned(curve)
    ? storeSpan(arena, spec, curve, points, layout)
    : storeSamples(arena, spec, curve, points, layout);
}

/** Rows of zeros out of the way; `ranks` where there were any. */
function compacted(arena: Arena, address: Address, panels: number, vectors: number, dim: number) {
  const ranks = arena.reserve(4 * dim);
  const rows = arena.kernels.compactImage(address, panels, 16 * vectors, dim, ranks);
  return { address, rows, ranks: rows < dim ? ranks : null, panels, vectors };
}

function storeSpan(
  arena: Arena,
  spec: NetworkSpec,
  curve: Curve,
  points: number,
  { columns, vectors }: PanelLayout,
): Input {
  const dim = spec.inputDim;
  const { first, directions, steps } = curveSpan(curve, points);
  const basis = arena.reserve(16 * dim);
  const combinations = arena.reserve(4 * SPAN_VECTORS * columns);
  const point = curve.vertices.reduce((most, vertex) => Math.max(most, largestOf(vertex)), 0);
  const pointScale = inputScale(spec, point);
  const unit = shiftOf(directions.reduce((most, direction) => Math.max(most, largestOf(direction)), 0));
  const factor = shiftOf(largestOf(steps));
  const count = directions.length;
  const stored = arena.f32(basis, SPAN_VECTORS * dim).fill(0);
  for (let j = 0; j < dim; j++) {
    stored[SPAN_VECTORS * j] = ldexp(first[j]!, -pointScale.exponent);
    directions.forEach((direction, d) => {
      stored[SPAN_VECTORS * j + 1 + d] = ldexp(direction[j]!, -unit);
    });
  }
  const panelColumns = 4 * vectors;
  const panels = arena.f32(combinations, SPAN_VECTORS * columns).fill(0);
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
    image: { ...compacted(arena, basis, 1, 1, dim), columns: 1 + count, combinations },
    scales: { points: pointScale, steps: shifted(ONE, unit + factor) },
    largest: { point: ldexp(point, -pointScale.exponent), step },
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
  { columns, vectors, panels }: PanelLayout,
): Input {
  const dim = spec.inputDim;
  const samples = samplePoints(curve, points);
  const address = arena.reserve(4 * columns * dim);
  const panelColumns = 4 * vectors;
  let step = 0;
  for (let i = dim; i < samples.length; i++) step = Math.max(step, Math.abs(samples[i]! - samples[i - dim]!));
  const point = largestOf(samples);
  const scales = { points: inputScale(spec, point), steps: shifted(ONE, shiftOf(step)) };
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
    image: { ...compacted(arena, address, panels, vectors, dim), columns: points, combinations: null },
    scales,
    largest: {
      point: ldexp(point, -scales.points.exponent),
      step: ldexp(step, -scales.steps.exponent),
    },
  };
}
