/** The result document as a tidy table: one row per cell, layer and quantity. */
import { csvFormatRows } from 'd3-dsv';
import type { Stat } from '../ensemble/types.ts';
import { type LayerResult, type ResultDocument, SCALAR_MEASURES } from './result.ts';
import { parameterNames } from './sweep.ts';

const QUANTITIES = [
  'length',
  'preLength',
  'ratio',
  'growth',
  'transitions',
  'regions',
  ...SCALAR_MEASURES,
] as const;

const PLACE_COLUMNS = [
  'networks',
  'inputLength',
  'inputAngle',
  'layer',
  'layerWidth',
  'quantity',
  'lag',
] as const;
const STAT_COLUMNS = [
  'mean',
  'sd',
  'sem',
  'ci95Low',
  'ci95High',
  'median',
  'q05',
  'q95',
  'meanLog',
  'n',
] as const;
const THEORY_COLUMNS = [
  'priceTanner',
  'lower',
  'exact',
  'upper',
  'approximate',
  'sampled',
  'meanField',
] as const;
type TheoryFields = Partial<Record<(typeof THEORY_COLUMNS)[number], number | null>>;

/**
 * CSV with a header line: `cell` (from 0, in grid order), one column per swept parameter, then where, what and how
 * much. Empty fields are what the result document calls `null`, and theory where the quantity has none.
 */
export function resultCsv(document: ResultDocument): string {
  const names = parameterNames(document.cells);
  const header = ['cell', ...names, ...PLACE_COLUMNS, ...STAT_COLUMNS, ...THEORY_COLUMNS];
  const rows = document.cells.flatMap((cell, index) => {
    const parameters = names.map((name) => text(cell.parameters[name] ?? null));
    return cell.layers.flatMap((layer) =>
      rowsOf(layer).map(([quantity, lag, stat, theory]) => [
        String(index),
        ...parameters,
        ...[cell.networks, cell.input.length, cell.input.angle, layer.layer, layer.width].map(text),
        quantity,
        ...[lag, ...statFields(stat), ...theoryFields(theory)].map(text),
      ]),
    );
  });
  return `${csvFormatRows([header, ...rows])}\n`;
}

type Row = [quantity: string, lag: number | null, stat: Stat, theory: TheoryFields];

/** What was measured in a layer, quantity by quantity and, of the autocorrelation, lag by lag. */
function rowsOf(layer: LayerResult): Row[] {
  const { autocorrelation: lags, ...others } = layer.theory;
  const theory: Partial<Record<string, TheoryFields>> = others;
  return [
    ...QUANTITIES.flatMap((quantity): Row[] => {
      const stat = layer[quantity];
      return stat ? [[quantity, null, stat, theory[quantity] ?? {}]] : [];
    }),
    ...(layer.autocorrelation ?? []).map(
      ({ lag, ...stat }, j): Row => [
        'autocorrelation',
        lag,
        stat,
        { meanField: lags?.meanField?.[j] ?? null },
      ],
    ),
  ];
}

function statFields({ ci95, ...stat }: Stat): (number | null)[] {
  const fields = { ...stat, ci95Low: ci95?.[0] ?? null, ci95High: ci95?.[1] ?? null };
  return STAT_COLUMNS.map((name) => fields[name]);
}

function theoryFields(theory: TheoryFields): (number | null)[] {
  return THEORY_COLUMNS.map((name) => theory[name] ?? null);
}

function text(value: number | string | null): string {
  return value === null ? '' : String(value);
}
