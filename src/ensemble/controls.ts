/**
 * Controls: what the energies of a network's layers say of its lengths, with mean 0 whatever the
 * coefficients. With E_l the energy of layer l, X_l its length, and r_l and m_l the root mean square and
 * about the mean stretch of a tangent,
 *
 *     C_l = m_l C_(l-1) + r_l X_(l-1) E_l / 2,      C_0 = 0:
 *
 * X_(l-1) is known when layer l is drawn, and E_l has mean 0 then. Lengths less their controls have the same
 * mean and little variance (docs/theory.md, "Means from fewer networks").
 */
import type { ImageName, LengthRecord, Scale, Stretches } from '../measure/index.ts';
import { exponentOf, ldexp } from '../numeric/scaled.ts';
import { layersOf, type RecordLayers } from './record-layers.ts';
import type { ScaledColumn } from './types.ts';

/** Controls of the lengths of one layer, network by network; null where none are known. */
export interface LengthControls {
  readonly length: ScaledColumn | null;
  /** Made when it is asked for: it is not carried on. */
  preLength(): ScaledColumn | null;
}

/**
 * The controls of layers 1 … d in order. `layers`: how the layers of the record's networks stretch tangents.
 */
export function* lengthControls(
  record: LengthRecord | RecordLayers,
  layers: readonly Stretches[],
  inputLength: number,
): Generator<LengthControls> {
  const { hasEnergies, depth, networks, ...read } = layersOf(record);
  let carried: ScaledColumn | null = null;
  for (let layer = 1; layer <= depth; layer++) {
    const below: ScaledColumn | null = carried;
    const control = (name: ImageName): ScaledColumn | null => {
      const stretch = layers[layer - 1]![name];
      if (stretch === null || !hasEnergies) return null;
      const half = halved(stretch.root);
      const lengths = layer === 1 ? null : read.length('length', layer - 1);
      const exponents = layer === 1 ? null : read.exponent(layer - 1);
      const energies = read.energies(name, layer);
      const control = emptyColumn(networks);
      for (let i = 0; i < networks; i++) {
        const x = lengths === null ? inputLength : lengths[i]!;
        const shift = exponents === null ? 0 : exponents[i]!;
        const own = half.mantissa * x * energies[i]!;
        const old = below === null ? 0 : stretch.mean.mantissa * below.mantissa[i]!;
        const oldShift = stretch.mean.exponent + (below === null ? 0 : below.exponent[i]!);
        put(control, i, own, half.exponent + shift, old, oldShift);
      }
      return control;
    };
    carried = control('length');
    yield { length: carried, preLength: () => control('preLength') };
  }
}

/**
 * Controls of the growth of a layer; null where none are known. Given the layers below, the growth is the
 * layer's own stretch.
 */
export function growthControls(
  record: LengthRecord | RecordLayers,
  layer: number,
  layers: readonly Stretches[],
  name: ImageName = 'length',
): ScaledColumn | null {
  const { hasEnergies, networks, ...read } = layersOf(record);
  const stretch = layers[layer - 1]![name];
  if (stretch === null || !hasEnergies) return null;
  const half = halved(stretch.root);
  const energies = read.energies(name, layer);
  const mantissa = new Float64Array(networks);
  for (let i = 0; i < networks; i++) mantissa[i] = half.mantissa * energies[i]!;
  return { mantissa, exponent: new Int32Array(networks).fill(half.exponent) };
}

const halved = ({ mantissa, exponent }: Scale): Scale => ({ mantissa, exponent: exponent - 1 });

export function dividedBy({ mantissa, exponent }: ScaledColumn, by: number): ScaledColumn {
  return { mantissa: mantissa.map((x) => x / by), exponent };
}

/** `values` less `controls`, network by network; what is not defined stays so. */
export function corrected(values: ScaledColumn, controls: ScaledColumn): ScaledColumn {
  const less = emptyColumn(values.mantissa.length);
  for (let i = 0; i < less.mantissa.length; i++)
    put(less, i, values.mantissa[i]!, values.exponent[i]!, -controls.mantissa[i]!, controls.exponent[i]!);
  return less;
}

const emptyColumn = (networks: number): ScaledColumn => ({
  mantissa: new Float64Array(networks),
  exponent: new Int32Array(networks),
});

/** Puts a 2^e + b 2^f at a place of a column that is 0 there. */
function put(column: ScaledColumn, at: number, a: number, e: number, b: number, f: number): void {
  const top = Math.max(a === 0 ? LEAST : e + exponentOf(a), b === 0 ? LEAST : f + exponentOf(b));
  if (Number.isNaN(a) || top === LEAST) {
    column.mantissa[at] = a;
    return;
  }
  column.mantissa[at] = ldexp(a, e - top) + ldexp(b, f - top);
  column.exponent[at] = top;
}

const LEAST = Number.NEGATIVE_INFINITY;
