import { MEASURES } from '../experiment/measures.ts';
import { exponentOf, ldexp } from '../numeric/scaled.ts';
import type { RecordLayers } from './record-layers.ts';

/**
 * The numbers of networks whose weights are `sigma` times as large: lengths of layer l times `sigma ** l`,
 * measures times `sigma ** (power * l)`. For homogeneous, bias-free networks.
 */
export function rescaled(layers: RecordLayers, sigma: number): RecordLayers {
  if (sigma === 1) return layers;
  const powers = layerPowers(sigma, layers.depth);
  const shifted = (exponents: Int32Array, shift: number): Int32Array => {
    for (let i = 0; i < exponents.length; i++) exponents[i]! += shift;
    return exponents;
  };
  return {
    ...layers,
    length(name, layer) {
      const values = layers.length(name, layer);
      const { power } = powers[layer - 1]!;
      for (let i = 0; i < values.length; i++) values[i]! *= power;
      return values;
    },
    exponent: (layer) => shifted(layers.exponent(layer), powers[layer - 1]!.shift),
    values(name, layer) {
      const values = layers.values(name, layer);
      const { power: times } = MEASURES[name];
      const { power } = powers[layer - 1]!;
      for (let n = 0; n < Math.abs(times); n++)
        for (let i = 0; i < values.length; i++)
          values[i] = times > 0 ? values[i]! * power : values[i]! / power;
      return values;
    },
    valueExponent(name, layer) {
      const exponents = layers.valueExponent(name, layer);
      return exponents && shifted(exponents, MEASURES[name].power * powers[layer - 1]!.shift);
    },
  };
}

/** sigma ** l as power * 2 ** shift, power in [1, 2): no depth leaves the range. */
interface LayerPower {
  readonly power: number;
  readonly shift: number;
}

function layerPowers(sigma: number, depth: number): LayerPower[] {
  const powers: LayerPower[] = [];
  const exponent = exponentOf(sigma);
  const mantissa = ldexp(sigma, -exponent);
  let power = 1;
  let shift = 0;
  for (let layer = 0; layer < depth; layer++) {
    power *= mantissa;
    const e = exponentOf(power);
    power = ldexp(power, -e);
    shift += e + exponent;
    powers.push({ power, shift });
  }
  return powers;
}
