/** Bounds of what files may hold, checked before memory is taken. */

/** Numbers in one file or archive: 512 MiB as doubles. */
export const MOST_NUMBERS = 2 ** 26;

/** Rows, and numbers in a row: a layer has no more neurons, an experiment no more input dimensions. */
export const MOST_SIDE = 1_000_000;

const MIB = 2 ** 20;

/** Bytes of a file by what it holds. */
export const MOST_BYTES = {
  /** An array of doubles of the most numbers, or an archive of such arrays, with room for headers. */
  numpy: 8 * MOST_NUMBERS + 4 * MIB,
  /** MNIST has 47 MiB, EMNIST 522 MiB. Also what a gzipped file may unpack to. */
  idx: 1024 * MIB,
  csv: 256 * MIB,
  /** A sweep of the most cells, or the most layers, is a list of 100,000 numbers: 2 MiB. */
  experiment: 4 * MIB,
  /** A network or the document of a figure; more would fill the heap of JavaScript. */
  json: 128 * MIB,
} as const;

/** A number of bytes as a message shows it. */
export function shownBytes(bytes: number): string {
  if (bytes < MIB) return `${shownCount(bytes)} bytes`;
  return `${shownCount(Math.ceil(bytes / MIB))} MiB`;
}

/** A number as a message shows it. */
export function shownCount(count: number): string {
  return count.toLocaleString('en-US');
}
