/** Bytes as text for `src/kernels/packed.ts`. */
import { bytesInOrder, CHARACTERS, type Packed, PLACES } from '../src/kernels/packed.ts';

export function pack(bytes: Uint8Array): Packed {
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte]!++;
  const falling = Array.from(counts.keys()).sort((a, b) => counts[b]! - counts[a]! || a - b);
  const frequent = falling.slice(0, PLACES);
  const words = new Map(
    bytesInOrder(frequent).map((byte, place) => {
      const mark = place < PLACES ? '' : CHARACTERS[PLACES + Math.floor(place / PLACES) - 1];
      return [byte, `${mark}${CHARACTERS[place % PLACES]}`];
    }),
  );
  return {
    frequent: Buffer.from(frequent).toString('base64'),
    text: Array.from(bytes, (byte) => words.get(byte)).join(''),
  };
}
