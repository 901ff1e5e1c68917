/**
 * Bytes as text that compresses as well as the bytes themselves, which base64 does not: the frequent bytes
 * are one character each, the others a mark and a character. `tools/pack.ts` writes it.
 */

export interface Packed {
  /** The most frequent bytes, in base64; the others follow in ascending order. */
  readonly frequent: string;
  readonly text: string;
}

/** Printable characters that need no escape in any kind of string. */
export const CHARACTERS = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i))
  .filter((character) => !'\'"`\\$'.includes(character))
  .join('');
/**
 * So many characters stand for a byte; each of the others moves the next one so many places up in the order,
 * once or twice.
 */
export const PLACES = CHARACTERS.length - 2;

/** All bytes in the order of their places. */
export function bytesInOrder(frequent: readonly number[]): number[] {
  return [...new Set([...frequent, ...Array(256).keys()])];
}

export function unpack({ frequent, text }: Packed): Uint8Array<ArrayBuffer> {
  const byteAt = bytesInOrder(Array.from(atob(frequent), (character) => character.charCodeAt(0)));
  const placeOf = new Map(Array.from(CHARACTERS, (character, place) => [character, place]));
  const bytes = new Uint8Array(text.length);
  let length = 0;
  let moved = 0;
  for (const character of text) {
    const place = placeOf.get(character)!;
    if (place < PLACES) bytes[length++] = byteAt[place + moved]!;
    moved = place < PLACES ? 0 : (place - PLACES + 1) * PLACES;
  }
  return bytes.slice(0, length);
}
