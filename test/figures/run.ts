/** Figures in the size of the tests. */
import { type Figure, type FigureDocument, runFigure } from '../../src/figures/index.ts';
import { trainingDigits } from '../../src/node/files/training-digits.ts';
import { measuredHere } from '../run/measured-here.ts';

export const SEED = 0;

/** Runs a figure at the tests' size and seed, with the digits of the command line. */
export function runInTestSize(figure: Figure, seed = SEED): Promise<FigureDocument> {
  return runFigure(figure, 'test', {
    seed,
    trajectory: async (input, vertices) => ({
      ...(await measuredHere({ seed, ...input }, { vertices })),
      provenance: {},
    }),
    digits: () => trainingDigits({}, null),
    compute: async (work) => work(),
  });
}
