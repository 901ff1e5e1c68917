/** Whole experiments in the thread of the test, and the bands in which their means must lie. */
import { expect } from 'vitest';
import { growthColumn, ratioColumn } from '../../src/ensemble/columns.ts';
import {
  inlineExecutor,
  layersOf,
  type PlannedCell,
  planExperiment,
  type RecordLayers,
  rescaled,
  runEnsemble,
} from '../../src/ensemble/index.ts';
import { type ExperimentInput, parseExperiment } from '../../src/experiment/index.ts';
import { ldexp } from '../../src/numeric/scaled.ts';
import { growthTheory, type LayerTheory } from '../../src/theory/index.ts';

export interface Measured extends PlannedCell {
  readonly seed: number;
  readonly points: number;
  readonly record: RecordLayers;
  readonly theory: readonly LayerTheory[];
}

export async function measure(input: ExperimentInput): Promise<Measured[]> {
  const plan = planExperiment(parseExperiment(input));
  const { seed, points } = plan.experiment;
  const executor = await inlineExecutor(plan.runs.map((run) => run.subject));
  try {
    const records = await runEnsemble(plan, executor);
    return plan.cells.map((cell) => ({
      ...cell,
      seed,
      points,
      record: rescaled(layersOf(records[cell.run]!), cell.sigma),
      theory: growthTheory(cell.network, cell.input),
    }));
  } finally {
    await executor.close();
  }
}

/** Length of layer l over that of the input, or (growth) of the layer before, network by network. */
export function valuesOf({ record, input }: Measured, layer: number, quantity: 'ratio' | 'growth'): number[] {
  const column = quantity === 'ratio' ? ratioColumn : growthColumn;
  const { mantissa, exponent } = column(record, layer, input.length);
  return Array.from(mantissa, (m, i) => ldexp(m, exponent[i]!));
}

export function meanAndSem(values: readonly number[]): { mean: number; sem: number } {
  const n = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  const square = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1);
  return { mean, sem: Math.sqrt(square / n) };
}

/** Asserts that the mean of `values` lies in [low, high], give or take 4 standard errors. */
export function expectMeanWithin(
  what: string,
  values: readonly number[],
  [low, high]: readonly [number, number],
  seed: number,
): void {
  const { mean, sem } = meanAndSem(values);
  const k = mean < low ? (mean - low) / sem : mean > high ? (mean - high) / sem : 0;
  const report = `${what}: ${mean} against [${low}, ${high}], k = ${k} standard errors, seed ${seed}, n = ${values.length}`;
  expect(Math.abs(k), report).toBeLessThan(4);
}
