import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { aside } from '../../src/draw/picture/aside.ts';
import {
  drawPicture,
  GREY,
  INK,
  orderedColours,
  type PanelSpec,
  type Series,
} from '../../src/draw/picture/index.ts';
import { inLines, textWidth } from '../../src/draw/picture/text.ts';
import { LAYER_STROKES } from '../../src/draw/slice-svg.ts';
import { contrast, faultsOf, type Layout, layoutOf } from '../figures/layout.ts';

const { document } = parseHTML('<html></html>');
const panel = (title: string, series: readonly Series[] = []): PanelSpec => ({
  title,
  x: { label: 'layer', whole: true, domain: [0, 10] },
  y: { label: 'length', domain: [0, 1] },
  series,
});
const line = (y: number) => [0, 10].map((x) => ({ x, y }));

describe('colours', () => {
  it('have the contrast of text on white, however many there are', () => {
    for (let count = 1; count <= 30; count++)
      for (const colour of orderedColours(count))
        expect(contrast(colour), colour).toBeGreaterThanOrEqual(4.5);
    for (const colour of [INK, GREY]) expect(contrast(colour)).toBeGreaterThanOrEqual(4.5);
  });
  it('have that of lines, in slices', () => {
    for (const colour of LAYER_STROKES) expect(contrast(colour), colour).toBeGreaterThanOrEqual(3);
  });
  it('go from dark to light', () => {
    for (const count of [2, 3, 5, 7]) {
      const contrasts = orderedColours(count).map(contrast);
      expect(contrasts).toEqual([...contrasts].sort((a, b) => b - a));
      expect(new Set(orderedColours(count)).size).toBe(count);
    }
  });
});

const pointsOf = ({ texts, unitsPerInch }: Layout) => texts.map(({ size }) => (72 * size) / unitsPerInch);

describe('widths', () => {
  const panels = ['one', 'two', 'three'].map((title) => panel(title));
  const of = (width: 'page' | 'column', count = 3) =>
    layoutOf(drawPicture({ title: '', panels: panels.slice(0, count), key: [] }, { document, width }));

  it('are those of a page and of a column, in inches', () => {
    expect(of('page').width / of('page').unitsPerInch).toBe(7);
    expect(of('column').width / of('column').unitsPerInch).toBe(3.3);
    expect(of('page', 1).width / of('page', 1).unitsPerInch).toBe(4.4);
  });
  it('are these two and no other', () => {
    expect(() => of('wide' as 'page')).toThrow(new RangeError('width: expected page or column, got "wide"'));
  });
  it('have type of one size, 7.2 points', () => {
    for (const width of ['page', 'column'] as const)
      expect(Math.min(...pointsOf(of(width)))).toBeCloseTo(7.2, 10);
  });
  it('place panels two by two, and one below the other', () => {
    const places = (width: 'page' | 'column') =>
      of(width)
        .texts.filter(({ text }) => ['one', 'two', 'three'].includes(text))
        .map(({ left }) => Math.round(left / 100));
    expect(places('page')).toEqual([0, 4, 0]);
    expect(places('column')).toEqual([0, 0, 0]);
  });
});

describe('names at the ends of lines', () => {
  const named = (heights: readonly number[]) =>
    drawPicture(
      {
        title: '',
        key: [],
        panels: [
          panel(
            '',
            heights.map((y, i) => ({ colour: INK, label: `series ${i}`, solid: line(y) })),
          ),
        ],
      },
      { document, width: 'column' },
    );
  const leaders = (svg: string) => svg.match(/aria-label="link"/g)?.length ?? 0;

  it('stand apart, and are led to where they moved', () => {
    const crowded = named([0.5, 0.51, 0.52, 0.53]);
    expect(faultsOf(layoutOf(crowded))).toEqual([]);
    expect(leaders(crowded)).toBeGreaterThanOrEqual(2);
  });
  it('need no line where they stand beside their ends', () => {
    expect(leaders(named([0.1, 0.5, 0.9]))).toBe(0);
  });
});

it('texts that overlap or leave the picture are found, so that their absence says something', () => {
  const text = (x: number, y: number, content: string) => `<text x="${x}" y="${y}">${content}</text>`;
  const svg = (...texts: string[]) =>
    `<svg width="1in" height="1in" viewBox="0 0 100 100" font-size="10" text-anchor="start">${texts.join('')}</svg>`;
  expect(faultsOf(layoutOf(svg(text(10, 50, 'one'), text(10, 62, 'two'))))).toEqual([]);
  expect(faultsOf(layoutOf(svg(text(10, 50, 'one'), text(20, 53, 'two'))))).toEqual([
    '"one" and "two" overlap',
  ]);
  expect(faultsOf(layoutOf(svg(text(95, 50, 'one'))))).toEqual(['"one" leaves the picture']);
});

describe('marks beside each other', () => {
  it('are as far from their line as they were', () => {
    const solid = [0, 1, 2].map((x) => ({ x, y: x * x }));
    const measured = [1, 2].map((x) => ({ x, y: x * x + 0.1, low: x * x, high: x * x + 0.2 }));
    const [first, last] = aside({ colour: INK, solid, measured }, 0.5).measured;
    const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 10));
    expect([first!.x, first!.y, first!.low, first!.high]).toEqual(close([1.5, 2.6, 2.5, 2.7]));
    // Beyond its end the line goes straight on.
    expect([last!.x, last!.y]).toEqual(close([2.5, 5.6]));
  });
  it('move level where there is no line', () => {
    expect(aside({ colour: INK, measured: [{ x: 1, y: 2 }] }, 1).measured[0]).toMatchObject({ x: 2, y: 2 });
  });
});

describe('texts', () => {
  it('have what is raised or lowered smaller, and without its marks', () => {
    expect(textWidth('σ_w')).toBeLessThan(textWidth('σw'));
    expect(textWidth('e^{−5d}')).toBeLessThan(textWidth('e−5d'));
    expect(textWidth('mm')).toBeGreaterThan(2 * textWidth('ii'));
  });
  it('are broken at spaces, but not beside a sign', () => {
    expect(inLines('at σ_w = 4 here', 1)).toEqual(['at', 'σ_w = 4', 'here']);
    expect(inLines('all of it', 1000)).toEqual(['all of it']);
  });
  it('raise what stands in ^{…}', () => {
    const svg = drawPicture(
      { title: '', panels: [panel('')], key: [] },
      { document, caption: 'e^{−x} falls' },
    );
    expect(svg).toMatch(/e<tspan dy="-0\.5em" font-size="75%">−x<\/tspan>/);
    expect(svg).not.toContain('^');
  });
});
