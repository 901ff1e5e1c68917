/** Title and caption: lines of text over the whole width. */
import { plot, text } from '@observablehq/plot';
import { BOLD, inLines } from './text.ts';
import { FONT_SIZE, INK } from './units.ts';

/** Draws text wrapped to the width; returns the element and its height in pixels. */
export function drawHeading(
  content: string,
  width: number,
  bold: boolean,
  document: Document,
): [Element, number] {
  const size = bold ? FONT_SIZE + 3 : FONT_SIZE;
  const lines = inLines(content, (width - 16) / (bold ? BOLD : 1), size);
  const lineHeight = size + 4;
  const height = lines.length * lineHeight + 4;
  const rows = lines.map((line, i) => ({ line, y: (i + 0.5) * lineHeight }));
  const element = plot({
    document,
    width,
    height,
    margin: 0,
    axis: null,
    x: { domain: [0, width] },
    y: { domain: [height, 0] },
    marks: [
      text(rows, {
        x: () => 8,
        y: 'y',
        text: 'line',
        textAnchor: 'start',
        fontSize: size,
        fontWeight: bold ? 'bold' : 'normal',
        fill: INK,
      }),
    ],
  });
  return [element as Element, height];
}
