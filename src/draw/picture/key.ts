/** The key below the panels: what symbols and line styles mean, and what needs saying about the data. */
import { dot, link, type Markish, plot, text } from '@observablehq/plot';
import { BAND, DASHED, DOTTED, FONT_SIZE, INK, LINE_WIDTH, type MarkSymbol, textWidth } from './style.ts';

export interface KeyItem {
  readonly label: string;
  /** The sample before the label; `none` for plain words. */
  readonly show: MarkSymbol | 'solid' | 'dashed' | 'dotted' | 'band' | 'bar' | 'none';
  /** Ink by default. */
  readonly colour?: string;
}

interface PlacedItem extends KeyItem {
  readonly x: number;
  readonly y: number;
  readonly textX: number;
}

const ROW = 16;
const LEFT = 8;
const LINE_SAMPLE = 20;
const MARK_SAMPLE = 8;
const GAP = 12;

/** Draws the items in rows that fit the width; returns the element and its height in pixels. */
export function drawKey(items: readonly KeyItem[], width: number, document: Document): [Element, number] {
  const placed = place(items, width);
  const height = placed.at(-1)!.y + ROW / 2;
  const element = plot({
    document,
    width,
    height,
    margin: 0,
    axis: null,
    x: { domain: [0, width] },
    y: { domain: [height, 0] },
    marks: [
      ...placed.map(sample),
      text(placed, { x: 'textX', y: 'y', text: 'label', textAnchor: 'start', fontSize: FONT_SIZE }),
    ],
  });
  return [element as Element, height];
}

function place(items: readonly KeyItem[], width: number): PlacedItem[] {
  let x = LEFT;
  let y = ROW / 2;
  return items.map((item) => {
    const room = sampleWidth(item) + textWidth(item.label);
    if (x > LEFT && x + room > width) {
      x = LEFT;
      y += ROW;
    }
    const placed = { ...item, x, y, textX: x + sampleWidth(item) };
    x += room + GAP;
    return placed;
  });
}

function sampleWidth({ show }: KeyItem): number {
  if (show === 'none') return 0;
  const long = show === 'solid' || show === 'dashed' || show === 'dotted' || show === 'band';
  return (long ? LINE_SAMPLE : MARK_SAMPLE) + 4;
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
    case 'band':
      return link([0], { ...across, strokeWidth: 8, strokeOpacity: BAND.fillOpacity });
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
