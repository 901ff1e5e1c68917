/** The pictures of the phase diagram as plain data. */
import { frame } from '../draw/chart.ts';
import { onMap, type Palette } from '../draw/colours.ts';
import type { Picture, Shape } from '../draw/shapes.ts';
import type { Table } from '../parts/files.ts';
import type { State } from '../state/fields.ts';
import type { DotsResult, PhaseMap, PhaseMapInput, PhasePointResult } from '../workers/messages.ts';

/** The part of the plane that is drawn. */
export const WINDOW = { sigmaW: 5, sigmaB: 3 } as const;
const STEPS = { w: 40, b: 24 } as const;

export type MapName = 'chi1' | 'qStar' | 'cStar' | 'xiC';
export const MAPS: readonly (readonly [MapName, string])[] = [
  ['chi1', 'χ₁, growth of squared distances'],
  ['qStar', 'q*, squared length'],
  ['cStar', 'c*, correlation of inputs far on'],
  ['xiC', 'ξ_c, layers that correlations last'],
];

export function mapInput({ activation, density }: State): PhaseMapInput {
  const centres = (count: number, end: number) =>
    Array.from({ length: count }, (_, i) => ((i + 0.5) * end) / count);
  return {
    activation,
    density,
    sigmaW: centres(STEPS.w, WINDOW.sigmaW),
    sigmaB: centres(STEPS.b, WINDOW.sigmaB),
  };
}

export interface MapLook {
  readonly palette: Palette;
  readonly type: number;
  readonly width: number;
  readonly height: number;
}

/** Values of a map between 0 and 1, on the scale of its colours. */
export function colourValue(name: MapName, value: number): number {
  switch (name) {
    // 1 is the middle.
    case 'chi1':
      return value / (1 + value);
    case 'cStar':
      return value;
    case 'qStar':
      return value / (value + 3);
    case 'xiC':
      return value / (value + 8);
  }
}

/** The map with the edge of chaos, and its axes. */
export function mapPicture(name: MapName, map: PhaseMap | null, { palette, type, width, height }: MapLook) {
  const axes = frame(
    { label: 'σ_w', domain: [0, WINDOW.sigmaW] },
    { label: 'σ_b', domain: [0, WINDOW.sigmaB] },
    { width, height, palette, type, grid: false },
  );
  const shapes: Shape[] = [];
  if (map !== null) {
    const [columns, rows] = [map.rows[0]!.length, map.rows.length];
    const [w, h] = [
      (axes.x(WINDOW.sigmaW) - axes.x(0)) / columns,
      (axes.y(0) - axes.y(WINDOW.sigmaB)) / rows,
    ];
    for (const [b, row] of map.rows.entries())
      for (const [a, point] of row.entries()) {
        const value = point[name];
        if (value === null) continue;
        const fill = onMap(colourValue(name, value));
        shapes.push({
          kind: 'rect',
          x: axes.x(0) + a * w,
          y: axes.y(0) - (b + 1) * h,
          w: w + 0.6,
          h: h + 0.6,
          fill,
        });
      }
    const edge = map.edge.flatMap((sigma, b) =>
      sigma === null || sigma > WINDOW.sigmaW
        ? [Number.NaN, Number.NaN]
        : [axes.x(sigma), axes.y(map.rows[b]![0]!.sigmaB)],
    );
    shapes.push({ kind: 'path', points: edge, stroke: '#ffffff', width: 5 });
    shapes.push({ kind: 'path', points: edge, stroke: '#000000', width: 2 });
  }
  const picture: Picture = { width, height, background: palette.background, shapes };
  return { picture, axes };
}

/** Whether parts of the map stay blank. */
export function hasBlanks(name: MapName, map: PhaseMap | null): boolean {
  return map?.rows.some((row) => row.some((point) => point[name] === null)) ?? false;
}

/** The map with its point and its axes. */
export function withPoint(
  { picture, axes }: ReturnType<typeof mapPicture>,
  sigmaW: number,
  sigmaB: number,
): Picture {
  const [x, y] = [axes.x(Math.min(WINDOW.sigmaW, sigmaW)), axes.y(Math.min(WINDOW.sigmaB, sigmaB))];
  const point = { kind: 'dot', x, y, r: 8, fill: '#d62828', stroke: '#ffffff' } as const;
  return { ...picture, shapes: [...picture.shapes, point, ...axes.shapes] };
}

/** A map of [0, end] to itself with its diagonal, its cobweb and measured dots. */
export function cobwebPicture(
  {
    from,
    to,
    steps: way,
    dots,
    end,
    label,
  }: {
    readonly from: readonly number[];
    readonly to: readonly (number | null)[];
    readonly steps: readonly number[];
    readonly dots: readonly (readonly [number, number])[];
    readonly end: number;
    readonly label: readonly [x: string, y: string];
  },
  { palette, type, width, height }: MapLook,
): Picture {
  const largest = Math.max(end, ...to.filter((value) => value !== null));
  const top = Math.min(largest, 1.5 * end);
  const axes = frame(
    { label: label[0], domain: [0, end] },
    { label: label[1], domain: [0, top] },
    { width, height, palette, type },
  );
  const place = (x: number, y: number | null) =>
    y === null || y < 0 || y > 1.02 * top || x < 0 || x > 1.02 * end
      ? [Number.NaN, Number.NaN]
      : [axes.x(x), axes.y(y)];
  const line = from.flatMap((x, i) => place(x, to[i]!));
  const web = way
    .slice(1)
    .flatMap((y, i) => [...place(way[i]!, i === 0 ? 0 : way[i]!), ...place(way[i]!, y), ...place(y, y)]);
  const shapes: Shape[] = [
    ...axes.shapes,
    {
      kind: 'path',
      points: [...place(0, 0), ...place(Math.min(end, top), Math.min(end, top))],
      stroke: palette.faint,
      dash: [4, 4],
    },
    { kind: 'path', points: line, stroke: palette.exact, width: 2.5 },
    { kind: 'path', points: web, stroke: palette.approximate, width: 1.2 },
    ...dots
      .map(([x, y]) => place(x, y))
      .filter(([x]) => Number.isFinite(x))
      .map(([x, y]): Shape => ({ kind: 'dot', x: x!, y: y!, r: 3.5, fill: palette.measured })),
  ];
  return { width, height, background: palette.background, shapes };
}

export function lengthPicture(point: PhasePointResult, dots: DotsResult | null, look: MapLook): Picture {
  const { q, next } = point.length;
  const web = { from: q, to: next, steps: point.lengthSteps, dots: dots?.q ?? [], end: q.at(-1)! };
  return cobwebPicture({ ...web, label: ['q in a layer', 'q in the next'] }, look);
}

export function correlationPicture(point: PhasePointResult, dots: DotsResult | null, look: MapLook): Picture {
  const { c, next } = point.correlation;
  const web = { from: c, to: next, steps: point.correlationSteps, dots: dots?.c ?? [], end: 1 };
  return cobwebPicture({ ...web, label: ['c in a layer', 'c in the next'] }, look);
}

const COLUMNS = ['sigmaW', 'sigmaB', 'qStar', 'chi1', 'cStar', 'xiQ', 'xiC', 'phase'] as const;

/** One row for each point of the map. */
export function phaseTable(map: PhaseMap | null): Table {
  const points = map?.rows.flat() ?? [];
  return { columns: COLUMNS, rows: points.map((point) => COLUMNS.map((name) => point[name])) };
}
