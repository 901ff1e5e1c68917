/** Colours, symbols and sizes of every picture: readable in print, in grey and for the colour-blind. */
import { scale } from '@observablehq/plot';

/** What stands beside the matter: as a line or as text. */
export const GREY = '#6b6b6b';
/** Grid lines, which carry nothing. */
export const FAINT = '#e4e4e4';
export const LINE_WIDTH = 1.3;
/** Lines that lead from one thing to another, or join marks. */
export const THIN = { strokeWidth: 0.6 } as const;
export const DOTTED = { strokeWidth: 1.4, strokeDasharray: '1.2 2.6', strokeLinecap: 'round' } as const;
export const DASHED = { strokeWidth: 1.2, strokeDasharray: '5 3' } as const;
export const BAND = { fillOpacity: 0.15 } as const;

/** Open symbols that stay apart where they coincide: the laws of the weights often give the same length. */
export const SYMBOLS = ['circle', 'times', 'square2', 'triangle2', 'plus', 'diamond2'] as const;
export type MarkSymbol = (typeof SYMBOLS)[number];

/**
 * From dark to light by way of hues that the colour-blind tell apart; on white each has the contrast that
 * text needs, 4.5 : 1.
 */
const ORDERED = ['#0b1a6b', '#6a1b9a', '#b5186f', '#c8372d', '#a65e00'];

/**
 * `count` colours from dark to light, in an order that the eye and a grey copy keep; none too light for text.
 */
export function orderedColours(count: number): string[] {
  const domain = ORDERED.map((_, i) => i / (ORDERED.length - 1));
  const { apply } = scale({ color: { type: 'linear', domain, range: ORDERED, interpolate: 'lab' } });
  return Array.from({ length: count }, (_, i) => apply(count === 1 ? 0 : i / (count - 1)) as string);
}
