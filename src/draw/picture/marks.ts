/** Marks of a series: lines for theory, points for measurements. */
import { areaY, dot, line, type Markish, ruleX } from '@observablehq/plot';
import { aside } from './aside.ts';
import type { Axis } from './axis.ts';
import { position } from './axis.ts';
import { BAND, DASHED, DOTTED, LINE_WIDTH, type MarkSymbol, THIN } from './style.ts';

/**
 * A place in a panel; in values or in positions, as the context says. Missing ends of an interval are not on
 * the axis.
 */
export interface Point {
  readonly x: number;
  readonly y: number | null;
  /** Ends of the 95 % interval of what was measured, or of a band. */
  readonly low?: number | null | undefined;
  readonly high?: number | null | undefined;
}

/** Lines and marks that belong together: one colour, one symbol. All parts are optional. */
export interface Series {
  readonly colour: string;
  /** Circle by default. */
  readonly symbol?: MarkSymbol | undefined;
  /** Name written at the right end. */
  readonly label?: string | undefined;
  /** Measured: marks with 95 % intervals. */
  readonly measured?: readonly Point[];
  /** Whether a thin line joins these marks: no theory, but to show which belong together. */
  readonly joined?: boolean;
  /**
   * How far to the right of their places, along their lines, the marks stand, in units of the picture: where
   * those of several series coincide.
   */
  readonly shift?: number;
  /** Theory: exact values and predictions. */
  readonly solid?: readonly Point[];
  /** Approximations and scaling laws. */
  readonly dashed?: readonly Point[];
  /** Bounds. */
  readonly dotted?: readonly Point[];
  /** A rigorous bracket, or a spread, from `low` to `high`. */
  readonly band?: readonly Point[];
  /** Whether the dotted line ends in the symbol: where bounds of several series share a colour. */
  readonly endsInSymbol?: boolean;
}

const LINES = ['solid', 'dashed', 'dotted'] as const;

/** The same series in positions on the axes; points without a place are left out. */
export function placed(series: Series, x: Pick<Axis, 'kind'>, y: Pick<Axis, 'kind'>): Series {
  const place = (points: readonly Point[] = []): Point[] =>
    points.flatMap((point) => {
      const at = { x: position(x.kind, point.x), y: position(y.kind, point.y) };
      const interval = { low: position(y.kind, point.low), high: position(y.kind, point.high) };
      if (at.x === undefined || (at.y === undefined && interval.high === undefined)) return [];
      return [{ x: at.x, y: at.y ?? null, ...interval }];
    });
  const line = (points: readonly Point[] | undefined) => place(points).filter((point) => point.y !== null);
  return {
    ...series,
    measured: line(series.measured),
    solid: line(series.solid),
    dashed: line(series.dashed),
    dotted: line(series.dotted),
    band: place(series.band),
  };
}

/** Every position that a placed series takes up. */
export function extentOf(series: Series): { x: number[]; y: number[] } {
  const all = [...LINES, 'measured' as const, 'band' as const].flatMap((part) => series[part] ?? []);
  return {
    x: all.map(({ x }) => x),
    y: all.flatMap(({ y, low, high }) => [y, low, high].flatMap((v) => v ?? [])),
  };
}

/** Bands, bounds and predictions of a placed series: what lies below the marks. */
export function theoryMarks({ colour, joined = false, ...series }: Series): Markish[] {
  const at = { x: 'x', y: 'y', stroke: colour };
  const band = series.band ?? [];
  return [
    areaY(band, { x: 'x', y1: 'low', y2: 'high', fill: colour, ...BAND }),
    ...(band.length === 0 ? [] : ['low', 'high'].map((y) => line(band, { ...at, y, ...THIN }))),
    line(series.dashed ?? [], { ...at, ...DASHED }),
    line(series.solid ?? [], { ...at, strokeWidth: LINE_WIDTH }),
    ...(joined ? [line(series.measured ?? [], { ...at, ...THIN })] : []),
  ];
}

/**
 * Bounds of a placed series: over all that is solid, for a bound may coincide with another line. `unit`:
 * positions in a unit of the picture.
 */
export function boundMarks(series: Series, unit: number): Markish[] {
  const { colour, dotted = [], endsInSymbol = false, shift = 0 } = series;
  return [
    line(dotted, { x: 'x', y: 'y', stroke: colour, ...DOTTED }),
    ...(endsInSymbol ? [symbols(aside(series, shift * unit).end, series, 2.2)] : []),
  ];
}

/**
 * Marks with 95 % intervals. `bottom`: lower end of the axis, where an interval ends that has no lower end on
 * it.
 */
export function measuredMarks(series: Series, unit: number, bottom: number): Markish[] {
  const { measured } = aside(series, (series.shift ?? 0) * unit);
  const bars = measured.flatMap(({ x, low, high }) =>
    high === undefined || high === null ? [] : [{ x, high, low: low ?? bottom }],
  );
  return [
    ruleX(bars, { x: 'x', y1: 'low', y2: 'high', stroke: series.colour, strokeWidth: 1 }),
    symbols(measured, series, 3),
  ];
}

function symbols(points: readonly Point[], { colour, symbol = 'circle' }: Series, r: number): Markish {
  // Circles come first and hide the line below; the others stay open, so that marks in one place all show.
  const fill = symbol === 'circle' ? 'white' : 'none';
  return dot(points, { x: 'x', y: 'y', symbol, stroke: colour, fill, r, strokeWidth: 1.1 });
}
