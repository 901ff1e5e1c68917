/** The main job in one call, in the calling thread: what a page embeds. `expressivity/node` has it on all cores. */
import {
  type Compute,
  computePlainly,
  type EnsembleOptions,
  type Executor,
  InterruptedError,
  inlineExecutor,
  type Plan,
  type PlanInputs,
  planExperiment,
  runEnsemble,
  withNames,
} from '../ensemble/index.ts';
import { type ExperimentInput, parseExperiment } from '../experiment/index.ts';
import { kernelBuilds } from '../kernels/index.ts';
import { type ResultDocument, resultSteps } from '../result/document.ts';
import { version } from '../version.ts';
import { measuredCells } from './beside-theory.ts';

/** The experiment's `endpoints` and `networkFile` are then names of `vertices` and `networks`, by default `given`. */
export interface TrajectoryOptions extends EnsembleOptions, PlanInputs {}

/**
 * Draws random networks, pushes the curve through them, measures the length of its image layer by layer and sets the theory beside it.
 *
 * @param input an experiment; fields left out take their defaults.
 * @throws InputError, RangeError for wrong input; InterruptedError when `signal` is aborted; KernelsUnavailableError without SIMD.
 */
export async function measureTrajectory(
  input: ExperimentInput,
  { vertices, networks, ...options }: TrajectoryOptions = {},
): Promise<ResultDocument> {
  const inputs = { vertices, networks };
  const plan = planExperiment(parseExperiment(withNames(input, inputs)), inputs);
  const executor = await inlineExecutor(plan.runs.map((run) => run.subject));
  return runPlan(plan, executor, options);
}

interface Stretches {
  readonly compute: Compute;
  readonly stretchMs: number;
}

/**
 * Runs a plan on an executor, closes the executor, and reports. `machine` goes into the provenance. `compute` calls stretches of the statistics
 * of about `stretchMs`, one after the other.
 */
export async function runPlan(
  plan: Plan,
  executor: Executor,
  options: EnsembleOptions = {},
  machine: object = {},
  { compute, stretchMs }: Stretches = { compute: computePlainly, stretchMs: 50 },
): Promise<ResultDocument> {
  const start = performance.now();
  try {
    const records = await runEnsemble(plan, executor, options);
    const provenance = {
      version,
      kernels: executor.kernels,
      kernelsSha256: kernelBuilds[executor.kernels].sha256,
      ...machine,
      threads: executor.concurrency,
      wallSeconds: Math.round(performance.now() - start) / 1000,
    };
    const steps = resultSteps(plan.experiment, provenance, measuredCells(plan, records));
    const networks = records.reduce((sum, record) => sum + record.networks, 0);
    for (;;) {
      const step = await compute(() => stepsOf(steps, stretchMs));
      if (step.done) return step.value;
      // Other work, such as an interrupt, has its turn.
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (options.signal?.aborted) throw new InterruptedError(networks, networks);
    }
  } finally {
    await executor.close();
  }
}

/** Takes steps for so many milliseconds, or to the end; returns the last. */
function stepsOf<T>(steps: Generator<void, T>, milliseconds: number): IteratorResult<void, T> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const step = steps.next();
    if (step.done || performance.now() >= end) return step;
  }
}
