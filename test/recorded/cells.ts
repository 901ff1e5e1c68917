import { createHash } from 'node:crypto';
import { inlineExecutor } from '../../src/ensemble/index.ts';
import { type ExperimentInput, parseExperiment } from '../../src/experiment/index.ts';
import { preparePlan } from '../../src/node/plan.ts';
import { runPlan } from '../../src/run/plan.ts';

/** The cells of an experiment as they stand in its result document. */
export async function cellsOf(input: ExperimentInput): Promise<string> {
  const plan = await preparePlan(parseExperiment(input));
  const executor = await inlineExecutor(plan.runs.map((run) => run.subject));
  const { cells } = await runPlan(plan, executor);
  return JSON.stringify(cells);
}

export function digest(cells: string): string {
  return createHash('sha256').update(cells).digest('hex');
}
