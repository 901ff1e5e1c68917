/** What is drawn of each series: lines for theory, marks for measurements, names at the right ends. */
import { areaY, dot, line, type Markish, ruleX, text } from '@observablehq/plot';
import { spread } from './labels.ts';
import type { LinePoint, Series } from './series.ts';
import { BAND, DOTTED, LINE_WIDTH, type MarkSymbol } from './style.ts';

/** How one series looks. */
export interface Look {
  readonly stroke: string;
  readonly symbol: MarkSymbol;
  /** Whether symbols tell series apart: then the lower bound, too, ends in its own. */
  readonly telling: boolean;
}

/** Bracket, lower bound and prediction. */
export function theoryMarks(s: Series, look: Look): Markish[] {
  const at = { x: 'layer', y: 'y', stroke: look.stroke };
  return [
    areaY(s.bracket, { x: 'layer', y1: 'low', y2: 'high', fill: look.stroke, ...BAND }),
    line(s.priceTanner, { ...at, ...DOTTED }),
    line(s.predicted, { ...at, strokeWidth: LINE_WIDTH }),
    ...(look.telling ? [symbols(s.priceTanner.slice(-1), look, 2.2)] : []),
  ];
}

/** Marks with 95 % intervals on at most about a dozen layers, the last among them. `bottom`: lower end of the axis. */
export function measuredMarks(s: Series, look: Look, depth: number, bottom: number): Markish[] {
  const step = Math.ceil(depth / 12);
  const shown = s.measured.filter(({ layer }) => (s.cell.layers.length - layer) % step === 0);
  const bars = shown.flatMap(({ layer, low, high }) =>
    high === undefined ? [] : [{ layer, high, low: low ?? bottom }],
  );
  return [
    ruleX(bars, { x: 'layer', y1: 'low', y2: 'high', stroke: look.stroke, strokeWidth: 1 }),
    symbols(shown, look, 3),
  ];
}

function symbols(points: readonly LinePoint[], { stroke, symbol }: Look, r: number): Markish {
  // Circles come first and hide the line below; the others stay open, so that marks in one place all show.
  const fill = symbol === 'circle' ? 'white' : 'none';
  return dot(points, { x: 'layer', y: 'y', symbol, stroke, fill, r, strokeWidth: 1.1 });
}

/** A name for the lines that end at a height. */
export interface EndLabel {
  readonly label: string;
  readonly stroke: string;
  readonly y: number;
}

/** Names lines at their right ends, moved apart by at least `gap` where ends are close, within [low, high]. */
export function endLabels(
  ends: readonly EndLabel[],
  depth: number,
  gap: number,
  low: number,
  high: number,
): Markish[] {
  const heights = ends.map(({ y }) => y);
  const placed = spread(heights, gap, low, high);
  return ends.map(({ label, stroke }, i) =>
    text([label], {
      x: [depth],
      y: [placed[i]!],
      dx: 9,
      textAnchor: 'start',
      fill: stroke,
      fontWeight: 'bold',
    }),
  );
}

/** Height of a series' right end: of its prediction, else of what was measured; undefined for an empty series. */
export function endHeight(s: Series): number | undefined {
  return (s.predicted.at(-1) ?? s.measured.at(-1))?.y;
}
