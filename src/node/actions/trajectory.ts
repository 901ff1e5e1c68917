import type { Plan } from '../../ensemble/index.ts';
import {
  type Experiment,
  ExperimentError,
  echo,
  InputError,
  parseNumberList,
  readNumber,
} from '../../experiment/index.ts';
import { isFault } from '../../input/faults.ts';
import type { CellCurve } from '../../result/curve.ts';
import type { ResultDocument } from '../../result/document.ts';
import { CURVE_FILES, requireCurveFiles } from '../curve-files.ts';
import { deliver } from '../deliver.ts';
import { interruptible } from '../interrupt.ts';
import { refuseBeside } from '../no-effect.ts';
import { optionFault } from '../option-words.ts';
import type { Given } from '../options.ts';
import { json, tableOptions } from '../output.ts';
import { inUsersWords, readExperiment } from '../read-experiment.ts';
import { planTrajectory, runOnPool } from '../run.ts';
import { RUN_FILES, writeRunFolder } from '../run-folder.ts';
import { runSettings, tellWritten, withProgress } from './context.ts';

/** `expressivity trajectory [FILE]` */
export async function trajectory(file: string | undefined, given: Given, signal: AbortSignal): Promise<void> {
  const experiment = await readExperiment(file, given);
  if (experiment.estimator === 'exact')
    refuseBeside(given, ['points'], 'the exact estimator, which takes none');
  const saved = savedCurve(given);
  const settings = await runSettings(given, saved === null ? RUN_FILES : [...RUN_FILES, ...CURVE_FILES]);
  // Before the run: a layer that is not there is wrong input.
  const inWords = (error: unknown): never => {
    throw inUsersWords(error, given, file);
  };
  const plan = await planTrajectory(experiment).catch(inWords);
  const curves = saved === null ? {} : { curves: await curvesOf(plan, saved).catch(inWords) };
  const estimators = (await import('./estimator-note.ts')).estimatorNote(plan);
  // A table has it below.
  if (settings.json && !settings.quiet) process.stderr.write(estimators);
  if (!settings.quiet) await tellSampling(plan);
  const result = await withProgress(settings, '', signal, (options) => runOnPool(plan, options)).catch(
    inWords,
  );
  if (settings.json && !settings.quiet) await tellUnreached(experiment, result);
  const written = await deliver({
    out: settings.out,
    write: (out) => writeRunFolder(out, result, { signal, ...curves }),
    text: async () => (settings.json ? json(result) : tableOf(experiment, given, result, estimators)),
    signal,
  });
  if (settings.out !== null) tellWritten(written, settings);
}

/** The curve's own images in one network of each cell. */
async function curvesOf(plan: Plan, saved: SavedCurve): Promise<CellCurve[]> {
  const { plannedCurveImages } = await import('../../run/curve-images.ts');
  requireCurveFiles(plan, saved.layers);
  try {
    return await plannedCurveImages(plan, saved, interruptible);
  } catch (error) {
    // Not the field of that name.
    const ofOption = isFault(error) && error.field === 'layers' && !(error instanceof ExperimentError);
    throw ofOption ? optionFault(error, 'saveCurve') : error;
  }
}

interface SavedCurve {
  readonly layers: readonly number[];
  readonly network: number;
}

/** What --save-curve and --save-network ask for. @throws InputError */
function savedCurve({ saveCurve, saveNetwork, out }: Given): SavedCurve | null {
  if (saveCurve === undefined) {
    if (saveNetwork === undefined) return null;
    throw new InputError('--save-network', '--save-curve with it', 'none');
  }
  if (out === undefined) throw new InputError('--save-curve', '--out with it', 'none');
  const network = saveNetwork === undefined ? 0 : readNumber(String(saveNetwork));
  if (!Number.isInteger(network) || network < 0 || network >= 2 ** 32) {
    throw new InputError('--save-network', 'an integer in 0 … 2^32-1', echo(String(saveNetwork)));
  }
  try {
    return { layers: parseNumberList(String(saveCurve)), network };
  } catch (error) {
    throw new InputError(
      '--save-curve',
      'layers, such as 5,10',
      `${echo(String(saveCurve))} (${(error as Error).message})`,
    );
  }
}

/** Where a document alone is printed, people are told here that a part of it is not what was asked for. */
async function tellUnreached(experiment: Experiment, result: ResultDocument): Promise<void> {
  if (result.cells.every(({ intervalReached }) => intervalReached !== false)) return;
  const { unreachedNote } = await import('./notes.ts');
  process.stderr.write(unreachedNote(experiment, result));
}

/** Loaded only where it is asked for: a document needs none of it. */
async function tableOf(
  experiment: Experiment,
  given: Given,
  result: ResultDocument,
  estimators: string,
): Promise<string> {
  const [{ resultTable }, { discretisationNote, networksNote, pointsNote, unreachedNote }] =
    await Promise.all([import('../table.ts'), import('./notes.ts')]);
  return interruptible(() => {
    const notes = `${estimators}${networksNote(experiment, result)}${unreachedNote(experiment, result)}${discretisationNote(experiment, result)}${pointsNote(given, result)}`;
    return `${resultTable(result, tableOptions())}${notes}`;
  });
}

/** Multiply-adds that take about ten seconds of one core. */
const LONG = 1e11;

/** Tells what the sampling error of a long run is going to be. A short one does not wait for it. */
async function tellSampling(plan: Plan): Promise<void> {
  const { networks } = plan.experiment;
  const cost = plan.runs.reduce((sum, run) => sum + run.cost, 0);
  if (networks !== null && networks * cost < LONG) return;
  const { samplingError } = await import('./sampling-note.ts');
  const error = await interruptible(() => samplingError(plan));
  if (error !== null && (networks ?? error.needed) * cost >= LONG) process.stderr.write(error.note);
}
