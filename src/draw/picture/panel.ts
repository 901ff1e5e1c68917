/** One panel: two axes, series over them, and whatever else is to be drawn there. */
import { axisX, axisY, gridY, type Markish, plot, ruleY, text } from '@observablehq/plot';
import { type Axis, type AxisSpec, axisOver } from './axis.ts';
import { endLabels, endLabelWidth, endsOf } from './end-labels.ts';
import { boundMarks, extentOf, measuredMarks, placed, type Series, theoryMarks } from './marks.ts';
import { FAINT } from './style.ts';
import { textWidth } from './text.ts';
import { withoutOverlap } from './ticks.ts';

export interface PanelSpec {
  readonly title: string;
  readonly x: AxisSpec;
  readonly y: AxisSpec;
  /** In values; the panel finds their places. The first are drawn first. */
  readonly series: readonly Series[];
  /** Other marks, in positions on the axes: below the series, over the grid. */
  readonly marks?: (x: Axis, y: Axis) => Markish[];
  /** Whether one unit is equally long on both axes: for images of curves and planes. */
  readonly equal?: boolean;
  /** Units of the picture that marks need at the right of the axes, such as a colour bar. */
  readonly right?: number;
  /** How high the axes are, in units of the picture; by default what suits the width. */
  readonly high?: number;
}

const LEFT = 42;
const BOTTOM = 34;
const RIGHT = 16;
/** Panels below this width have no more room at the left than their ticks need. */
const NARROW = 200;
/** Which is about this much. */
const NARROW_LEFT = 26;
/** Room for a tick: across, for a whole number across, and up. */
const TICK = { x: 36, whole: 18, y: 26 };
const MOST_TICKS = { x: 10, whole: 16, y: 10 };

/** Sizes of a panel in units of the picture. */
export interface PanelSize {
  readonly width: number;
  readonly height: number;
}

/** Height that suits a panel of this width: square axes where units are equal, and otherwise not too flat. */
export function panelHeight(spec: PanelSpec, width: number): number {
  if (spec.high !== undefined) return spec.high + marginTop(spec) + BOTTOM;
  const left = width < NARROW ? NARROW_LEFT : LEFT;
  if (spec.equal) return Math.round(width - left - RIGHT + marginTop(spec) + BOTTOM);
  return Math.round(80 + 0.55 * width);
}

/** Draws a panel as an SVG element of the given document. */
export function drawPanel(spec: PanelSpec, { width, height }: PanelSize, document: Document): Element {
  const kinds = [{ kind: spec.x.kind ?? 'linear' }, { kind: spec.y.kind ?? 'linear' }] as const;
  const series = spec.series.map((s) => placed(s, ...kinds));
  const ends = endsOf(series);
  const top = marginTop(spec);
  const right = RIGHT + Math.max(spec.right ?? 0, endLabelWidth(ends));
  const high = height - top - BOTTOM;
  const axesFor = (left: number) => axes(spec, series, { wide: width - left - right, high });
  // The ticks depend on the room that they leave.
  const needed = leftOf(axesFor(LEFT)[1]);
  const left = width < NARROW ? Math.max(needed, leftOf(axesFor(needed)[1])) : LEFT;
  const [x, y] = axesFor(left);
  const unit = { x: (x.high - x.low) / (width - left - right), y: (y.high - y.low) / high };
  const across = withoutOverlap(x.ticks, 1 / unit.x);
  const above = { frameAnchor: 'top-left', dx: 6 - left } as const;
  const [heights, places] = [y.ticks.map(({ at }) => at), across.map(({ at }) => at)];
  return plot({
    document,
    width,
    height,
    marginTop: top,
    marginRight: right,
    marginBottom: BOTTOM,
    marginLeft: left,
    x: { domain: [x.low, x.high] },
    y: { domain: [y.low, y.high] },
    marks: [
      gridY(heights, { stroke: FAINT, strokeOpacity: 1 }),
      ruleY([y.low], { strokeWidth: 0.8 }),
      axisX(places, {
        label: x.label,
        labelAnchor: 'center',
        labelArrow: 'none',
        tickSize: 3,
        tickFormat: (_, i) => across[i]!.label,
      }),
      axisY(heights, { label: null, tickSize: 0, tickFormat: (_, i) => y.ticks[i]!.label }),
      text([spec.title], { ...above, dy: -37, fontWeight: 'bold', fontSize: 11 }),
      text([y.label], { ...above, dy: -20 }),
      ...(spec.marks?.(x, y) ?? []),
      ...series.flatMap(theoryMarks),
      ...series.flatMap((s) => boundMarks(s, unit.x)),
      ...series.flatMap((s) => measuredMarks(s, unit.x, y.low)),
      ...endLabels(ends, x, y, unit),
    ],
  }) as Element;
}

function marginTop({ title }: PanelSpec): number {
  return title === '' ? 26 : 40;
}

/** Room that the ticks of the vertical axis need. */
function leftOf({ ticks }: Axis): number {
  return 13 + Math.max(8, ...ticks.map(({ label }) => textWidth(label)));
}

/** Both axes; equal ones are widened about their middle to the shape, width over height, of the panel. */
function axes(
  spec: PanelSpec,
  series: readonly Series[],
  { wide, high }: { readonly wide: number; readonly high: number },
): [Axis, Axis] {
  const extents = series.map(extentOf);
  const [xs, ys] = [extents.flatMap((extent) => extent.x), extents.flatMap((extent) => extent.y)];
  const most = (length: number, of: keyof typeof TICK) =>
    Math.min(MOST_TICKS[of], Math.max(3, Math.floor(length / TICK[of])));
  const across = most(wide, spec.x.whole ? 'whole' : 'x');
  const up = most(high, 'y');
  const [x, y] = [axisOver(spec.x, xs, across), axisOver(spec.y, ys, up)];
  if (!spec.equal) return [x, y];
  const shape = wide / high;
  const span = Math.max(x.high - x.low, shape * (y.high - y.low));
  const widened = ({ low, high }: Axis, to: number): [number, number] => {
    const middle = (low + high) / 2;
    return [middle - to / 2, middle + to / 2];
  };
  return [
    axisOver({ ...spec.x, domain: widened(x, span) }, xs, across),
    axisOver({ ...spec.y, domain: widened(y, span / shape) }, ys, up),
  ];
}
