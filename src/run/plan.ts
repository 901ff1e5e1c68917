/** Runs a plan on an executor and reports: at the end, or at every look of the ensemble as well. */
import {
  type Compute,
  computePlainly,
  type EnsembleOptions,
  type Executor,
  ensembleLooks,
  InterruptedError,
  type Look,
  type Plan,
  runEnsemble,
} from '../ensemble/index.ts';
import { kernelBuilds } from '../kernels/index.ts';
import { stretch } from '../measure/steps.ts';
import { type Provenance, type ResultDocument, resultSteps } from '../result/document.ts';
import { validResult } from '../result/valid.ts';
import { version } from '../version.ts';
import { measuredCells, type RecordOf } from './beside-theory.ts';

/** A result of the networks so far. */
export interface RunningResult extends ResultDocument {
  /** Networks measured so far: cells that differ in scale alone share theirs. */
  readonly networks: number;
}

/** What the runs of the command and of the library differ in. */
export interface PlanOptions extends EnsembleOptions {
  /** Goes into the provenance. */
  readonly machine?: Pick<Provenance, 'node' | 'cpu'>;
  /** Calls the statistics in stretches of about `stretchMs`, one after the other. */
  readonly compute?: Compute;
  readonly stretchMs?: number;
}

/** Runs a plan and closes the executor. */
export async function runPlan(
  plan: Plan,
  executor: Executor,
  options: PlanOptions = {},
): Promise<ResultDocument> {
  const report = reporter(plan, executor, options);
  try {
    return await report(await runEnsemble(plan, executor, options));
  } finally {
    await executor.close();
  }
}

/** The same, with an estimate at every look. */
export async function* runningResults(
  plan: Plan,
  executor: Executor,
  options: PlanOptions = {},
): AsyncGenerator<RunningResult, void, undefined> {
  const report = reporter(plan, executor, options);
  try {
    for await (const { networks, records } of ensembleLooks(plan, executor, options)) {
      yield { ...(await report(records)), networks };
    }
  } finally {
    await executor.close();
  }
}

/** Makes documents of records; the clock of their provenance runs from now on. */
function reporter(
  plan: Plan,
  executor: Executor,
  options: PlanOptions,
): (records: Look['records']) => Promise<ResultDocument> {
  const start = performance.now();
  return (records) => reportRecords(plan, (run) => records[run]!, executor, start, options);
}

/**
 * The result document of a plan whose networks are measured. `by`: the build and the threads that measured
 * them, since `start`.
 */
export async function reportRecords(
  plan: Plan,
  recordOf: RecordOf,
  { kernels, concurrency }: Pick<Executor, 'kernels' | 'concurrency'>,
  start: number,
  { signal, machine, compute = computePlainly, stretchMs = 50 }: PlanOptions,
): Promise<ResultDocument> {
  const cells = await measuredCells(plan, recordOf);
  const provenance: Provenance = {
    version,
    kernels,
    kernelsSha256: kernelBuilds[kernels].sha256,
    ...machine,
    threads: concurrency,
    wallSeconds: Math.round(performance.now() - start) / 1000,
  };
  const steps = resultSteps(plan.experiment, provenance, cells);
  for (;;) {
    const step = await compute(() => stretch(steps, stretchMs));
    if (step.done) return validResult(step.value);
    // Other work, such as an interrupt, has its turn.
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (signal?.aborted) {
      const networks = plan.runs.reduce((sum, _, run) => sum + recordOf(run).networks, 0);
      throw new InterruptedError(networks, networks);
    }
  }
}
