/** A function of two parameters as a map of colours, with its colour bar. */
import { rect, scale, text } from '@observablehq/plot';
import { type AxisSpec, INK, linearTicks, type PanelSpec } from '../draw/picture/index.ts';

export interface Heatmap {
  readonly title: string;
  /** Centres of the cells, ascending, two or more. */
  readonly x: AxisSpec & { readonly values: readonly number[] };
  readonly y: AxisSpec & { readonly values: readonly number[] };
  /** One row for each y, in it one value for each x; `null` is left white. */
  readonly values: readonly (readonly (number | null)[])[];
  /** Ends of the colour scale; values beyond have the colours of the ends. */
  readonly range: readonly [low: number, high: number];
  /** Lines and marks over the colours. */
  readonly series?: PanelSpec['series'];
  readonly marks?: PanelSpec['marks'];
}

/** The panel: axes run from edge to edge of the outer cells. */
export function heatmapPanel({ title, x, y, values, range, series = [], marks }: Heatmap): PanelSpec {
  const [across, up] = [edgesOf(x.values), edgesOf(y.values)];
  const colourOf = colours(range);
  const beyond = values.flat().some((value) => value !== null && value > range[1]);
  const cells = y.values.flatMap((_, j) =>
    x.values.flatMap((__, i) => {
      const value = values[j]![i];
      const sides = { x1: across[i]!, x2: across[i + 1]!, y1: up[j]!, y2: up[j + 1]! };
      return value === null || value === undefined ? [] : [{ ...sides, colour: colourOf(value) }];
    }),
  );
  return {
    title,
    x: { ...x, domain: [across[0]!, across.at(-1)!] },
    y: { ...y, domain: [up[0]!, up.at(-1)!] },
    series,
    right: 44,
    marks: (xAxis, yAxis) => [
      rect(cells, {
        x1: 'x1',
        x2: 'x2',
        y1: 'y1',
        y2: 'y2',
        fill: 'colour',
        stroke: 'colour',
        strokeWidth: 0.3,
      }),
      ...bar(xAxis, yAxis, range, colourOf, beyond),
      ...(marks?.(xAxis, yAxis) ?? []),
    ],
  };
}

const BAR_STEPS = 60;

/** A strip beside the axes, lowest value below. */
function bar(
  x: { low: number; high: number },
  y: { low: number; high: number },
  [low, high]: readonly [number, number],
  colourOf: (value: number) => string,
  beyond: boolean,
) {
  const span = x.high - x.low;
  const [x1, x2] = [x.high + 0.04 * span, x.high + 0.09 * span];
  const at = (share: number) => y.low + share * (y.high - y.low);
  const steps = Array.from({ length: BAR_STEPS }, (_, i) => ({
    ...{ x1, x2, y1: at(i / BAR_STEPS), y2: at((i + 1) / BAR_STEPS) },
    colour: colourOf(low + ((i + 0.5) / BAR_STEPS) * (high - low)),
  }));
  const labels = linearTicks(low, high, 5).map(({ at: value, label }) => ({
    ...{ x: x2, y: at((value - low) / (high - low)) },
    label: value >= high && beyond ? `≥ ${label}` : label,
  }));
  return [
    rect(steps, {
      x1: 'x1',
      x2: 'x2',
      y1: 'y1',
      y2: 'y2',
      fill: 'colour',
      stroke: 'colour',
      strokeWidth: 0.3,
    }),
    text(labels, { x: 'x', y: 'y', text: 'label', textAnchor: 'start', dx: 4, fill: INK }),
  ];
}

/** Viridis: even steps to the eye, readable in grey and to colour-blind eyes. */
function colours([low, high]: readonly [number, number]): (value: number) => string {
  const viridis = scale({ color: { type: 'linear', scheme: 'viridis', domain: [low, high], clamp: true } });
  return (value) => viridis.apply(value) as string;
}

/** Edges of the cells: half-way between neighbours, and as far beyond the outer two. */
function edgesOf(values: readonly number[]): number[] {
  const between = values.slice(1).map((value, i) => (value + values[i]!) / 2);
  return [2 * values[0]! - between[0]!, ...between, 2 * values.at(-1)! - between.at(-1)!];
}
