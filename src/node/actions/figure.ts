import { type Experiment, InputError } from '../../experiment/index.ts';
import { type Figure, figures } from '../../figures/index.ts';
import { type ResultDocument, resultCsv } from '../../report/index.ts';
import type { Given } from '../options.ts';
import { json, print, tableOptions } from '../output.ts';
import { inUsersWords, withOptions } from '../read-experiment.ts';
import { runTrajectory } from '../run.ts';
import { resultTable } from '../table.ts';
import { writeFiles } from '../write.ts';
import { runSettings, tellWritten, withProgress } from './context.ts';
import { discretisationNote } from './notes.ts';

/** `expressivity figure list` and `expressivity figure ID` */
export async function figure(id: string, given: Given, signal: AbortSignal): Promise<void> {
  await (id === 'list' ? list(given) : run(id, given, signal));
}

async function list(given: Given): Promise<void> {
  const rows = figures.map(({ id, title, source, time }) => ({ id, title, source, time }));
  const text = rows
    .map((row) => `${row.id}  (about ${row.time})\n  ${row.title}\n  ${row.source}\n`)
    .join('');
  await print(given.json === true ? json({ figures: rows }) : text);
}

async function run(id: string, given: Given, signal: AbortSignal): Promise<void> {
  const figure = figures.find((candidate) => candidate.id === id);
  if (!figure) {
    const known = figures.map((candidate) => candidate.id).join(', ');
    throw new InputError(`figure: expected list or one of ${known}, got "${id}"`);
  }
  const experiments = Object.entries(figure.experiments).map(([name, fields]): [string, Experiment] => [
    name,
    withOptions(fields, given),
  ]);
  const settings = await runSettings(given, fileNames(figure));
  const results: Record<string, ResultDocument> = {};
  for (const [name, experiment] of experiments) {
    const result = await withProgress(settings, name, signal, (options) =>
      runTrajectory(experiment, options),
    ).catch((error: unknown) => {
      throw inUsersWords(error, given);
    });
    results[name] = result;
  }
  if (settings.json) await print(json({ figure: id, results }));
  else await print(tables(figure, experiments, results));
  if (settings.out !== null) {
    const files = await figureFiles(figure, results);
    tellWritten(await writeFiles(settings.out, files, signal), settings);
  }
}

/** One table a panel, and what the polyline loses. */
function tables(
  figure: Figure,
  experiments: readonly (readonly [string, Experiment])[],
  results: Readonly<Record<string, ResultDocument>>,
): string {
  const all = allCells(results);
  const panels = figure.panels(results).map(({ title, cells }) => {
    const table = resultTable({ ...all, cells: cells.map((i) => all.cells[i]!) }, tableOptions());
    return `${title}\n\n${table}\n`;
  });
  return [...panels, ...experiments.map(([name, e]) => discretisationNote(e, results[name]!))].join('');
}

/** The cells of all results, one after the other, as figures count them. */
function allCells(results: Readonly<Record<string, ResultDocument>>): ResultDocument {
  const documents = Object.values(results);
  return { ...documents[0]!, cells: documents.flatMap(({ cells }) => cells) };
}

function fileNames({ id, experiments }: Figure): string[] {
  return [`${id}.svg`, ...Object.keys(experiments).flatMap((name) => [`${name}.json`, `${name}.csv`])];
}

/** The picture, and beside it the data of each experiment. */
async function figureFiles(
  figure: Figure,
  results: Readonly<Record<string, ResultDocument>>,
): Promise<Record<string, string>> {
  const { trajectorySvg } = await import('../svg.ts');
  const all = allCells(results);
  const { title } = figure;
  const caption = figure.caption(results);
  const files: Record<string, string> = {
    [`${figure.id}.svg`]: trajectorySvg(all, { title, caption }, figure.panels(results)),
  };
  for (const [name, result] of Object.entries(results)) {
    files[`${name}.json`] = json(result);
    files[`${name}.csv`] = resultCsv(result);
  }
  return files;
}
