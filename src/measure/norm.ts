/** What a layer normalises, and what that takes of memory. */
import type { PanelLayout } from '../kernels/layout.ts';
import { isParted, type Layer, type PartNorm } from '../network/index.ts';

/** How a layer normalises what comes in; null: not at all. */
export function normOf(layer: Layer | undefined): PartNorm | null {
  return layer !== undefined && isParted(layer) ? layer.norm : null;
}

/** Rows 0 … rows - 1 in lists that share mean and variance: those of a channel, or each by itself. */
export function sharedRows({ rows, channels = rows }: Pick<PartNorm, 'rows' | 'channels'>): number[][] {
  return Array.from({ length: channels }, (_, c) =>
    Array.from({ length: rows / channels }, (_, place) => place * channels + c),
  );
}

/** Bytes of what `normalisePoints` and `normaliseTangents` work in. */
export function normBytes(rows: number, { columns }: PanelLayout): number {
  return 8 * rows + 5 * 8 * columns + 16;
}
