/** From cells to the lines and marks of one panel, placed on its vertical axis. */

import { best } from '../../ensemble/estimate.ts';
import type { CellResult, LayerResult } from '../../result/document.ts';
import type { GrowthTheory } from '../../theory/types.ts';
import { position } from '../picture/index.ts';
import { isBeyondDoubles, type Position, statPosition } from './position.ts';

/** Positions are log10 of the value on a `log` axis, the value itself on a `linear` one. */
type AxisKind = 'log' | 'linear';

export interface LinePoint {
  readonly layer: number;
  readonly y: number;
}

export interface MeasuredPoint extends LinePoint, Position {
  /** Ends of the 95 % interval; an end that is not on the axis (below 0 on a log axis) is undefined. */
  readonly low: number | undefined;
  readonly high: number | undefined;
}

/** One cell, drawn: everything is the length over the length of the input. */
export interface CellSeries {
  readonly cell: CellResult;
  readonly measured: readonly MeasuredPoint[];
  /** Measured layers without a place on the axis: every network's image is a point. */
  readonly vanished: readonly number[];
  /**
   * The exact expectation, else the best approximation; starts at layer 0 with ratio 1, as the next two do.
   */
  readonly predicted: readonly LinePoint[];
  readonly priceTanner: readonly LinePoint[];
  /** The two-sided bracket of the expectation. */
  readonly bracket: readonly { readonly layer: number; readonly low: number; readonly high: number }[];
}

/**
 * Lays the cells of one panel out. Among several lines brackets would hide each other: only where all there
 * is.
 */
export function cellSeries(cells: readonly CellResult[], kind: AxisKind): CellSeries[] {
  return cells.map((cell) => {
    const series = seriesOf(cell, kind);
    return cells.length === 1 || series.predicted.length === 0 ? series : { ...series, bracket: [] };
  });
}

function seriesOf(cell: CellResult, kind: AxisKind): CellSeries {
  const one = position(kind, 1)!;
  const line = (value: (theory: GrowthTheory) => number | null): LinePoint[] => {
    const points: LinePoint[] = [{ layer: 0, y: one }];
    for (const { layer, theory } of cell.layers) {
      const y = position(kind, value(theory.ratio)) ?? beyond(kind, points.at(-1)!.y, value(theory.growth));
      if (y !== undefined) points.push({ layer, y });
    }
    return points.length === 1 ? [] : points;
  };
  const lower = line((theory) => theory.lower);
  const upper = new Map(line((theory) => theory.upper).map(({ layer, y }) => [layer, y]));
  const measured = cell.layers.flatMap((layer) => measuredPoint(layer, kind) ?? []);
  const drawn = new Set(measured.map(({ layer }) => layer));
  return {
    cell,
    measured,
    vanished: cell.layers.flatMap(({ layer }) => (drawn.has(layer) ? [] : [layer])),
    predicted: line((theory) => theory.exact ?? theory.approximate),
    priceTanner: line((theory) => theory.priceTanner),
    bracket: lower.flatMap(({ layer, y: low }) => {
      const high = upper.get(layer);
      return high === undefined ? [] : [{ layer, low, high }];
    }),
  };
}

/**
 * Logarithmic as soon as the measured or predicted values spread over more than a factor 20 or leave the
 * doubles.
 */
export function axisKindOf(cells: readonly CellResult[]): AxisKind {
  const values = [1];
  for (const { ratio, theory } of cells.flatMap((cell) => cell.layers)) {
    if (ratio.mean === null && ratio.meanLog !== null) return 'log';
    for (const value of [ratio.mean, theory.ratio.exact, theory.ratio.priceTanner]) {
      if (value !== null && value > 0) values.push(value);
    }
  }
  const least = values.reduce((a, b) => Math.min(a, b));
  const most = values.reduce((a, b) => Math.max(a, b));
  return most / least > 20 ? 'log' : 'linear';
}

/** Where a theory's ratio has left the range of a double, one layer's growth on from the layer before. */
function beyond(kind: AxisKind, before: number, growth: number | null): number | undefined {
  const step = position(kind, growth);
  const y = step === undefined ? Number.NaN : before + step;
  return kind === 'log' && isBeyondDoubles(y) ? y : undefined;
}

function measuredPoint({ layer, ratio }: LayerResult, kind: AxisKind): MeasuredPoint | undefined {
  const { mean, ci95 } = best(ratio);
  const place = statPosition(kind, { ...ratio, mean });
  if (place === undefined) return undefined;
  const [low, high] = ci95 ?? [null, null];
  return { layer, ...place, low: position(kind, low), high: position(kind, high) };
}
