import { expect, test } from 'vitest';
import {
  endpointStream,
  mix64,
  networkStream,
  openStream,
  PURPOSE,
  sfc32,
  splitmix64,
  streamKey,
} from '../../src/random/index.ts';

const MASK64 = (1n << 64n) - 1n;
const GAMMA = 0x9e3779b97f4a7c15n;

function take<T>(next: () => T, n: number): T[] {
  return Array.from({ length: n }, next);
}

test('splitmix64 gives its published sequence', () => {
  expect(take(splitmix64(1234567n), 5)).toEqual([
    6457827717110365317n,
    3203168211198807973n,
    9817491932198370423n,
    4593380528125082431n,
    16408922859458223821n,
  ]);
});

test('sfc32 gives its published sequence after 12 discarded steps', () => {
  const next = sfc32(0, 12345, 0);
  take(next, 12);
  expect(take(next, 10)).toEqual([
    235160590, 2967261163, 116171463, 2882324903, 362604721, 4227106926, 1933307004, 1608300071, 2256615412,
    2701957640,
  ]);
});

test("sfc32 gives PractRand's first output after its warm-up", () => {
  const next = sfc32(0, 0, 0);
  take(next, 15);
  expect(next()).toBe(0xfb52c520);
});

test('a key is the running hash of its words', () => {
  let key = 0n;
  for (const word of [7, 2 ** 53 - 1, 0]) key = mix64(((key ^ BigInt(word)) + GAMMA) & MASK64);
  expect(streamKey([7, 2 ** 53 - 1, 0])).toBe(key);
  expect(streamKey([])).toBe(0n);
});

test('keys name seed, network, layer, purpose and block in this order', () => {
  expect(networkStream(1, 2, 3, PURPOSE.value, 4)).toBe(streamKey([1, 2, 3, 1, 4]));
  expect(endpointStream(9, 1)).toBe(streamKey([9, 2 ** 32, 0, 3, 1]));
});

test('neighbouring names have different keys', () => {
  const keys = new Set<bigint>();
  for (const seed of [0, 1])
    for (const network of [0, 1, 2])
      for (const layer of [0, 1, 2])
        for (const purpose of Object.values(PURPOSE))
          for (const block of [0, 1, 2]) keys.add(networkStream(seed, network, layer, purpose, block));
  expect(keys.size).toBe(2 * 3 * 3 * Object.keys(PURPOSE).length * 3);
  expect(streamKey([0])).not.toBe(streamKey([0, 0]));
});

test.each([-1, 1.5, Number.NaN, 2 ** 53])('a word %s is refused', (word) => {
  expect(() => streamKey([0, word])).toThrow(`stream word: expected an integer in 0 … 2^53-1, got ${word}`);
  expect(() => streamKey([0, word])).toThrow(RangeError);
});

test('a stream deals eight warmed-up lanes in turn', () => {
  const key = streamKey([42, 3]);
  const seeds = take(splitmix64(key), 16);
  const lanes = Array.from({ length: 8 }, (_, j) => {
    const [s0, s1] = [seeds[2 * j]!, seeds[2 * j + 1]!];
    const lane = sfc32(Number(s0 & 0xffffffffn), Number(s0 >> 32n), Number(s1 & 0xffffffffn), 1);
    take(lane, 15);
    return lane;
  });
  const stream = openStream(key);
  for (let n = 0; n < 40; n++) expect(stream.next()).toBe(lanes[n % 8]!());
});

test('a stream is the same on every machine and for ever', () => {
  const stream = openStream(networkStream(0, 0, 1, PURPOSE.mask, 0));
  expect(take(stream.next, 9)).toMatchInlineSnapshot(`
    [
      787071828,
      1407616301,
      2262413023,
      200182097,
      1956744103,
      1293602459,
      3716280910,
      3919994493,
      3728401385,
    ]
  `);
});
