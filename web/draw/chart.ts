/** A chart as shapes: axes, lines, bands, marks. d3-scale gives scales and ticks. */
import { scaleLinear, scaleLog } from 'd3-scale';
import type { Palette } from './colours.ts';
import type { Shape } from './shapes.ts';

export interface Axis {
  readonly label: string;
  readonly domain: readonly [number, number];
  readonly log?: boolean;
  /** Ticks at integers alone. */
  readonly integers?: boolean;
}

export interface Frame {
  readonly shapes: readonly Shape[];
  x(value: number): number;
  y(value: number): number;
  /** Values at a point of the picture. */
  invert(px: number, py: number): readonly [x: number, y: number];
}

export interface FrameOptions {
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
  /** Size of type. */
  readonly type: number;
  readonly grid?: boolean;
}

/** Axes with their ticks, and where values lie. */
export function frame(
  xAxis: Axis,
  yAxis: Axis,
  { width, height, palette, type, grid = true }: FrameOptions,
): Frame {
  const [top, bottom, right] = [type, height - 3.4 * type, width - type];
  const scaleOf = ({ domain, log }: Axis, range: [number, number]) =>
    (log ? scaleLog() : scaleLinear()).domain([...domain]).range(range);
  const y = scaleOf(yAxis, [bottom, top]);
  const yTicks = ticksOf(yAxis, y, (bottom - top) / (3 * type));
  // Room for the longest tick beside the label.
  const longest = Math.max(4, ...yTicks.map((tick) => tickText(tick).length));
  const inner = { left: (2.2 + 0.6 * longest) * type, right, top, bottom };
  const x = scaleOf(xAxis, [inner.left, inner.right]);
  const shapes: Shape[] = [];
  const label = { fill: palette.faint, size: type } as const;
  for (const tick of ticksOf(xAxis, x, (inner.right - inner.left) / (5 * type))) {
    const at = x(tick);
    if (grid) shapes.push(line([at, inner.top, at, inner.bottom], palette.grid));
    shapes.push({
      kind: 'text',
      x: at,
      y: inner.bottom + 1.3 * type,
      text: tickText(tick),
      anchor: 'middle',
      ...label,
    });
  }
  for (const tick of yTicks) {
    const at = y(tick);
    if (grid) shapes.push(line([inner.left, at, inner.right, at], palette.grid));
    shapes.push({
      kind: 'text',
      x: inner.left - 0.5 * type,
      y: at + 0.35 * type,
      text: tickText(tick),
      anchor: 'end',
      ...label,
    });
  }
  const { left } = inner;
  shapes.push(line([left, top, left, bottom, right, bottom], palette.faint));
  const middle = (left + right) / 2;
  shapes.push({
    kind: 'text',
    x: middle,
    y: height - 0.5 * type,
    text: xAxis.label,
    anchor: 'middle',
    ...label,
    fill: palette.ink,
  });
  shapes.push({
    kind: 'text',
    x: type,
    y: (top + bottom) / 2,
    text: yAxis.label,
    anchor: 'middle',
    turn: -90,
    ...label,
    fill: palette.ink,
  });
  return { shapes, x, y, invert: (px, py) => [x.invert(px), y.invert(py)] };
}

function line(points: readonly number[], stroke: string): Shape {
  return { kind: 'path', points, stroke, width: 1 };
}

interface Scale {
  ticks(count?: number): number[];
}

function ticksOf({ log, integers, domain }: Axis, scale: Scale, room: number): number[] {
  const ticks = scale.ticks(Math.max(2, Math.floor(room)));
  if (integers) return ticks.filter(Number.isInteger);
  if (!log) return ticks;
  const powers = ticks.filter((tick) => Number.isInteger(Math.round(Math.log10(tick) * 1e9) / 1e9));
  if (powers.length < 2)
    return domain[1] / domain[0] < 10 ? scale.ticks(4) : ticks.filter((_, i) => i % 3 === 0);
  const step = Math.ceil(powers.length / Math.max(2, room));
  return powers.filter((_, i) => i % step === 0);
}

function tickText(tick: number): string {
  const size = Math.abs(tick);
  if (size !== 0 && (size >= 1e5 || size < 1e-3))
    return tick.toExponential().replace('e+', 'e').replace('-', '−');
  return String(Number(tick.toPrecision(6))).replace('-', '−');
}
