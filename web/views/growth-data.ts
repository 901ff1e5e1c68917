/** The chart of Growth as plain data. */
import { frame } from '../draw/chart.ts';
import type { Palette } from '../draw/colours.ts';
import type { Picture, Shape } from '../draw/shapes.ts';
import type { Table } from '../parts/files.ts';
import type { GrowthLayer, GrowthResult } from '../workers/messages.ts';

export interface GrowthLook {
  readonly palette: Palette;
  readonly type: number;
  readonly log: boolean;
  readonly width: number;
  readonly height: number;
}

const RATIO = {
  mean: 'measured mean',
  exact: 'exact',
  lower: 'bracket',
  priceTanner: 'Price–Tanner bound',
  approximate: 'approximation',
};

/** What the chart's lines are, for its key: drawn only where there is such a result. */
export function keyOf(layers: readonly GrowthLayer[], palette: Palette, pinned: boolean) {
  const has = (name: keyof GrowthLayer['theory']) => layers.some(({ theory }) => theory[name] !== null);
  return [
    { label: RATIO.mean, colour: palette.measured, line: '●', shown: true },
    { label: RATIO.exact, colour: palette.exact, line: '—', shown: has('exact') },
    { label: RATIO.lower, colour: palette.exact, line: '▒', shown: has('lower') && !has('exact') },
    { label: RATIO.priceTanner, colour: palette.bound, line: '···', shown: has('priceTanner') },
    {
      label: RATIO.approximate,
      colour: palette.approximate,
      line: '- -',
      shown: has('approximate') && !has('exact'),
    },
    { label: 'pinned', colour: palette.pinned, line: '○', shown: pinned },
  ].filter(({ shown }) => shown);
}

export function growthPicture(result: GrowthResult | null, pinned: GrowthResult | null, look: GrowthLook) {
  const { palette, type, log, width, height } = look;
  const layers = result?.layers ?? [];
  const depth = Math.max(1, layers.length, pinned?.layers.length ?? 0);
  const values = [...layers, ...(pinned?.layers ?? [])].flatMap(({ ratio, theory }) => [
    ratio.mean,
    ...(ratio.ci95 ?? []),
    ...Object.values(theory),
  ]);
  const axes = frame(
    { label: 'layer', domain: [0, depth], integers: true },
    { label: 'length of the image / length of the input', domain: domainOf(values, log), log },
    { width, height, palette, type },
  );
  const place = (layer: number, value: number | null | undefined) =>
    value === null || value === undefined || (log && value <= 0)
      ? [Number.NaN, Number.NaN]
      : [axes.x(layer), axes.y(value)];
  const line = (of: readonly GrowthLayer[], name: keyof GrowthLayer['theory']) =>
    of.some(({ theory }) => theory[name] !== null)
      ? [...place(0, 1), ...of.flatMap(({ layer, theory }) => place(layer, theory[name]))]
      : [];
  const shapes: Shape[] = [...axes.shapes];
  const { exact } = layers[0]?.theory ?? { exact: null };
  if (exact === null) {
    const back = layers.flatMap(({ layer, theory }) => place(layer, theory.upper)).reverse();
    const upper = pairsReversed(back);
    const band = [...line(layers, 'lower'), ...upper];
    if (upper.length > 0 && line(layers, 'lower').length > 0 && band.every(Number.isFinite))
      shapes.push({ kind: 'path', points: band, closed: true, fill: palette.exact, alpha: 0.25 });
    shapes.push({
      kind: 'path',
      points: line(layers, 'approximate'),
      stroke: palette.approximate,
      width: 2,
      dash: [7, 4],
    });
  }
  shapes.push({ kind: 'path', points: line(layers, 'exact'), stroke: palette.exact, width: 2 });
  shapes.push({
    kind: 'path',
    points: line(layers, 'priceTanner'),
    stroke: palette.bound,
    width: 2,
    dash: [2, 4],
  });
  for (const [of, colour] of [
    [pinned?.layers ?? [], palette.pinned],
    [layers, palette.measured],
  ] as const)
    for (const { layer, ratio } of of) {
      const [x, y] = place(layer, ratio.mean);
      if (!Number.isFinite(x! + y!)) continue;
      const ends = (ratio.ci95 ?? []).flatMap((end) => place(layer, end));
      shapes.push({ kind: 'path', points: ends, stroke: colour, width: 2 });
      shapes.push({
        kind: 'dot',
        x: x!,
        y: y!,
        r: 4,
        fill: colour === palette.pinned ? palette.background : colour,
        stroke: colour,
      });
    }
  const picture: Picture = { width, height, background: palette.background, shapes };
  return { picture, layerAt: (px: number) => Math.round(axes.invert(px, 0)[0]) };
}

/** Points in reverse were reversed number by number: x and y change places again. */
function pairsReversed(numbers: readonly number[]): number[] {
  return numbers.map((_, i) => numbers[i % 2 === 0 ? i + 1 : i - 1]!);
}

function domainOf(values: readonly (number | null)[], log: boolean): [number, number] {
  const known = [1, ...values.filter((value): value is number => value !== null && (!log || value > 0))];
  const [least, most] = [Math.min(...known), Math.max(...known)];
  if (log) return [least / 1.2, most * 1.2];
  return [Math.min(0, least), most * 1.05];
}

const THEORY = ['priceTanner', 'lower', 'exact', 'upper', 'approximate'] as const;

export function growthTable(result: GrowthResult | null): Table {
  return {
    columns: ['layer', 'ratio', 'ratioLow', 'ratioHigh', 'growth', ...THEORY],
    rows: (result?.layers ?? []).map(({ layer, ratio, growth, theory }) => [
      layer,
      ratio.mean,
      ratio.ci95?.[0] ?? null,
      ratio.ci95?.[1] ?? null,
      growth.mean,
      ...THEORY.map((name) => theory[name]),
    ]),
  };
}
