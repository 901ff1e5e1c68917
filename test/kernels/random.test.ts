import { expect, test } from 'vitest';
import { networkStream, openStream, PURPOSE } from '../../src/random/index.ts';
import { arena } from './kernels.ts';

const kernels = await arena();

test('a stream gives the same bits as its scalar definition, in one piece or in several', () => {
  const state = kernels.reserve(128);
  const out = kernels.reserve(32 * 40);
  for (const [seed, network, layer, purpose, block] of [
    [0, 0, 1, PURPOSE.mask, 0],
    [2 ** 53 - 1, 2 ** 40 + 3, 1000, PURPOSE.bias, 17],
    [1234567, 1, 2, PURPOSE.value, 3],
  ] as const) {
    const stream = openStream(networkStream(seed, network, layer, purpose, block));
    kernels.kernels.seedStream(state, seed, network, layer, purpose, block);
    for (const groups of [1, 0, 2, 37]) {
      kernels.kernels.fillBits(state, out, groups);
      const expected = Array.from({ length: 8 * groups }, () => stream.next());
      expect([...kernels.u32(out, 8 * groups)]).toEqual(expected);
    }
  }
});
