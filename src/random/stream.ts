/**
 * The random streams of the package, one number at a time: the definition that the SIMD kernels follow eight
 * lanes at a time.
 *
 * A stream is named by words (seed, network, layer, …). Their hash is its 64-bit key, so any stream can be
 * opened alone, anywhere, without drawing what comes before it. The bits are those of Chris Doty-Humphrey's
 * sfc32 (PractRand); hash and seeding are Steele, Lea & Flood's splitmix64 (OOPSLA 2014). All of it is
 * integer arithmetic, hence the same on every engine.
 */

import { valueFault } from '../input/faults.ts';
import { GOLDEN_GAMMA, LANES, NO_NETWORK, PURPOSE, type Purpose, WARM_UP } from './definition.ts';

const MASK64 = (1n << 64n) - 1n;

/** A source of uniform 32-bit unsigned integers. */
export interface Stream {
  next(): number;
}

/**
 * splitmix64's finaliser: a bijection of the 64-bit integers (`z` is one) in which every input bit moves
 * every output bit.
 */
export function mix64(z: bigint): bigint {
  let x = z;
  x = ((x ^ (x >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK64;
  x = ((x ^ (x >> 27n)) * 0x94d049bb133111ebn) & MASK64;
  return x ^ (x >> 31n);
}

/** splitmix64 from a 64-bit seed: successive 64-bit unsigned integers. */
export function splitmix64(seed: bigint): () => bigint {
  let state = seed & MASK64;
  return () => {
    state = (state + GOLDEN_GAMMA) & MASK64;
    return mix64(state);
  };
}

/** sfc32 from an explicit state, without warm-up: successive 32-bit unsigned integers. */
export function sfc32(a: number, b: number, c: number, counter = 1): () => number {
  let [x, y, z, n] = [a | 0, b | 0, c | 0, counter | 0];
  return () => {
    const out = (x + y + n) | 0;
    n = (n + 1) | 0;
    x = y ^ (y >>> 9);
    y = (z + (z << 3)) | 0;
    z = (((z << 21) | (z >>> 11)) + out) | 0;
    return out >>> 0;
  };
}

/**
 * The 64-bit key of the stream named by `words`: k = 0, then k = mix64((k ^ w) + golden gamma) mod 2^64 for
 * each word.
 *
 * @throws RangeError when a word is not an integer in 0 … 2^53-1.
 */
export function streamKey(words: readonly number[]): bigint {
  return words.reduce((key, word) => {
    if (!Number.isSafeInteger(word) || word < 0)
      throw valueFault('stream word', 'an integer in 0 … 2^53-1', word);
    return mix64(((key ^ BigInt(word)) + GOLDEN_GAMMA) & MASK64);
  }, 0n);
}

/**
 * Key of the stream from which `block` of layer `layer` of network number `network` of `seed` is drawn, for
 * one purpose.
 */
export function networkStream(
  seed: number,
  network: number,
  layer: number,
  purpose: Purpose,
  block: number,
): bigint {
  return streamKey([seed, network, layer, purpose, block]);
}

/** Key of the stream from which random endpoint number `row` of `seed` is drawn. */
export function endpointStream(seed: number, row: number): bigint {
  return streamKey([seed, NO_NETWORK, 0, PURPOSE.endpoint, row]);
}

/**
 * Opens the stream of a key. Output number n is the next output of lane n mod 8. Lane j is an sfc32 with a, b
 * = low and high half of s_2j and c = low half of s_(2j+1), where s_0 … s_15 is what splitmix64 gives from
 * the key; its counter starts at 1 and its first 15 outputs are dropped.
 */
export function openStream(key: bigint): Stream {
  const seeds = splitmix64(key);
  const lanes = Array.from({ length: LANES }, () => {
    const ab = seeds();
    const c = seeds();
    const lane = sfc32(low32(ab), low32(ab >> 32n), low32(c));
    for (let i = 0; i < WARM_UP; i++) lane();
    return lane;
  });
  let n = 0;
  return { next: () => lanes[n++ % LANES]!() };
}

function low32(x: bigint): number {
  return Number(x & 0xffffffffn);
}
