/** The files of a figure, and its document from such a file. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError } from '../experiment/index.ts';
import {
  FIGURE_SCHEMA,
  type Figure,
  type FigureDocument,
  figureDocument,
  figureSvg,
  SIZES,
  type Size,
} from '../figures/index.ts';
import { interruptible } from './interrupt.ts';
import { json } from './output.ts';
import { pngApart } from './png.ts';
import { svgDocument } from './svg.ts';
import type { Content } from './write.ts';

/** `ID.svg`, `ID.png`, `ID.csv` and `ID.json`. */
export function figureFileNames({ id }: Figure): string[] {
  return ['svg', 'png', 'csv', 'json'].map((ending) => `${id}.${ending}`);
}

/** @param width of the PNG in pixels. */
export async function figureFiles(
  figure: Figure,
  document: FigureDocument,
  width: number,
  signal: AbortSignal,
): Promise<Record<string, Content>> {
  const [svg, csv] = await interruptible(() => [
    figureSvg(figure, document, { document: svgDocument() }),
    figure.csv(document.data),
  ]);
  const { id } = figure;
  return {
    [`${id}.svg`]: svg!,
    [`${id}.png`]: await pngApart(svg!, width, signal),
    [`${id}.csv`]: csv!,
    [`${id}.json`]: json(document),
  };
}

/**
 * The document of a figure from the file, or from `ID.json` in the folder; judged anew, as the file's data now are.
 * @throws InputError that names the file.
 */
export async function readFigure(figure: Figure, from: string): Promise<FigureDocument> {
  const found = await stat(from).catch(() => null);
  const file = found?.isDirectory() ? join(from, `${figure.id}.json`) : from;
  const expected = `--from: expected the document of ${figure.id}`;
  const text = await readFile(file, 'utf8').catch(({ code }: NodeJS.ErrnoException) => {
    throw new InputError(`${expected}, got "${file}" (${code === 'ENOENT' ? 'no such file' : code})`);
  });
  const document = parsed(text);
  if (document?.schema !== FIGURE_SCHEMA || document.figure !== figure.id) {
    throw new InputError(`${expected}, got "${file}" (${document?.figure ?? 'not a figure'})`);
  }
  const { size, seed, data } = document;
  const whole = SIZES.includes(size as Size) && Number.isSafeInteger(seed) && typeof data === 'object';
  try {
    if (!whole || data === null) throw new RangeError('not whole');
    return await interruptible(() => {
      const judged = figureDocument(figure, document as FigureDocument);
      // What cannot be drawn is found out before anything is printed or written.
      figureSvg(figure, judged, { document: svgDocument() });
      return judged;
    });
  } catch {
    throw new InputError(`${expected}, got "${file}", whose data are damaged`);
  }
}

function parsed(text: string): Partial<FigureDocument> | null {
  try {
    return JSON.parse(text) as Partial<FigureDocument>;
  } catch {
    return null;
  }
}
