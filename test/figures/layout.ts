/** Where the texts of a picture stand, read from the SVG itself. */
import { parseHTML } from 'linkedom';
import { BOLD, textWidth } from '../../src/draw/picture/text.ts';

export interface PlacedText {
  readonly text: string;
  /** Units of the picture. */
  readonly size: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Layout {
  /** Units of the picture, and how many of them are an inch in print. */
  readonly width: number;
  readonly height: number;
  readonly unitsPerInch: number;
  readonly texts: readonly PlacedText[];
  /** Strokes of lines and fills of texts, in hexadecimal. */
  readonly strokes: ReadonlySet<string>;
  readonly inks: ReadonlySet<string>;
}

/** Upper and lower end of what is written, over and below the middle, in font sizes. */
const HALF = 0.36;

export function layoutOf(svg: string): Layout {
  const root = parseHTML(`<html><body>${svg}</body></html>`).document.querySelector('svg')!;
  const [, , width, height] = root.getAttribute('viewBox')!.split(' ').map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const size = root.getAttribute('width')!;
  const inches = Number.parseFloat(size) / (size.endsWith('in') ? 1 : 96);
  const texts = [...root.querySelectorAll('text')].flatMap((element) => placed(element));
  const strokes = [...root.querySelectorAll('[stroke]')].map((element) => inherited(element, 'stroke')!);
  const inks = [...root.querySelectorAll('text')].map((element) => inherited(element, 'fill')!);
  return {
    width,
    height,
    unitsPerInch: width / inches,
    texts,
    strokes: new Set(strokes),
    inks: new Set(inks),
  };
}

function inherited(element: Element, name: string): string | undefined {
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    const value = at.getAttribute(name);
    if (value !== null && value !== '') return value;
  }
  return undefined;
}

function placed(element: Element): PlacedText[] {
  const text = element.textContent!.replaceAll('\u200b', '').trim();
  if (text === '') return [];
  const size = Number(inherited(element, 'font-size'));
  let [x, y] = [0, 0];
  for (let at: Element | null = element; at !== null; at = at.parentElement) {
    for (const [, dx, dy] of (at.getAttribute('transform') ?? '').matchAll(
      /translate\(([-\d.e]+)[ ,]+([-\d.e]+)\)/g,
    ))
      [x, y] = [x + Number(dx), y + Number(dy)];
  }
  x += Number(element.getAttribute('x') ?? 0);
  // The middle of what is written stands a third of the font size above its base line.
  const baseline = element.getAttribute('y') ?? '0';
  y += (baseline.endsWith('em') ? size * Number.parseFloat(baseline) : Number(baseline)) - 0.32 * size;
  const wide = textWidth(markedUp(element), size) * (inherited(element, 'font-weight') === 'bold' ? BOLD : 1);
  const anchor = inherited(element, 'text-anchor');
  const left = x - wide * (anchor === 'start' ? 0 : anchor === 'end' ? 1 : 0.5);
  return [{ text, size, left, right: left + wide, top: y - HALF * size, bottom: y + HALF * size }];
}

/** The text with what is raised or lowered written as in the sources: it is smaller. */
function markedUp(element: Element): string {
  return [...element.childNodes]
    .map((node) => {
      const content = node.textContent!.replaceAll('\u200b', '');
      return node.nodeType === 1 && content !== '' ? `^{${content}}` : content;
    })
    .join('');
}

/** Pairs of texts that stand in each other, and texts that stand out of the picture. */
export function faultsOf({ width, height, texts }: Layout): string[] {
  const outside = texts
    .filter(
      ({ left, right, top, bottom }) => left < -1 || right > width + 1 || top < -1 || bottom > height + 1,
    )
    .map(({ text }) => `"${text}" leaves the picture`);
  const pairs = texts.flatMap((a, i) =>
    texts
      .slice(i + 1)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => `"${a.text}" and "${b.text}" overlap`),
  );
  return [...outside, ...pairs];
}

/** Contrast of a colour on white, by WCAG 2. */
export function contrast(colour: string): number {
  const rgb = colour.startsWith('#')
    ? (colour.length === 4 ? [...colour.slice(1)].map((c) => c + c) : colour.slice(1).match(/../g)!).map(
        (c) => Number.parseInt(c, 16),
      )
    : colour.match(/\d+/g)!.map(Number);
  const [r, g, b] = rgb.map((c) => {
    const share = c / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05);
}
