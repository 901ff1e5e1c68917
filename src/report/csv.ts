/** The result document as a tidy table: one row per cell, layer and quantity. */
import { csvFormatRows } from 'd3-dsv';
import type { Stat } from '../ensemble/types.ts';
import type { GrowthTheory } from '../theory/types.ts';
import type { CellResult, LayerResult, ResultDocument } from './result.ts';
import { parameterNames } from './sweep.ts';

const QUANTITIES = ['length', 'preLength', 'ratio', 'growth', 'transitions', 'regions'] as const;
type Quantity = (typeof QUANTITIES)[number];

const PLACE_COLUMNS = ['networks', 'inputLength', 'inputAngle', 'layer', 'layerWidth', 'quantity'] as const;
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
const THEORY_COLUMNS = ['priceTanner', 'lower', 'exact', 'upper', 'approximate'] as const;

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
      QUANTITIES.flatMap((quantity) => {
        const stat = layer[quantity];
        return stat ? [[String(index), ...parameters, ...measured(cell, layer, quantity, stat)]] : [];
      }),
    );
  });
  return `${csvFormatRows([header, ...rows])}\n`;
}

function measured(cell: CellResult, layer: LayerResult, quantity: Quantity, stat: Stat): string[] {
  const theory = quantity === 'length' || quantity === 'preLength' ? {} : layer.theory[quantity];
  return [
    ...[cell.networks, cell.input.length, cell.input.angle, layer.layer, layer.width, quantity],
    ...statFields(stat),
    ...theoryFields(theory),
  ].map(text);
}

function statFields({ ci95, ...stat }: Stat): (number | null)[] {
  const fields = { ...stat, ci95Low: ci95?.[0] ?? null, ci95High: ci95?.[1] ?? null };
  return STAT_COLUMNS.map((name) => fields[name]);
}

function theoryFields(theory: Partial<GrowthTheory>): (number | null)[] {
  return THEORY_COLUMNS.map((name) => theory[name] ?? null);
}

function text(value: number | string | null): string {
  return value === null ? '' : String(value);
}
