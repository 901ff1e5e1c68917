/** Colours, symbols and sizes of every picture: readable in print, in grey and for the colour-blind. */
import { scale } from '@observablehq/plot';

export const FONT = 'Helvetica, Arial, sans-serif';
export const FONT_SIZE = 10;
export const INK = '#222';
export const FAINT = '#e4e4e4';
export const LINE_WIDTH = 1.3;
export const DOTTED = { strokeWidth: 1.2, strokeDasharray: '1.2 2.6', strokeLinecap: 'round' } as const;
export const DASHED = { strokeWidth: 1.2, strokeDasharray: '5 3' } as const;
export const BAND = { fillOpacity: 0.15 } as const;

/** Open symbols that stay apart where they coincide: the laws of the weights often give the same length. */
export const SYMBOLS = ['circle', 'times', 'square2', 'triangle2', 'plus', 'diamond2'] as const;
export type MarkSymbol = (typeof SYMBOLS)[number];

/** So many colours from dark to light, in an order that the eye and a grey copy keep; none too light for text. */
export function orderedColours(count: number): string[] {
  const plasma = scale({ color: { type: 'linear', scheme: 'plasma', domain: [0, 1] } });
  const lightest = 0.68;
  return Array.from({ length: count }, (_, i) =>
    plasma.apply(count === 1 ? 0.1 : (lightest * i) / (count - 1)),
  );
}

/** Widths of characters in Helvetica, in font sizes; all others have 0.57, the width of a digit. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[iljtfrI.,:;'|!()[\]\s*·′⁰-⁹]/u, 0.31],
  [/[mwMW%—…√×−=+<>≤≥≈±]/u, 0.85],
  [/[A-Z]/u, 0.7],
];
/** Where Helvetica is missing, its stand-ins may be wider. */
const SAFETY = 1.1;

/** Width of a text in pixels, rather too much than too little: there is no font to measure with outside a browser. */
export function textWidth(text: string, size = FONT_SIZE): number {
  const widths = Array.from(text, (c) => WIDTHS.find(([kind]) => kind.test(c))?.[1] ?? 0.57);
  return SAFETY * size * widths.reduce((sum, width) => sum + width, 0);
}
