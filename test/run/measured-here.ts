/** Whole experiments in the thread of the test: starting workers would take longer than most of them run. */
import { inlineExecutor, type PlanInputs, withNames } from '../../src/ensemble/index.ts';
import { type ExperimentInput, parseExperiment } from '../../src/experiment/index.ts';
import { planTrajectory, runOn } from '../../src/node/run.ts';
import type { ResultDocument } from '../../src/result/index.ts';

export async function measuredHere(input: ExperimentInput, inputs: PlanInputs = {}): Promise<ResultDocument> {
  const plan = await planTrajectory(parseExperiment(withNames(input, inputs)), inputs);
  return runOn(plan, await inlineExecutor(plan.runs.map(({ subject }) => subject)), {});
}
