import { checkPlain, checkSignal, checkText, ifGiven, wrongValue } from '../input/check.ts';
import type { CellCurve } from '../result/curve.ts';
import type { ResultDocument } from '../result/document.ts';
import { interruptible } from './interrupt.ts';
import { json } from './output.ts';
import { longer } from './pieces.ts';
import type { SvgOptions } from './svg.ts';
import { type Content, writeFiles } from './write.ts';

/** The files of a run folder, beside its records. */
export const RUN_FILES = [
  'experiment.json',
  'result.json',
  'result.csv',
  'trajectory.svg',
  'trajectory.png',
  'networks.npz',
] as const;

/** Options of `writeRunFolder`. */
export interface RunFolderOptions extends SvgOptions {
  /** If aborted before the files are in place, the folder stays unchanged. */
  readonly signal?: AbortSignal | undefined;
  /** Images of the curve itself (`curveImages`), to be written beside the results. */
  readonly curves?: readonly CellCurve[] | undefined;
}

/**
 * Writes `experiment.json`, `result.json`, `result.csv`, `trajectory.svg` and `trajectory.png` into the
 * folder, with `curves` also `curve.svg`, `curve.png`, `curve.json`, `curve.csv` and `curve.npz`, all or
 * none. The picture's caption says what was run. Returns the paths.
 * @throws TypeError, RangeError, InputError for wrong arguments; Error naming the folder if it cannot be
 * written to; the signal's reason if that is aborted.
 */
export async function writeRunFolder(
  folder: string,
  result: ResultDocument,
  options: RunFolderOptions = {},
): Promise<string[]> {
  return writeWith({}, folder, result, options);
}

/** The same with more files. */
export async function writeWith(
  more: Readonly<Record<string, Content>>,
  folder: string,
  result: ResultDocument,
  options: RunFolderOptions,
): Promise<string[]> {
  checkText('folder', folder);
  if (folder === '') wrongValue('folder', 'the path of a folder', folder);
  // Drawing and statistics are slow to load: only where something is written.
  const { checkResult } = await import('../result/check.ts');
  checkResult(result);
  const { SVG_OPTIONS, checkSvgOptions, trajectorySvg } = await import('./svg.ts');
  checkPlain('options', options, ['signal', 'curves', ...SVG_OPTIONS]);
  const { signal, curves, ...picture } = options;
  ifGiven(checkSignal, 'signal', signal);
  checkSvgOptions(picture);
  if (curves !== undefined) (await import('../result/check-curves.ts')).checkCurves(curves);
  const [{ describeExperiment }, { csvPieces }, { withPngs }] = await Promise.all([
    import('../draw/describe.ts'),
    import('../result/csv.ts'),
    import('./picture-files.ts'),
  ]);
  const caption = describeExperiment(result.experiment, result.cells);
  const files: Record<string, Content> = {
    'experiment.json': json(result.experiment),
    'result.json': json(result),
    'result.csv': longer(csvPieces(result)),
    'trajectory.svg': await interruptible(() => trajectorySvg(result, { caption, ...picture })),
  };
  const { curveFiles } = await import('./curve-files.ts');
  const all = { ...files, ...more, ...(curves && (await curveFiles(curves, caption))) };
  return writeFiles(folder, await withPngs(all, signal), signal);
}
