/** The main job in one call: what a page embeds. `expressivity/node` has it with files, on all cores. */

import { defaultExecutor } from '../browser/default.ts';
import {
  checkEnsembleOptions,
  checkExecutor,
  type EnsembleOptions,
  mostTasks,
  type OpenExecutor,
  type PlanInputs,
  planExperiment,
  withNames,
} from '../ensemble/index.ts';
import { type ExperimentInput, parseExperiment } from '../experiment/index.ts';
import { checkFunction, ifGiven } from '../input/check.ts';
import { checkBuild } from '../kernels/builds.ts';
import type { KernelsName } from '../kernels/index.ts';
import type { ResultDocument } from '../result/document.ts';
import { fixedPointFor } from './fixed-point-for.ts';
import { type RunningResult, runningResults, runPlan } from './plan.ts';

/**
 * The experiment's `endpoints` and `networkFile` are then names of `vertices` and `networks`, by default
 * `given`.
 */
export interface TrajectoryOptions extends EnsembleOptions, PlanInputs {
  /** Build of the kernels. Default `simd128`, whose digits are the same on every machine. */
  readonly kernels?: KernelsName | undefined;
  /**
   * Measures the networks. Default: the workers of a page, as many as there are cores; elsewhere the calling
   * thread.
   */
  readonly executor?: OpenExecutor | undefined;
}

/**
 * Draws random networks, pushes the curve through them, measures the length of its image layer by layer and
 * adds theory.
 *
 * @param input an experiment; fields left out take their defaults.
 * @throws InputError, TypeError, RangeError for wrong input; InterruptedError when `signal` is aborted;
 * KernelsUnavailableError without SIMD.
 */
export async function measureTrajectory(
  input: ExperimentInput,
  options: TrajectoryOptions = {},
): Promise<ResultDocument> {
  const { plan, executor } = await opened(input, options);
  return runPlan(plan, executor, options);
}

/**
 * The same with running results: an estimate after 64, 96, 128, 192, 256, … networks of every cell, and at
 * the end that of all networks, whose `cells` are those of `measureTrajectory`, byte for byte. Every estimate
 * depends on the experiment alone. Leaving the loop stops the work.
 *
 * @param input an experiment; fields left out take their defaults.
 * @throws as `measureTrajectory` does, when the first estimate is asked for.
 */
export async function* trajectory(
  input: ExperimentInput,
  options: TrajectoryOptions = {},
): AsyncGenerator<RunningResult, void, undefined> {
  const { plan, executor } = await opened(input, options);
  yield* runningResults(plan, executor, options);
}

async function opened(input: ExperimentInput, options: TrajectoryOptions) {
  checkEnsembleOptions(options, ['vertices', 'networks', 'kernels', 'executor']);
  const { vertices, networks, kernels, executor = defaultExecutor } = options;
  ifGiven(checkBuild, 'kernels', kernels);
  checkFunction('executor', executor);
  const inputs = { vertices, networks };
  const experiment = parseExperiment(withNames(input, inputs));
  const plan = planExperiment(experiment, { ...inputs, fixedPointRadius: await fixedPointFor(experiment) });
  const subjects = plan.runs.map((run) => run.subject);
  const executing = await executor(subjects, { kernels, tasks: mostTasks(plan) });
  checkExecutor(executing);
  return { plan, executor: executing };
}
