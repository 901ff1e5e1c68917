/** Makes figures and delivers them: pictures and data to a folder, verdicts to standard output. */
import { InputError } from '../../experiment/index.ts';
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
import type { CommandOptions } from '../command-options.ts';
import { deliver } from '../deliver.ts';
import { figureContext } from '../figure-context.ts';
import { figureFileNames, figureFiles, readFigure } from '../figure-files.ts';
import type { FigureOptions } from '../figure-options.ts';
import { digitsFor, type ReadDigits } from '../files/figure-digits.ts';
import { interruptible } from '../interrupt.ts';
import { refuseBeside } from '../no-effect.ts';
import { json, tableOptions } from '../output.ts';
import { type RunSettings, runSettings, tellWritten } from '../run-settings.ts';
import { svgDocument } from '../svg.ts';
import { plainTable } from '../table.ts';
import { type Content, writeFiles } from '../write.ts';

/** One figure: its files, its verdicts, or its document. @throws Error if a check fails. */
export async function makeOne(
  figure: Figure,
  options: CommandOptions,
  chosen: FigureOptions,
  signal: AbortSignal,
): Promise<void> {
  if (!figure.needsDigits) refuseBeside(options, ['mnistDir'], `${figure.id}, which learns no digits`);
  const digits = figure.needsDigits && chosen.from === null ? await digitsOf(chosen) : undefined;
  const settings = await runSettings(options, figureFileNames(figure));
  const document = await made(figure, settings, chosen, signal, digits);
  const written = await deliver({
    out: settings.out,
    write: async (out) => writeFiles(out, await figureFiles(figure, document, chosen, signal), signal),
    text: async () => (settings.json ? json(document) : verdictText(document)),
    signal,
  });
  if (settings.out !== null) tellWritten(written, settings);
  else if (!settings.json && !settings.quiet)
    process.stderr.write('no picture was written: --out DIR keeps it and its data\n');
  complainAbout([document]);
}

/**
 * All figures: each one's files as soon as it is done, the page at the end. @throws Error if a check fails.
 */
export async function makeAll(
  options: CommandOptions,
  chosen: FigureOptions,
  signal: AbortSignal,
): Promise<void> {
  const digits = chosen.from === null ? await digitsOf(chosen) : undefined;
  const settings = await runSettings(options, ['index.html', ...figures.flatMap(figureFileNames)]);
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
  for (const [i, figure] of figures.entries()) {
    if (!settings.quiet) process.stderr.write(`${i + 1} of ${figures.length}: ${figure.id}\n`);
    const document = await made(figure, settings, chosen, signal, digits);
    const files = await figureFiles(figure, document, chosen, signal);
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

const digitsOf = ({ size, mnistDir }: FigureOptions) => digitsFor(size, mnistDir);

/** Runs the figure, or reads its data from the file that `--from` names. */
async function made(
  figure: Figure,
  settings: RunSettings,
  { size, seed, from }: FigureOptions,
  signal: AbortSignal,
  digits: ReadDigits | undefined,
): Promise<FigureDocument> {
  if (from !== null) return readFigure(figure, from);
  const { context, provenance } = figureContext(settings, { seed, title: figure.id, signal, digits });
  return runFigure(figure, size, context, provenance);
}

function verdictText({ figure, checks, title }: FigureDocument): string {
  const table = plainTable(verdictColumns(checks), tableOptions());
  return `${figure}: ${title}\n\n${table}\n${VERDICT_LEGEND} ${verdictSummary(checks)}.\n`;
}

/** @throws Error if a check fails: the command then exits with 1, after all files are written. */
function complainAbout(documents: readonly FigureDocument[]): void {
  const failed = documents.filter(({ verdict }) => verdict === 'fail');
  if (failed.length === 0) return;
  const said = failed.map(({ figure, checks }) => `${figure}: ${verdictSummary(checks)}`);
  throw new Error(`figure: expected every check to pass, got ${said.join('; ')}`);
}
