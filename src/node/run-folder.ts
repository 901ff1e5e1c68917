import type { Experiment } from '../experiment/index.ts';
import type { CellCurve } from '../result/curve.ts';
import type { ResultDocument } from '../result/document.ts';
import { interruptible } from './interrupt.ts';
import { json } from './output.ts';
import { longer } from './pieces.ts';
import type { SvgOptions } from './svg.ts';
import { type Content, writeFiles } from './write.ts';

/** The files of a run folder. */
export const RUN_FILES = [
  'experiment.json',
  'result.json',
  'result.csv',
  'trajectory.svg',
  'trajectory.png',
] as const;

/** What goes into a run folder beside the result. */
export interface RunFolderOptions extends SvgOptions {
  /** Aborted before the files are in their places, it leaves the folder as it was. */
  readonly signal?: AbortSignal | undefined;
  /** Images of the curve itself (`curveImages`), to be written beside the results. */
  readonly curves?: readonly CellCurve[] | undefined;
}

/**
 * Writes `experiment.json`, `result.json`, `result.csv`, `trajectory.svg` and `trajectory.png` into the folder, with `curves` also `curve.svg`,
 * `curve.png`, `curve.json`, `curve.csv` and `curve.npz`, all or none. The picture's caption says what was run.
 * Returns the paths.
 * @throws Error naming the folder if it cannot be written to; the signal's reason if that is aborted.
 */
export async function writeRunFolder(
  folder: string,
  result: ResultDocument,
  { signal, curves, ...options }: RunFolderOptions = {},
): Promise<string[]> {
  // Drawing is slow to load: only where something is drawn.
  const [{ trajectorySvg }, { describeExperiment }, { csvPieces }, { withPngs }] = await Promise.all([
    import('./svg.ts'),
    import('../draw/describe.ts'),
    import('../result/csv.ts'),
    import('./picture-files.ts'),
  ]);
  const caption = describeExperiment(result.experiment as Experiment, result.cells);
  const files: Record<string, Content> = {
    'experiment.json': json(result.experiment),
    'result.json': json(result),
    'result.csv': longer(csvPieces(result)),
    'trajectory.svg': await interruptible(() => trajectorySvg(result, { caption, ...options })),
  };
  const { curveFiles } = await import('./curve-files.ts');
  const all = curves === undefined ? files : { ...files, ...(await curveFiles(curves, caption)) };
  return writeFiles(folder, await withPngs(all, signal), signal);
}
