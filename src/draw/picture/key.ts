/** The key below the panels: what symbols and line styles mean, and what needs saying about the data. */
import { dot, link, type Markish, plot, text } from '@observablehq/plot';
import { BAND, DASHED, DOTTED, GREY, LINE_WIDTH, type MarkSymbol, THIN } from './style.ts';
import { inLines, textWidth } from './text.ts';
import { INK } from './units.ts';

export interface KeyItem {
  readonly label: string;
  /** The sample before the label; `none` for plain words. */
  readonly show: MarkSymbol | 'solid' | 'dashed' | 'dotted' | 'thin' | 'band' | 'bar' | 'patch' | 'none';
  /** Ink by default. */
  readonly colour?: string;
}

interface PlacedItem extends KeyItem {
  readonly x: number;
  readonly y: number;
}

interface PlacedLine {
  readonly x: number;
  readonly y: number;
  readonly label: string;
}

const ROW = 16;
const LEFT = 8;
const LINE_SAMPLE = 20;
const MARK_SAMPLE = 8;
const GAP = 12;

/** Draws the items in rows that fit the width; returns the element and its height in units of the picture. */
export function drawKey(items: readonly KeyItem[], width: number, document: Document): [Element, number] {
  const { samples, lines } = place(items, width);
  const height = lines.at(-1)!.y + ROW / 2;
  const element = plot({
    document,
    width,
    height,
    margin: 0,
    axis: null,
    x: { domain: [0, width] },
    y: { domain: [height, 0] },
    marks: [...samples.map(sample), text(lines, { x: 'x', y: 'y', text: 'label', textAnchor: 'start' })],
  });
  return [element as Element, height];
}

/** A label that is wider than the picture has several lines. */
function place(items: readonly KeyItem[], width: number): { samples: PlacedItem[]; lines: PlacedLine[] } {
  let x = LEFT;
  let y = ROW / 2;
  const samples: PlacedItem[] = [];
  const lines: PlacedLine[] = [];
  for (const item of items) {
    const before = sampleWidth(item);
    if (x > LEFT && x + before + textWidth(item.label) > width - LEFT) {
      x = LEFT;
      y += ROW;
    }
    samples.push({ ...item, x, y });
    const own = inLines(item.label, width - LEFT - x - before);
    lines.push(...own.map((label, i) => ({ x: x + before, y: y + i * (ROW - 2), label })));
    y += (own.length - 1) * (ROW - 2);
    x += before + Math.max(...own.map((line) => textWidth(line))) + GAP;
  }
  return { samples, lines };
}

function sampleWidth({ show }: KeyItem): number {
  if (show === 'none') return 0;
  return (['solid', 'dashed', 'dotted', 'thin', 'band'].includes(show) ? LINE_SAMPLE : MARK_SAMPLE) + 4;
}

function sample({ show, colour = INK, x, y }: PlacedItem): Markish {
  const across = { x1: [x], x2: [x + LINE_SAMPLE], y1: [y], y2: [y], stroke: colour };
  const centre = x + MARK_SAMPLE / 2;
  switch (show) {
    case 'none':
      return null;
    case 'solid':
      return link([0], { ...across, strokeWidth: LINE_WIDTH });
    case 'dashed':
      return link([0], { ...across, ...DASHED });
    case 'dotted':
      return link([0], { ...across, ...DOTTED });
    case 'thin':
      return link([0], { ...across, ...THIN });
    case 'band':
      return link([0], { ...across, strokeWidth: 8, strokeOpacity: BAND.fillOpacity });
    case 'patch':
      return dot([0], {
        x: [centre],
        y: [y],
        symbol: 'square',
        r: 5,
        fill: colour,
        stroke: GREY,
        strokeWidth: 0.5,
      });
    case 'bar':
      return link([0], {
        x1: [centre],
        x2: [centre],
        y1: [y - 5],
        y2: [y + 5],
        stroke: colour,
        strokeWidth: 1,
      });
    default:
      return dot([0], { x: [centre], y: [y], symbol: show, r: 3, stroke: colour, strokeWidth: 1.1 });
  }
}
