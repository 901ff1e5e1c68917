import type { LengthRecord } from '../measure/index.ts';
import { exponentOf, ldexp } from '../numeric/scaled.ts';

/** The record of networks whose weights are `sigma` times as large: lengths of layer l times `sigma ** l`. For homogeneous, bias-free networks. */
export function rescaleRecord(record: LengthRecord, sigma: number): LengthRecord {
  if (sigma === 1) return record;
  const { networks, depth } = record;
  const length = Float64Array.from(record.length);
  const preLength = Float64Array.from(record.preLength);
  const exponent = Int32Array.from(record.exponent);
  let power = 1;
  let shift = 0;
  for (let layer = 0; layer < depth; layer++) {
    // sigma ** layer as power * 2 ** shift, power in [1, 2): no depth leaves the range
    power *= sigma;
    const e = exponentOf(power);
    power = ldexp(power, -e);
    shift += e;
    for (let at = layer; at < networks * depth; at += depth) {
      length[at] = length[at]! * power;
      preLength[at] = preLength[at]! * power;
      exponent[at] = exponent[at]! + shift;
    }
  }
  return { ...record, length, preLength, exponent };
}
