import type { Law } from '../../network/index.ts';
import { cos, ln, sin } from '../../numeric/functions.ts';
import { networkStream, openStream, type Purpose, type Stream } from '../../random/index.ts';
import { unitValues } from '../abi.ts';

/** Twin of `drawVariates`: the first `count` unit-variance variates of a stream. */
export function referenceVariates(
  seed: number,
  network: number,
  layer: number,
  purpose: Purpose,
  block: number,
  count: number,
  law: Law,
): number[] {
  const stream = openStream(networkStream(seed, network, layer, purpose, block));
  const values = law.kind === 'discrete' ? unitValues(law) : [];
  const made: number[] = [];
  while (made.length < count) {
    if (law.kind === 'gaussian') made.push(...boxMuller(eight(stream)));
    else if (law.kind === 'uniform') made.push(...eight(stream).map(uniform));
    else if (values.length === 2) made.push(...signs(eight(stream)));
    else made.push(values[Math.floor((stream.next() * values.length) / 2 ** 32)]!);
  }
  return made.slice(0, count);
}

function eight(stream: Stream): number[] {
  return Array.from({ length: 8 }, () => stream.next());
}

/** Four radii and four angles, interleaved by halves, as four cosine and four sine variates. */
function boxMuller(bits: readonly number[]): number[] {
  const [first, second]: [number[], number[]] = [[], []];
  for (let lane = 0; lane < 4; lane++) {
    const u = ((bits[lane]! >>> 1) + 0.5) * 2 ** -31;
    const radius = Math.sqrt(-2 * ln(u));
    const angle = bits[lane + 4]!;
    const theta = (angle | 0) * (Math.PI / 4) * 2 ** -31;
    const [s, c] = [sin(theta), cos(theta)];
    const [x, y] = (angle & 1) === 1 ? [s, c] : [c, s];
    first.push(radius * ((angle & 2) === 2 ? -x : x));
    second.push(radius * ((angle & 4) === 4 ? -y : y));
  }
  return [...first, ...second];
}

function uniform(bits: number): number {
  return Math.sqrt(3) * 2 ** -31 * (bits | 1);
}

function signs(bits: readonly number[]): number[] {
  return Array.from({ length: 256 }, (_, i) => ((bits[i % 8]! << (i >> 3)) & 0x80000000 ? -1 : 1));
}
