/** Results of a run as commands show them beside their files. */
import type { Experiment } from '../../experiment/index.ts';
import { printable } from '../../experiment/index.ts';
import type { ResultDocument } from '../../result/document.ts';
import type { CommandOptions } from '../command-options.ts';
import { interruptible } from '../interrupt.ts';
import { tableOptions } from '../output.ts';
import type { RecordedRun } from '../records/recorded-run.ts';

/** Names damaged files on standard error. */
export function tellDamage({ store }: RecordedRun): void {
  for (const { path, reason } of store.damaged)
    process.stderr.write(`${printable(path)} is damaged: ${reason}; its networks are measured again\n`);
}

/** Says on standard error that an interval was not reached, where only a document is printed. */
export async function tellUnreached(experiment: Experiment, result: ResultDocument): Promise<void> {
  if (result.cells.every(({ intervalReached }) => intervalReached !== false)) return;
  const { unreachedNote } = await import('./result-notes.ts');
  process.stderr.write(unreachedNote(experiment, result));
}

/** The table and its notes. Their modules are loaded here because a document needs none of them. */
export async function tableOf(
  experiment: Experiment,
  options: CommandOptions,
  result: ResultDocument,
  estimators: string,
): Promise<string> {
  const [{ resultTable }, notesOf] = await Promise.all([import('../table.ts'), import('./result-notes.ts')]);
  return interruptible(() => {
    const notes = [
      notesOf.initNote(options),
      estimators,
      notesOf.networksNote(experiment, result),
      notesOf.unreachedNote(experiment, result),
      notesOf.tailsNote(result),
      notesOf.momentsNote(experiment),
      notesOf.discretisationNote(experiment, result),
      notesOf.pointsNote(options, result),
    ];
    return `${resultTable(result, tableOptions())}${notes.join('')}`;
  });
}
