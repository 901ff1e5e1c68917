/** What a layer normalises, and what that takes of memory. */

import type { Reserve } from '../kernels/arena.ts';
import type { PanelLayout } from '../kernels/layout.ts';
import { isParted, type Layer, type NetworkSpec, type PartNorm, widestLayer } from '../network/index.ts';

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

/** Reserves what `normalisePoints`, `normaliseTangents` and `normaliseJets` work in; nothing without a norm. */
export function normsArea(reserve: Reserve, spec: NetworkSpec, { columns }: PanelLayout) {
  const normalises = spec.layers.some((layer) => normOf(layer) !== null);
  return reserve(normalises ? 8 * widestLayer(spec) + 5 * 8 * columns + 16 : 0);
}
