/** Figures in the size of the tests. */
import { type Figure, type FigureDocument, runFigure } from '../../src/figures/index.ts';
import { trainingDigits } from '../../src/node/files/training-digits.ts';
import { runTrajectory } from '../../src/node/run-trajectory.ts';

export const SEED = 0;

/** Runs a figure as the command line does, at the tests' size and seed. */
export function runInTestSize(figure: Figure, seed = SEED): Promise<FigureDocument> {
  return runFigure(figure, 'test', {
    seed,
    async trajectory(input, vertices) {
      const options = { threads: 2, ...(vertices ? { vertices } : {}) };
      return { ...(await runTrajectory({ seed, ...input }, options)), provenance: {} };
    },
    digits: () => trainingDigits({}, null),
    compute: async (work) => work(),
  });
}
