/** Every figure in the size of the tests: its verdict, its picture, its data. */
import { csvParse } from 'd3-dsv';
import { describe, expect, it } from 'vitest';
import { PICTURE_WIDTHS, type PictureWidth } from '../../src/draw/options.ts';
import {
  documentDamage,
  type FigureDocument,
  figureDocument,
  figureSvg,
  figures,
} from '../../src/figures/index.ts';
import { svgDocument } from '../../src/node/svg.ts';
import { contrast, faultsOf, layoutOf } from './layout.ts';
import { placesOf, replaced } from './places.ts';
import { runInTestSize, SEED } from './run.ts';
import { expectPicture } from './snapshot.ts';

/** Parts of a result that no figure looks at. */
const UNREAD = /^data\.result\.experiment\.(?!(width|depth|networks|points)$)/;

it('figures have ids of their own', () => {
  const ids = figures.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
});

describe.each(figures.map((figure) => [figure.id, figure] as const))('%s', (id, figure) => {
  let running: Promise<FigureDocument> | undefined;
  const made = () => {
    running ??= runInTestSize(figure);
    return running;
  };
  const draw = async (width: PictureWidth = 'page') =>
    figureSvg(figure, await made(), { document: svgDocument(), width });

  it('agrees with theory', async () => {
    const { checks, verdict } = await made();
    expect(checks.length).toBeGreaterThan(0);
    expect(checks.filter(({ pass }) => !pass)).toEqual([]);
    expect(verdict).toBe('pass');
  });
  it('looks as it did when somebody looked at it', async () => {
    expectPicture(id, await draw());
  });
  it('is a sound picture that says what it shows', async () => {
    const svg = await draw();
    const { caption } = await made();
    expect(svg).not.toMatch(/NaN|Infinity|undefined|null|currentColor/);
    expect(svg).not.toMatch(/href|url\(/);
    expect(caption).toMatch(new RegExp(` Seed ${SEED}\\.$`));
    const words = (text: string) => text.replace(/[\s\u200b]+/g, '');
    expect(
      words(
        svg
          .replace(/<[^>]*>/g, '')
          .replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&amp;', '&'),
      ),
    ).toContain(words(caption.replace(/_(?=\w)/g, '').replace(/\^\{([^}]*)\}/g, '$1')));
  });
  it.each(PICTURE_WIDTHS)('can be read at the width of a %s', async (width) => {
    const layout = layoutOf(await draw(width));
    const inches = { page: 7, column: 3.3 }[width];
    expect(layout.width / layout.unitsPerInch).toBeLessThanOrEqual(inches + 1e-9);
    expect(layout.texts.length).toBeGreaterThan(10);
    const points = layout.texts.map(({ size }) => (72 * size) / layout.unitsPerInch);
    expect(Math.min(...points)).toBeGreaterThanOrEqual(7);
    expect(faultsOf(layout)).toEqual([]);
    for (const ink of layout.inks) expect(contrast(ink), ink).toBeGreaterThanOrEqual(4.5);
  });
  it('is drawn again from its file as it was drawn first', async () => {
    const document = await made();
    const read = figureDocument(figure, JSON.parse(JSON.stringify(document)));
    expect(read).toEqual(document);
    expect(figureSvg(figure, read, { document: svgDocument() })).toBe(await draw());
  });
  it('has a document whose damage is found and named, wherever it is', async () => {
    const document = JSON.parse(JSON.stringify(await made()));
    expect(documentDamage(figure, document)).toBeNull();
    for (const field of ['size', 'seed', 'provenance'])
      expect(documentDamage(figure, { ...document, [field]: -1 })).toBe(field);
    expect(documentDamage(figure, { ...document, more: 1 })).toBe('more');
    const places = placesOf(document.data, ['data']).filter(({ name }) => !UNREAD.test(name));
    expect(places.length).toBeGreaterThan(10);
    for (const { name, steps } of places)
      expect(documentDamage(figure, replaced(document, steps, [{}])), name).toBe(name);
  });
  it('has data as a table', async () => {
    const rows = csvParse(figure.csv((await made()).data));
    expect(rows.length).toBeGreaterThan(3);
    expect(JSON.stringify(rows)).not.toMatch(/NaN|Infinity|undefined/);
  });
});
