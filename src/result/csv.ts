/**
 * The result document as a tidy table: one row per cell, layer and quantity, and one per cell and quantity of
 * all layers.
 */
import { csvFormatRow } from 'd3-dsv';
import type { Estimate, Stat } from '../ensemble/types.ts';
import { COUNTED_MEASURES, LAG_MEASURES, SCALAR_MEASURES } from '../experiment/measures.ts';
import { checkCells } from './check.ts';
import type { LayerResult, ResultDocument } from './document.ts';
import { oneString } from './one-string.ts';
import { parameterNames, parameterOf } from './sweep.ts';

const QUANTITIES = [
  'length',
  'preLength',
  'ratio',
  'growth',
  ...COUNTED_MEASURES,
  ...SCALAR_MEASURES,
] as const;

/** What belongs to no one layer. */
const OF_A_CELL = ['meanGrowth', 'totalTransitions'] as const;

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
  'priceTannerSharp',
  'lower',
  'exact',
  'upper',
  'approximate',
  'sampled',
  'meanField',
] as const;
const ESTIMATE_COLUMNS = [
  'estimate',
  'estimateSem',
  'estimateLow',
  'estimateHigh',
  'method',
  'gain',
] as const;
type TheoryFields = Partial<Record<(typeof THEORY_COLUMNS)[number], number | null>>;

/**
 * CSV with a header line: `cell` (from 0, in grid order), one column per swept parameter, then the layer, the
 * quantity and its numbers. Quantities of a whole cell have an empty layer. Empty fields are `null` in the
 * result document, or theory that the quantity does not have.
 * @throws TypeError, RangeError for an invalid result, and where a string cannot hold it: about 340,000
 * layers.
 */
export function resultCsv(document: Pick<ResultDocument, 'cells'>): string {
  checkCells(document);
  return oneString(
    'resultCsv',
    csvPieces(document),
    'take fewer cells at a time, or let writeRunFolder write it',
  );
}

/** The same line by line. */
export function* csvPieces({ cells }: Pick<ResultDocument, 'cells'>): Generator<string> {
  const names = parameterNames(cells);
  const line = (fields: readonly string[]) => `${csvFormatRow([...fields])}\n`;
  yield line(['cell', ...names, ...PLACE_COLUMNS, ...STAT_COLUMNS, ...THEORY_COLUMNS, ...ESTIMATE_COLUMNS]);
  for (const [index, cell] of cells.entries()) {
    const parameters = names.map((name) => text(parameterOf(cell, name) ?? null));
    const { networks, input } = cell;
    for (const layer of cell.layers) {
      const place = [networks, input.length, input.angle, layer.layer, layer.width].map(text);
      for (const [quantity, lag, stat, theory] of rowsOf(layer)) {
        const numbers = [lag, ...statFields(stat), ...theoryFields(theory), ...estimateFields(stat)].map(
          text,
        );
        yield line([String(index), ...parameters, ...place, quantity, ...numbers]);
      }
    }
    for (const quantity of OF_A_CELL) {
      const stat = cell[quantity];
      if (stat === null) continue;
      const place = [networks, input.length, input.angle, null, null].map(text);
      const numbers = [null, ...statFields(stat), ...theoryFields({})].map(text);
      yield line([String(index), ...parameters, ...place, quantity, ...numbers]);
    }
  }
}

type Estimated = Stat & { readonly estimate?: Estimate };
type Row = [quantity: string, lag: number | null, stat: Estimated, theory: TheoryFields];

/** What was measured in a layer, quantity by quantity and, of functions of the lag, lag by lag. */
function rowsOf(layer: LayerResult): Row[] {
  const theory: Partial<Record<(typeof QUANTITIES)[number], TheoryFields>> = layer.theory;
  return [
    ...QUANTITIES.flatMap((quantity): Row[] => {
      const stat = layer[quantity];
      return stat ? [[quantity, null, stat, theory[quantity] ?? {}]] : [];
    }),
    ...LAG_MEASURES.flatMap((name) =>
      (layer[name] ?? []).map(
        ({ lag, ...stat }, j): Row => [
          name,
          lag,
          stat,
          { meanField: layer.theory[name]?.meanField?.[j] ?? null },
        ],
      ),
    ),
  ];
}

function statFields({ ci95, estimate: _, ...stat }: Estimated): (number | null)[] {
  const fields = { ...stat, ci95Low: ci95?.[0] ?? null, ci95High: ci95?.[1] ?? null };
  return STAT_COLUMNS.map((name) => fields[name]);
}

/** Empty for what has no estimate of its own. */
function estimateFields({ estimate }: Estimated): (number | string | null)[] {
  if (estimate === undefined) return ESTIMATE_COLUMNS.map(() => null);
  const { mean, sem, ci95, method, gain } = estimate;
  return [mean, sem, ci95?.[0] ?? null, ci95?.[1] ?? null, method, gain];
}

function theoryFields(theory: TheoryFields): (number | null)[] {
  return THEORY_COLUMNS.map((name) => theory[name] ?? null);
}

function text(value: number | string | null): string {
  return value === null ? '' : String(value);
}
