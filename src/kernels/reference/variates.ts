import type { Law } from '../../network/index.ts';
import { cos, erf, exp, ln, sin } from '../../numeric/functions.ts';
import { expm1 } from '../../numeric/near-zero.ts';
import { networkStream, openStream, type Purpose, type Stream } from '../../random/index.ts';
import { lawTable, unitValues } from '../abi.ts';

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
    if (law.kind === 'truncated-normal') return eight(stream).map(truncatedNormal);
    if (law.kind === 'student') return students(boxMuller(eight(stream)), lawTable(law));
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

/** Mass of the normal law within ±2, and its standard deviation once what lies beyond is cut off. */
const [MASS, TRUNCATED_SD] = [erf(Math.SQRT2), 0.8796256610342398];

/** x with erf(x / sqrt 2) = v MASS, over its standard deviation: Newton's method, which comes from one side. */
function truncatedNormal(bits: number): number {
  const wanted = Math.abs(2 ** -31 * (bits | 1)) * MASS;
  const slope = Math.sqrt(2 / Math.PI);
  let x = wanted / slope;
  for (let step = 1; Math.abs(step) > 1e-9 * x; x += step)
    step = (wanted - erf(x / Math.SQRT2)) / (slope * exp((-x * x) / 2));
  return (Math.sign(bits | 0) < 0 ? -x : x) / TRUNCATED_SD;
}

/** Of four pairs, whose first numbers come first, four variates (`assembly/tails.ts`). */
function students(pairs: readonly number[], [a, b]: readonly number[]): number[] {
  return pairs.slice(0, 4).map((x, i) => {
    const square = x * x + pairs[i + 4]! ** 2;
    return x * Math.sqrt((b! * expm1(a! * square)) / square);
  });
}
