import type { Given } from '../options.ts';
import { json, print, tableOptions } from '../output.ts';
import { inUsersWords, readExperiment } from '../read-experiment.ts';
import { runTrajectory } from '../run.ts';
import { RUN_FILES, writeRunFolder } from '../run-folder.ts';
import { resultTable } from '../table.ts';
import { runSettings, tellWritten, withProgress } from './context.ts';
import { discretisationNote, networksNote } from './notes.ts';

/** `expressivity trajectory [FILE]` */
export async function trajectory(file: string | undefined, given: Given, signal: AbortSignal): Promise<void> {
  const experiment = await readExperiment(file, given);
  const settings = await runSettings(given, RUN_FILES);
  const result = await withProgress(settings, '', signal, (options) =>
    runTrajectory(experiment, options),
  ).catch((error: unknown) => {
    throw inUsersWords(error, given, file);
  });
  // Printed first: should writing fail, the result is not lost.
  const table = () =>
    `${resultTable(result, tableOptions())}${networksNote(experiment, result)}${discretisationNote(experiment, result)}`;
  await print(settings.json ? json(result) : table());
  if (settings.out !== null) tellWritten(await writeRunFolder(settings.out, result, { signal }), settings);
}
