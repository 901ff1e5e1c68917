/** Puts drawn parts together into one SVG file that stands alone: own fonts, own colours, white background. */
import { FONT, FONT_SIZE, INK } from './style.ts';

export interface Part {
  readonly element: Element;
  readonly x: number;
  readonly y: number;
}

/** The file's text. `title` is what a screen reader says. */
export function composeSvg(width: number, height: number, title: string, parts: readonly Part[]): string {
  const body = parts.map(({ element, x, y }) => {
    for (const style of [...element.querySelectorAll('style')]) style.remove();
    return `<g transform="translate(${x},${y})">${subscripts(element.innerHTML)}</g>`;
  });
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
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

/** `σ_w` in a text becomes σ with a lowered, smaller w; what follows returns to the base line. */
function subscripts(markup: string): string {
  return markup.replace(
    /_(\w)/g,
    '<tspan dy="0.3em" font-size="75%">$1</tspan><tspan dy="-0.225em">\u200b</tspan>',
  );
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
