/** The files of a figure, and its document from such a file. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { cut, echo, echoPath, InputError } from '../experiment/index.ts';
import {
  documentDamage,
  FIGURE_SCHEMA,
  type Figure,
  type FigureDocument,
  figureDocument,
  figureSvg,
} from '../figures/index.ts';
import { parseJson } from '../formats/json.ts';
import { MOST_BYTES } from '../formats/limits.ts';
import type { FigureOptions } from './figure-options.ts';
import { readText } from './files/read.ts';
import { interruptible } from './interrupt.ts';
import { json } from './output.ts';
import { pngApart, printPixels } from './png.ts';
import { svgDocument } from './svg.ts';
import type { Content } from './write.ts';

/** `ID.svg`, `ID.png`, `ID.csv` and `ID.json`. */
export function figureFileNames({ id }: Figure): string[] {
  return ['svg', 'png', 'csv', 'json'].map((ending) => `${id}.${ending}`);
}

export async function figureFiles(
  figure: Figure,
  document: FigureDocument,
  { width, pixels }: Pick<FigureOptions, 'width' | 'pixels'>,
  signal: AbortSignal,
): Promise<Record<string, Content>> {
  const [svg, csv] = await interruptible(() => [
    figureSvg(figure, document, { document: svgDocument(), width }),
    figure.csv(document.data),
  ]);
  const { id } = figure;
  return {
    [`${id}.svg`]: svg!,
    [`${id}.png`]: await pngApart(svg!, pixels ?? printPixels(svg!), signal),
    [`${id}.csv`]: csv!,
    [`${id}.json`]: json(document),
  };
}

/**
 * The document of a figure from the file, or from `ID.json` in the folder; judged anew, as the file's data
 * now are.
 * @throws InputError that names the file.
 */
export async function readFigure(figure: Figure, from: string): Promise<FigureDocument> {
  const found = await stat(from).catch(() => null);
  const file = found?.isDirectory() ? join(from, `${figure.id}.json`) : from;
  const refuse = (came: string): never => {
    throw new InputError('--from', `the document of ${figure.id}`, `${shown}${came}`);
  };
  const shown = `"${echoPath(file)}"`;
  const text = await readText(file, MOST_BYTES.json).catch(({ message }: Error) => refuse(` (${message})`));
  const document = await interruptible(() => parsed(text));
  if (document?.schema !== FIGURE_SCHEMA || document.figure !== figure.id) {
    return refuse(` (${document?.figure === undefined ? 'not a figure' : echo(document.figure)})`);
  }
  const damage = await interruptible(() => documentDamage(figure, document));
  if (damage !== null) refuse(`, damaged at ${cut(damage)}`);
  try {
    return await interruptible(() => {
      const judged = figureDocument(figure, document as FigureDocument);
      // What cannot be drawn or listed is found out before anything is printed or written.
      const made = figureSvg(figure, judged, { document: svgDocument() }) + figure.csv(judged.data);
      if (/NaN|undefined/.test(made)) throw new RangeError('no number');
      return judged;
    });
  } catch {
    return refuse(', whose data do not fit together');
  }
}

function parsed(text: string): Partial<FigureDocument> | null {
  try {
    return parseJson(text) as Partial<FigureDocument>;
  } catch {
    return null;
  }
}
