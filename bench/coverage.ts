/** How often 95 % intervals contain the expectation, over repetitions drawn from measured networks. */
import { growthColumn, ratioColumn } from '../src/ensemble/columns.ts';
import { corrected, dividedBy, growthControls, lengthControls } from '../src/ensemble/controls.ts';
import { growthLimit } from '../src/ensemble/estimate.ts';
import { growthValues, type Moments, momentsOf, productLayers } from '../src/ensemble/growth-moments.ts';
import { type OpenExecutor, planExperiment, type Run, runEnsemble } from '../src/ensemble/index.ts';
import { leastNetworks } from '../src/ensemble/least-networks.ts';
import { ONE, productHalfWidth, spreadOf, withMean } from '../src/ensemble/products.ts';
import { meanOf } from '../src/ensemble/statistic.ts';
import { nextLook, relativeHalfWidth } from '../src/ensemble/stopping.ts';
import type { EstimateMethod, ScaledColumn } from '../src/ensemble/types.ts';
import { type ExperimentInput, parseExperiment } from '../src/experiment/index.ts';
import {
  hasChords,
  type LengthRecord,
  type Stretches,
  type Subject,
  stretchesOf,
} from '../src/measure/index.ts';
import { poolExecutor } from '../src/node/pool.ts';
import { openStream, uniform01 } from '../src/random/index.ts';
import { streamKey } from '../src/random/stream.ts';
import { growthTheory } from '../src/theory/index.ts';
import { SETTINGS, type Setting } from './coverage-settings.ts';
import type { Suite } from './suite.ts';
import type { Cell } from './table.ts';

/** Networks that repetitions are drawn from, with replacement: their lengths less their energies. */
interface Drawn {
  readonly size: number;
  readonly columns: Readonly<Record<'plain' | 'ratio' | 'growth', ScaledColumn>>;
  /** Growths of all layers where the ratio is estimated as their product. */
  readonly factors: readonly Float64Array[] | null;
  readonly layers: readonly Stretches[];
  readonly subject: Subject;
}

interface Pool extends Drawn {
  readonly truth: Means<number>;
  readonly method: EstimateMethod;
}

interface Means<T> {
  readonly ratio: T;
  readonly growth: T;
}

/** The networks of an experiment in memory, and the expectation: exact where theory has it. */
export async function poolOf(
  input: ExperimentInput,
  networks: number,
  open: OpenExecutor = poolExecutor,
): Promise<Pool> {
  const plan = planExperiment(parseExperiment({ seed: 11, ...input, networks }));
  const [{ input: curve }] = plan.cells as [(typeof plan.cells)[number]];
  const [{ subject }] = plan.runs as [Run];
  const executor = await open([subject]);
  const [record] = (await runEnsemble(plan, executor).finally(() => executor.close())) as [LengthRecord];
  // Of the run, whose scale of weights is its own.
  const layers = stretchesOf(subject);
  const { depth } = record;
  const known = record.energies !== undefined;
  let control: ScaledColumn | null = null;
  for (const { length } of lengthControls(record, layers, curve.length)) control = length;
  const ratios = ratioColumn(record, depth, curve.length);
  const growths = growthColumn(record, depth, curve.length);
  const ofGrowth = growthControls(record, depth, layers);
  const product = known && productLayers(layers) === depth;
  const columns = {
    plain: ratios,
    ratio: control === null ? ratios : corrected(ratios, dividedBy(control, curve.length)),
    growth: ofGrowth === null ? growths : corrected(growths, ofGrowth),
  };
  const factors = product ? layers.map((_, l) => growthValues(record, l + 1, layers, curve.length)) : null;
  // Theory is of the arc.
  const exact = hasChords(subject) ? null : growthTheory(subject.network, curve).at(-1)!;
  const pool = { columns, factors, layers, subject, size: networks };
  const all = Array.from({ length: networks }, (_, i) => i);
  const own = { ratio: ratioOf(pool, all).mean!, growth: meanOf(columns.growth, false).mean! };
  return {
    ...pool,
    method: product ? 'growth-product' : control === null ? 'plain' : 'energy-martingale',
    truth: { ratio: exact?.ratio.exact ?? own.ratio, growth: exact?.growth.exact ?? own.growth },
  };
}

function ratioOf({ columns, factors, layers }: Drawn, rows: readonly number[]) {
  if (factors === null) return meanOf(picked(columns.ratio, rows), true);
  return spreadOf(
    factors.reduce(
      (product, growths, l) => withMean(product, momentsAt(growths, rows), layers[l]!.length!, rows.length),
      ONE,
    ),
  );
}

/** Moments of these networks' growths, NaN left out; a loop, as most of the study's time goes here. */
function momentsAt(growths: Float64Array, rows: readonly number[]): Moments {
  const values = new Float64Array(rows.length);
  let count = 0;
  for (const row of rows) {
    const growth = growths[row]!;
    if (!Number.isNaN(growth)) values[count++] = growth;
  }
  return momentsOf(values.subarray(0, count));
}

/** Shares of repetitions of n networks whose intervals contain the truth, in per cent, beside the method. */
export function coverage(pool: Pool, n: number, repetitions: number): Record<string, Cell> {
  const draw = drawer(pool.size, n);
  const [student, skewed, ratio, growth] = [new Tally(), new Tally(), new Tally(), new Tally()];
  const { columns, layers, truth, method } = pool;
  for (let r = 0; r < repetitions; r++) {
    const rows = draw(n);
    const plain = picked(columns.plain, rows);
    student.add(meanOf(plain, false).ci95, truth.ratio);
    skewed.add(meanOf(plain, true).ci95, truth.ratio);
    ratio.add(ratioOf(pool, rows).ci95, truth.ratio);
    growth.add(meanOf(picked(columns.growth, rows), true, growthLimit([layers.at(-1)!])).ci95, truth.growth);
  }
  return {
    'plain, Student': student.percent,
    'plain, skewed': skewed.percent,
    ratio: ratio.percent,
    growth: growth.percent,
    method,
  };
}

/** The same of the ratio where the interval decides how many networks are drawn. */
export function stopping(pool: Pool, untilRelativeCi: number, repetitions: number): Record<string, Cell> {
  const { columns, factors, subject, truth } = pool;
  const least = leastNetworks(subject, untilRelativeCi);
  const draw = drawer(pool.size, untilRelativeCi);
  const halfWidth = (rows: readonly number[]) =>
    factors === null
      ? relativeHalfWidth(picked(columns.ratio, rows))
      : productHalfWidth(
          factors.map((growths) => momentsAt(growths, rows)),
          rows.length,
        );
  const [stopped, fixed] = [new Tally(), new Tally()];
  let [total, error] = [0, 0];
  for (let r = 0; r < repetitions; r++) {
    const rows: number[] = [];
    for (let before = false; ; ) {
      rows.push(...draw(nextLook(rows.length) - rows.length));
      const within = halfWidth(rows) <= untilRelativeCi;
      if (within && before && rows.length >= least) break;
      before = within;
    }
    total += rows.length;
    const ratio = ratioOf(pool, rows);
    stopped.add(ratio.ci95, truth.ratio);
    error += ratio.mean! / truth.ratio - 1;
    fixed.add(ratioOf(pool, draw(rows.length)).ci95, truth.ratio);
  }
  return {
    'stops at ±': untilRelativeCi,
    'mean networks': Math.round(total / repetitions),
    stopped: stopped.percent,
    'as many, not stopped': fixed.percent,
    'bias / half width': error / repetitions / untilRelativeCi,
    method: pool.method,
  };
}

class Tally {
  #defined = 0;
  #hits = 0;

  add(interval: readonly [number, number] | null, truth: number): void {
    if (interval === null) return;
    this.#defined++;
    if (interval[0] <= truth && truth <= interval[1]) this.#hits++;
  }

  get percent(): number {
    return Math.round((1000 * this.#hits) / this.#defined) / 10;
  }
}

/** Numbers of networks of a pool at random, seeded. */
function drawer(networks: number, seed: number): (count: number) => number[] {
  const stream = openStream(streamKey([networks, Math.round(1000 * seed)]));
  return (count) => Array.from({ length: count }, () => Math.floor(uniform01(stream) * networks));
}

function picked(column: ScaledColumn, rows: readonly number[]): ScaledColumn {
  const mantissa = new Float64Array(rows.length);
  const exponent = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    mantissa[i] = column.mantissa[rows[i]!]!;
    exponent[i] = column.exponent[rows[i]!]!;
  }
  return { mantissa, exponent };
}

export const coverageSuite: Suite = async ({ quick, log }) => {
  const fixed: Record<string, Cell>[] = [];
  const stops: Record<string, Cell>[] = [];
  const repetitions = quick ? 200 : 10_000;
  // Their standard error is half a point.
  const few = quick ? 200 : 2000;
  for (const { name, input, networks, until } of SETTINGS as readonly Setting[]) {
    log(`coverage, ${name}`);
    const pool = await poolOf(input, quick ? 2000 : networks);
    for (const n of quick ? [5, 30] : [5, 10, 30, 100, 1000])
      fixed.push({ networks: name, n, ...coverage(pool, n, n < 1000 ? repetitions : few) });
    if (until !== undefined) stops.push({ networks: name, ...stopping(pool, until, few) });
  }
  const note =
    'Per cent of repetitions whose 95 % interval contains the expectation. Networks of a repetition are drawn with replacement from up to 100,000 that were measured once.';
  return [
    {
      title: 'Coverage',
      note: `${note} ${repetitions} repetitions, ${few} of 1000 networks. The expectation is exact for dense Gaussian ReLU and the mean of those networks elsewhere. Ratio and growth: estimates, in the last layer.`,
      kernels: 'auto',
      rows: fixed,
    },
    {
      title: 'Coverage under optional stopping',
      note: `${note} ${few} repetitions.`,
      kernels: 'auto',
      rows: stops,
    },
  ];
};
