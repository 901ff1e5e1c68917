import type { Law } from '../../experiment/network.ts';
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
): Float64Array<ArrayBuffer> {
  const stream = openStream(networkStream(seed, network, layer, purpose, block));
  const values = law.kind === 'discrete' ? unitValues(law) : [];
  const some = (): readonly number[] => {
    if (law.kind === 'gaussian') return boxMuller(eight(stream));
    if (law.kind === 'uniform') return eight(stream).map(uniform);
    if (values.length === 2) return signs(eight(stream));
    return [values[Math.floor((stream.next() * values.length) / 2 ** 32)]!];
  };
  const made = new Float64Array(count);
  for (let i = 0; i < count; ) for (const variate of some()) made[i++] = variate;
  return made;
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
