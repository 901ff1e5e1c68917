/** From what was measured to one column of numbers per quantity and layer, scale carried along. */
import { entriesOf, type MeasureName } from '../experiment/measures.ts';
import type { ExpectedCounts, ImageName, LengthRecord } from '../measure/index.ts';
import { ldexp } from '../numeric/scaled.ts';
import type { ScaledColumn } from './types.ts';

/**
 * Length of the post-activation image z^l (`length`) or of the pre-activation image h^l (`preLength`), per
 * network.
 */
export function lengthColumn(record: LengthRecord, layer: number, quantity: ImageName): ScaledColumn {
  return column(record.networks, (i) => {
    const at = i * record.depth + layer - 1;
    return [record[quantity][at]!, record.exponent[at]!];
  });
}

/** Entry `entry` of a measure in layer l, per network; null where it was not measured. */
export function measureColumn(
  record: LengthRecord,
  layer: number,
  name: MeasureName,
  entry = 0,
): ScaledColumn | null {
  const measured = record.measures[name];
  if (measured === undefined) return null;
  const { values, exponent } = measured;
  return column(record.networks, (i) => {
    const at = i * record.depth + layer - 1;
    return [values[at * entriesOf(name) + entry]!, exponent?.[at] ?? 0];
  });
}

/** What is expected of a count in layer l given the layer below, per network; null where it is not known. */
export function expectedColumn(
  { expected, networks, depth }: LengthRecord,
  layer: number,
  name: keyof ExpectedCounts,
): ScaledColumn | null {
  const values = expected?.[name];
  // Layers have it in all networks or in none.
  if (values === undefined || networks === 0 || Number.isNaN(values[layer - 1])) return null;
  return column(networks, (i) => [values[i * depth + layer - 1]!, 0]);
}

/** Transitions of all layers together, per network; null where they were not counted. */
export function totalTransitionsColumn(record: LengthRecord): ScaledColumn | null {
  const counted = record.measures.transitions;
  if (counted === undefined) return null;
  return column(record.networks, (i) => {
    const layers = counted.values.subarray(i * record.depth, (i + 1) * record.depth);
    return [layers.reduce((sum, count) => sum + count, 0), 0];
  });
}

/** Length of z^l, or of h^l, over the length of the input curve, per network. */
export function ratioColumn(
  record: LengthRecord,
  layer: number,
  inputLength: number,
  quantity: ImageName = 'length',
): ScaledColumn {
  return column(record.networks, (i) => {
    const at = i * record.depth + layer - 1;
    return [record[quantity][at]! / inputLength, record.exponent[at]!];
  });
}

/**
 * Length of z^l, or of h^l, over the length of z^(l-1) of the same network; of the input curve for layer 1.
 * Undefined (NaN) once the image of the layer before is a point.
 */
export function growthColumn(
  record: LengthRecord,
  layer: number,
  inputLength: number,
  quantity: ImageName = 'length',
): ScaledColumn {
  if (layer === 1) return ratioColumn(record, 1, inputLength, quantity);
  return column(record.networks, (i) => {
    const at = i * record.depth + layer - 1;
    const before = record.length[at - 1]!;
    const growth = before === 0 ? Number.NaN : record[quantity][at]! / before;
    return [growth, record.exponent[at]! - record.exponent[at - 1]!];
  });
}

/**
 * Growth averaged over layers 2 … depth (layer 1 at depth 1: elsewhere its fan-in, the input's dimension,
 * sets it apart). Growth after a dead layer is undefined. So that the mean over networks is the mean over all
 * defined growths, a network counts by how many it has: its entry is its sum of growths over the average
 * number of defined ones. Without dead layers that is its own mean; with them the mean of the networks' own
 * means would be too small, as short lives end in a growth of 0. NaN where none is defined.
 */
export function meanGrowthColumn(record: LengthRecord, inputLength: number): ScaledColumn {
  const first = record.depth === 1 ? 1 : 2;
  const growths: ScaledColumn[] = [];
  for (let layer = first; layer <= record.depth; layer++)
    growths.push(growthColumn(record, layer, inputLength));
  const lives = Array.from(
    { length: record.networks },
    (_, i) => growths.filter((g) => !Number.isNaN(g.mantissa[i]!)).length,
  );
  const counted = lives.filter((life) => life > 0);
  const average = counted.reduce((sum, life) => sum + life, 0) / counted.length;
  return column(record.networks, (i) => {
    const defined = growths.slice(0, lives[i]);
    if (defined.length === 0) return [Number.NaN, 0];
    const exponents = defined.filter((g) => g.mantissa[i] !== 0).map((g) => g.exponent[i]!);
    const top = exponents.reduce((most, e) => Math.max(most, e), exponents[0] ?? 0);
    const total = defined.reduce((sum, g) => sum + ldexp(g.mantissa[i]!, g.exponent[i]! - top), 0);
    return [total / average, top];
  });
}

function column(networks: number, entry: (i: number) => [mantissa: number, exponent: number]): ScaledColumn {
  const mantissa = new Float64Array(networks);
  const exponent = new Int32Array(networks);
  for (let i = 0; i < networks; i++) [mantissa[i], exponent[i]] = entry(i);
  return { mantissa, exponent };
}
