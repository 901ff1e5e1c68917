/**
 * Puts drawn parts together into one SVG file that stands alone: own fonts, own colours, white background.
 */

import { scripts } from './text.ts';
import { FONT, FONT_SIZE, INK, UNITS_PER_INCH } from './units.ts';

export interface Part {
  readonly element: Element;
  readonly x: number;
  readonly y: number;
}

/** The file's text, of the size in inches that it is made for. `title` is what a screen reader says. */
export function composeSvg(width: number, height: number, title: string, parts: readonly Part[]): string {
  const body = parts.map(({ element, x, y }) => {
    for (const style of [...element.querySelectorAll('style')]) style.remove();
    return `<g transform="translate(${x},${y})">${scripts(element.innerHTML)}</g>`;
  });
  const inches = (units: number) => `${Number((units / UNITS_PER_INCH).toFixed(4))}in`;
  const size = `width="${inches(width)}" height="${inches(height)}" viewBox="0 0 ${width} ${height}"`;
  const font = `font-family="${FONT}" font-size="${FONT_SIZE}" text-anchor="middle" fill="${INK}"`;
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} ${font} role="img">`,
    `<title>${escapeText(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    ...body,
    '</svg>',
  ];
  return `${lines.join('\n').replaceAll('currentColor', INK)}\n`;
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
