/** Runs on this machine: endpoints from files, a pool of workers, provenance. */
import type { Executor } from '../ensemble/executor.ts';
import type { NamedInputs, PlanInputs } from '../ensemble/inputs.ts';
import type { EnsembleOptions } from '../ensemble/options.ts';
import { mostTasks, type Plan } from '../ensemble/plan.ts';
import type { Experiment } from '../experiment/index.ts';
import type { KernelsName } from '../kernels/index.ts';
import type { ResultDocument } from '../result/document.ts';
import { computeBriefly } from './interrupt.ts';
import { machine } from './machine.ts';
import { preparePlan, type Tell } from './plan.ts';
import { defaultThreads, poolExecutor } from './pool.ts';
import type { RecordedRun } from './records/recorded-run.ts';
import type { Measuring } from './records/recording.ts';
import { requireHeap, requireRecordMemory } from './result-memory.ts';

/** How a plan is run. */
export interface PlannedRunOptions extends EnsembleOptions {
  /**
   * Worker threads; by default as many as the machine runs at once. They change no digit of the result's
   * `cells`.
   */
  readonly threads?: number | undefined;
  /** Build of the kernels, by default `simd128`, whose digits are the same on every machine. */
  readonly kernels?: KernelsName | undefined;
}

/**
 * `vertices` and `networks` take the place of the files that the experiment's `endpoints` and `networkFile`
 * name.
 */
export interface RunOptions extends PlannedRunOptions, PlanInputs {}

/**
 * So long that signals hardly ever come between two stretches (docs/decisions/0037), so short that SIGTERM is
 * soon heard.
 */
const STRETCH_MS = 1000;

/** Plans an experiment whose records and result this machine can hold. @throws InputError, RangeError */
export async function planTrajectory(
  experiment: Experiment,
  inputs: NamedInputs = {},
  tell?: Tell,
): Promise<Plan> {
  const plan = await planRecorded(experiment, inputs, tell);
  requireRecordMemory(plan);
  return plan;
}

/** The same with records in files. */
export async function planRecorded(
  experiment: Experiment,
  inputs: NamedInputs = {},
  tell?: Tell,
): Promise<Plan> {
  requireHeap(experiment);
  return preparePlan(experiment, inputs, tell);
}

/** Runs a plan, reports with the provenance of this machine, and closes the executor. */
export async function runOn(
  plan: Plan,
  executor: Executor,
  options: EnsembleOptions,
): Promise<ResultDocument> {
  // Statistics and theory load while the workers start: half of the start-up time of a small run.
  const { runPlan } = await import('../run/plan.ts');
  return runPlan(plan, executor, { ...options, ...machinery() });
}

const machinery = () => ({ machine: machine(), compute: computeBriefly, stretchMs: STRETCH_MS });

/** A pool for a plan, opened when there is something to measure. */
export function poolFor(
  plan: Plan,
  { threads = defaultThreads(), kernels = 'simd128' }: PlannedRunOptions,
): Measuring {
  const tasks = mostTasks(plan);
  const subjects = plan.runs.map((run) => run.subject);
  const open = () => poolExecutor(subjects, { threads, kernels, tasks });
  return { open, concurrency: Math.min(threads, tasks), kernels };
}

/**
 * Measures the networks that the records lack, and computes the result from the records alone. `counts`:
 * networks of each run.
 */
export async function runRecorded(
  run: RecordedRun,
  measuring: Measuring,
  options: EnsembleOptions,
): Promise<{ readonly result: ResultDocument; readonly counts: readonly number[] }> {
  const start = performance.now();
  const loading = import('../run/plan.ts');
  const counts = await run.complete(measuring, options);
  await loading;
  return { result: await resultOfRecords(run, counts, measuring, start, options), counts };
}

/** Result of the first `counts[i]` networks of run i, from their records. `start`: time, for the provenance. */
export async function resultOfRecords(
  run: RecordedRun,
  counts: readonly number[],
  measuring: Pick<Measuring, 'kernels' | 'concurrency'>,
  start: number,
  options: EnsembleOptions,
): Promise<ResultDocument> {
  const { reportRecords } = await import('../run/plan.ts');
  const recordOf = (index: number) => run.layers({ run: index, first: 0, networks: counts[index]! });
  return reportRecords(run.plan, recordOf, measuring, start, { ...options, ...machinery() });
}
