/** One decimal number as it is written in experiments, in files and on the command line. */

/** Source of a regular expression for one decimal number. */
export const NUMBER_PATTERN = '[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?';
const NUMBER = new RegExp(`^${NUMBER_PATTERN}$`);

/**
 * The decimal number that `text` spells, or NaN: no hexadecimal, blanks, `NaN` or `Infinity`, unlike
 * `Number`.
 */
export function readNumber(text: string): number {
  return NUMBER.test(text) ? Number(text) : Number.NaN;
}
