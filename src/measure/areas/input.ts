/** Kernel memory for the input curve. */
import { type CurveShape, spanDirections } from '../../curve/index.ts';
import type { Reserve } from '../../kernels/arena.ts';
import type { PanelLayout } from '../../kernels/layout.ts';

/** The most vectors that span an input kept as combinations: as many as a SIMD vector has entries. */
export const SPAN_VECTORS = 4;

/** Whether a curve is kept as the vectors that span it. */
export function isSpanned(curve: CurveShape): boolean {
  return 1 + spanDirections(curve) <= SPAN_VECTORS;
}

/** How the input lies in memory. */
export interface InputLayout {
  readonly panels: number;
  readonly vectors: number;
  /** Columns that may be other than zero. */
  readonly columns: number;
  readonly spanned: boolean;
}

export function inputLayout(
  curve: CurveShape,
  points: number,
  { panels, vectors }: PanelLayout,
): InputLayout {
  return isSpanned(curve)
    ? { panels: 1, vectors: 1, columns: 1 + spanDirections(curve), spanned: true }
    : { panels, vectors, columns: points, spanned: false };
}

/** Where `storeInput` stores an input of `dim` coordinates. */
export type InputAreas = ReturnType<typeof inputAreas>;

export function inputAreas(
  reserve: Reserve,
  dim: number,
  { panels, vectors, spanned }: InputLayout,
  layout: PanelLayout,
) {
  return {
    address: reserve(16 * panels * vectors * dim),
    combinations: spanned ? reserve(4 * SPAN_VECTORS * layout.columns) : null,
    ranks: reserve(4 * dim),
  };
}
