/** One panel: two axes, series over them, and whatever else is to be drawn there. */
import { axisX, axisY, gridY, type Markish, plot, ruleY, text } from '@observablehq/plot';
import { type Axis, type AxisSpec, axisOver } from './axis.ts';
import {
  endLabels,
  endRoom,
  endsOf,
  extentOf,
  measuredMarks,
  placed,
  type Series,
  theoryMarks,
} from './marks.ts';
import { FAINT } from './style.ts';

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
}

const LEFT = 42;
const BOTTOM = 34;
/** Pixels between the middles of two labels. */
const LABEL_GAP = 12;

/** Draws a panel as an SVG element of the given document. */
export function drawPanel(
  spec: PanelSpec,
  size: { width: number; height: number },
  document: Document,
): Element {
  const { width, height } = size;
  const kinds = [{ kind: spec.x.kind ?? 'linear' }, { kind: spec.y.kind ?? 'linear' }] as const;
  const series = spec.series.map((s) => placed(s, ...kinds));
  const extents = series.map(extentOf);
  const x = axisOver(
    spec.x,
    extents.flatMap((extent) => extent.x),
  );
  const y = axisOver(
    spec.y,
    extents.flatMap((extent) => extent.y),
  );
  const ends = endsOf(series);
  const [marginTop, marginRight] = [spec.title === '' ? 26 : 40, 16 + endRoom(ends)];
  const gap = (LABEL_GAP * (y.high - y.low)) / (height - marginTop - BOTTOM);
  const above = { frameAnchor: 'top-left', dx: 6 - LEFT } as const;
  const [heights, places] = [y.ticks.map(({ at }) => at), x.ticks.map(({ at }) => at)];
  return plot({
    document,
    width,
    height,
    marginTop,
    marginRight,
    marginBottom: BOTTOM,
    marginLeft: LEFT,
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
        tickFormat: (_, i) => x.ticks[i]!.label,
      }),
      axisY(heights, { label: null, tickSize: 0, tickFormat: (_, i) => y.ticks[i]!.label }),
      text([spec.title], { ...above, dy: -37, fontWeight: 'bold', fontSize: 11 }),
      text([y.label], { ...above, dy: -20 }),
      ...(spec.marks?.(x, y) ?? []),
      ...series.flatMap(theoryMarks),
      ...series.flatMap((s) => measuredMarks(s, y.low)),
      ...endLabels(ends, gap, x, y),
    ],
  }) as Element;
}
