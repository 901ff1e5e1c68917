/** Shapes as the text of an SVG file. */
import { FONT } from './paint.ts';
import type { Picture, Shape } from './shapes.ts';

export function svgText({ width, height, background, shapes }: Picture, title: string): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${FONT}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${background}"/>`,
    ...shapes.map(element),
    '</svg>\n',
  ].join('\n');
}

/** The data of a path element. */
export function pathData(points: ArrayLike<number>, closed = false): string {
  let data = '';
  let pen = false;
  for (let i = 0; i + 1 < points.length; i += 2) {
    const [x, y] = [points[i]!, points[i + 1]!];
    if (!Number.isFinite(x + y)) pen = false;
    else {
      data += `${pen ? 'L' : 'M'}${rounded(x)},${rounded(y)}`;
      pen = true;
    }
  }
  return closed ? `${data}Z` : data;
}

function element(shape: Shape): string {
  switch (shape.kind) {
    case 'rect':
      return `<rect x="${rounded(shape.x)}" y="${rounded(shape.y)}" width="${rounded(shape.w)}" height="${rounded(shape.h)}" fill="${shape.fill}"/>`;
    case 'dot': {
      const stroke = shape.stroke === undefined ? '' : ` stroke="${shape.stroke}" stroke-width="1.5"`;
      return `<circle cx="${rounded(shape.x)}" cy="${rounded(shape.y)}" r="${shape.r}" fill="${shape.fill}"${stroke}/>`;
    }
    case 'text': {
      const turn =
        shape.turn === undefined
          ? ''
          : ` transform="rotate(${shape.turn} ${rounded(shape.x)} ${rounded(shape.y)})"`;
      return `<text x="${rounded(shape.x)}" y="${rounded(shape.y)}" font-size="${shape.size ?? 12}" text-anchor="${shape.anchor ?? 'start'}" fill="${shape.fill}"${turn}>${escaped(shape.text)}</text>`;
    }
    case 'path': {
      const { points, closed, stroke, width, dash, fill, alpha } = shape;
      const parts = [
        `d="${pathData(points, closed)}"`,
        `fill="${fill ?? 'none'}"`,
        ...(stroke === undefined
          ? []
          : [`stroke="${stroke}" stroke-width="${width ?? 1}" stroke-linejoin="round"`]),
        ...(dash === undefined ? [] : [`stroke-dasharray="${dash.join(' ')}"`]),
        ...(alpha === undefined ? [] : [`opacity="${alpha}"`]),
      ];
      return `<path ${parts.join(' ')}/>`;
    }
  }
}

function rounded(x: number): string {
  return String(Math.round(x * 100) / 100);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
