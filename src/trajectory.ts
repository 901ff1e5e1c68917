/** The main job in one call, in the calling thread: what a page embeds. `expressivity/node` has it on all cores. */
import {
  type EnsembleOptions,
  type Executor,
  inlineExecutor,
  type Plan,
  planExperiment,
  runEnsemble,
  type Vertices,
} from './ensemble/index.ts';
import { type ExperimentInput, parseExperiment } from './experiment/index.ts';
import { kernelsBuild } from './kernels/index.ts';
import { measuredCells } from './report/measured.ts';
import { type ResultDocument, resultDocument } from './report/result.ts';
import { version } from './version.ts';

export interface TrajectoryOptions extends EnsembleOptions {
  /** Ends or vertices of the input curve, where the experiment's `endpoints` are neither `orthonormal` nor `gaussian`. */
  readonly vertices?: Vertices;
}

/**
 * Draws random networks, pushes the curve through them, measures the length of its image layer by layer and sets the theory beside it.
 *
 * @param input an experiment; fields left out take their defaults.
 * @throws InputError, RangeError for wrong input; InterruptedError when `signal` is aborted; KernelsUnavailableError without SIMD.
 */
export async function measureTrajectory(
  input: ExperimentInput,
  { vertices, ...options }: TrajectoryOptions = {},
): Promise<ResultDocument> {
  const plan = planExperiment(parseExperiment(input), vertices);
  const executor = await inlineExecutor(plan.runs.map((run) => run.subject));
  return runPlan(plan, executor, options);
}

/** Runs a plan on an executor, closes the executor, and reports. `machine` goes into the provenance. */
export async function runPlan(
  plan: Plan,
  executor: Executor,
  options: EnsembleOptions = {},
  machine: object = {},
): Promise<ResultDocument> {
  const start = performance.now();
  try {
    const records = await runEnsemble(plan, executor, options);
    const provenance = {
      version,
      kernels: kernelsBuild.name,
      kernelsSha256: kernelsBuild.sha256,
      ...machine,
      threads: executor.concurrency,
      wallSeconds: Math.round(performance.now() - start) / 1000,
    };
    return resultDocument(plan.experiment, provenance, measuredCells(plan, records));
  } finally {
    await executor.close();
  }
}
