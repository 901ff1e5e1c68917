/** Names of series, at the right ends of their lines. */
import { link, type Markish, text } from '@observablehq/plot';
import type { Axis } from './axis.ts';
import { spread } from './labels.ts';
import type { Point, Series } from './marks.ts';
import { THIN } from './style.ts';
import { BOLD, textWidth } from './text.ts';

/** A name for the lines that end there. */
export interface EndLabel {
  readonly label: string;
  readonly colour: string;
  readonly x: number;
  readonly y: number;
}

/** Units of the picture from the end of the axis to the names, and between the middles of two names. */
const AWAY = 14;
const GAP = 12;
/** A name that stands so far from its line is led to. */
const FAR = 3;

/**
 * One name per label, at the mean height of the right ends of the lines, or else of the marks, that bear it.
 */
export function endsOf(series: readonly Series[]): EndLabel[] {
  const ends = series.flatMap((s) => {
    const last = lastOf(s);
    return s.label === undefined || last === undefined || last.y === null
      ? []
      : [{ label: s.label, colour: s.colour, x: last.x, y: last.y }];
  });
  return [...new Set(ends.map(({ label }) => label))].map((label) => {
    const own = ends.filter((end) => end.label === label);
    const x = own.reduce((most, end) => Math.max(most, end.x), -Infinity);
    return { label, colour: own[0]!.colour, x, y: own.reduce((sum, { y }) => sum + y, 0) / own.length };
  });
}

/** One point is no line: theory may be known at the start of an axis alone. */
function lastOf({ solid = [], dashed = [], measured = [], dotted = [] }: Series): Point | undefined {
  const line = [solid, dashed].find((points) => points.length > 1) ?? [];
  return [line, measured, solid, dashed, dotted].find((points) => points.length > 0)?.at(-1);
}

/** Room that the names need at the right. */
export function endLabelWidth(ends: readonly EndLabel[]): number {
  return Math.max(0, ...ends.map(({ label }) => AWAY + BOLD * textWidth(label)));
}

/**
 * Writes the names beside the axes, moved apart where ends are close, and draws a thin line to each that is
 * not beside its end. @param unit positions that one unit of the picture spans, along each axis.
 */
export function endLabels(
  ends: readonly EndLabel[],
  x: Axis,
  y: Axis,
  unit: { readonly x: number; readonly y: number },
): Markish[] {
  const heights = spread(
    ends.map((end) => end.y),
    GAP * unit.y,
    y.low,
    y.high,
  );
  return ends.flatMap(({ label, colour, ...end }, i) => {
    const height = heights[i]!;
    const far = Math.abs(height - end.y) > FAR * unit.y || x.high - end.x > 2 * FAR * unit.x;
    const leader = link([0], {
      ...{ x1: [end.x + 4 * unit.x], y1: [end.y], x2: [x.high + (AWAY - 2) * unit.x], y2: [height] },
      ...{ stroke: colour, ...THIN },
    });
    const name = text([label], {
      ...{ x: [x.high], y: [height], dx: AWAY, textAnchor: 'start' },
      ...{ fill: colour, fontWeight: 'bold' },
    });
    return far ? [leader, name] : [name];
  });
}
