import ln from '@stdlib/math-base-special-ln';
import { lnOneMinus } from '../../numeric/log.ts';
import { mix64, networkStream, openStream, PURPOSE } from '../../random/index.ts';
import { COMPARE_FROM } from '../layout.ts';

const LONGEST_GAP = 2 ** 22;

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

/** Gaps between kept entries are geometric: floor(ln u / ln(1 - density)). */
function skip(key: bigint, rows: number, fanIn: number, density: number): number[][] {
  const stream = openStream(key);
  const kept: number[][] = Array.from({ length: rows }, () => []);
  let position = -1;
  while (position < rows * fanIn) {
    const u = ((stream.next() >>> 1) + 0.5) * 2 ** -31;
    const gap = Math.floor(ln(u) / lnOneMinus(density));
    if (gap >= LONGEST_GAP) position += LONGEST_GAP;
    else {
      position += gap + 1;
      kept[Math.floor(position / fanIn)]?.push(position % fanIn);
    }
  }
  return kept;
}

/** An entry's 16 bits, as a signed number, against 65536 density - 32768; a tie is decided by a hash of its position. */
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
