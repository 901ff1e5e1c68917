/** What is drawn of a series: lines for theory, marks for measurements, names at the right ends. */
import { areaY, dot, line, type Markish, ruleX, text } from '@observablehq/plot';
import type { Axis } from './axis.ts';
import { position } from './axis.ts';
import { spread } from './labels.ts';
import { BAND, DASHED, DOTTED, LINE_WIDTH, type MarkSymbol, textWidth } from './style.ts';

/** A place in a panel; in values or in positions, as the context says. Missing ends of an interval are not on the axis. */
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
export function theoryMarks({ colour, symbol = 'circle', ...series }: Series): Markish[] {
  const at = { x: 'x', y: 'y', stroke: colour };
  const dotted = series.dotted ?? [];
  return [
    areaY(series.band ?? [], { x: 'x', y1: 'low', y2: 'high', fill: colour, ...BAND }),
    line(dotted, { ...at, ...DOTTED }),
    line(series.dashed ?? [], { ...at, ...DASHED }),
    line(series.solid ?? [], { ...at, strokeWidth: LINE_WIDTH }),
    ...(series.endsInSymbol ? [symbols(dotted.slice(-1), colour, symbol, 2.2)] : []),
  ];
}

/** Marks with 95 % intervals. `bottom`: lower end of the axis, where an interval ends that has no lower end on it. */
export function measuredMarks(
  { measured = [], colour, symbol = 'circle' }: Series,
  bottom: number,
): Markish[] {
  const bars = measured.flatMap(({ x, low, high }) =>
    high === undefined || high === null ? [] : [{ x, high, low: low ?? bottom }],
  );
  return [
    ruleX(bars, { x: 'x', y1: 'low', y2: 'high', stroke: colour, strokeWidth: 1 }),
    symbols(measured, colour, symbol, 3),
  ];
}

function symbols(points: readonly Point[], stroke: string, symbol: MarkSymbol, r: number): Markish {
  // Circles come first and hide the line below; the others stay open, so that marks in one place all show.
  const fill = symbol === 'circle' ? 'white' : 'none';
  return dot(points, { x: 'x', y: 'y', symbol, stroke, fill, r, strokeWidth: 1.1 });
}

/** A name for the lines that end at a height. */
export interface EndLabel {
  readonly label: string;
  readonly colour: string;
  readonly y: number;
}

/** One name per label, at the mean height of the right ends of the lines, or else of the marks, that bear it. */
export function endsOf(series: readonly Series[]): EndLabel[] {
  const ends = series.flatMap((s) => {
    const last = (s.solid?.at(-1) ?? s.dashed?.at(-1) ?? s.measured?.at(-1) ?? s.dotted?.at(-1))?.y;
    return s.label === undefined || last === undefined || last === null
      ? []
      : [{ ...s, label: s.label, y: last }];
  });
  return [...new Set(ends.map(({ label }) => label))].map((label) => {
    const own = ends.filter((end) => end.label === label);
    return { label, colour: own[0]!.colour, y: own.reduce((sum, { y }) => sum + y, 0) / own.length };
  });
}

/** Room that the names need at the right. */
export function endRoom(ends: readonly EndLabel[]): number {
  return Math.max(0, ...ends.map(({ label }) => textWidth(label, 11)));
}

/** Names lines at their right ends, moved apart by at least `gap` where ends are close, within the axis. */
export function endLabels(ends: readonly EndLabel[], gap: number, x: Axis, y: Axis): Markish[] {
  const heights = spread(
    ends.map((end) => end.y),
    gap,
    y.low,
    y.high,
  );
  return ends.map(({ label, colour }, i) =>
    text([label], {
      x: [x.high],
      y: [heights[i]!],
      dx: 9,
      textAnchor: 'start',
      fill: colour,
      fontWeight: 'bold',
    }),
  );
}
