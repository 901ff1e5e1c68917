/** What a layer normalises, and what that takes of memory. */
import type { PanelLayout } from '../kernels/layout.ts';
import { isParted, type Layer, type PartNorm } from '../network/index.ts';

/** How a layer normalises what comes in; null: not at all. */
export function normOf(layer: Layer | undefined): PartNorm | null {
  return layer !== undefined && isParted(layer) ? layer.norm : null;
}

/** Bytes of what `normalisePoints` and `normaliseTangents` work in. */
export function normBytes(rows: number, { columns }: PanelLayout): number {
  return 8 * rows + 5 * 8 * columns + 16;
}
