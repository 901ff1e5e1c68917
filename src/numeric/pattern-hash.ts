/** Hashes of activation patterns: which linear piece every neuron is on. */

/** A hash of pieces in two 32-bit halves. */
export interface PatternHash {
  readonly high: number;
  readonly low: number;
}

export const EMPTY_PATTERN: PatternHash = { high: 0x811c9dc5, low: 0x9e3779b9 };

/**
 * The hash of a pattern and the pieces of one more layer, `count` of them from `start` on: two multiplicative
 * hashes side by side.
 */
export function extendHash(
  { high, low }: PatternHash,
  pieces: Uint8Array,
  start: number,
  count: number,
): PatternHash {
  let [a, b] = [high, low];
  for (let i = start; i < start + count; i++) {
    a = Math.imul(a ^ (pieces[i]! + 1), 0x01000193);
    b = Math.imul((b ^ (b >>> 15)) + pieces[i]! + 1, 0x2c1b3c6d);
  }
  a = Math.imul(a ^ (a >>> 16), 0x7feb352d);
  b = Math.imul(b ^ (b >>> 13), 0x297a2d39);
  return { high: (a ^ (a >>> 15)) >>> 0, low: (b ^ (b >>> 16)) >>> 0 };
}

/**
 * A hash as an integer below 2^53: patterns that differ have different numbers, but for one pair in about
 * 10^16.
 */
export function hashNumber({ high, low }: PatternHash): number {
  return high * 2 ** 21 + (low >>> 11);
}
