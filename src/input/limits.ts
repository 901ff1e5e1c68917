/** Bounds of what files may hold that browsers know too, and numbers as messages show them. */

/** Rows, and numbers in a row: a layer has no more neurons, an experiment no more input dimensions. */
export const MOST_SIDE = 1_000_000;

/** A number as a message shows it. */
export function shownCount(count: number): string {
  return count.toLocaleString('en-US');
}
