/** Figures in the size of the tests. */
import { inlineExecutor, withNames } from '../../src/ensemble/index.ts';
import { parseExperiment } from '../../src/experiment/index.ts';
import { type Figure, type FigureDocument, runFigure } from '../../src/figures/index.ts';
import { trainingDigits } from '../../src/node/files/training-digits.ts';
import { planTrajectory, runOn } from '../../src/node/run.ts';

export const SEED = 0;

/**
 * Runs a figure at the tests' size and seed, with the digits of the command line. It measures in this thread:
 * starting workers would take longer than most of these runs.
 */
export function runInTestSize(figure: Figure, seed = SEED): Promise<FigureDocument> {
  return runFigure(figure, 'test', {
    seed,
    async trajectory(input, vertices) {
      const inputs = { vertices };
      const plan = await planTrajectory(parseExperiment(withNames({ seed, ...input }, inputs)), inputs);
      const executor = await inlineExecutor(plan.runs.map(({ subject }) => subject));
      return { ...(await runOn(plan, executor, {})), provenance: {} };
    },
    digits: () => trainingDigits({}, null),
    compute: async (work) => work(),
  });
}
