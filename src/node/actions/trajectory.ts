import { readExperiment } from '../options.ts';
import { runTrajectory } from '../run.ts';
import { writeRunFolder } from '../run-folder.ts';
import { resultTable } from '../table.ts';
import { checkFolder, json } from '../write.ts';
import { type Given, print, tableOptions, threadsOf, withInterrupt } from './context.ts';
import { discretisationNote } from './notes.ts';

/** `expressivity trajectory [FILE]` */
export async function trajectory(file: string | undefined, given: Given): Promise<void> {
  const experiment = await readExperiment(file, given);
  threadsOf(given);
  if (typeof given.out === 'string') await checkFolder(given.out);
  const result = await withInterrupt(given, '', (options) => runTrajectory(experiment, options));
  if (typeof given.out === 'string') {
    const written = await writeRunFolder(given.out, result);
    if (given.quiet !== true) process.stderr.write(`wrote ${written.join(', ')}\n`);
  }
  if (given.json === true) await print(json(result));
  else await print(`${resultTable(result, tableOptions())}${discretisationNote(experiment, result)}`);
}
