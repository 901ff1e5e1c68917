import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { equals } from '../../src/figures/checks.ts';
import {
  type Figure,
  figureDocument,
  figureSvg,
  type ReportFigure,
  reportHtml,
} from '../../src/figures/index.ts';
import { svgDocument } from '../../src/node/svg.ts';

/** A figure whose texts try to be markup. */
const figure: Figure<{ y: number }> = {
  id: 'made-up',
  title: 'Less < more & σ_w',
  paper: 'A & B <i>',
  number: '1a',
  time: { quick: '1 s', full: '1 s' },
  schema: z.strictObject({ y: z.number() }),
  run: () => Promise.resolve({ y: 2 }),
  picture: ({ y }) => ({
    title: 'Less < more & σ_w',
    panels: [
      { title: '', x: { label: 'x' }, y: { label: 'y' }, series: [{ colour: '#222', solid: [{ x: 0, y }] }] },
    ],
    key: [{ show: 'solid', label: 'a < b' }],
  }),
  caption: () => 'Caption <b> & more.',
  claims: ({ y }) => [equals('y < 3', y, { low: null, high: 3 }), equals('y = 3', y, 3)],
  csv: () => 'y\n2\n',
};

function page(): string {
  const document = figureDocument(figure, {
    size: 'test',
    seed: 5,
    data: { y: 2 },
    provenance: { version: '1' },
  });
  const report: ReportFigure = {
    document,
    svg: figureSvg(figure, document, { document: svgDocument(), text: false }),
  };
  return reportHtml([report]);
}

describe('the page of figures', () => {
  const html = page();
  const { document } = parseHTML(html);

  it('refers to nothing outside itself', () => {
    expect(html.replaceAll('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
      /https?:|\/\/|@import|url\(/,
    );
    const references = [...document.querySelectorAll('[href],[src]')].map(
      (element) => element.getAttribute('href') ?? element.getAttribute('src'),
    );
    expect(references).toEqual(['#made-up']);
    expect(document.querySelector('#made-up')).not.toBeNull();
    expect(document.querySelectorAll('script,link,img,iframe')).toHaveLength(0);
  });
  it('shows picture, caption and verdict once, texts as texts', () => {
    expect(document.querySelectorAll('svg')).toHaveLength(1);
    expect(document.querySelector('svg title')!.textContent).toBe('Less < more & σ_w');
    expect(document.querySelector('figcaption')!.textContent).toBe('Caption <b> & more. Seed 5.');
    expect(html.split('Caption')).toHaveLength(2);
    const rows = [...document.querySelectorAll('tbody tr')].map((row) =>
      [...row.children].map((c) => c.textContent),
    );
    expect(rows).toEqual([
      ['y < 3', '2', '≤ 3', 'inside', '±0', 'pass'],
      ['y = 3', '2', '3', '-1.0', '±0', 'FAIL'],
    ]);
  });
  it('can be read aloud: language, headings, table heads', () => {
    expect(document.documentElement.getAttribute('lang')).toBe('en');
    expect(document.querySelectorAll('h1')).toHaveLength(1);
    expect(document.querySelector('section h2')!.textContent).toBe('Less < more & σ_w');
    expect(document.querySelectorAll('th[scope=col]')).toHaveLength(6);
    expect(document.querySelectorAll('th[scope=row]')).toHaveLength(2);
    expect(document.querySelector('svg')!.getAttribute('role')).toBe('img');
  });
});
