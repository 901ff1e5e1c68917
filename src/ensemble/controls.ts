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
      return column(networks, (i, put) => {
        const x = lengths === null ? inputLength : lengths[i]!;
        const shift = exponents === null ? 0 : exponents[i]!;
        const own = half.mantissa * x * energies[i]!;
        const old = below === null ? 0 : stretch.mean.mantissa * below.mantissa[i]!;
        put(own, half.exponent + shift, old, stretch.mean.exponent + (below?.exponent[i] ?? 0));
      });
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
  return column(networks, (i, put) => put(half.mantissa * energies[i]!, half.exponent, 0, 0));
}

const halved = ({ mantissa, exponent }: Scale): Scale => ({ mantissa, exponent: exponent - 1 });

export function dividedBy({ mantissa, exponent }: ScaledColumn, by: number): ScaledColumn {
  return { mantissa: mantissa.map((x) => x / by), exponent };
}

/** `values` less `controls`, network by network; what is not defined stays so. */
export function corrected(values: ScaledColumn, controls: ScaledColumn): ScaledColumn {
  return column(values.mantissa.length, (i, put) =>
    put(values.mantissa[i]!, values.exponent[i]!, -controls.mantissa[i]!, controls.exponent[i]!),
  );
}

/** Takes a 2^e + b 2^f. */
type Put = (a: number, e: number, b: number, f: number) => void;

function column(networks: number, entry: (i: number, put: Put) => void): ScaledColumn {
  const mantissa = new Float64Array(networks);
  const exponent = new Int32Array(networks);
  let at = 0;
  const put: Put = (a, e, b, f) => {
    const top = Math.max(a === 0 ? LEAST : e + exponentOf(a), b === 0 ? LEAST : f + exponentOf(b));
    if (Number.isNaN(a) || top === LEAST) {
      mantissa[at] = a;
      return;
    }
    mantissa[at] = ldexp(a, e - top) + ldexp(b, f - top);
    exponent[at] = top;
  };
  for (; at < networks; at++) entry(at, put);
  return { mantissa, exponent };
}

const LEAST = Number.NEGATIVE_INFINITY;
