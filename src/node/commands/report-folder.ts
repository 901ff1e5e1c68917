/** The results of a run folder, from its records alone. */
import { type Experiment, echoPath, InputError } from '../../experiment/index.ts';
import type { CommandOptions } from '../command-options.ts';
import { deliver } from '../deliver.ts';
import { networksContent } from '../networks-file.ts';
import { json } from '../output.ts';
import { openPlanned, type PlannedFolder } from '../records/open-run.ts';
import { RECORDS_ALONE } from '../records/recording.ts';
import { resultOfRecords } from '../run.ts';
import { RUN_FILES, writeWith } from '../run-folder.ts';
import { runSettings, tellWritten } from '../run-settings.ts';
import { estimatorNote } from './estimator-note.ts';
import { radiusNote } from './radius-note.ts';
import { tableOf, tellUnreached } from './show-result.ts';

/**
 * Writes the results into the folder and prints them. `whatToDo` says what a folder with missing records needs.
 * @throws InputError for a folder whose records are not complete.
 */
export async function reportFolder(
  folder: string,
  options: CommandOptions,
  signal: AbortSignal,
  whatToDo: (found: PlannedFolder) => string,
): Promise<void> {
  const found = await openPlanned(folder, true);
  const { plan, planned, run } = found;
  const { experiment } = planned;
  try {
    const start = performance.now();
    const counts = await run.counts({ signal });
    if (counts === null) throw missingRecords(found, whatToDo(found));
    const settings = await runSettings({ ...options, out: folder }, RUN_FILES);
    const { kernels } = planned.identity;
    const result = await resultOfRecords(run, counts, { ...RECORDS_ALONE, kernels }, start, { signal });
    const notes = `${estimatorNote(plan)}${radiusNote(plan)}${usedNote(experiment, planned.maxNetworks, counts)}`;
    if (settings.json && !settings.quiet) {
      process.stderr.write(notes);
      await tellUnreached(experiment, result);
    }
    const written = await deliver({
      out: folder,
      write: (out) =>
        writeWith(networksContent(run, counts, options.networks === true), out, result, { signal }),
      text: async () => (settings.json ? json(result) : tableOf(experiment, options, result, notes)),
      signal,
    });
    tellWritten(written, settings);
  } finally {
    run.close();
  }
}

function missingRecords({ run }: PlannedFolder, whatToDo: string): InputError {
  const came = run.damageOr('records of some alone');
  return new InputError(echoPath(run.folder), `records of all networks (${whatToDo})`, came);
}

/** How many of the networks that shards measured the stopping rule used. */
function usedNote(
  { untilRelativeCi }: Experiment,
  maxNetworks: number | null,
  counts: readonly number[],
): string {
  if (untilRelativeCi === null || maxNetworks === null) return '';
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const used = least === most ? `${least}` : `${least} to ${most}`;
  return `--until-relative-ci used ${used} of the ${maxNetworks} networks that were measured of each cell\n`;
}
