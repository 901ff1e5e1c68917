import { echo, InputError } from '../../experiment/index.ts';
import { nearestName } from '../../experiment/nearest-name.ts';
import {
  type Figure,
  type FigureDocument,
  figureSvg,
  figures,
  type ReportFigure,
  reportHtml,
  runFigure,
  VERDICT_LEGEND,
  verdictColumns,
  verdictSummary,
} from '../../figures/index.ts';
import { deliver } from '../deliver.ts';
import { figureContext } from '../figure-context.ts';
import { figureFileNames, figureFiles, readFigure } from '../figure-files.ts';
import { type FigureOptions, figureOptions } from '../figure-options.ts';
import { interruptible } from '../interrupt.ts';
import { refuseBeside } from '../no-effect.ts';
import type { Given } from '../options.ts';
import { json, print, tableOptions } from '../output.ts';
import { svgDocument } from '../svg.ts';
import { plainTable } from '../table.ts';
import { type Content, writeFiles } from '../write.ts';
import { type RunSettings, runSettings, tellWritten } from './context.ts';

/** `expressivity figure list`, `expressivity figure ID` and `expressivity figure all` */
export async function figure(id: string, given: Given, signal: AbortSignal): Promise<void> {
  if (id === 'list') return list(given);
  const options = figureOptions(given);
  if (id === 'all') return all(given, options, signal);
  const found = figures.find((candidate) => candidate.id === id);
  if (!found) {
    const names = figures.map((candidate) => candidate.id);
    const nearest = nearestName(id, names);
    const known = nearest === null ? `one of ${names.join(', ')}` : `a figure (did you mean ${nearest}?)`;
    throw new InputError('figure', `list, all or ${known}`, echo(id));
  }
  return one(found, given, options, signal);
}

async function list({ json: asJson, ...others }: Given): Promise<void> {
  refuseBeside(others, Object.keys(others), 'figure list');
  const rows = figures.map(({ id, paper, number, title, time }) => ({ id, paper, number, title, time }));
  const text = rows.map(
    ({ id, paper, number, title, time }) =>
      `${id}  (about ${time.quick}; --full: ${time.full})\n  ${title}\n  ${paper}${number === '' ? '' : `, ${number}`}\n`,
  );
  await print(asJson === true ? json({ figures: rows }) : text.join(''));
}

async function one(figure: Figure, given: Given, options: FigureOptions, signal: AbortSignal): Promise<void> {
  const settings = await runSettings(given, figureFileNames(figure));
  const document = await made(figure, settings, options, signal);
  const written = await deliver({
    out: settings.out,
    write: async (out) => writeFiles(out, await figureFiles(figure, document, options, signal), signal),
    text: async () => (settings.json ? json(document) : verdictText(document)),
    signal,
  });
  if (settings.out !== null) tellWritten(written, settings);
  else if (!settings.json && !settings.quiet)
    process.stderr.write('no picture was written: --out DIR keeps it and its data\n');
  complainAbout([document]);
}

/** Each figure's files as soon as it is done, the page at the end. */
async function all(given: Given, options: FigureOptions, signal: AbortSignal): Promise<void> {
  const settings = await runSettings(given, ['index.html', ...figures.flatMap(figureFileNames)]);
  const { out } = settings;
  if (out === null) throw new InputError('--out', 'a folder for figure all', 'none');
  const report: ReportFigure[] = [];
  const tellDelivered = async (files: Readonly<Record<string, Content>>, text: string | Iterable<string>) =>
    tellWritten(
      await deliver({
        out,
        write: (folder) => writeFiles(folder, files, signal),
        text: async () => text,
        signal,
      }),
      settings,
    );
  for (const figure of figures) {
    const document = await made(figure, settings, options, signal);
    const files = await figureFiles(figure, document, options, signal);
    const text = settings.json ? '' : `${verdictText(document)}\n`;
    await tellDelivered(files, text);
    const svg = await interruptible(() =>
      figureSvg(figure, document, { document: svgDocument(), text: false }),
    );
    report.push({ document, svg });
  }
  const documents = report.map(({ document }) => document);
  const verdicts = documents.map(({ figure, verdict, checks }) => ({ figure, verdict, checks }));
  await tellDelivered({ 'index.html': reportHtml(report) }, settings.json ? json({ figures: verdicts }) : '');
  complainAbout(documents);
}

/** Run, or read from where `--from` says. */
async function made(
  figure: Figure,
  settings: RunSettings,
  { size, seed, from }: FigureOptions,
  signal: AbortSignal,
): Promise<FigureDocument> {
  if (from !== null) return readFigure(figure, from);
  const { context, provenance } = figureContext(settings, { seed, title: figure.id, signal });
  return runFigure(figure, size, context, provenance);
}

function verdictText({ figure, checks, title }: FigureDocument): string {
  const table = plainTable(verdictColumns(checks), tableOptions());
  return `${figure}: ${title}\n\n${table}\n${VERDICT_LEGEND} ${verdictSummary(checks)}.\n`;
}

/** @throws Error if a check fails: the command then ends with 1, and everything is written nevertheless. */
function complainAbout(documents: readonly FigureDocument[]): void {
  const failed = documents.filter(({ verdict }) => verdict === 'fail');
  if (failed.length === 0) return;
  const said = failed.map(({ figure, checks }) => `${figure}: ${verdictSummary(checks)}`);
  throw new Error(`figure: expected every check to pass, got ${said.join('; ')}`);
}
