import type { Plan } from '../../ensemble/index.ts';
import type { Experiment } from '../../experiment/index.ts';
import type { ResultDocument } from '../../report/result.ts';
import type { Given } from '../options.ts';
import { json, print, tableOptions } from '../output.ts';
import { inUsersWords, readExperiment } from '../read-experiment.ts';
import { runTrajectory } from '../run.ts';
import { RUN_FILES, writeRunFolder } from '../run-folder.ts';
import { runSettings, tellWritten, withProgress } from './context.ts';

/** `expressivity trajectory [FILE]` */
export async function trajectory(file: string | undefined, given: Given, signal: AbortSignal): Promise<void> {
  const experiment = await readExperiment(file, given);
  const settings = await runSettings(given, RUN_FILES);
  const result = await withProgress(settings, '', signal, (options) =>
    runTrajectory(experiment, { ...options, ...(settings.quiet ? {} : { onPlan: tellSampling }) }),
  ).catch((error: unknown) => {
    throw inUsersWords(error, given, file);
  });
  // Printed first: should writing fail, the result is not lost.
  await print(settings.json ? json(result) : await tableOf(experiment, given, result));
  if (settings.out !== null) tellWritten(await writeRunFolder(settings.out, result, { signal }), settings);
}

/** Loaded only where it is asked for: a document needs none of it. */
async function tableOf(experiment: Experiment, given: Given, result: ResultDocument): Promise<string> {
  const [{ resultTable }, { discretisationNote, networksNote, pointsNote }] = await Promise.all([
    import('../table.ts'),
    import('./notes.ts'),
  ]);
  const notes = `${networksNote(experiment, result)}${discretisationNote(experiment, result)}${pointsNote(given, result)}`;
  return `${resultTable(result, tableOptions())}${notes}`;
}

/** Multiply-adds that take about ten seconds of one core. */
const LONG = 1e11;

/** Tells what the sampling error of a long run is going to be. A short one does not wait for it. */
async function tellSampling(plan: Plan): Promise<void> {
  const { networks } = plan.experiment;
  const work = plan.runs.reduce((sum, { cost }) => sum + cost, 0) * (networks ?? Number.POSITIVE_INFINITY);
  if (work < LONG) return;
  const { samplingNote } = await import('./sampling-note.ts');
  process.stderr.write(samplingNote(plan));
}
