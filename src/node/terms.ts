/** Explanations of the words in tables, a line each, for help texts. */

const TERMS = {
  ratio: 'length of the image in a layer over the length of the input curve',
  growth: 'length in a layer over the length in the layer before, network by network',
  transitions: 'how often neurons of a layer change their linear piece along the curve',
  regions: 'activation regions of this and all earlier layers that the curve goes through',
  'Price–Tanner': 'lower bound on the expected ratio or growth, linear in the density',
} as const;

/** Explains these words, and points to `theory explain`. */
export function termsHelp(...words: readonly (keyof typeof TERMS)[]): string {
  const lines = words.map((word) => `  ${word.padEnd(12)}  ${TERMS[word]}\n`);
  return `\nWords:\n${lines.join('')}  expressivity theory explain NAME explains each of these, and all other names in tables.\n`;
}

/** How lists are written, where several values make a sweep. */
export const LISTS_HELP = `
Lists: <n,…> takes several values (0.1,0.25,1) or, for numbers, ranges start:stop:step with the end included
(0.5:4:0.5). More than one value makes a sweep over the full grid; --widths lists the layers of one network.
`;
