/** Widths of texts, and texts in lines: there is no font to measure with outside a browser. */
import { FONT_SIZE } from './units.ts';

/** Widths of characters in Helvetica, in thousandths of the font size; all others have that of a digit. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/\u200b/, 0],
  [/[ijl'|]/, 222],
  [/[\sft!,./:;I[\]\\]/, 278],
  [/[r()\-`‘’⁰-⁹₀-₉²³¹⁻]/, 350],
  [/[cksvxyzJ*]/, 500],
  [/[FTZ]/, 611],
  [/[+<=>~−×±≤≥≈√π]/, 600],
  [/[ABEKPSVXY&σθ]/, 667],
  [/[CDHNRUwΘκ]/, 722],
  [/[GOQ]/, 778],
  [/[mM%Σ∫]/, 889],
  [/[W—…@]/, 1000],
];
/** Where Helvetica is missing, its stand-ins may be wider. */
const SAFETY = 1.05;
export const BOLD = 1.08;
/** Size of what is lowered or raised. */
export const SMALL = 0.75;

/**
 * Width of a text in units of the picture, rather too much than too little. `_` lowers a character, `^{…}`
 * raises some.
 */
export function textWidth(text: string, size = FONT_SIZE): number {
  const wide = (part: string) =>
    Array.from(part, (c) => WIDTHS.find(([kind]) => kind.test(c))?.[1] ?? 556).reduce((a, b) => a + b, 0);
  let small = 0;
  const baseline = text.replace(/_(\w)|\^\{([^}]*)\}/g, (_, low?: string, high?: string) => {
    small += SMALL * wide(low ?? high ?? '');
    return '';
  });
  return (SAFETY * size * (small + wide(baseline))) / 1000;
}

/**
 * The text in lines of at most this width, broken at spaces, but not beside a sign such as =. A longer word
 * has a line of its own.
 */
export function inLines(text: string, width: number, size = FONT_SIZE): string[] {
  const lines: string[] = [];
  const together = text.replace(/ ([=≈≥≤<>×]) /g, '\u00a0$1\u00a0').replaceAll(' %', '\u00a0%');
  for (const word of together.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && textWidth(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => line.replaceAll('\u00a0', ' '));
}

/** A name, a file's say, whose characters are not to be lowered or raised. */
export function literally(name: string): string {
  return name.replace(/[_^]/g, '$&\u200b');
}

/**
 * `σ_w` in a text becomes σ with a lowered, smaller w, and `e^{−x}` e with a raised, smaller −x; what follows
 * returns to the base line.
 */
export function scripts(markup: string): string {
  const moved = (content: string, down: number) =>
    `<tspan dy="${down}em" font-size="${100 * SMALL}%">${content}</tspan><tspan dy="${-down * SMALL}em">\u200b</tspan>`;
  return markup
    .replace(/_(\w)/g, (_, content: string) => moved(content, 0.3))
    .replace(/\^\{([^}]*)\}/g, (_, content: string) => moved(content, -0.5));
}
