import { COMPARE_FROM } from '../../random/definition.ts';
import { mix64, networkStream, openStream, PURPOSE, type Stream, splitmix64 } from '../../random/index.ts';
import { drawValue, gapTables } from './gaps.ts';

/** Twin of `drawMask`: the columns that are kept, row by row. `density` in (0, 1). */
export function referenceMask(
  seed: number,
  network: number,
  layer: number,
  block: number,
  rows: number,
  fanIn: number,
  density: number,
): number[][] {
  const key = networkStream(seed, network, layer, PURPOSE.mask, block);
  return density < COMPARE_FROM ? skip(key, rows, fanIn, density) : compare(key, rows, fanIn, density);
}

/**
 * Gaps between kept entries are geometric. The first 64 bits of the stream start the splitmix64 sequence of
 * the shared cells; then each gap takes 16 bits, or 32 where there are groups.
 */
function skip(key: bigint, rows: number, fanIn: number, density: number): number[][] {
  const stream = openStream(key);
  const [low, high] = [stream.next(), stream.next()];
  const nextBits = splitmix64(BigInt(low) + (BigInt(high) << 32n));
  const next16 = halves(stream);
  const { size, group, place, longest } = gapTables(density);
  const kept: number[][] = Array.from({ length: rows }, () => []);
  let position = -1;
  while (position < rows * fanIn) {
    const [first, second] = [next16(), place === null ? 0 : next16()];
    const q = drawValue(group, (first >> 2) & 4095, nextBits);
    if (q === Infinity) {
      position += longest;
      continue;
    }
    const r = place === null ? 0 : drawValue(place, (second >> 2) & 1023, nextBits);
    position += size * q + r + 1;
    kept[Math.floor(position / fanIn)]?.push(position % fanIn);
  }
  return kept;
}

/** The outputs of a stream by 16 bits, low half first. */
function halves(stream: Stream): () => number {
  let high: number | null = null;
  return () => {
    if (high !== null) {
      const half = high;
      high = null;
      return half;
    }
    const word = stream.next();
    high = word >>> 16;
    return word & 0xffff;
  };
}

/**
 * An entry's 16 bits, as a signed number, against 65536 density - 32768; a tie is decided by a hash of its
 * position.
 */
function compare(key: bigint, rows: number, fanIn: number, density: number): number[][] {
  const stream = openStream(key);
  const threshold = Math.floor(65536 * density) - 32768;
  const fraction = 65536 * density - Math.floor(65536 * density);
  return Array.from({ length: rows }, (_, row) => {
    const kept: number[] = [];
    for (let column = 0; column < fanIn; column += 16) {
      const words = Array.from({ length: 8 }, () => stream.next());
      for (let i = 0; i < 16 && column + i < fanIn; i++) {
        const word = words[i >> 1]!;
        const draw = i % 2 === 0 ? (word << 16) >> 16 : word >> 16;
        const position = BigInt(row) * BigInt(fanIn) + BigInt(column + i);
        if (draw < threshold) kept.push(column + i);
        else if (draw === threshold && Number(mix64(key ^ mix64(position + 1n)) >> 11n) * 2 ** -53 < fraction)
          kept.push(column + i);
      }
    }
    return kept;
  });
}
