/** Theory without measurements, as columns of text: one row per layer. */
import type { GrowthTheory, LayerTheory } from '../theory/types.ts';
import {
  column,
  known,
  NOTHING,
  number,
  PRICE_TANNER,
  SCALING_LAW,
  type TableColumn,
  TYPICAL,
} from './table.ts';

export interface TheoryRow extends LayerTheory {
  /** Base of Raghu et al.'s asymptotic growth. */
  readonly scalingLaw: number | null;
  /** Typical values, close to the median, of the length of a very short segment. */
  readonly typical: { readonly ratio: number | null; readonly growth: number | null };
}

export function theoryColumns(rows: readonly TheoryRow[]): TableColumn[] {
  return [
    column('layer', 0, rows, ({ layer }) => String(layer)),
    ...quantity('growth', 2, rows),
    column(SCALING_LAW, 1, rows, ({ scalingLaw }) => number(scalingLaw)),
    ...quantity('ratio', 3, rows),
    ...(rows.some(({ typical }) => typical.ratio !== null)
      ? [column(TYPICAL, 4, rows, ({ typical }) => number(typical.ratio))]
      : []),
  ];
}

/** What is known of one quantity; the approximation apart where a bracket takes the place of the value. */
function quantity(name: 'growth' | 'ratio', spare: number, rows: readonly TheoryRow[]): TableColumn[] {
  const theory = rows.map((row) => row[name]);
  const beside = column('', spare, theory, approximation);
  return [
    column(`expected ${name}`, 0, theory, known),
    ...(beside.values.some((text) => text !== '') ? [beside] : []),
    column(PRICE_TANNER, 0, theory, ({ priceTanner }) => number(priceTanner)),
  ];
}

function approximation({ exact, lower, upper, approximate }: GrowthTheory): string {
  const bracketed = exact === null && lower !== null && upper !== null;
  if (!bracketed) return '';
  return approximate === null ? NOTHING : `≈ ${number(approximate)}`;
}
