/** From what was measured to one column of numbers per quantity and layer, scale carried along. */
import { entriesOf, type MeasureName } from '../experiment/measures.ts';
import type { ExpectedCounts, ImageName, LengthRecord } from '../measure/index.ts';
import { ldexp } from '../numeric/scaled.ts';
import { layersOf, type RecordLayers } from './record-layers.ts';
import type { ScaledColumn } from './types.ts';

/** Columns are read of records in memory and of layers alike. */
type Measured = LengthRecord | RecordLayers;

/**
 * Length of the post-activation image z^l (`length`) or of the pre-activation image h^l (`preLength`), per
 * network.
 */
export function lengthColumn(record: Measured, layer: number, quantity: ImageName): ScaledColumn {
  const layers = layersOf(record);
  return { mantissa: layers.length(quantity, layer), exponent: layers.exponent(layer) };
}

/** Entry `entry` of a measure in layer l, per network; null where it was not measured. */
export function measureColumn(
  record: Measured,
  layer: number,
  name: MeasureName,
  entry = 0,
): ScaledColumn | null {
  const layers = layersOf(record);
  if (!layers.measures.includes(name)) return null;
  const values = layers.values(name, layer);
  const entries = entriesOf(name);
  const mantissa = entries === 1 ? values : new Float64Array(layers.networks);
  if (entries > 1) for (let i = 0; i < mantissa.length; i++) mantissa[i] = values[i * entries + entry]!;
  return { mantissa, exponent: layers.valueExponent(name, layer) ?? new Int32Array(layers.networks) };
}

/** Expectation of a count in layer l given the layer below, per network; null where it is not known. */
export function expectedColumn(
  record: Measured,
  layer: number,
  name: keyof ExpectedCounts,
): ScaledColumn | null {
  const layers = layersOf(record);
  if (!layers.hasExpected || layers.networks === 0) return null;
  const mantissa = layers.expected(name, layer);
  // Layers have it in all networks or in none.
  return Number.isNaN(mantissa[0]) ? null : { mantissa, exponent: new Int32Array(layers.networks) };
}

/** Transitions of all layers together, per network; null where they were not counted. */
export function totalTransitionsColumn(record: Measured): ScaledColumn | null {
  const layers = layersOf(record);
  if (!layers.measures.includes('transitions')) return null;
  const mantissa = new Float64Array(layers.networks);
  for (let layer = 1; layer <= layers.depth; layer++) {
    const counts = layers.values('transitions', layer);
    for (let i = 0; i < mantissa.length; i++) mantissa[i]! += counts[i]!;
  }
  return { mantissa, exponent: new Int32Array(layers.networks) };
}

/** Length of z^l, or of h^l, over the length of the input curve, per network. */
export function ratioColumn(
  record: Measured,
  layer: number,
  inputLength: number,
  quantity: ImageName = 'length',
): ScaledColumn {
  const { mantissa, exponent } = lengthColumn(record, layer, quantity);
  for (let i = 0; i < mantissa.length; i++) mantissa[i]! /= inputLength;
  return { mantissa, exponent };
}

/**
 * Length of z^l, or of h^l, over the length of z^(l-1) of the same network; of the input curve for layer 1.
 * Undefined (NaN) once the image of the layer before is a point.
 */
export function growthColumn(
  record: Measured,
  layer: number,
  inputLength: number,
  quantity: ImageName = 'length',
): ScaledColumn {
  if (layer === 1) return ratioColumn(record, 1, inputLength, quantity);
  const { mantissa, exponent } = lengthColumn(record, layer, quantity);
  const before = lengthColumn(record, layer - 1, 'length');
  for (let i = 0; i < mantissa.length; i++) {
    const length = before.mantissa[i]!;
    mantissa[i] = length === 0 ? Number.NaN : mantissa[i]! / length;
    exponent[i]! -= before.exponent[i]!;
  }
  return { mantissa, exponent };
}

/**
 * Growth averaged over layers 2 … depth (layer 1 at depth 1: elsewhere its fan-in, the input's dimension,
 * sets it apart). Growth after a dead layer is undefined. So that the mean over networks is the mean over all
 * defined growths, a network counts by how many it has: its entry is its sum of growths over the average
 * number of defined ones. Without dead layers that is its own mean; with them the mean of the networks' own
 * means would be too small, as short lives end in a growth of 0. NaN where none is defined.
 */
export function meanGrowthColumn(record: Measured, inputLength: number): ScaledColumn {
  const layers = layersOf(record);
  const { networks, depth } = layers;
  const first = depth === 1 ? 1 : 2;
  const lives = new Int32Array(networks);
  // The largest exponent of a growth other than 0.
  const exponent = new Int32Array(networks);
  const isSet = new Uint8Array(networks);
  for (let layer = first; layer <= depth; layer++) {
    const growth = growthColumn(layers, layer, inputLength);
    for (let i = 0; i < networks; i++) {
      const m = growth.mantissa[i]!;
      if (Number.isNaN(m)) continue;
      lives[i]!++;
      if (m === 0) continue;
      const e = growth.exponent[i]!;
      exponent[i] = isSet[i] === 0 ? e : Math.max(exponent[i]!, e);
      isSet[i] = 1;
    }
  }
  const counted = lives.reduce((count, life) => count + Math.min(life, 1), 0);
  const average = lives.reduce((sum, life) => sum + life, 0) / counted;
  const mantissa = new Float64Array(networks);
  for (let layer = first; layer <= depth; layer++) {
    const growth = growthColumn(layers, layer, inputLength);
    for (let i = 0; i < networks; i++) {
      const m = growth.mantissa[i]!;
      if (!Number.isNaN(m)) mantissa[i]! += ldexp(m, growth.exponent[i]! - exponent[i]!);
    }
  }
  for (let i = 0; i < networks; i++) mantissa[i] = lives[i] === 0 ? Number.NaN : mantissa[i]! / average;
  return { mantissa, exponent };
}
