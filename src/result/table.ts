/** What a table of a result says, as columns of text; how it is drawn is up to the edge that shows it. */
import { best } from '../ensemble/estimate.ts';
import type { Estimate, Stat } from '../ensemble/types.ts';
import { MEANINGS } from '../experiment/meanings.ts';
import { COUNTED_MEASURES, SCALAR_MEASURES, type ScalarMeasure } from '../experiment/measures.ts';
import type { GrowthTheory } from '../theory/types.ts';
import type { CellResult, LayerResult } from './document.ts';
import { formatNumber, formatWithError } from './format.ts';
import { parameterNames, parameterOf, sweptParameters } from './sweep.ts';

export interface TableColumn {
  readonly head: string;
  readonly align: 'left' | 'right';
  readonly values: readonly string[];
  /** 0: always shown; where room is short, columns with the largest number go first. */
  readonly spare: number;
}

export const NOTHING = '–';
export const SCALING_LAW = 'scaling law';
export const TYPICAL = 'typical ratio';
export const PRICE_TANNER = 'Price–Tanner';
const KNOWN = 'exact or bounds';
const EXACT = 'expected';
const WIDE = 'wide limit';

/** A sweep, one row per cell: its parameters, growth per layer, and the last layer's length ratio. */
export function cellColumns(cells: readonly CellResult[]): TableColumn[] {
  const growth = cells.map(growthTheory);
  const last = cells.map((cell) => cell.layers.at(-1)!);
  const depths = [...new Set(last.map((layer) => layer.layer))];
  const ratioHead = `ratio at layer ${depths.length === 1 ? depths[0] : 'depth'}`;
  return [
    ...sweptColumns(cells),
    column('mean growth', 0, cells, (cell) => measured(cell.meanGrowth)),
    column(PRICE_TANNER, 0, growth, (theory) => number(theory.priceTanner)),
    column(KNOWN, 0, growth, known),
    column(ratioHead, 1, last, (layer) => measured(layer.ratio)),
    column(KNOWN, 2, last, (layer) => known(layer.theory.ratio)),
  ];
}

/** One cell, one row per layer: length ratio and growth beside what is known about them. */
export function layerColumns({ layers }: CellResult): TableColumn[] {
  return [
    column('layer', 0, layers, ({ layer }) => String(layer)),
    column('width', 4, layers, ({ width }) => String(width)),
    column('ratio', 0, layers, ({ ratio }) => measured(ratio)),
    column('median', 3, layers, ({ ratio }) => number(ratio.median)),
    column(PRICE_TANNER, 0, layers, ({ theory }) => number(theory.ratio.priceTanner)),
    column(KNOWN, 0, layers, ({ theory }) => known(theory.ratio)),
    column('growth', 1, layers, ({ growth }) => measured(growth)),
    column(KNOWN, 2, layers, ({ theory }) => known(theory.growth)),
    ...countColumns(layers),
  ];
}

/**
 * What was measured beside lengths because it was asked for: of one cell in every layer, of a sweep in the
 * last. Null where nothing was.
 */
export function measureColumns(cells: readonly CellResult[]): TableColumn[] | null {
  const [only] = cells;
  const rows = cells.length === 1 ? only!.layers : cells.map((cell) => cell.layers.at(-1)!);
  const names = SCALAR_MEASURES.filter((name) => rows.some((layer) => layer[name] !== undefined));
  if (names.length === 0) return null;
  const places =
    cells.length === 1
      ? [column('layer', 0, rows, ({ layer }) => String(layer))]
      : sweptColumns(cells).concat(column('last layer', 0, rows, ({ layer }) => String(layer)));
  return [
    ...places,
    ...names.flatMap((name, i) => {
      const theory = rows.map((layer) => theoryOf(layer, name));
      return [
        column(name, i, rows, (layer) => (layer[name] ? measured(layer[name]) : NOTHING)),
        ...(theory.some((value) => value !== null) ? [column(WIDE, i, theory, number)] : []),
      ];
    }),
  ];
}

/** What theory says of wide layers. */
function theoryOf({ theory }: LayerResult, name: ScalarMeasure): number | null {
  const known: Partial<Record<string, { meanField?: number | null; approximate?: number | null }>> =
    theory as object;
  return known[name]?.meanField ?? known[name]?.approximate ?? null;
}

/** What tells the cells of a sweep apart. */
function sweptColumns(cells: readonly CellResult[]): TableColumn[] {
  const swept = sweptParameters(cells);
  const names = swept.length > 0 ? swept : parameterNames(cells);
  return names.map((name) => column(name, 0, cells, (cell) => parameter(parameterOf(cell, name)), 'left'));
}

/** Transitions and regions, where they were counted, beside their expectation, where it is known. */
function countColumns(layers: CellResult['layers']): TableColumn[] {
  return COUNTED_MEASURES.flatMap((quantity, i) => {
    if (layers.some((layer) => layer[quantity] === null)) return [];
    const expected = layers.map(({ theory }) =>
      quantity === 'transitions'
        ? (theory.transitions.sampled ?? theory.transitions.exact)
        : theory.regions.exact,
    );
    return [
      column(quantity, 5 + i, layers, (layer) => measured(layer[quantity]!)),
      ...(expected.some((value) => value !== null) ? [column(EXACT, 5 + i, expected, number)] : []),
    ];
  });
}

/** Explains in words what the given columns show. */
export function tableLegend(columns: readonly TableColumn[]): string {
  const heads = (part: string): boolean => columns.some(({ head }) => head.includes(part));
  const shows = (part: string): boolean => columns.some(({ values }) => values.some((v) => v.includes(part)));
  const says: [shown: boolean, text: string][] = [
    [heads('ratio'), 'ratio: length of the image over the length of the input curve.'],
    [
      heads('mean growth'),
      'mean growth: length over the length one layer before, averaged over layers 2 and up.',
    ],
    [
      columns.some(({ head }) => /^(expected )?growth$/.test(head)),
      'growth: length over the length one layer before.',
    ],
    [
      heads('growth') && heads('transitions'),
      'transitions: how often neurons of the layer change their piece.',
    ],
    [
      heads('growth') && heads('regions'),
      'regions: activation regions of the layers so far that the curve goes through.',
    ],
    ...SCALAR_MEASURES.map((name): [boolean, string] => [
      columns.some(({ head }) => head === name),
      `${name}: ${MEANINGS[name]}.`,
    ]),
    [heads(WIDE), `${WIDE}: what theory says of wide layers.`],
    [shows('±'), '±: half-width of the 95 % confidence interval of the mean over networks.'],
    [
      shows('10^'),
      '10^x: geometric mean over networks, where the mean leaves the range of a double or does not exist.',
    ],
    [heads(PRICE_TANNER), `${PRICE_TANNER}: lower bound of Price & Tanner on the expectation.`],
    [heads(SCALING_LAW), `${SCALING_LAW}: base of Raghu et al.'s asymptotic growth, not a bound.`],
    [heads(TYPICAL), `${TYPICAL}: close to the median over networks.`],
    [shows('['), '[a, b]: rigorous lower and upper bound on the expectation.'],
    [shows('≈'), '≈: approximation, not a bound.'],
    [shows(NOTHING), `${NOTHING}: not known, or not defined.`],
  ];
  return says.flatMap(([shown, text]) => (shown ? [text] : [])).join(' ');
}

/** A column with the text of every row. */
export function column<Row>(
  head: string,
  spare: number,
  rows: readonly Row[],
  text: (row: Row) => string,
  align: 'left' | 'right' = 'right',
): TableColumn {
  return { head, spare, align, values: rows.map(text) };
}

function measured(stat: Stat & { readonly estimate?: Estimate }): string {
  const { mean, ci95 } = best(stat);
  const { meanLog } = stat;
  if (mean !== null) return formatWithError(mean, ci95 === null ? 0 : (ci95[1] - ci95[0]) / 2);
  return meanLog === null ? NOTHING : `10^${(meanLog / Math.LN10).toFixed(2)}`;
}

/** The exact value, else the bracket, else the approximation. */
export function known({ exact, lower, upper, approximate }: GrowthTheory): string {
  if (exact !== null) return formatNumber(exact);
  if (lower !== null && upper !== null) return `[${formatNumber(lower)}, ${formatNumber(upper)}]`;
  return approximate === null ? NOTHING : `≈ ${formatNumber(approximate)}`;
}

/**
 * Theory of the mean growth: the mean, over the same layers, of each layer's theory, where all of them are
 * known.
 */
function growthTheory({ layers }: CellResult): GrowthTheory {
  const counted = layers.length === 1 ? layers : layers.slice(1);
  const mean = (name: keyof GrowthTheory): number | null => {
    const values = counted.flatMap(({ theory }) => theory.growth[name] ?? []);
    const same = values.every((value) => value === values[0]);
    if (values.length < counted.length) return null;
    return same ? values[0]! : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  return {
    priceTanner: mean('priceTanner'),
    priceTannerSharp: mean('priceTannerSharp'),
    lower: mean('lower'),
    exact: mean('exact'),
    upper: mean('upper'),
    approximate: mean('approximate'),
  };
}

export function number(value: number | null): string {
  return value === null ? NOTHING : formatNumber(value);
}

function parameter(value: number | string | undefined): string {
  if (value === undefined) return NOTHING;
  return typeof value === 'number' ? String(Number(value.toPrecision(6))) : value;
}
