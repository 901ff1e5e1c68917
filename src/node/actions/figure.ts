import { InputError, parseExperiment } from '../../experiment/index.ts';
import { type Figure, figures } from '../../figures/index.ts';
import { type ResultDocument, resultCsv } from '../../report/index.ts';
import { runTrajectory } from '../run.ts';
import { resultTable } from '../table.ts';
import { checkFolder, json, writeFiles } from '../write.ts';
import { type Given, print, tableOptions, threadsOf, withInterrupt } from './context.ts';
import { discretisationNote } from './notes.ts';

/** `expressivity figure list` and `expressivity figure ID` */
export async function figure(id: string, given: Given): Promise<void> {
  await (id === 'list' ? list(given) : run(id, given));
}

async function list(given: Given): Promise<void> {
  const rows = figures.map(({ id, title, source, time }) => ({ id, title, source, time }));
  const text = rows
    .map((row) => `${row.id}  (about ${row.time})\n  ${row.title}\n  ${row.source}\n`)
    .join('');
  await print(given.json === true ? json({ figures: rows }) : text);
}

async function run(id: string, given: Given): Promise<void> {
  const figure = figures.find((candidate) => candidate.id === id);
  if (!figure) {
    const known = figures.map((candidate) => candidate.id).join(', ');
    throw new InputError(`figure: expected list or one of ${known}, got "${id}"`);
  }
  threadsOf(given);
  const out = typeof given.out === 'string' ? given.out : null;
  if (out !== null) await checkFolder(out);
  const results: Record<string, ResultDocument> = {};
  for (const [name, input] of Object.entries(figure.experiments)) {
    const experiment = parseExperiment(input);
    const result = await withInterrupt(given, name, (options) => runTrajectory(experiment, options));
    results[name] = result;
    if (given.json !== true) {
      await print(
        `${name}\n\n${resultTable(result, tableOptions())}${discretisationNote(experiment, result)}\n`,
      );
    }
  }
  if (given.json === true) await print(json({ figure: id, results }));
  if (out !== null) {
    const written = await writeFiles(out, await figureFiles(figure, results));
    if (given.quiet !== true) process.stderr.write(`wrote ${written.join(', ')}\n`);
  }
}

/** The picture, and beside it the data of each experiment. */
async function figureFiles(
  figure: Figure,
  results: Readonly<Record<string, ResultDocument>>,
): Promise<Record<string, string>> {
  const { trajectorySvg } = await import('../svg.ts');
  const documents = Object.values(results);
  const all = { ...documents[0]!, cells: documents.flatMap(({ cells }) => cells) };
  const { title, caption } = figure;
  const files: Record<string, string> = {
    [`${figure.id}.svg`]: trajectorySvg(all, { title, caption }, figure.panels(results)),
  };
  for (const [name, result] of Object.entries(results)) {
    files[`${name}.json`] = json(result);
    files[`${name}.csv`] = resultCsv(result);
  }
  return files;
}
