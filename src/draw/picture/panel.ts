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
  /** Pixels that marks need at the right of the axes, such as a colour bar. */
  readonly room?: number;
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
  const ends = endsOf(series);
  const [marginTop, marginRight] = [
    spec.title === '' ? 26 : 40,
    16 + Math.max(spec.room ?? 0, endRoom(ends)),
  ];
  const [x, y] = axes(spec, extents, (width - LEFT - marginRight) / (height - marginTop - BOTTOM));
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

/** Both axes; equal ones are widened about their middle to the shape, width over height, of the panel. */
function axes(
  spec: PanelSpec,
  extents: readonly { x: number[]; y: number[] }[],
  shape: number,
): [Axis, Axis] {
  const [xs, ys] = [extents.flatMap((extent) => extent.x), extents.flatMap((extent) => extent.y)];
  const [x, y] = [axisOver(spec.x, xs), axisOver(spec.y, ys)];
  if (!spec.equal) return [x, y];
  const span = Math.max(x.high - x.low, shape * (y.high - y.low));
  const widened = ({ low, high }: Axis, to: number): [number, number] => {
    const middle = (low + high) / 2;
    return [middle - to / 2, middle + to / 2];
  };
  return [
    axisOver({ ...spec.x, domain: widened(x, span) }, xs),
    axisOver({ ...spec.y, domain: widened(y, span / shape) }, ys),
  ];
}
