/** Growths of a layer over networks, as few numbers: what a product of mean growths takes of a block. */
import type { ImageName, LengthRecord, Stretches } from '../measure/index.ts';
import { ldexp } from '../numeric/scaled.ts';
import { growthColumn } from './columns.ts';
import { corrected, growthControls } from './controls.ts';
import type { RecordLayers } from './record-layers.ts';

/** Number, mean, and sum of squared deviations of values. */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  readonly squares: number;
}

const NOTHING: Moments = { count: 0, mean: 0, squares: 0 };

/** Moments of the layers in all blocks together; null where a block has none. */
export function mergedLayers(blocks: readonly (readonly Moments[] | null)[]): readonly Moments[] | null {
  const [first = null, ...others] = blocks;
  return others.reduce((all, own) => all && own && all.map((moments, l) => merged(moments, own[l]!)), first);
}

/** Of both together (Chan, Golub & LeVeque 1979). */
function merged(a: Moments, b: Moments): Moments {
  const count = a.count + b.count;
  if (count === 0) return NOTHING;
  const shift = b.mean - a.mean;
  const mean = a.mean + (shift * b.count) / count;
  return { count, mean, squares: a.squares + b.squares + (shift * shift * a.count * b.count) / count };
}

/** Layers whose expected lengths are products of growths: those up to the first that is not dense Gaussian. */
export function productLayers(layers: readonly Stretches[]): number {
  const other = layers.findIndex(({ length }) => length?.constant !== true);
  return other < 0 ? layers.length : other;
}

/** Growths of a layer in the networks that are alive below it, in units of the root mean square. */
export function growthMoments(
  record: LengthRecord | RecordLayers,
  layer: number,
  layers: readonly Stretches[],
  inputLength: number,
  name: ImageName = 'length',
): Moments {
  const values = growthValues(record, layer, layers, inputLength, name);
  let count = 0;
  for (const value of values) if (!Number.isNaN(value)) values[count++] = value;
  return momentsOf(values.subarray(0, count));
}

/** The same of all networks, NaN where they are not alive. */
export function growthValues(
  record: LengthRecord | RecordLayers,
  layer: number,
  layers: readonly Stretches[],
  inputLength: number,
  name: ImageName = 'length',
): Float64Array {
  const { mantissa, exponent } = layers[layer - 1]![name]!.root;
  const growths = growthColumn(record, layer, inputLength, name);
  const controls = growthControls(record, layer, layers, name);
  const less = controls === null ? growths : corrected(growths, controls);
  const values = less.mantissa;
  for (let i = 0; i < values.length; i++)
    values[i] = ldexp(values[i]!, less.exponent[i]! - exponent) / mantissa;
  return values;
}

export function momentsOf(values: Float64Array): Moments {
  const count = values.length;
  if (count === 0) return NOTHING;
  let [total, rest, squares] = [0, 0, 0];
  for (const x of values) total += x;
  const rough = total / count;
  for (const x of values) rest += x - rough;
  const mean = rough + rest / count;
  for (const x of values) squares += (x - mean) * (x - mean);
  return { count, mean, squares };
}
