/** One panel: length ratio over layers, with measured marks, predicted lines and lower bounds. */
import { axisX, axisY, gridY, plot, ruleY, text } from '@observablehq/plot';
import type { CellResult } from '../result.ts';
import { parameterValues } from '../sweep.ts';
import { type AxisKind, layerTicks, linearTicks, logTicks } from './axis.ts';
import { type EndLabel, endHeight, endLabels, type Look, measuredMarks, theoryMarks } from './marks.ts';
import { parameterEquation } from './names.ts';
import { extent, type Series } from './series.ts';
import { FAINT, type MarkSymbol, orderedColours, textWidth } from './style.ts';

/** Which cells a panel shows, and which swept parameters its colours and its symbols tell apart. */
export interface Panel {
  readonly title: string;
  /** Indices into the document's cells. */
  readonly cells: readonly number[];
  readonly colour?: string | undefined;
  readonly symbol?: string | undefined;
}

export interface PanelFrame {
  readonly width: number;
  readonly height: number;
  readonly kind: AxisKind;
  /** Written above the vertical axis. */
  readonly yLabel: string;
  /** Symbol of one cell; the same in every panel. */
  readonly symbolOf: (cell: CellResult) => MarkSymbol;
  readonly document: Document;
}

const LEFT = 42;
const BOTTOM = 34;
/** Pixels between the middles of two labels. */
const LABEL_GAP = 12;

/** Draws one panel as an SVG element of the given document. */
export function drawPanel(panel: Panel, series: readonly Series[], frame: PanelFrame): Element {
  const { width, height, kind, document, symbolOf } = frame;
  const depth = Math.max(...series.map(({ cell }) => cell.layers.length));
  const [low, high] = extent(series, kind);
  const ticks = kind === 'log' ? logTicks(low, high) : linearTicks(low, high);
  const heights = ticks.map(({ y }) => y);
  const colourOf = colours(panel, series);
  const looks = series.map(({ cell }): Look => {
    return { stroke: colourOf(cell), symbol: symbolOf(cell), telling: panel.symbol !== undefined };
  });
  const ends = panel.colour === undefined ? [] : namedEnds(panel.colour, series, colourOf);
  const marginTop = panel.title === '' ? 26 : 40;
  const marginRight = 16 + Math.max(0, ...ends.map(({ label }) => textWidth(label, 11)));
  const gap = (LABEL_GAP * (high - low)) / (height - marginTop - BOTTOM);
  const above = { frameAnchor: 'top-left', dx: 6 - LEFT } as const;

  return plot({
    document,
    width,
    height,
    marginTop,
    marginRight,
    marginBottom: BOTTOM,
    marginLeft: LEFT,
    x: { domain: [0, depth] },
    y: { domain: [low, high] },
    marks: [
      gridY(heights, { stroke: FAINT, strokeOpacity: 1 }),
      ruleY([low], { strokeWidth: 0.8 }),
      axisX(layerTicks(depth), {
        label: 'layer',
        labelAnchor: 'center',
        labelArrow: 'none',
        tickSize: 3,
        tickFormat: String,
      }),
      axisY(heights, { label: null, tickSize: 0, tickFormat: (_, i) => ticks[i]!.label }),
      text([panel.title], { ...above, dy: -37, fontWeight: 'bold', fontSize: 11 }),
      text([frame.yLabel], { ...above, dy: -20 }),
      ...series.flatMap((s, i) => theoryMarks(s, looks[i]!)),
      ...series.flatMap((s, i) => measuredMarks(s, looks[i]!, depth, low)),
      ...endLabels(ends, depth, gap, low, high),
    ],
  }) as Element;
}

/** Values of the parameter that colours tell apart, in increasing order. */
function colourValues(name: string, series: readonly Series[]): (number | string)[] {
  const values = parameterValues(
    series.map(({ cell }) => cell),
    name,
  );
  return values.sort((a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : 0));
}

function colours({ colour }: Panel, series: readonly Series[]): (cell: CellResult) => string {
  if (colour === undefined) return () => orderedColours(1)[0]!;
  const values = colourValues(colour, series);
  const scale = orderedColours(values.length);
  return ({ parameters }) => scale[values.indexOf(parameters[colour]!)] ?? scale[0]!;
}

/** One label per colour, at the mean height of its lines' ends. */
function namedEnds(
  colour: string,
  series: readonly Series[],
  colourOf: (cell: CellResult) => string,
): EndLabel[] {
  return colourValues(colour, series).flatMap((value) => {
    const own = series.filter(({ cell }) => cell.parameters[colour] === value);
    const heights = own.flatMap((s) => endHeight(s) ?? []);
    if (heights.length === 0) return [];
    const y = heights.reduce((sum, height) => sum + height, 0) / heights.length;
    return [{ y, label: parameterEquation(colour, value), stroke: colourOf(own[0]!.cell) }];
  });
}
