import { entriesOf, MEASURES, type MeasureName } from '../experiment/measures.ts';
import type { LengthRecord, MeasuredValues } from '../measure/index.ts';
import { exponentOf, ldexp } from '../numeric/scaled.ts';

/**
 * The record of networks whose weights are `sigma` times as large: lengths of layer l times `sigma ** l`,
 * measures times `sigma ** (power * l)`. For homogeneous, bias-free networks.
 */
export function rescaleRecord(record: LengthRecord, sigma: number): LengthRecord {
  if (sigma === 1) return record;
  const { depth } = record;
  const powers = layerPowers(sigma, depth);
  const exponent = record.exponent.map((e, at) => e + powers[at % depth]!.shift);
  const scaled = (values: Float64Array) => values.map((value, at) => value * powers[at % depth]!.power);
  const measures = Object.entries(record.measures) as [MeasureName, MeasuredValues][];
  return {
    ...record,
    length: scaled(record.length),
    preLength: scaled(record.preLength),
    exponent,
    measures: Object.fromEntries(
      measures.map(([name, measured]) => [name, rescaleMeasure(name, measured, powers)]),
    ),
  };
}

function rescaleMeasure(
  name: MeasureName,
  { values, exponent }: MeasuredValues,
  powers: readonly LayerPower[],
): MeasuredValues {
  const { power: times } = MEASURES[name];
  if (times === 0) return { values, exponent };
  const entries = entriesOf(name);
  const layerOf = (at: number) => powers[at % powers.length]!;
  return {
    values: values.map((value, i) => {
      const { power } = layerOf(Math.floor(i / entries));
      let scaled = value;
      for (let n = 0; n < Math.abs(times); n++) scaled = times > 0 ? scaled * power : scaled / power;
      return scaled;
    }),
    exponent: exponent!.map((e, at) => e + times * layerOf(at).shift),
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
