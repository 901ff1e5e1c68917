/**
 * A slice as a picture: cells coloured by their activation pattern, the boundaries of each layer in a stroke
 * of their own.
 */
import type { ExactSlice, SliceWindow } from '../regions/index.ts';
import { formatNumber } from '../result/format.ts';
import { oneString } from '../result/one-string.ts';
import { checkSlice, checkSliceOptions } from './check-slice.ts';
import { inLines, scripts } from './picture/text.ts';
import { FONT, INK } from './picture/units.ts';

/** Texts and marks of the picture of a slice. */
export interface SliceSvgOptions {
  /** The line above the picture, and the text for screen readers. */
  readonly title?: string;
  /** Points to mark, in coordinates of the plane, with their labels. */
  readonly marks?: readonly { readonly x: number; readonly y: number; readonly label: string }[];
  /** Text below the picture, wrapped to its width. `_` sets the next character lower. */
  readonly caption?: string;
}

const FONT_SIZE = 12;
/** The longer side of the window, in pixels, and the room around it. */
const SIDE = 600;
const LEFT = 46;
const TOP = 34;
const ROW = 18;
const MARGIN = 8;

/** Dark, apart from each other for colour-blind eyes as well (Okabe & Ito), and thinner layer by layer. */
export const LAYER_STROKES = ['#000000', '#0072b2', '#d55e00', '#007d5c', '#a3457d', '#8a6100'];

/** A decision boundary stands out from the strokes of layers by a rim. */
const DECISION_STROKES = ['stroke="#ffffff" stroke-width="6"', `stroke="${INK}" stroke-width="3"`];

/**
 * Draws a slice as a stand-alone SVG document. The colour of a cell is a function of its activation pattern
 * alone: a cell that two windows share has one colour in both.
 * @throws TypeError, RangeError for an invalid slice, and where a string cannot hold it: about three million
 * cells.
 */
export function sliceSvg(slice: ExactSlice, options: SliceSvgOptions = {}): string {
  checkSlice(slice);
  checkSliceOptions(options);
  return oneString('sliceSvg', sliceSvgPieces(slice, options), 'take a smaller window');
}

/** The same piece by piece. */
export function* sliceSvgPieces(
  slice: ExactSlice,
  { title, marks = [], caption }: SliceSvgOptions = {},
): Generator<string> {
  const { window, layers, cells } = slice;
  const heading = title ?? `${cells.length} activation regions`;
  const [spanX, spanY] = [window.x1 - window.x0, window.y1 - window.y0];
  const scale = SIDE / Math.max(spanX, spanY);
  const [wide, high] = [spanX * scale, spanY * scale];
  const place = (x: number, y: number) =>
    `${(LEFT + (x - window.x0) * scale).toFixed(2)},${(TOP + high - (y - window.y0) * scale).toFixed(2)}`;
  const points = marks.map(({ x, y, label }) => {
    const [cx, cy] = place(x, y).split(',').map(Number) as [number, number];
    return `<circle cx="${cx}" cy="${cy}" r="4" fill="white" stroke="${INK}" stroke-width="1.5"/>${beside(cx, cy + 4, label, cx > LEFT + wide - 24)}`;
  });
  const width = LEFT + Math.max(wide, 360) + 16;
  const rows = keyRows(layers.length, width);
  const below = TOP + high + 34 + ROW * rows.length;
  const said = caption === undefined ? [] : inLines(caption, width - 2 * MARGIN, FONT_SIZE);
  const height = below + ROW * said.length;
  yield* lines(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${n(width)}" height="${n(height)}" viewBox="0 0 ${n(width)} ${n(height)}" font-family="${FONT}" font-size="${FONT_SIZE}" fill="${INK}" role="img">`,
    `<title>${escaped(heading)}</title>`,
    `<rect width="${n(width)}" height="${n(height)}" fill="white"/>`,
    text(LEFT, 20, heading, 'start'),
    `<g stroke-width="0.3" stroke-linejoin="round">`,
  );
  for (const { pattern, vertices } of cells) {
    const corners: string[] = [];
    for (let i = 0; i < vertices.length; i += 2) corners.push(place(vertices[i]!, vertices[i + 1]!));
    const colour = cellColour(pattern);
    yield `<polygon points="${corners.join(' ')}" fill="${colour}" stroke="${colour}"/>\n`;
  }
  yield* lines('</g>', `<g fill="none" stroke-linecap="round">`);
  // The first layer last: its strokes are the widest and the others end on them.
  for (let l = layers.length - 1; l >= 0; l--) {
    const ends = layers[l]!.boundaries;
    if (ends.length === 0) continue;
    yield '<path d="';
    for (let i = 0; i < ends.length; i += 4)
      yield `M${place(ends[i]!, ends[i + 1]!)}L${place(ends[i + 2]!, ends[i + 3]!)}`;
    yield `" ${strokeOf(l, layers.length)}/>\n`;
  }
  for (const stroke of slice.decision === undefined ? [] : DECISION_STROKES) {
    yield '<path d="';
    for (const { points } of slice.decision!.lines)
      for (let i = 0; i < points.length; i += 2)
        yield `${i === 0 ? 'M' : 'L'}${place(points[i]!, points[i + 1]!)}`;
    yield `" stroke-linejoin="round" ${stroke}/>\n`;
  }
  yield* lines(
    '</g>',
    `<rect x="${LEFT}" y="${TOP}" width="${n(wide)}" height="${n(high)}" fill="none" stroke="${INK}"/>`,
    ...axisLabels(window, wide, high),
    ...points,
    ...rows.flatMap((row, r) => keyRow(row, layers.length, TOP + high + 34 + r * ROW)),
    ...said.map((line, i) => scripts(text(MARGIN, below + i * ROW + 4, line, 'start'))),
    '</svg>',
  );
}

function lines(...texts: readonly string[]): string[] {
  return texts.map((line) => `${line}\n`);
}

/**
 * A light colour from the bits of a hash: any hue, so that neighbours differ, and light enough for the
 * strokes to stand out.
 */
export function cellColour(pattern: number): string {
  const high = Math.floor(pattern / 2 ** 21);
  const hue = (high % 3600) / 10;
  const lightness = 0.78 + 0.14 * (((high >>> 12) % 256) / 255);
  const saturation = 0.45 + 0.3 * (((high >>> 20) % 256) / 255);
  const chroma = (1 - Math.abs(2 * lightness - 1)) * saturation;
  const channel = (shift: number) => {
    const k = (shift + hue / 30) % 12;
    const level = lightness - (chroma / 2) * Math.max(-1, Math.min(k - 3, 9 - k, 1));
    return Math.round(255 * level)
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(0)}${channel(8)}${channel(4)}`;
}

function strokeOf(layer: number, depth: number): string {
  const thinner = depth === 1 ? 0 : layer / (depth - 1);
  return `stroke="${LAYER_STROKES[layer % LAYER_STROKES.length]}" stroke-width="${n(2 - 1.2 * thinner)}"`;
}

function axisLabels({ x0, x1, y0, y1 }: SliceWindow, wide: number, high: number): string[] {
  const shown = (x: number) => formatNumber(x, 3).replaceAll('-', '−');
  return [0, 0.5, 1].flatMap((share) => [
    text(LEFT + share * wide, TOP + high + 16, shown(x0 + share * (x1 - x0)), 'middle'),
    text(LEFT - 6, TOP + high - share * high + 4, shown(y0 + share * (y1 - y0)), 'end'),
  ]);
}

const KEY_ITEM = 84;

/** The layers of the key, row by row. */
function keyRows(depth: number, width: number): number[][] {
  const perRow = Math.max(1, Math.floor((width - LEFT) / KEY_ITEM));
  const rows = Math.ceil(depth / perRow);
  return Array.from({ length: rows }, (_, r) =>
    Array.from({ length: Math.min(perRow, depth - r * perRow) }, (_, i) => r * perRow + i),
  );
}

function keyRow(layers: readonly number[], depth: number, y: number): string[] {
  return layers.map((layer, i) => {
    const x = LEFT + i * KEY_ITEM;
    const sample = `<path d="M${x},${n(y)}h20" fill="none" ${strokeOf(layer, depth)}/>`;
    return `${sample}${text(x + 26, y + 4, `layer ${layer + 1}`, 'start')}`;
  });
}

/** The label of a mark: to its right, or to its left where the picture ends. */
function beside(x: number, y: number, label: string, left: boolean): string {
  return left ? text(x - 8, y, label, 'end', true) : text(x + 8, y, label, 'start', true);
}

function text(x: number, y: number, content: string, anchor: string, halo = false): string {
  const outline = halo ? ' stroke="white" stroke-width="3" paint-order="stroke"' : '';
  return `<text x="${n(x)}" y="${n(y)}" text-anchor="${anchor}"${outline}>${escaped(content)}</text>`;
}

/** A coordinate, to hundredths. */
function n(x: number): string {
  return String(Number(x.toFixed(2)));
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
