/** The best estimate of a mean that the networks of a record allow, beside their plain mean. */
import type { LengthRecord, Scale, Stretches } from '../measure/index.ts';
import { exponentOf, ldexp } from '../numeric/scaled.ts';
import { growthColumn, meanGrowthColumn } from './columns.ts';
import { corrected, growthControls } from './controls.ts';
import { type Product, spreadOf } from './products.ts';
import type { RecordLayers } from './record-layers.ts';
import { meanOf, statistic } from './statistic.ts';
import type { Estimate, EstimatedStat, EstimateMethod, GrowthLimit, ScaledColumn, Stat } from './types.ts';

type Spread = Pick<Stat, 'mean' | 'sem' | 'ci95'>;

/** The estimate where there is one, else the plain mean: what tables, pictures and verdicts show. */
export function best(stat: Stat & { readonly estimate?: Estimate | undefined }): Spread {
  return stat.estimate === undefined || stat.estimate.mean === null ? stat : stat.estimate;
}

/** The plain mean is all there is. */
export function plainEstimate({ mean, sem, ci95 }: Spread): Estimate {
  return { mean, sem, ci95, method: 'plain', gain: sem === null ? null : 1 };
}

/**
 * The mean of values less their controls; plain where there are none. `plain` is the statistic of the values;
 * `limit`, if any, what no value less its control exceeds.
 */
export function controlledEstimate(
  plain: Spread,
  values: ScaledColumn,
  controls: ScaledColumn | null,
  limit: GrowthLimit | null = null,
): Estimate {
  return controls === null
    ? plainEstimate(plain)
    : better('energy-martingale', plain, meanOf(corrected(values, controls), true, limit));
}

/**
 * Upper bound of growth less its energy in these layers; null where it is not known. A shortfall is about
 * the square of an energy, whose squared coefficient of variation is 2 where energies are normal, and more by
 * their excess kurtosis: 4.5 times their variance, as of sums of squares of normal values through relu.
 */
export function growthLimit(layers: readonly Stretches[]): GrowthLimit | null {
  const limits: GrowthLimit[] = [];
  for (const { length } of layers) {
    if (!length?.bounded) return null;
    limits.push({ root: length.root, spread: 2 + 4.5 * length.variance });
  }
  return limits.reduce((a, b) => ({
    root: ratioOf(b.root, a.root) > 1 ? b.root : a.root,
    spread: Math.max(a.spread, b.spread),
  }));
}

const ratioOf = (a: Scale, b: Scale) => ldexp(a.mantissa / b.mantissa, a.exponent - b.exponent);

/** The product of mean growths, times a positive factor; as `otherwise` where there is none. */
export function productEstimate(
  plain: Spread,
  product: Product | null,
  factor: number,
  otherwise: () => Estimate,
): Estimate {
  return product === null ? otherwise() : better('growth-product', plain, spreadOf(product, factor));
}

/** The mean of the values' conditional expectations; plain where they are not known. */
export function conditionalEstimate(plain: Spread, expected: ScaledColumn | null): Estimate {
  return expected === null ? plainEstimate(plain) : better('conditional', plain, meanOf(expected, true));
}

function better(method: EstimateMethod, plain: Spread, { mean, sem, ci95 }: Spread): Estimate {
  return { mean, sem, ci95, method, gain: gainOf(plain.sem, sem) };
}

/** How many times as many networks the plain mean would take. */
function gainOf(plain: number | null, sem: number | null): number | null {
  if (plain === null || sem === null) return null;
  if (sem === 0) return plain === 0 ? 1 : null;
  const gain = (plain / sem) ** 2;
  return Number.isFinite(gain) ? gain : null;
}

/**
 * Mean growth over layers and networks, as `meanGrowthColumn` has it: a sum over a number, S / N, either of
 * which is random once layers die. Intervals come from the residuals S_i - N_i S / N then, the first order of
 * the quotient. `layers`: how the record's networks stretch tangents.
 */
export function meanGrowth(
  record: LengthRecord | RecordLayers,
  inputLength: number,
  layers: readonly Stretches[],
): EstimatedStat {
  const first = record.depth === 1 ? 1 : 2;
  const numbers = Array.from({ length: record.depth + 1 - first }, (_, l) => first + l);
  const growth = (layer: number) => growthColumn(record, layer, inputLength);
  const alone = numbers.every((layer) => growthControls(record, layer, layers) === null);
  const quotient = meanOf(linearised(numbers, growth), alone);
  const stat: Stat = {
    ...statistic(meanGrowthColumn(record, inputLength), alone),
    ...(growth(record.depth).mantissa.some(Number.isNaN) && { ci95: quotient.ci95 }),
  };
  if (alone) return { ...stat, estimate: plainEstimate({ ...quotient, ci95: stat.ci95 }) };
  const less = (layer: number) => {
    const controls = growthControls(record, layer, layers);
    return controls === null ? growth(layer) : corrected(growth(layer), controls);
  };
  const limit = growthLimit(layers.slice(first - 1));
  const estimate = better('energy-martingale', quotient, meanOf(linearised(numbers, less), true, limit));
  return { ...stat, estimate };
}

/**
 * For each network that has a growth S / N plus its residual over the mean of N; NaN for the others. Columns
 * are made twice rather than all kept.
 */
function linearised(layers: readonly number[], growth: (layer: number) => ScaledColumn): ScaledColumn {
  const most = layers.reduce((top, layer) => Math.max(top, topOf(growth(layer))), Number.NEGATIVE_INFINITY);
  const top = Number.isFinite(most) ? most : 0;
  let sums = new Float64Array(0);
  let lives = new Int32Array(0);
  layers.forEach((layer, l) => {
    const { mantissa, exponent } = growth(layer);
    if (l === 0) [sums, lives] = [new Float64Array(mantissa.length), new Int32Array(mantissa.length)];
    for (let i = 0; i < mantissa.length; i++) {
      const m = mantissa[i]!;
      if (Number.isNaN(m)) continue;
      if (m !== 0) sums[i]! += ldexp(m, exponent[i]! - top);
      lives[i]!++;
    }
  });
  const counted = lives.reduce((sum, life) => sum + Math.min(life, 1), 0);
  const total = lives.reduce((sum, life) => sum + life, 0);
  const mean = sums.reduce((sum, x) => sum + x, 0) / total;
  const mantissa = sums.map((sum, i) =>
    lives[i] === 0 ? Number.NaN : mean + ((sum - lives[i]! * mean) * counted) / total,
  );
  return { mantissa, exponent: new Int32Array(mantissa.length).fill(top) };
}

/** The largest exponent of a value other than 0. */
function topOf({ mantissa, exponent }: ScaledColumn): number {
  let top = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < mantissa.length; i++) {
    const m = mantissa[i]!;
    if (m !== 0 && !Number.isNaN(m)) top = Math.max(top, exponent[i]! + exponentOf(m));
  }
  return top;
}
