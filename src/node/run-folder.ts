import type { Experiment } from '../experiment/index.ts';
import type { CellCurve } from '../result/curve.ts';
import type { ResultDocument } from '../result/document.ts';
import { interruptible } from './interrupt.ts';
import { json } from './output.ts';
import { longer } from './pieces.ts';
import type { SvgOptions } from './svg.ts';
import { type Content, writeFiles } from './write.ts';

/** The files of a run folder. */
export const RUN_FILES = ['experiment.json', 'result.json', 'result.csv', 'trajectory.svg'] as const;

export interface RunFolderOptions extends SvgOptions {
  /** Aborted before the files are in their places, it leaves the folder as it was. */
  readonly signal?: AbortSignal;
  /** Images of the curve itself (`curveImages`), to be written beside the results. */
  readonly curves?: readonly CellCurve[];
}

/**
 * Writes `experiment.json`, `result.json`, `result.csv` and `trajectory.svg` into the folder, with `curves` also `curve.svg`, `curve.json`, `curve.csv`
 * and `curve.npz`, all or none. The picture's caption says what was run.
 * Returns the paths.
 * @throws Error naming the folder if it cannot be written to; the signal's reason if that is aborted.
 */
export async function writeRunFolder(
  folder: string,
  result: ResultDocument,
  { signal, curves, ...options }: RunFolderOptions = {},
): Promise<string[]> {
  // Drawing is slow to load: only where something is drawn.
  const [{ trajectorySvg }, { describeExperiment }, { csvPieces }] = await Promise.all([
    import('./svg.ts'),
    import('../result/describe.ts'),
    import('../result/csv.ts'),
  ]);
  const caption = describeExperiment(result.experiment as Experiment, result.cells);
  const files: Record<(typeof RUN_FILES)[number], Content> = {
    'experiment.json': json(result.experiment),
    'result.json': json(result),
    'result.csv': longer(csvPieces(result)),
    'trajectory.svg': await interruptible(() => trajectorySvg(result, { caption, ...options })),
  };
  if (curves === undefined) return writeFiles(folder, files, signal);
  const { curveFiles } = await import('./curve-files.ts');
  return writeFiles(folder, { ...files, ...(await curveFiles(curves, caption)) }, signal);
}
